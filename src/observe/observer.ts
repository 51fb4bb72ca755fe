import type { EndpointResponse, IntegrationRequest } from '../integration/types.js'
import type { HeaderList } from '../http/header-list.js'
import type { ResponseBody } from '../http/response.js'

/** What an observer may read of an invocation: what went into a step is what the steps before it left here. */
export interface ObservedInvocation {
  readonly requestId: string
  readonly httpMethod: string
  readonly calledPath: string
  readonly pathParameters: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
  readonly integrationRequest: IntegrationRequest | undefined
  readonly endpointResponse: EndpointResponse | undefined
  readonly statusCode: number
  readonly responseHeaders: HeaderList | undefined
  readonly responseBody: ResponseBody
}

/** What became of one step. */
export interface StepReport {
  /** Name of the step: `authorize`, `mapRequest`, … */
  readonly step: string
  /** The setting that the step was made from, as a pointer into the definition. */
  readonly pointer: string | undefined
  /** Milliseconds of the gateway's clock. */
  readonly startedAt: number
  /** Milliseconds of the gateway's clock. */
  readonly duration: number
  /** `answered`: the step completed the answer, as a hit in the cache; `refused`: it threw `error`. */
  readonly outcome: 'continued' | 'answered' | 'refused'
  readonly error?: unknown
  /** How the step decided, where that is not plain: `test identity ada`. */
  readonly note?: string
}

/**
 * Watches the steps of every request: the seam for `explain`, logs and traces. A gateway without one does not even have the
 * code of it in its steps.
 */
export interface StepObserver {
  /** Called before a step. */
  onEnter?(step: string, invocation: ObservedInvocation): void
  /** Called after it. */
  onLeave(report: StepReport, invocation: ObservedInvocation): void
}
