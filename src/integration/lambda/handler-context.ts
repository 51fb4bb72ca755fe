import type { Context } from 'aws-lambda'
import type { CallInfo } from '../types.js'
import type { FunctionDescription } from './function-description.js'

/** Where the old ways of answering (`context.done` and its kin) end up. */
export interface ContextCall {
  readonly info: CallInfo
  readonly description: FunctionDescription
  /** Told when one of the old ways is so much as read: the call may then answer after the handler has returned. */
  expectAnswer(): void
  answer(error: unknown, result: unknown): void
}

/**
 * The `context` of one call, as the Node.js runtime gives it. What is costly to make (the request id, the functions) is made
 * when it is read; spread, keys and printing show it all as if it had been there from the start.
 */
export function createHandlerContext(call: ContextCall): Context {
  return new Proxy(new HandlerContext(call), SHOW_ALL)
}

const CALL = Symbol('call')

class HandlerContext {
  readonly callbackWaitsForEmptyEventLoop = true
  readonly functionVersion: string
  readonly functionName: string
  readonly memoryLimitInMB: string
  readonly logGroupName: string
  readonly logStreamName: string
  readonly clientContext = undefined
  readonly identity = undefined
  readonly invokedFunctionArn: string
  readonly [CALL]: ContextCall

  constructor(call: ContextCall) {
    const { description } = call
    this.functionVersion = description.functionVersion
    this.functionName = description.functionName
    this.memoryLimitInMB = description.memoryLimitInMB
    this.logGroupName = description.logGroupName
    this.logStreamName = description.logStreamName
    this.invokedFunctionArn = description.invokedFunctionArn
    this[CALL] = call
  }

  get awsRequestId(): string {
    return this[CALL].info.requestId
  }

  get getRemainingTimeInMillis(): () => number {
    const { info } = this[CALL]
    return () => Math.max(0, info.deadline - info.clock.now())
  }

  get done(): (error?: unknown, result?: unknown) => void {
    const call = this[CALL]
    call.expectAnswer()
    return (error, result) => call.answer(error, result)
  }

  get fail(): (error: unknown) => void {
    const { done } = this
    return (error) => done(error ?? 'handled')
  }

  get succeed(): (result: unknown) => void {
    const { done } = this
    return (result) => done(null, result)
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return { ...createHandlerContext(this[CALL]) }
  }
}

const LAZY = ['awsRequestId', 'getRemainingTimeInMillis', 'done', 'fail', 'succeed'] as const

const SHOW_ALL: ProxyHandler<HandlerContext> = {
  ownKeys: (target) => Reflect.ownKeys(materialize(target)).filter((key) => key !== CALL),
  getOwnPropertyDescriptor: (target, key) => Reflect.getOwnPropertyDescriptor(materialize(target), key),
  // A handler may overwrite a field (`callbackWaitsForEmptyEventLoop = false` is common): the lazy ones have no setter.
  set: (target, key, value) => Reflect.defineProperty(target, key, dataProperty(value)),
}

function materialize(target: HandlerContext): HandlerContext {
  for (const name of LAZY) {
    if (!Object.hasOwn(target, name)) Object.defineProperty(target, name, dataProperty(readLazy(target, name)))
  }
  return target
}

// Looking at the keys is no promise to answer by them.
function readLazy(target: HandlerContext, name: (typeof LAZY)[number]): unknown {
  if (name === 'awsRequestId' || name === 'getRemainingTimeInMillis') return target[name]
  const call = target[CALL]
  if (name === 'done') return (error?: unknown, result?: unknown) => call.answer(error, result)
  if (name === 'fail') return (error: unknown) => call.answer(error ?? 'handled', undefined)
  return (result: unknown) => call.answer(null, result)
}

function dataProperty(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true }
}
