import type { Random } from './random.js'

/**
 * Ids of requests, as the service makes them. A request only takes a number; the texts are made from it when somebody reads
 * them, since most in-process callers never do. The same seed and order of requests give the same ids.
 */
export interface IdSource {
  /** Takes the next request's number. */
  next(): number
  /** A version 4 UUID: `x-amzn-RequestId`. */
  requestId(sequence: number): string
  /** 15 characters of the URL-safe alphabet and `=`: `x-amz-apigw-id` (recorded). */
  extendedRequestId(sequence: number): string
  /** The root of an X-Ray trace: `1-{8 hex digits of the time in s}-{24 hex digits}`. */
  traceRoot(sequence: number, nowMs: number): string
}

const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Makes the ids of one gateway from 128 random bits and a counter. */
export function createIdSource(random: Random): IdSource {
  // Drawn at the first request: a Worker may not ask for chance while it starts.
  let words: Uint32Array | undefined
  let sequence = 0

  // A lane for each kind of id and word, so that no two ids share bits.
  const word = (of: number, lane: number): number => {
    const high = of < 0x100000000 ? 0 : Math.floor(of / 0x100000000)
    return mix(((words ??= drawSeed(random))[lane & 3] as number) ^ mix(of + Math.imul(lane + 1, 0x9e3779b9)) ^ high)
  }

  return {
    next: () => {
      words ??= drawSeed(random)
      return ++sequence
    },
    requestId: (of) => {
      const a = word(of, 0)
      const b = (word(of, 1) & 0xffff0fff) | 0x4000
      const c = (word(of, 2) & 0x3fffffff) | 0x80000000
      const tail = `${hex4(c >>> 16)}-${hex4(c & 0xffff)}${hex8(word(of, 3))}`
      return `${hex8(a)}-${hex4(b >>> 16)}-${hex4(b & 0xffff)}-${tail}`
    },
    extendedRequestId: (of) => `${sixBits(word(of, 4), 5)}${sixBits(word(of, 5), 5)}${sixBits(word(of, 6), 5)}=`,
    traceRoot: (of, nowMs) =>
      `1-${hex8(Math.floor(nowMs / 1000))}-${hex8(word(of, 7))}${hex8(word(of, 8))}${hex8(word(of, 9))}`,
  }
}

function drawSeed(random: Random): Uint32Array {
  const seed = new Uint8Array(16)
  // eslint-disable-next-line unicorn/no-array-fill-with-reference-type -- a random source, not an array
  random.fill(seed)
  return new Uint32Array(seed.buffer)
}

// The finalizer of MurmurHash3: every bit of the input changes every bit of the output with even odds.
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function hex8(value: number): string {
  return hex4(value >>> 16) + hex4(value & 0xffff)
}

function hex4(value: number): string {
  return (HEX[value >>> 8] as string) + (HEX[value & 0xff] as string)
}

function sixBits(value: number, count: number): string {
  let text = ''
  for (let i = 0; i < count; i++) text += URL_SAFE[(value >>> (i * 6)) & 0x3f]
  return text
}
