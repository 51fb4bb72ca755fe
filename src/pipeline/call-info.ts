import type { CallInfo } from '../integration/types.js'
import type { Clock } from '../runtime/clock.js'
import type { BaseInvocation } from './base-invocation.js'

/** The circumstances of one call to a back end. */
export class InvocationCall implements CallInfo {
  readonly deadline: number
  readonly #invocation: BaseInvocation

  constructor(invocation: BaseInvocation, timeoutInMillis: number) {
    this.#invocation = invocation
    this.deadline = invocation.runtime.clock.now() + timeoutInMillis
  }

  get requestId(): string {
    return this.#invocation.requestId
  }

  get traceId(): string {
    return this.#invocation.traceId
  }

  get apiId(): string {
    return this.#invocation.stage.apiId
  }

  get stage(): string {
    return this.#invocation.stage.name
  }

  get region(): string {
    return this.#invocation.runtime.region
  }

  get accountId(): string {
    return this.#invocation.runtime.accountId
  }

  get clock(): Clock {
    return this.#invocation.runtime.clock
  }

  /** Streams of edge-optimized APIs may pause for 30 s, others for 5 min (documented). */
  get streamIdleLimit(): number {
    return this.#invocation.stage.endpointType === 'EDGE' ? 30_000 : 300_000
  }

  /** The client's own signal; the deadline is the integration's to keep. */
  get signal(): AbortSignal {
    return this.#invocation.request.signal ?? (this.#never ??= new AbortController().signal)
  }

  #never: AbortSignal | undefined = undefined
}
