const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** An id as the service makes them (`a1b2c3d4e5`), the same for the same text, so that restarts and tests see the same ids. */
export function stableId(text: string, length: number): string {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  let id = ''
  for (let round = 0; id.length < length; round++) {
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
      b = Math.imul(b ^ a, 0x85ebca6b) ^ (b >>> 13)
    }
    a = Math.imul(a ^ round ^ b, 0xc2b2ae35)
    id += ALPHABET[((a ^ (a >>> 15)) >>> 0) % ALPHABET.length]
  }
  return id
}
