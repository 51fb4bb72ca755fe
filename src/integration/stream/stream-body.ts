/** Bytes that may wait for a slow reader before the sender is told to pause. */
const HIGH_WATER = 64 * 1024

/** Where the bytes of a streamed body come from. */
export interface StreamSource {
  /** Asks for more after a pause. */
  resume(): void
  /** Nobody reads on. */
  cancel(reason: Error): void
}

interface Reader {
  resolve(result: IteratorResult<Uint8Array, undefined>): void
  reject(error: Error): void
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined }

/**
 * A body that is read while it arrives: chunks wait for the reader, and a full queue stops the sender. No generator: one that
 * waits for a chunk cannot be told to stop.
 */
export class StreamBody implements AsyncIterableIterator<Uint8Array, undefined, undefined> {
  readonly #source: StreamSource
  readonly #chunks: Uint8Array[] = []
  #waiting = 0
  #paused = false
  #ended = false
  #error: Error | undefined
  #reader: Reader | undefined

  constructor(source: StreamSource) {
    this.#source = source
  }

  /** Takes a chunk; false asks the sender to pause until it is resumed. */
  push(chunk: Uint8Array): boolean {
    if (this.#ended || chunk.byteLength === 0) return true
    const reader = this.#takeReader()
    if (reader !== undefined) {
      reader.resolve({ done: false, value: chunk })
      return true
    }
    this.#chunks.push(chunk)
    this.#waiting += chunk.byteLength
    this.#paused ||= this.#waiting >= HIGH_WATER
    return !this.#paused
  }

  end(): void {
    this.#ended = true
    const reader = this.#takeReader()
    if (this.#error === undefined) reader?.resolve(DONE)
    else reader?.reject(this.#error)
  }

  /** Ends the body with an error, which the reader meets behind the chunks that came before it. */
  fail(error: Error): void {
    if (this.#ended) return
    this.#error = error
    this.end()
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift()
    if (chunk !== undefined) {
      this.#taken(chunk.byteLength)
      return Promise.resolve({ done: false, value: chunk })
    }
    if (!this.#ended) return new Promise((resolve, reject) => (this.#reader = { resolve, reject }))
    const error = this.#error
    this.#error = undefined
    return error === undefined ? Promise.resolve(DONE) : Promise.reject(error)
  }

  /** The reader leaves: the sender is stopped. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    const open = !this.#ended
    this.#ended = true
    this.#chunks.length = 0
    this.#error = undefined
    this.#takeReader()?.resolve(DONE)
    if (open) this.#source.cancel(new Error('The reader of a streamed response has gone'))
    return Promise.resolve(DONE)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #taken(length: number): void {
    this.#waiting -= length
    if (!this.#paused || this.#waiting >= HIGH_WATER / 2) return
    this.#paused = false
    this.#source.resume()
  }

  #takeReader(): Reader | undefined {
    const reader = this.#reader
    this.#reader = undefined
    return reader
  }
}

/** Whether a body is streamed. */
export function isStreamed(body: string | Uint8Array | AsyncIterable<Uint8Array>): body is AsyncIterable<Uint8Array> {
  return typeof body !== 'string' && !(body instanceof Uint8Array)
}
