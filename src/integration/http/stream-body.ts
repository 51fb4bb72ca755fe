/** Bytes that may wait for a slow reader before the sender is told to pause. */
const HIGH_WATER = 64 * 1024

/** Where the bytes of a streamed body come from. */
export interface StreamSource {
  /** Asks for more after a pause. */
  resume(): void
  /** Nobody reads on. */
  cancel(reason: Error): void
}

/** A body that is read while it arrives: chunks wait for the reader, and a full queue stops the sender. */
export class StreamBody implements AsyncIterable<Uint8Array> {
  readonly #source: StreamSource
  readonly #chunks: Uint8Array[] = []
  #waiting = 0
  #paused = false
  #ended = false
  #error: Error | undefined
  #wake: (() => void) | undefined

  constructor(source: StreamSource) {
    this.#source = source
  }

  /** Takes a chunk; false asks the sender to pause until it is resumed. */
  push(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk)
    this.#waiting += chunk.byteLength
    this.#wakeUp()
    this.#paused = this.#waiting >= HIGH_WATER
    return !this.#paused
  }

  end(): void {
    this.#ended = true
    this.#wakeUp()
  }

  fail(error: Error): void {
    this.#error ??= error
    this.end()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift()
        if (chunk !== undefined) {
          this.#taken(chunk)
          yield chunk
        } else if (this.#ended) break
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
      if (this.#error !== undefined) throw this.#error
    } finally {
      if (!this.#ended) this.#source.cancel(new Error('The reader of a streamed response has gone'))
    }
  }

  #taken(chunk: Uint8Array): void {
    this.#waiting -= chunk.byteLength
    if (!this.#paused || this.#waiting >= HIGH_WATER) return
    this.#paused = false
    this.#source.resume()
  }

  #wakeUp(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}
