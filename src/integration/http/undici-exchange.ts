import type { Dispatcher } from 'undici'
import { concatBytes } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import { IntegrationFault, type EndpointResponse } from '../types.js'
import { StreamBody } from '../stream/stream-body.js'

/** How one exchange goes. */
export interface ExchangeOptions {
  readonly signal: AbortSignal
  readonly stream: boolean
  /** Bytes of a buffered body. */
  readonly limit: number
}

/**
 * One request and its response, on undici's lowest level: it alone gives the header fields as they came, and asks for no
 * stream where the body is read whole.
 */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  readonly response: Promise<EndpointResponse>
  /** Whether any byte of the response has come. */
  started = false
  readonly #options: ExchangeOptions
  #resolve!: (response: EndpointResponse) => void
  #reject!: (error: unknown) => void
  #abort: ((error?: Error) => void) | undefined
  #statusCode = 0
  #headers: HeaderList | undefined
  #chunks: Uint8Array[] = []
  #length = 0
  #body: StreamBody | undefined

  constructor(options: ExchangeOptions) {
    this.#options = options
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    options.signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  readonly #onAbort = (): void => {
    const error = abortError(this.#options.signal.reason)
    // Still waiting for a connection: the request is dropped when it gets one.
    if (this.#abort === undefined) this.#reject(error)
    else this.#abort(error)
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort
    if (this.#options.signal.aborted) abort(abortError(this.#options.signal.reason))
  }

  onResponseStarted(): void {
    this.started = true
  }

  onHeaders(statusCode: number, rawHeaders: Buffer[], resume: () => void): boolean {
    this.started = true
    // 102, 103: more is to come.
    if (statusCode < 200) return true
    this.#statusCode = statusCode
    this.#headers = readHeaders(rawHeaders)
    if (this.#options.stream) {
      this.#body = new StreamBody({ resume, cancel: (reason) => this.#abort?.(reason) })
      this.#resolve({ statusCode, headers: this.#headers, body: this.#body })
      return true
    }
    const announced = Number(this.#headers.get('content-length') ?? 0)
    if (announced > this.#options.limit) this.#abort?.(this.#tooLarge(announced))
    return true
  }

  onData(chunk: Buffer): boolean {
    if (this.#body !== undefined) return this.#body.push(chunk)
    this.#length += chunk.byteLength
    if (this.#length > this.#options.limit) {
      this.#abort?.(this.#tooLarge(this.#length))
      return false
    }
    this.#chunks.push(chunk)
    return true
  }

  onComplete(): void {
    this.#finish()
    if (this.#body !== undefined) this.#body.end()
    else {
      const body = ownBytes(this.#chunks, this.#length)
      this.#resolve({ statusCode: this.#statusCode, headers: this.#headers ?? new HeaderList(), body })
    }
  }

  onError(error: Error): void {
    this.#finish()
    this.#body?.fail(error)
    this.#reject(error)
  }

  #finish(): void {
    this.#options.signal.removeEventListener('abort', this.#onAbort)
  }

  #tooLarge(length: number): IntegrationFault {
    const message = `Integration response of reported length ${length} is larger than allowed maximum of ${this.#options.limit} bytes.`
    return new IntegrationFault('internal', message)
  }
}

function abortError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The call was stopped', { cause: reason })
}

function readHeaders(raw: readonly Buffer[]): HeaderList {
  const headers = new HeaderList()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.append((raw[i] as Buffer).toString('latin1'), (raw[i + 1] as Buffer).toString('latin1'))
  }
  return headers
}

/** A small part of a large read buffer would keep the whole of it alive for as long as the response is kept. */
function ownBytes(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (length === 0) return EMPTY
  const bytes = concatBytes(chunks, length)
  return bytes.buffer.byteLength > 4 * length ? bytes.slice() : bytes
}

const EMPTY = new Uint8Array()
