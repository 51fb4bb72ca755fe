import { isUtf8 } from 'node:buffer'
import type { CachedResponse } from '../cache/types.js'

/** An entry of another version is no entry to this one. */
const VERSION = 1

type Head = [
  version: number,
  generation: string,
  statusCode: number,
  storedAt: number,
  expiresAt: number,
  headers: CachedResponse['headers'],
  encoding: 'utf8' | 'base64',
]

/**
 * Writes an entry as valid UTF-8, since clients give replies as text unless they are told otherwise: a line of JSON,
 * then the body, in base64 where it is not UTF-8 itself.
 *
 * @param generation - of the namespace; an entry of another one was flushed
 */
export function writeCacheEntry(response: CachedResponse, generation: string): Uint8Array {
  const { statusCode, storedAt, expiresAt, headers, body } = response
  const isText = isUtf8(body)
  const head: Head = [VERSION, generation, statusCode, storedAt, expiresAt, headers, isText ? 'utf8' : 'base64']
  const line = Buffer.from(`${JSON.stringify(head)}\n`)
  return Buffer.concat([line, isText ? body : Buffer.from(Buffer.from(body).toString('base64'))])
}

/** Reads an entry; `garbage`: nobody of this version wrote it. */
export function readCacheEntry(reply: string | Uint8Array, generation: string): CachedResponse | 'flushed' | 'garbage' {
  const bytes =
    typeof reply === 'string' ? Buffer.from(reply) : Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength)
  const end = bytes.indexOf(0x0a)
  const head = end < 0 ? undefined : parseJson(bytes.toString('utf8', 0, end))
  if (!isHead(head)) return 'garbage'
  const [, writtenIn, statusCode, storedAt, expiresAt, headers, encoding] = head
  if (writtenIn !== generation) return 'flushed'
  const rest = bytes.subarray(end + 1)
  const body = encoding === 'utf8' ? rest : Buffer.from(rest.toString('latin1'), 'base64')
  return { statusCode, headers, body, storedAt, expiresAt }
}

function isHead(value: unknown): value is Head {
  if (!Array.isArray(value) || value.length !== 7) return false
  const [version, generation, statusCode, storedAt, expiresAt, headers, encoding] = value as unknown[]
  return (
    version === VERSION &&
    typeof generation === 'string' &&
    [statusCode, storedAt, expiresAt].every((item) => typeof item === 'number') &&
    (encoding === 'utf8' || encoding === 'base64') &&
    Array.isArray(headers) &&
    headers.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((item) => typeof item === 'string'))
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
