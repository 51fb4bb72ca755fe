import { Buffer } from 'node:buffer'
import type { BodyInput } from './request.js'

/** A body that has been read: text as the caller gave it, bytes, or nothing. */
export type ReadBody = string | Uint8Array | undefined

/** The body holds more bytes than it may. */
export const TOO_LARGE: unique symbol = Symbol('too large')

/** Reads a body to its end; answers {@link TOO_LARGE} as soon as more than `limit` bytes have come. */
export function readBody(
  body: BodyInput | undefined,
  limit: number,
): ReadBody | typeof TOO_LARGE | Promise<ReadBody | typeof TOO_LARGE> {
  if (body === undefined) return undefined
  if (typeof body === 'string') return exceeds(body, limit) ? TOO_LARGE : body
  if (body instanceof Uint8Array) return body.byteLength > limit ? TOO_LARGE : body
  return collect(body, limit)
}

async function collect(body: AsyncIterable<Uint8Array>, limit: number): Promise<ReadBody | typeof TOO_LARGE> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > limit) return TOO_LARGE
    chunks.push(chunk)
  }
  return length === 0 ? undefined : concatBytes(chunks, length)
}

/** One array of many. */
export function concatBytes(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = chunks
  if (chunks.length === 1 && first !== undefined) return first
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

// A text of n characters has between n and 3 n bytes: only between the two must they be counted.
function exceeds(text: string, limit: number): boolean {
  if (text.length > limit) return true
  if (text.length * 3 <= limit) return false
  return Buffer.byteLength(text) > limit
}

const encoder = new TextEncoder()
// A byte order mark belongs to the payload.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The body's bytes. */
export function toBytes(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? encoder.encode(body) : body
}

/** The body as UTF-8 text; what is no UTF-8 becomes U+FFFD, as in the service's text payloads. */
export function toText(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : decoder.decode(body)
}

/** Base64 text of the body. */
export function toBase64(body: string | Uint8Array): string {
  if (typeof body === 'string') return Buffer.from(body, 'utf8').toString('base64')
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64')
}

/** Whether text is base64 as the service's decoder takes it: its alphabet, whole groups of four, padding at the end only. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

/** The bytes of base64 text; `undefined` when it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text
  return isBase64(compact) ? Buffer.from(compact, 'base64') : undefined
}
