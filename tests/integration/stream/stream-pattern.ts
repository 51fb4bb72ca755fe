import { createHash } from 'node:crypto'

/** Bytes in front of a stream that name it. */
export const PREFIX = 8
// A prime number of bytes: no loss of whole buffers can go unseen.
const PERIOD = 1_048_573

let block: Buffer | undefined

function pattern(): Buffer {
  if (block !== undefined) return block
  // Twice the same, so that a piece may begin anywhere in it.
  const made = Buffer.alloc(2 * PERIOD)
  let state = 0x9e3779b9
  for (let at = 0; at < PERIOD; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    made[at] = state >>> 24
  }
  made.copy(made, PERIOD, 0, PERIOD)
  block = made
  return made
}

/** The bytes of a stream at a place; no more than a period at once. */
export function patternAt(offset: number, length: number): Buffer {
  const start = offset % PERIOD
  return pattern().subarray(start, start + length)
}

/** The hash of a whole stream behind its prefix. */
export function patternHash(size: number): string {
  const hash = createHash('sha256')
  for (let at = 0; at < size; at += PERIOD) hash.update(patternAt(at, Math.min(PERIOD, size - at)))
  return hash.digest('hex')
}
