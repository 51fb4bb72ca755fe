import { createIdSource, type IdSource } from '../runtime/ids.js'
import type { Random } from '../runtime/random.js'

/**
 * Makes a random source that gives the same numbers for the same seed: xoshiro128** seeded by splitmix32.
 * Good enough to split a canary's traffic, never for secrets.
 *
 * @param seed any number or text, a test's name for one
 * @example
 * ```ts
 * import { createSeededRandom } from 'postern/testing'
 *
 * const same = createSeededRandom('canary').next() === createSeededRandom('canary').next()
 * console.log(same) // true
 * ```
 */
export function createSeededRandom(seed: number | string): Random {
  const state = seedState(seed)

  const next32 = (): number => {
    const [a, b, c, d] = state as unknown as [number, number, number, number]
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const mixed = c ^ a
    const last = d ^ b
    state[1] = b ^ mixed
    state[0] = a ^ last
    state[2] = mixed ^ (b << 9)
    state[3] = rotateLeft(last, 11)
    return result
  }

  return {
    // 53 bits, as Math.random: 27 high bits of one word and 26 of the next.
    next: () => ((next32() >>> 5) * 0x4000000 + (next32() >>> 6)) / 0x20000000000000,
    fill: (bytes) => {
      for (let index = 0; index < bytes.length; index += 4) {
        const word = next32()
        for (let at = 0; at < 4 && index + at < bytes.length; at++) bytes[index + at] = (word >>> (8 * at)) & 0xff
      }
    },
  }
}

/**
 * Makes the ids of requests, traces and APIs from a seed, as a gateway with `createSeededRandom(seed)` would.
 *
 * @param seed any number or text
 */
export function createSeededIds(seed: number | string): IdSource {
  return createIdSource(createSeededRandom(seed))
}

function seedState(seed: number | string): Uint32Array {
  let word = typeof seed === 'number' ? seed | 0 : hash(seed)
  return Uint32Array.from({ length: 4 }, () => {
    word = (word + 0x9e3779b9) | 0
    let mixed = word ^ (word >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  })
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
