import {
  compileHttpValue,
  type HttpRequestSources,
  type HttpResponseSources,
  type HttpValue,
  type MappingSide,
} from './http-mapping.js'

/** What a mapping changes: the fields of a message that an HTTP API may rewrite. */
export interface HttpMessage {
  readonly headers: HttpFields
  /** Of requests. */
  readonly query?: HttpFields
  /** Of requests: a path that replaces the whole one. */
  path?: string
  /** Of responses. */
  statusCode?: number
}

/** Named fields that can be changed: headers (names in any case) or query parameters. */
export interface HttpFields {
  append(name: string, value: string): void
  set(name: string, value: string): void
  delete(name: string): void
}

/** A compiled map of parameters: applies every action to a message. */
export type HttpParameterMapping = (
  message: HttpMessage,
  request: HttpRequestSources,
  response?: HttpResponseSources,
) => void

/** Something wrong with one mapping. */
export interface HttpMappingFault {
  readonly key: string
  readonly message: string
  readonly allowed?: readonly string[]
}

type Action = (message: HttpMessage, value: string | undefined) => void

/**
 * Compiles `requestParameters`, or the `responseParameters` of one status: `append:header.NAME` → value and so on.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function compileHttpParameters(
  parameters: ReadonlyMap<string, string>,
  side: MappingSide,
): HttpParameterMapping | undefined {
  if (parameters.size === 0) return undefined
  const compiled: Array<readonly [Action, HttpValue]> = []
  for (const [key, expression] of parameters) {
    const action = compileAction(key, side)
    const value = compileHttpValue(expression, side)
    if (action !== undefined && value !== undefined) compiled.push([action, value])
  }
  return (message, request, response) => {
    for (const [act, value] of compiled) act(message, value(request, response))
  }
}

/** Checks what {@link compileHttpParameters} will be given, as the service does when an integration is created. */
export function checkHttpParameters(parameters: ReadonlyMap<string, string>, side: MappingSide): HttpMappingFault[] {
  const faults: HttpMappingFault[] = []
  for (const [key, expression] of parameters) {
    const header = /^\w+:header\.(.*)$/.exec(key)?.[1]
    if (header !== undefined && isReservedHeader(header))
      faults.push({ key, message: `${header} is a reserved header: no mapping may change it` })
    else if (compileAction(key, side) === undefined)
      faults.push({ key, message: `${key} is no mapping of a ${side}`, allowed: ALLOWED[side] })
    else if (compileHttpValue(expression, side) === undefined)
      faults.push({ key, message: `${expression} is no value that a ${side} mapping can read` })
  }
  return faults
}

const ALLOWED: Readonly<Record<MappingSide, readonly string[]>> = {
  request: ['append|overwrite|remove:header.NAME', 'append|overwrite|remove:querystring.NAME', 'overwrite:path'],
  response: ['append|overwrite|remove:header.NAME', 'overwrite:statuscode'],
}

function compileAction(key: string, side: MappingSide): Action | undefined {
  const colon = key.indexOf(':')
  const verb = key.slice(0, colon)
  const target = key.slice(colon + 1)
  if (side === 'request' && target === 'path') return verb === 'overwrite' ? setPath : undefined
  if (side === 'response' && target === 'statuscode') return verb === 'overwrite' ? setStatus : undefined
  const place = /^(header|querystring)\.(.+)$/s.exec(target)
  if (place === null || (side === 'response' && place[1] === 'querystring')) return undefined
  const name = place[2] as string
  return fieldAction(verb, name, place[1] === 'header' ? (message) => message.headers : (message) => message.query)
}

function fieldAction(
  verb: string,
  name: string,
  fieldsOf: (message: HttpMessage) => HttpFields | undefined,
): Action | undefined {
  switch (verb) {
    case 'append':
      return (message, value) => value !== undefined && fieldsOf(message)?.append(name, value)
    // A variable that leads to nothing changes nothing.
    case 'overwrite':
      return (message, value) => value !== undefined && fieldsOf(message)?.set(name, value)
    case 'remove':
      return (message) => fieldsOf(message)?.delete(name)
    default:
      return undefined
  }
}

const setPath: Action = (message, value) => {
  if (value !== undefined) message.path = value.startsWith('/') ? value : `/${value}`
}

const setStatus: Action = (message, value) => {
  if (value !== undefined && /^[2-5]\d\d$/.test(value)) message.statusCode = Number(value)
}

const RESERVED = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-location',
  'forwarded',
  'keep-alive',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailers',
  'transfer-encoding',
  'upgrade',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'via',
])
const RESERVED_PREFIXES = ['access-control-', 'apigw-', 'x-amz-', 'x-amzn-']

/** Whether a header can be changed by no mapping (documented). */
function isReservedHeader(name: string): boolean {
  const key = name.toLowerCase()
  return RESERVED.has(key) || RESERVED_PREFIXES.some((prefix) => key.startsWith(prefix))
}
