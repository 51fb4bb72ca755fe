import { Buffer } from 'node:buffer'
import type { HttpInvocation } from '../pipeline/http/invocation.js'
import { setOwn } from '../http/own-property.js'

/** Headers that belong to one hop, or that the gateway writes itself: no function sees the client's. */
const NOT_PASSED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
])

/** Gives the header fields that the functions of an HTTP API see, names in lower case: the client's, then the gateway's own. */
export function eachHttpHeader(invocation: HttpInvocation, add: (lowerName: string, value: string) => void): void {
  const { lowerNames, values } = invocation.headers
  let forwarded: string | undefined
  for (let i = 0; i < lowerNames.length; i++) {
    const key = lowerNames[i] as string
    if (!NOT_PASSED.has(key)) add(key, values[i] as string)
    else if (key === 'x-forwarded-for') forwarded ??= values[i]
  }
  const { sourceIp } = invocation
  add('content-length', lengthOf(invocation.sentBody))
  add('host', invocation.headers.get('host') ?? invocation.domainName)
  add('x-amzn-trace-id', invocation.traceId)
  add('x-forwarded-for', forwarded === undefined ? sourceIp : `${forwarded}, ${sourceIp}`)
  add('x-forwarded-port', '443')
  add('x-forwarded-proto', 'https')
}

function lengthOf(body: string | Uint8Array | undefined): string {
  if (body === undefined) return '0'
  return String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength)
}

/** Adds a value to those that stand under a name already, with a comma between. */
export function addJoined(object: Record<string, string>, name: string, value: string): void {
  // Most names are new, and none of them is one that every object inherits.
  if (object[name] !== undefined && Object.hasOwn(object, name)) object[name] = `${object[name]},${value}`
  else setOwn(object, name, value)
}

const TEXT_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/xml', 'application/javascript'])

/** Whether a body reaches functions as text: by its content type alone (observed); without one it is bytes. */
export function isTextType(contentType: string | undefined): boolean {
  if (contentType === undefined) return false
  if (TEXT_TYPES.has(contentType)) return true
  const semicolon = contentType.indexOf(';')
  const type = (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()
  return type.startsWith('text/') || TEXT_TYPES.has(type)
}
