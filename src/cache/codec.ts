import type { CachedResponse } from './types.js'

/** First byte of an encoded entry; another one is an entry of another release, which is no entry to us. */
const VERSION = 1
/** Version, bytes of the head as a 32-bit number. */
const PREFIX_BYTES = 5

/** Writes an entry as bytes, for stores outside the process: version, length of the head, head as JSON, body. */
export function encodeCachedResponse(response: CachedResponse): Uint8Array {
  const { statusCode, headers, storedAt, expiresAt, body } = response
  const head = new TextEncoder().encode(JSON.stringify([statusCode, storedAt, expiresAt, headers]))
  const bytes = new Uint8Array(PREFIX_BYTES + head.byteLength + body.byteLength)
  bytes[0] = VERSION
  new DataView(bytes.buffer).setUint32(1, head.byteLength)
  bytes.set(head, PREFIX_BYTES)
  bytes.set(body, PREFIX_BYTES + head.byteLength)
  return bytes
}

/** Reads what {@link encodeCachedResponse} wrote; undefined for anything else: a broken entry is a miss. */
export function decodeCachedResponse(bytes: Uint8Array): CachedResponse | undefined {
  if (bytes.byteLength < PREFIX_BYTES || bytes[0] !== VERSION) return undefined
  const headBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1)
  const bodyAt = PREFIX_BYTES + headBytes
  if (bodyAt > bytes.byteLength) return undefined
  const head = parseJson(new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, bodyAt)))
  if (!isHead(head)) return undefined
  const [statusCode, storedAt, expiresAt, headers] = head
  return { statusCode, headers, body: bytes.subarray(bodyAt), storedAt, expiresAt }
}

type Head = [statusCode: number, storedAt: number, expiresAt: number, headers: CachedResponse['headers']]

function isHead(value: unknown): value is Head {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    value.slice(0, 3).every((item) => typeof item === 'number') &&
    Array.isArray(value[3]) &&
    value[3].every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((item) => typeof item === 'string'))
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
