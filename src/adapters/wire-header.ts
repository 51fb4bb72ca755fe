import type { HeaderList } from '../http/header-list.js'

/** A header field as it can be written: all values of one name. */
export interface WireHeader {
  readonly name: string
  readonly values: string[]
}

// The server computes the framing of a message itself; a second opinion on it splits messages.
const FRAMING = new Set([
  'transfer-encoding',
  'content-length',
  'connection',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'trailer',
])

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const PLAIN = /^[\t\x20-\x7e]*$/

/**
 * The fields of an answer, one entry a name in the case and order of its first appearance; without those that frame the message,
 * and without names that no server would write.
 */
export function wireHeaders(headers: HeaderList): WireHeader[] {
  const byName = new Map<string, WireHeader>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    if (FRAMING.has(key) || !NAME.test(name)) continue
    const field = byName.get(key)
    if (field === undefined) byName.set(key, { name, values: [wireValue(value)] })
    else field.values.push(wireValue(value))
  }
  return [...byName.values()]
}

const encoder = new TextEncoder()

// Headers are bytes, and platforms take a string of bytes: other characters go out as UTF-8, line ends as blanks.
function wireValue(value: string): string {
  if (PLAIN.test(value)) return value
  let bytes = ''
  for (const byte of encoder.encode(value)) bytes += String.fromCharCode(byte)
  return bytes.replace(/[\0-\x08\x0a-\x1f\x7f]/g, ' ')
}

/** Whether an answer to `method` with this status has no body, whatever the gateway holds (RFC 9110 §6.4.1). */
export function isBodiless(method: string | undefined, statusCode: number): boolean {
  return method === 'HEAD' || statusCode === 204 || statusCode === 205 || statusCode === 304
}

/** Whether a status can be a final answer; a server that wrote another would break the connection. */
export function isFinalStatus(statusCode: number): boolean {
  return Number.isInteger(statusCode) && statusCode >= 200 && statusCode <= 599
}
