import { COMMON_HEADER_NAMES, lowerHeaderName } from '../http/header-names.js'
import type { HeadersInput } from '../http/request.js'
import type { BaseInvocation } from '../pipeline/base-invocation.js'
import { HIDDEN_HEADERS } from '../pipeline/invocation.js'
import { setOwn } from '../http/own-property.js'

/** The two header maps of an event: the last value of each name, and all of them. */
export interface EventHeaders {
  readonly headers: Record<string, string>
  readonly multiValueHeaders: Record<string, string[]>
}

/**
 * The header fields that functions behind REST and WebSocket APIs see: the client's under their own names, then those that the
 * gateway writes. Both maps are made at once: a second walk costs as much as the map.
 */
export function eventHeaders(invocation: BaseInvocation): EventHeaders {
  const { scan, request, domainName, peerAddress, traceId } = invocation
  const into: EventHeaders = { headers: {}, multiValueHeaders: {} }
  addClientHeaders(into, request.headers)
  const { headers, multiValueHeaders } = into
  const host = scan.host ?? domainName
  const forwardedFor = scan.forwardedFor === undefined ? peerAddress : `${scan.forwardedFor}, ${peerAddress}`
  headers['Host'] = host
  headers['X-Amzn-Trace-Id'] = traceId
  headers['X-Forwarded-For'] = forwardedFor
  headers['X-Forwarded-Port'] = '443'
  headers['X-Forwarded-Proto'] = 'https'
  multiValueHeaders['Host'] = [host]
  multiValueHeaders['X-Amzn-Trace-Id'] = [traceId]
  multiValueHeaders['X-Forwarded-For'] = [forwardedFor]
  multiValueHeaders['X-Forwarded-Port'] = ['443']
  multiValueHeaders['X-Forwarded-Proto'] = ['https']
  return into
}

function addClientHeaders(into: EventHeaders, input: HeadersInput | undefined): void {
  if (input === undefined) return
  if (Array.isArray(input)) {
    for (const pair of input as ReadonlyArray<readonly [string, string]>) {
      const name = eventName(pair[0])
      if (name !== DROPPED) add(into, name, pair[1].trim())
    }
    return
  }
  const record = input as Readonly<Record<string, string | readonly string[] | undefined>>
  for (const key of Object.keys(record)) {
    const name = eventName(key)
    const value = record[key]
    if (name === DROPPED || value === undefined) continue
    if (typeof value === 'object') for (const one of value) add(into, name, one)
    // The names of a record differ; only this one may have been another before.
    else if (name === AUTHORIZATION) add(into, name, value)
    else {
      setOwn(into.headers, name, value)
      setOwn(into.multiValueHeaders, name, [value])
    }
  }
}

function add({ headers, multiValueHeaders }: EventHeaders, name: string, value: string): void {
  setOwn(headers, name, value)
  if (Object.hasOwn(multiValueHeaders, name)) multiValueHeaders[name]?.push(value)
  else setOwn(multiValueHeaders, name, [value])
}

const DROPPED = ''
const AUTHORIZATION = 'Authorization'

/** Dropped on arrival, or written by the gateway itself. */
const NOT_PASSED: ReadonlySet<string> = new Set([
  ...HIDDEN_HEADERS,
  'host',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
])

const COMMON_EVENT_NAMES: ReadonlyMap<string, string> = new Map(
  COMMON_HEADER_NAMES.map((name) => [name, writeEventName(name)]),
)

function eventName(name: string): string {
  return COMMON_EVENT_NAMES.get(name) ?? writeEventName(name)
}

// Names keep their case; only `Authorization` is written the service's way (recorded).
function writeEventName(name: string): string {
  const lower = lowerHeaderName(name)
  if (NOT_PASSED.has(lower)) return DROPPED
  return lower === 'authorization' ? AUTHORIZATION : name
}
