import { toText } from '../../http/body.js'
import { StreamedFunctionError } from '../stream/streamed-function-error.js'
import { IntegrationFault } from '../types.js'
import { EventStreamDecoder, type EventMessage } from './event-stream.js'

/** What the last message of a streamed call says. */
interface Completion {
  readonly ErrorCode?: string
  readonly ErrorDetails?: string
  readonly LogResult?: string
}

/**
 * The bytes that a function streamed, taken out of the event stream that the Invoke API wraps them in. Ends with a
 * {@link StreamedFunctionError} where the function failed, and fails when the stream ends before it says that it is complete.
 */
export class PayloadChunks implements AsyncIterableIterator<Uint8Array, undefined, undefined> {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #onLog: ((log: string) => void) | undefined
  readonly #decoder = new EventStreamDecoder()
  readonly #ready: Uint8Array[] = []
  #complete = false
  #failure: Error | undefined

  /** @param onLog told the end of the function's log, in base64 */
  constructor(body: AsyncIterable<Uint8Array>, onLog?: (log: string) => void) {
    this.#source = body[Symbol.asyncIterator]()
    this.#onLog = onLog
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (;;) {
      const value = this.#ready.shift()
      if (value !== undefined) return { done: false, value }
      if (this.#failure !== undefined) throw this.#failure
      const next = await this.#source.next()
      if (next.done === true) {
        if (this.#complete) return { done: true, value: undefined }
        throw new IntegrationFault('network', 'The event stream of a function ended before it was complete')
      }
      await this.#read(next.value)
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    await this.#source.return?.()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async #read(bytes: Uint8Array): Promise<void> {
    try {
      for (const message of this.#decoder.push(bytes)) this.#take(message)
    } catch (error) {
      await this.#source.return?.()
      throw error
    }
  }

  #take({ headers, payload }: EventMessage): void {
    if (this.#complete) return
    const type = headers.get(':event-type')
    if (type === 'PayloadChunk') {
      if (payload.byteLength > 0) this.#ready.push(payload)
    } else if (type === 'InvokeComplete') {
      this.#finish(JSON.parse(toText(payload)) as Completion)
    } else if (headers.get(':message-type') !== 'event') {
      const name = headers.get(':exception-type') ?? headers.get(':error-code') ?? 'an error'
      this.#failure = new IntegrationFault('internal', `Lambda broke a stream off with ${name}: ${toText(payload)}`)
    }
  }

  #finish({ ErrorCode, ErrorDetails = '', LogResult }: Completion): void {
    this.#complete = true
    if (LogResult !== undefined) this.#onLog?.(LogResult)
    if (ErrorCode === undefined || ErrorCode === '') return
    this.#failure = new StreamedFunctionError(
      Object.assign(new Error(messageOf(ErrorDetails)), { name: typeOf(ErrorDetails) ?? ErrorCode }),
    )
  }
}

// The details of an unhandled error are its payload, as JSON.
function messageOf(details: string): string {
  return fieldOf(details, 'errorMessage') ?? details
}

function typeOf(details: string): string | undefined {
  return fieldOf(details, 'errorType')
}

function fieldOf(details: string, name: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(details)
    if (typeof payload !== 'object' || payload === null || !Object.hasOwn(payload, name)) return undefined
    const value: unknown = (payload as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
