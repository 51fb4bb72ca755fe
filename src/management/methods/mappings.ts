import { badRequest, type ManagementError } from '../management-error.js'
import type { MethodRecord } from '../store/records.js'

type TextMap = Readonly<Record<string, string>>

/** The refusal of a mapping, as the service words it. */
function badMapping(error: string): ManagementError {
  return badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${error}]`)
}

const METHOD_REQUEST = /^method\.request\.(?:header|path|querystring|multivalueheader|multivaluequerystring)\.[^.].*$/
const METHOD_RESPONSE = /^method\.response\.(?:header|multivalueheader)\.[^.].*$/
const INTEGRATION_REQUEST =
  /^integration\.request\.(?:header|path|querystring|multivalueheader|multivaluequerystring)\.[^.].*$/
const REQUEST_SOURCE = /^(?:method\.request\.body(?:\.|\[|$).*|context\..+|stageVariables\..+|'.*')$/s
const RESPONSE_SOURCE =
  /^(?:integration\.response\.(?:header|multivalueheader)\..+|integration\.response\.body(?:\.|\[|$).*|context\..+|stageVariables\..+|'.*')$/s

/** Refuses a name that is no place of the form. */
export function checkMappingTargets(map: Readonly<Record<string, unknown>> | undefined, form: RegExp): void {
  for (const target of Object.keys(map ?? {}))
    if (!form.test(target)) throw badMapping(`Invalid mapping expression specified: ${target}`)
}

/** Checks the request parameters of a method. */
export function checkMethodParameters(parameters: Readonly<Record<string, unknown>> | undefined): void {
  checkMappingTargets(parameters, METHOD_REQUEST)
}

/** Checks the response parameters of a method. */
export function checkMethodResponseParameters(parameters: Readonly<Record<string, unknown>> | undefined): void {
  checkMappingTargets(parameters, METHOD_RESPONSE)
}

/** Checks the mappings of an integration request: what is taken from the method request must be declared there. */
export function checkRequestMappings(mappings: TextMap | undefined, { requestParameters = {} }: MethodRecord): void {
  for (const [target, source] of Object.entries(mappings ?? {})) {
    if (!INTEGRATION_REQUEST.test(target)) throw badMapping(`Invalid mapping expression specified: ${target}`)
    if (METHOD_REQUEST.test(source)) {
      if (!Object.hasOwn(requestParameters, singleValued(source)) && !Object.hasOwn(requestParameters, source))
        throw badMapping(`Invalid mapping expression parameter specified: ${source}`)
    } else if (!REQUEST_SOURCE.test(source)) throw badMapping(`Invalid mapping expression specified: ${source}`)
  }
}

// All values of a parameter are declared as the parameter is.
function singleValued(source: string): string {
  return source.replace('.multivalue', '.')
}

/** Checks the mappings of an integration response: the headers must be declared in the method response. */
export function checkResponseMappings(mappings: TextMap | undefined, method: MethodRecord, statusCode: string): void {
  const declared = method.methodResponses?.[statusCode]?.responseParameters ?? {}
  for (const [target, source] of Object.entries(mappings ?? {})) {
    if (!METHOD_RESPONSE.test(target)) throw badMapping(`Invalid mapping expression specified: ${target}`)
    if (!Object.hasOwn(declared, target)) throw badMapping(`Invalid mapping expression parameter specified: ${target}`)
    if (!RESPONSE_SOURCE.test(source)) throw badMapping(`Invalid mapping expression specified: ${source}`)
  }
}

/** Refuses templates whose name is no content type. */
export function checkTemplates(templates: Readonly<Record<string, unknown>> | undefined): void {
  const wrong = Object.keys(templates ?? {}).find((name) => name !== '$default' && !/^[^\s/]+\/[^\s/]+/.test(name))
  if (wrong !== undefined)
    throw badRequest(`Validation Result: warnings : [], errors : [Invalid content type specified: ${wrong}]`)
}

/** Templates as they are kept: an empty one is `null` (recorded). */
export function templatesOf(
  templates: Readonly<Record<string, string | null>> | undefined,
): Readonly<Record<string, string | null>> | undefined {
  if (templates === undefined) return undefined
  return Object.fromEntries(Object.entries(templates).map(([type, text]) => [type, text === '' ? null : text]))
}

/** Mappings without those that have no source. */
export function mappingsOf(mappings: Readonly<Record<string, string | null>> | undefined): TextMap | undefined {
  if (mappings === undefined) return undefined
  return Object.fromEntries(Object.entries(mappings).filter((entry): entry is [string, string] => entry[1] !== null))
}
