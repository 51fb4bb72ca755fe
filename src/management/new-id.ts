import type { Random } from '../runtime/random.js'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Makes ids of small letters and digits, as the service's are. */
export function createIds(random: Random): (length: number) => string {
  return (length) => {
    const bytes = new Uint8Array(length)
    // eslint-disable-next-line unicorn/no-array-fill-with-reference-type -- a random source, not an array
    random.fill(bytes)
    return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('')
  }
}
