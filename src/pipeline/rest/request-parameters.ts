import type { IntegrationDefinition } from '../../api/model.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { type HeaderFlow, isForbiddenTarget } from '../../transformer/header-rules.js'
import { compileRequestSource, parseTarget, type RequestReader } from '../../transformer/parameter-mapping.js'
import type { RequestOverrides } from '../../transformer/template/index.js'
import type { RequestSources } from '../../transformer/sources.js'

/** Values for the integration request by place and name; a later setting of a name replaces an earlier one. */
export interface MappedParameters {
  readonly header: ReadonlyMap<string, readonly string[]>
  readonly path: ReadonlyMap<string, readonly string[]>
  readonly querystring: ReadonlyMap<string, readonly string[]>
}

type OwnParameters = Readonly<Record<keyof MappedParameters, Map<string, readonly string[]>>>

/** What a method without mappings maps; all its requests share it. */
const NO_PARAMETERS: MappedParameters = { header: new Map(), path: new Map(), querystring: new Map() }

type Place = keyof MappedParameters

/** Reads all mapped parameters of a request. */
export type ParameterMapper = (invocation: RequestSources) => MappedParameters

/**
 * Compiles `requestParameters`. A source without a value leaves its target out (recorded); a mapping to a header that the
 * service keeps for itself makes the method fail when it is called (recorded).
 */
export function compileRequestParameters(definition: IntegrationDefinition, flow: HeaderFlow): ParameterMapper {
  const mappings: Array<{ readonly place: Place; readonly name: string; readonly read: RequestReader }> = []
  let forbidden: string | undefined
  for (const [target, source] of definition.requestParameters) {
    const place = parseTarget(target, 'integration.request.')
    const read = compileRequestSource(source)
    if (place === undefined || read === undefined) continue
    if (place.kind === 'header' && isForbiddenTarget(place.name.toLowerCase(), flow)) forbidden = target
    mappings.push({ place: place.kind, name: place.name, read })
  }
  return (invocation) => {
    if (mappings.length === 0) return NO_PARAMETERS
    if (forbidden !== undefined) throw forbiddenMapping(definition, forbidden)
    const mapped: OwnParameters = { header: new Map(), path: new Map(), querystring: new Map() }
    for (const { place, name, read } of mappings) {
      const value = read(invocation)
      if (value !== undefined) mapped[place].set(name, typeof value === 'string' ? [value] : value)
    }
    return mapped
  }
}

function forbiddenMapping(definition: IntegrationDefinition, target: string): GatewayResponseError {
  return new GatewayResponseError('DEFAULT_5XX', {
    pointer: `${definition.pointer}/requestParameters`,
    cause: new Error(`${target} cannot be mapped: the service sets this header itself.`),
  })
}

/** The mapped parameters with what a template set under `$context.requestOverride` put over them. */
export function applyOverrides(
  parameters: MappedParameters,
  overrides: RequestOverrides | undefined,
  pointer: string,
): MappedParameters {
  if (overrides === undefined) return parameters
  refuseRepeated(overrides.repeated, pointer)
  const mapped: OwnParameters = {
    header: new Map(parameters.header),
    path: new Map(parameters.path),
    querystring: new Map(parameters.querystring),
  }
  for (const place of ['header', 'path', 'querystring'] as const) {
    for (const [name, values] of overrides[place]) {
      if (place === 'header') deleteHeader(mapped.header, name)
      mapped[place].set(name, values)
    }
  }
  return mapped
}

/** Overriding one parameter twice is the service's 5XX (documented). */
export function refuseRepeated(repeated: readonly string[], pointer: string): void {
  if (repeated.length === 0) return
  throw new GatewayResponseError('DEFAULT_5XX', {
    pointer,
    cause: new Error(`A template overrides ${repeated.join(', ')} more than once.`),
  })
}

function deleteHeader(headers: Map<string, unknown>, name: string): void {
  const key = name.toLowerCase()
  for (const known of headers.keys()) if (known.toLowerCase() === key) headers.delete(known)
}
