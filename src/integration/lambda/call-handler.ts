import type { Callback, Context } from 'aws-lambda'
import type { Logger } from '../../runtime/logger.js'
import type { Deadlined, DeadlineQueue, QueueLinks } from '../deadline-queue.js'
import {
  IntegrationFault,
  type CallInfo,
  type FunctionInvocation,
  type FunctionOutcome,
  type LambdaHandler,
} from '../types.js'
import type { FunctionDescription } from './function-description.js'
import { toFunctionError } from './function-error.js'
import { createHandlerContext, type ContextCall } from './handler-context.js'
import { jsonOutcome, throughJson } from './json-result.js'

/** What the calls of handlers in the process share. */
export interface HandlerOptions {
  readonly queue: DeadlineQueue
  /** `copy`: events and results are written and read as JSON, as a process boundary would. Default `none`. */
  readonly isolation?: 'none' | 'copy'
  /** Whether error payloads carry the stack, as the runtime's do. Default false: a payload may reach a client. */
  readonly traces?: boolean
  /** Told of answers that came too late to count. */
  readonly logger?: Logger | undefined
}

/** A handler in the process, with what its context says of it. */
export interface HandlerFunction {
  readonly handler: LambdaHandler
  readonly description: FunctionDescription
}

type AnyHandler = (event: unknown, context: Context, callback: Callback) => unknown

/**
 * Calls a handler as the Node.js runtime does: a promise counts, else the callback, else the value returned; the first
 * answer wins. Answers at once when the handler does.
 *
 * @throws {IntegrationFault} (rejects) `timeout` when the handler has not answered by the call's deadline
 */
export function callHandler(
  fn: HandlerFunction,
  invocation: FunctionInvocation,
  options: HandlerOptions,
): FunctionOutcome | Promise<FunctionOutcome> {
  const call = new HandlerCall(fn.description, invocation.call, options)
  const handler = fn.handler as AnyHandler
  let returned: unknown
  try {
    const event = options.isolation === 'copy' ? copyEvent(invocation.event) : invocation.event
    returned = handler(event, createHandlerContext(call), call.callback)
    if (isThenable(returned)) return call.follow(returned)
  } catch (error) {
    return call.fail(error)
  }
  if (call.outcome !== undefined) return call.outcome
  if (returned === undefined && (handler.length > 2 || call.mayAnswerLater)) return call.wait()
  return call.succeed(returned)
}

/** One call of one handler: holds the first answer. */
class HandlerCall implements Deadlined, ContextCall {
  readonly info: CallInfo
  readonly description: FunctionDescription
  readonly callback: Callback
  outcome: FunctionOutcome | undefined
  settled = false
  mayAnswerLater = false
  queueLinks: QueueLinks | undefined
  readonly #options: HandlerOptions
  #resolve: ((outcome: FunctionOutcome) => void) | undefined
  #reject: ((fault: IntegrationFault) => void) | undefined

  constructor(description: FunctionDescription, info: CallInfo, options: HandlerOptions) {
    this.info = info
    this.description = description
    this.#options = options
    this.callback = (error, result) => this.answer(error, result)
  }

  get deadline(): number {
    return this.info.deadline
  }

  expectAnswer(): void {
    this.mayAnswerLater = true
  }

  answer(error: unknown, result: unknown): void {
    if (this.settled) this.#ignore(error)
    else if (error === undefined || error === null) this.succeed(result)
    else this.fail(error)
  }

  succeed(value: unknown): FunctionOutcome {
    if (!this.settled) return this.#settle(this.#options.isolation === 'copy' ? throughJson(value) : jsonOutcome(value))
    // An async function that used its callback resolves with undefined afterwards: that is no second answer.
    return value === undefined && this.outcome !== undefined ? this.outcome : this.#ignore(undefined)
  }

  fail(thrown: unknown): FunctionOutcome {
    if (this.settled) return this.#ignore(thrown)
    return this.#settle({ error: toFunctionError(thrown, this.#options.traces) })
  }

  follow(promise: PromiseLike<unknown>): Promise<FunctionOutcome> {
    // First: an answer that is there already comes before the queue looks for those that are late.
    promise.then(
      (value) => this.succeed(value),
      (error: unknown) => this.fail(error),
    )
    return this.wait()
  }

  wait(): Promise<FunctionOutcome> {
    if (this.outcome !== undefined) return Promise.resolve(this.outcome)
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#options.queue.watch(this)
    })
  }

  expire(): void {
    this.settled = true
    const message = `The function ${this.description.functionName} did not answer in time`
    this.#reject?.(new IntegrationFault('timeout', message))
  }

  #settle(outcome: FunctionOutcome): FunctionOutcome {
    this.settled = true
    this.outcome = outcome
    if (this.queueLinks !== undefined) this.#options.queue.release(this)
    this.#resolve?.(outcome)
    return outcome
  }

  #ignore(thrown: unknown): FunctionOutcome {
    const { functionName } = this.description
    const fields = { functionName, requestId: this.info.requestId, ...(thrown !== undefined && { error: thrown }) }
    const message = this.outcome === undefined ? 'A function answered after its deadline' : 'A function answered twice'
    this.#options.logger?.warn(fields, message)
    return this.outcome ?? { error: toFunctionError(thrown) }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value instanceof Promise ||
    (typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function')
  )
}

function copyEvent(event: unknown): unknown {
  const json: string | undefined = JSON.stringify(event)
  return json === undefined ? undefined : JSON.parse(json)
}
