import type { BaseInvocation } from '../pipeline/base-invocation.js'
import { HIDDEN_HEADERS } from '../pipeline/invocation.js'
import { setOwn } from './own-property.js'

/** Adds a value to the list that stands under a name. */
export function addValue(headers: Record<string, string[]>, name: string, value: string): void {
  if (Object.hasOwn(headers, name)) headers[name]?.push(value)
  else setOwn(headers, name, [value])
}

/**
 * Gives the header fields that functions behind REST and WebSocket APIs see: the client's under their own names, then those that
 * the gateway writes.
 */
export function eachEventHeader<T>(
  invocation: BaseInvocation,
  into: T,
  add: (into: T, name: string, value: string) => void,
): void {
  const { headers } = invocation
  for (let i = 0; i < headers.size; i++) {
    const key = headers.lowerNames[i] as string
    if (NOT_PASSED.has(key)) continue
    add(into, key === 'authorization' ? 'Authorization' : (headers.names[i] as string), headers.values[i] as string)
  }
  const forwarded = headers.get('x-forwarded-for')
  add(into, 'Host', headers.get('host') ?? invocation.domainName)
  add(into, 'X-Amzn-Trace-Id', invocation.traceId)
  add(
    into,
    'X-Forwarded-For',
    forwarded === undefined ? invocation.peerAddress : `${forwarded}, ${invocation.peerAddress}`,
  )
  add(into, 'X-Forwarded-Port', '443')
  add(into, 'X-Forwarded-Proto', 'https')
}

/** Dropped on arrival, or written by the gateway itself. */
const NOT_PASSED: ReadonlySet<string> = new Set([
  ...HIDDEN_HEADERS,
  'host',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
])
