import type { Clock, TimerHandle } from '../../runtime/clock.js'
import { IntegrationFault, type CallInfo } from '../types.js'

/** Milliseconds without a byte: 5 minutes of Regional and private APIs, 30 s of edge-optimized ones (documented). */
export const STREAM_IDLE_LIMIT = 300_000

/**
 * A streamed body that ends with a fault when no byte comes for too long, or when the integration's whole time is over; what
 * sends it is stopped then, and when the client has gone.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
 */
export function limitStream(body: AsyncIterable<Uint8Array>, call: CallInfo): AsyncIterable<Uint8Array> {
  return new LimitedStream(body, call)
}

class LimitedStream implements AsyncIterableIterator<Uint8Array, undefined, undefined> {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #clock: Clock
  readonly #deadline: number
  readonly #idleLimit: number
  readonly #signal: AbortSignal
  #lastByteAt: number
  #timer: TimerHandle
  #over = false
  #fault: Error | undefined
  #stopReader: ((fault: Error) => void) | undefined

  constructor(body: AsyncIterable<Uint8Array>, call: CallInfo) {
    this.#source = body[Symbol.asyncIterator]()
    this.#clock = call.clock
    this.#deadline = call.deadline
    this.#idleLimit = call.streamIdleLimit ?? STREAM_IDLE_LIMIT
    this.#signal = call.signal
    this.#lastByteAt = call.clock.now()
    if (this.#signal.aborted) {
      this.#onGone()
      return
    }
    this.#signal.addEventListener('abort', this.#onGone, { once: true })
    this.#arm()
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault)
    return new Promise((resolve, reject) => {
      this.#stopReader = reject
      this.#source.next().then(
        (result) => {
          this.#lastByteAt = this.#clock.now()
          if (result.done === true) this.#finish()
          resolve(result.done === true ? { done: true, value: undefined } : result)
        },
        (error: Error) => {
          this.#finish()
          reject(error)
        },
      )
    })
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#finish()
    await this.#source.return?.()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  readonly #onGone = (): void => {
    this.#stop(new IntegrationFault('unavailable', 'A streamed response was stopped: the client has gone'))
  }

  // One timer that looks when it rings: a timer a chunk would cost more than the chunk.
  #arm(): void {
    const due = Math.min(this.#deadline, this.#lastByteAt + this.#idleLimit)
    this.#timer = this.#clock.setTimeout(() => this.#check(), Math.max(0, due - this.#clock.now()))
  }

  #check(): void {
    const now = this.#clock.now()
    if (now >= this.#deadline)
      this.#stop(new IntegrationFault('timeout', 'A streamed response took longer than its integration may'))
    else if (now - this.#lastByteAt >= this.#idleLimit) {
      this.#stop(new IntegrationFault('timeout', `A streamed response stood still for ${this.#idleLimit} ms`))
    } else this.#arm()
  }

  #stop(fault: Error): void {
    if (this.#over) return
    this.#finish()
    this.#fault = fault
    this.#stopReader?.(fault)
    void this.#source.return?.()
  }

  #finish(): void {
    if (this.#over) return
    this.#over = true
    this.#clock.clearTimeout(this.#timer)
    this.#signal.removeEventListener('abort', this.#onGone)
  }
}
