import type { HeaderList } from '../../http/header-list.js'
import type { Deadlined, DeadlineQueue, QueueLinks } from '../deadline-queue.js'
import {
  IntegrationFault,
  type EndpointResponse,
  type HttpCall,
  type HttpClient,
  type IntegrationRequest,
  type Payload,
} from '../types.js'
import { toHttpFault } from './http-fault.js'
import type { LinkedRequest } from './vpc-links.js'

/**
 * One call of an HTTP back end on its way: its deadline in the gateway's queue and its promise. A call that ends in time costs
 * no timer, no error and no AbortController.
 */
export class OutgoingCall implements Deadlined {
  readonly deadline: number
  queueLinks: QueueLinks | undefined = undefined
  settled = false
  readonly #request: IntegrationRequest
  readonly #link: LinkedRequest | undefined
  readonly #queue: DeadlineQueue
  #stopped: IntegrationFault | undefined
  #controller: AbortController | undefined
  #listener: ((reason: Error) => void) | undefined
  #clientSignal: AbortSignal | undefined
  #resolve!: (response: EndpointResponse) => void
  #reject!: (error: unknown) => void

  constructor(request: IntegrationRequest, link: LinkedRequest | undefined, queue: DeadlineQueue) {
    this.#request = request
    this.#link = link
    this.deadline = request.call.deadline
    this.#queue = queue
  }

  get #url(): string {
    return this.#link?.url ?? this.#request.uri
  }

  /** Aborts when the call is stopped; made when it is read. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#stopped !== undefined) this.#controller.abort(this.#stopped)
    }
    return this.#controller.signal
  }

  /** Tells one listener that the call is stopped. */
  onStop(listener: (reason: Error) => void): void {
    if (this.#stopped === undefined) this.#listener = listener
    else listener(this.#stopped)
  }

  /**
   * Makes the call.
   *
   * @throws {IntegrationFault} (rejects) `timeout` at the deadline, `unavailable` when the client has gone, or what the client of
   *   HTTP threw
   */
  send(http: HttpClient): Promise<EndpointResponse> {
    const { signal, clock } = this.#request.call
    if (this.deadline <= clock.now()) return Promise.reject(this.#late())
    if (signal.aborted) return Promise.reject(this.#gone(signal.reason))
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#clientSignal = signal
      signal.addEventListener('abort', this.#onGone)
      this.#queue.watch(this)
      try {
        http(new WireCall(this, this.#request, this.#link)).then(this.#succeed, this.#fail)
      } catch (error) {
        this.#fail(error)
      }
    })
  }

  /** The deadline has come. */
  expire(): void {
    this.#stop(this.#late())
  }

  readonly #onGone = (): void => this.#stop(this.#gone(this.#clientSignal?.reason))

  readonly #succeed = (response: EndpointResponse): void => {
    if (this.settled) return
    this.#settle()
    this.#resolve(response)
  }

  // A client of the user's own throws what its sockets throw.
  readonly #fail = (error: unknown): void => {
    if (this.settled) return
    this.#settle()
    this.#reject(toHttpFault(error, this.#url))
  }

  #stop(fault: IntegrationFault): void {
    if (this.settled) return
    this.#settle()
    this.#stopped = fault
    this.#listener?.(fault)
    this.#controller?.abort(fault)
    this.#reject(fault)
  }

  #settle(): void {
    this.settled = true
    this.#queue.release(this)
    this.#clientSignal?.removeEventListener('abort', this.#onGone)
  }

  #late(): IntegrationFault {
    return new IntegrationFault('timeout', `${this.#what()} did not answer in time`)
  }

  #gone(reason: unknown): IntegrationFault {
    if (reason instanceof IntegrationFault) return reason
    return new IntegrationFault('unavailable', `${this.#what()} was stopped: the client has gone`, { cause: reason })
  }

  #what(): string {
    return `${this.#request.definition.type} integration`
  }
}

/** The call as a client of HTTP takes it. */
class WireCall implements HttpCall {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly body: Payload
  declare readonly signal: AbortSignal
  readonly stream: boolean
  readonly tls?: NonNullable<HttpCall['tls']>
  readonly target?: string
  readonly #outgoing: OutgoingCall

  constructor(outgoing: OutgoingCall, request: IntegrationRequest, link: LinkedRequest | undefined) {
    const { definition, httpMethod, headers, body } = request
    this.method = httpMethod
    this.url = link?.url ?? request.uri
    this.headers = headers
    this.body = body
    this.stream = definition.responseTransferMode === 'STREAM'
    if (definition.tlsConfig !== undefined) this.tls = definition.tlsConfig
    if (link !== undefined) this.target = link.target
    this.#outgoing = outgoing
    Object.defineProperty(this, 'signal', WireCall.#signal)
  }

  onStop(listener: (reason: Error) => void): void {
    this.#outgoing.onStop(listener)
  }

  // An own field, since a client that wraps another spreads the call; and one getter for all calls, since a getter of its own
  // gives an object a hidden class of its own, which V8 keeps for a while with all that the getter sees.
  static readonly #signal: PropertyDescriptor & ThisType<WireCall> = {
    get() {
      return this.#outgoing.signal
    },
    enumerable: true,
    configurable: true,
  }
}
