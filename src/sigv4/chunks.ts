import { concatBytes } from '../http/body.js'
import { EMPTY_SHA256, equalInConstantTime, hmacHex, sha256Hex } from './digest.js'

/** How the chunks of a streamed payload are signed. */
export interface ChunkSeed {
  /** Absent: the chunks are framed but not signed. */
  readonly signingKey: Uint8Array | undefined
  readonly longDate: string
  readonly scope: string
  /** The signature of the request, from which the chain of signatures starts. */
  readonly signature: string
  /** Whether trailing headers follow the last chunk. */
  readonly trailer: boolean
  /** `x-amz-decoded-content-length`. */
  readonly decodedLength: number | undefined
}

/** What is left to read. */
interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

const SIGNED_HEAD = /^([\da-f]{1,8});chunk-signature=([\da-f]{64})$/i
const PLAIN_HEAD = /^([\da-f]{1,8})$/i
const LONGEST_LINE = 8192
const decoder = new TextDecoder('latin1')

/**
 * Takes the chunks of an `aws-chunked` payload apart and verifies each signature, which covers the one before it, and the
 * trailer's. Gives the payload, or `undefined` when anything is not as it was signed: a chunk more, less or changed, a
 * missing trailer, a byte behind the end.
 */
export function openChunks(body: Uint8Array, seed: ChunkSeed): Uint8Array | undefined {
  const cursor: Cursor = { bytes: body, at: 0 }
  const parts: Uint8Array[] = []
  let previous = seed.signature
  let length = 0
  for (;;) {
    const head = (seed.signingKey === undefined ? PLAIN_HEAD : SIGNED_HEAD).exec(readLine(cursor) ?? '')
    if (head === null) return undefined
    const size = Number.parseInt(head[1] as string, 16)
    const data = body.subarray(cursor.at, cursor.at + size)
    if (data.length !== size) return undefined
    cursor.at += size
    if (seed.signingKey !== undefined) {
      const signature = (head[2] as string).toLowerCase()
      if (!equalInConstantTime(signChunk(seed, seed.signingKey, previous, data), signature)) return undefined
      previous = signature
    }
    if (size === 0) break
    if (readLine(cursor) !== '') return undefined
    parts.push(data)
    length += size
  }
  const ended = seed.trailer ? readTrailer(cursor, seed, previous) : readLine(cursor) === ''
  if (!ended || cursor.at !== body.length) return undefined
  return seed.decodedLength !== undefined && seed.decodedLength !== length ? undefined : concatBytes(parts, length)
}

/** The signature of one chunk. */
function signChunk(seed: ChunkSeed, key: Uint8Array, previous: string, data: Uint8Array): string {
  return hmacHex(
    key,
    `AWS4-HMAC-SHA256-PAYLOAD\n${seed.longDate}\n${seed.scope}\n${previous}\n${EMPTY_SHA256}\n${sha256Hex(data)}`,
  )
}

/** Reads trailing headers up to the empty line; the last one signs those before it. */
function readTrailer(cursor: Cursor, seed: ChunkSeed, previous: string): boolean {
  let canonical = ''
  let signature: string | undefined
  for (let line = readLine(cursor); line !== ''; line = readLine(cursor)) {
    const colon = line?.indexOf(':') ?? -1
    if (line === undefined || colon < 1 || signature !== undefined) return false
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (name === 'x-amz-trailer-signature') signature = value.toLowerCase()
    else canonical += `${name}:${value}\n`
  }
  if (seed.signingKey === undefined) return signature === undefined
  const wanted = hmacHex(
    seed.signingKey,
    `AWS4-HMAC-SHA256-TRAILER\n${seed.longDate}\n${seed.scope}\n${previous}\n${sha256Hex(canonical)}`,
  )
  return signature !== undefined && equalInConstantTime(wanted, signature)
}

/** The next line without its end; `undefined` when there is none. */
function readLine(cursor: Cursor): string | undefined {
  const { bytes, at } = cursor
  const end = bytes.indexOf(0x0a, at)
  if (end < 1 || end - at > LONGEST_LINE || bytes[end - 1] !== 0x0d || end === at) return undefined
  cursor.at = end + 1
  return decoder.decode(bytes.subarray(at, end - 1))
}
