import type { Clock } from '../../runtime/clock.js'
import type { Logger } from '../../runtime/logger.js'
import { callWithDeadline } from '../call-with-deadline.js'
import type { DeadlineQueue } from '../deadline-queue.js'
import {
  IntegrationFault,
  type FunctionInvocation,
  type FunctionOutcome,
  type Invoker,
  type LambdaHandler,
} from '../types.js'
import { bufferStreamingHandler, startStreamingHandler } from '../stream/stream-handler.js'
import { isStreamingHandler } from '../stream/streamify-response.js'
import { callHandler, type HandlerFunction } from './call-handler.js'
import { describeFunction, functionArn, type FunctionHome } from './function-description.js'
import { parseFunctionReference, type FunctionTarget } from './function-uri.js'

/** A function that was found: how to call it, and what it is known as. */
export interface RegisteredFunction {
  /** As it was named: `name` or `name:qualifier`. */
  readonly functionName: string
  /** Without the qualifier. */
  readonly functionArn: string
  readonly qualifier?: string
  /** The handler itself, when the function is in the process. */
  readonly handler?: LambdaHandler
  invoke(invocation: FunctionInvocation): FunctionOutcome | Promise<FunctionOutcome>
  /** Only of a function that can stream its response. */
  readonly invokeStream?: (
    invocation: FunctionInvocation,
  ) => AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>
}

/** The functions of a gateway. */
export interface FunctionRegistry {
  /**
   * Finds what an integration URI names: by the ARN or `name:qualifier` if there is such an entry, else by the name alone.
   *
   * @throws {IntegrationFault} `not-permitted` when there is none: the service answers the same as to a function that it may not invoke
   */
  find(target: FunctionTarget): RegisteredFunction
}

/** What {@link createFunctionRegistry} takes besides the functions. */
export interface FunctionRegistryOptions {
  readonly clock: Clock
  readonly queue: DeadlineQueue
  /** Default `none`. */
  readonly isolation?: 'none' | 'copy'
  /** Whether error payloads carry the stack. Default false. */
  readonly traces?: boolean
  readonly logger?: Logger | undefined
  /** Where functions named without an ARN stand. Default: `us-east-1`, account `123456789012`. */
  readonly home?: FunctionHome
}

const DEFAULT_HOME: FunctionHome = { region: 'us-east-1', accountId: '123456789012' }

/** Makes the registry of the functions of a config, by name, `name:qualifier` or ARN. */
export function createFunctionRegistry(
  functions: Readonly<Record<string, LambdaHandler | Invoker>>,
  options: FunctionRegistryOptions,
): FunctionRegistry {
  const byKey = new Map(Object.entries(functions))
  const found = new Map<string, RegisteredFunction>()
  const home = options.home ?? DEFAULT_HOME
  return {
    find: (target) => {
      const arn = functionArn(target, home)
      const id = target.qualifier === undefined ? arn : `${arn}:${target.qualifier}`
      const known = found.get(id)
      if (known !== undefined) return known
      const entry = lookUp(byKey, target, arn)
      if (entry === undefined) throw unknownFunction(target, byKey)
      const registered = register(entry, target, home, options)
      found.set(id, registered)
      return registered
    },
  }
}

/** Keys that name the function, the most exact one first. */
function lookUp(
  byKey: ReadonlyMap<string, LambdaHandler | Invoker>,
  target: FunctionTarget,
  arn: string,
): LambdaHandler | Invoker | undefined {
  const { name, qualifier } = target
  const exact =
    qualifier === undefined ? undefined : (byKey.get(`${arn}:${qualifier}`) ?? byKey.get(`${name}:${qualifier}`))
  return exact ?? byKey.get(arn) ?? byKey.get(name)
}

function register(
  entry: LambdaHandler | Invoker,
  target: FunctionTarget,
  home: FunctionHome,
  options: FunctionRegistryOptions,
): RegisteredFunction {
  const { name, qualifier } = target
  const identity = {
    functionName: qualifier === undefined ? name : `${name}:${qualifier}`,
    functionArn: functionArn(target, home),
    ...(qualifier !== undefined && { qualifier }),
  }
  if (typeof entry !== 'function') {
    return {
      ...identity,
      invoke: (invocation) => callInvoker(entry, invocation),
      ...(entry.invokeStream !== undefined && { invokeStream: streamOf(entry) }),
    }
  }
  const description = describeFunction(target, home, options.clock.now())
  if (isStreamingHandler(entry)) {
    return {
      ...identity,
      handler: entry,
      invoke: (invocation) => bufferStreamingHandler(entry, description, invocation),
      invokeStream: (invocation) => startStreamingHandler(entry, description, invocation),
    }
  }
  const fn: HandlerFunction = { handler: entry, description }
  return { ...identity, handler: entry, invoke: (invocation) => callHandler(fn, invocation, options) }
}

function streamOf(invoker: Invoker): NonNullable<RegisteredFunction['invokeStream']> {
  return (invocation) =>
    invoker.invokeStream?.(invocation) ?? Promise.reject(new TypeError('invokeStream gave nothing'))
}

// What happens behind an invoker is not ours to know: it gets the signal, and the deadline holds whether or not it heeds it.
function callInvoker(invoker: Invoker, invocation: FunctionInvocation): FunctionOutcome | Promise<FunctionOutcome> {
  const name = `The function ${invocation.functionName}`
  try {
    const outcome = invoker.invoke(invocation)
    if (!('then' in outcome)) return outcome
    return callWithDeadline(invocation.call, name, () => outcome).catch((error: unknown) => refuse(error, name))
  } catch (error) {
    return refuse(error, name)
  }
}

function refuse(error: unknown, name: string): never {
  if (error instanceof IntegrationFault) throw error
  throw new IntegrationFault('internal', `${name} could not be invoked: ${String(error)}`, { cause: error })
}

const MAX_NAMES = 20

function unknownFunction(target: FunctionTarget, byKey: ReadonlyMap<string, unknown>): IntegrationFault {
  const names = [...byKey.keys()].slice(0, MAX_NAMES).map((name) => JSON.stringify(name))
  const known =
    names.length === 0 ? 'none is configured' : `known are ${names.join(', ')}${byKey.size > MAX_NAMES ? ', …' : ''}`
  const reference = target.qualifier === undefined ? target.name : `${target.name}:${target.qualifier}`
  return new IntegrationFault(
    'not-permitted',
    `No function ${JSON.stringify(reference)} that the API may invoke: ${known}`,
  )
}

/** Finds a function that is named by itself, not by an integration URI: an authorizer's, a WebSocket route's. */
export function findFunction(registry: FunctionRegistry, reference: string): RegisteredFunction {
  const target = parseFunctionReference(reference)
  if (target === undefined) throw new IntegrationFault('invalid-uri', `${JSON.stringify(reference)} names no function`)
  return registry.find(target)
}
