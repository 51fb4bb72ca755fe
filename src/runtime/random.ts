/**
 * The gateway's only source of chance: request ids and the canary's split. A seeded one makes a whole run repeatable.
 */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** Fills the array with random bytes. */
  fill(bytes: Uint8Array): void
}

/** The platform's random source. */
export const systemRandom: Random = {
  next: () => Math.random(),
  fill: (bytes) => {
    globalThis.crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)
  },
}
