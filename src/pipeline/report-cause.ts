import type { BaseInvocation } from './base-invocation.js'

/** A failure of the gateway's own. */
interface Failure {
  readonly statusCode: number
  readonly pointer: string | undefined
  readonly cause?: unknown
  /** What it is called: a gateway response type, or the message of an HTTP API. */
  readonly name: string
}

/**
 * Tells the log why the gateway answers 5xx: the client learns nothing of it. What a client that has gone away leaves behind
 * is no failure of the gateway's.
 */
export function reportCause(failure: Failure, invocation: BaseInvocation, resource: string | undefined): void {
  if (failure.statusCode < 500 || invocation.request.signal?.aborted === true) return
  const { stage, httpMethod, calledPath, requestId, runtime } = invocation
  runtime.logger.error(
    {
      requestId,
      api: stage.apiId,
      stage: stage.name,
      request: `${httpMethod} ${calledPath}`,
      resource,
      responseType: failure.name,
      statusCode: failure.statusCode,
      pointer: failure.pointer,
      err: failure.cause,
    },
    `${httpMethod} ${calledPath} ended in ${failure.name} (${failure.statusCode})`,
  )
}
