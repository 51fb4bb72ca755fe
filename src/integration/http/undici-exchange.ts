import type { Dispatcher } from 'undici'
import { concatBytes } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import { StreamBody } from '../stream/stream-body.js'
import { IntegrationFault, type EndpointResponse, type HttpCall } from '../types.js'
import { toHttpFault } from './http-fault.js'

/** What the exchanges of a client share. */
export interface ExchangeHost {
  /** Bytes of a buffered body. */
  readonly limit: number
  /** Told of a failure before any part of a response came; true when the request goes out once more. */
  repeat(exchange: UndiciExchange, error: Error): boolean
}

/** A request that may go out a second time, and what was so when it went out first. */
export interface Attempt {
  readonly agent: Dispatcher
  readonly options: Dispatcher.DispatchOptions
  /** Connections that there had been. */
  readonly connects: number
}

/**
 * One request and its response, on undici's lowest level: it alone gives the header fields as they came, and asks for no
 * stream where the body is read whole.
 */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  readonly response: Promise<EndpointResponse>
  /** Whether any byte of the response has come. */
  started = false
  /** Set where the request may go out once more. */
  attempt: Attempt | undefined = undefined
  /** Whether the call was stopped. */
  stopped = false
  readonly call: HttpCall
  readonly #host: ExchangeHost
  #resolve!: (response: EndpointResponse) => void
  #reject!: (error: unknown) => void
  #abort: ((error?: Error) => void) | undefined
  #statusCode = 0
  #headers: HeaderList | undefined
  #chunks: Uint8Array[] | undefined
  #length = 0
  #body: StreamBody | undefined
  #reason: Error | undefined
  #signal: AbortSignal | undefined

  constructor(call: HttpCall, host: ExchangeHost) {
    this.call = call
    this.#host = host
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#listen(call)
  }

  #listen(call: HttpCall): void {
    if (call.onStop !== undefined) {
      call.onStop(this.#stop)
      return
    }
    this.#signal = call.signal
    this.#signal.addEventListener('abort', this.#onAbort, { once: true })
    if (this.#signal.aborted) this.#onAbort()
  }

  readonly #onAbort = (): void => this.#stop(abortError(this.#signal?.reason))

  readonly #stop = (reason: Error): void => {
    this.stopped = true
    this.#reason = reason
    // Still waiting for a connection: the request is dropped when it gets one.
    if (this.#abort === undefined) this.#reject(toHttpFault(reason, this.call.url))
    else this.#abort(reason)
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort
    if (this.stopped) abort(this.#reason)
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
    if (this.call.stream) {
      this.#body = new StreamBody({ resume, cancel: (reason) => this.#abort?.(reason) })
      this.#resolve({ statusCode, headers: this.#headers, body: this.#body })
      return true
    }
    const announced = Number(this.#headers.get('content-length') ?? 0)
    if (announced > this.#host.limit) this.#abort?.(this.#tooLarge(announced))
    return true
  }

  onData(chunk: Buffer): boolean {
    if (this.#body !== undefined) return this.#body.push(chunk)
    this.#length += chunk.byteLength
    if (this.#length > this.#host.limit) {
      this.#abort?.(this.#tooLarge(this.#length))
      return false
    }
    if (this.#chunks === undefined) this.#chunks = [chunk]
    else this.#chunks.push(chunk)
    return true
  }

  onComplete(): void {
    this.#finish()
    if (this.#body !== undefined) this.#body.end()
    else {
      const body = this.#chunks === undefined ? EMPTY : ownBytes(this.#chunks, this.#length)
      this.#resolve({ statusCode: this.#statusCode, headers: this.#headers ?? new HeaderList(), body })
    }
  }

  onError(error: Error): void {
    if (!this.started && !this.stopped) {
      this.#abort = undefined
      if (this.#host.repeat(this, error)) return
    }
    this.#finish()
    this.#body?.fail(error)
    this.#reject(toHttpFault(error, this.call.url))
  }

  #finish(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }

  #tooLarge(length: number): IntegrationFault {
    const message = `Integration response of reported length ${length} is larger than allowed maximum of ${this.#host.limit} bytes.`
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
  const bytes = concatBytes(chunks, length)
  return bytes.buffer.byteLength > 4 * length ? bytes.slice() : bytes
}

const EMPTY = new Uint8Array()
