import type { IntegrationDefinition } from '../../api/model.js'
import { toText } from '../../http/body.js'
import { HeaderList } from '../../http/header-list.js'
import type { Logger } from '../../runtime/logger.js'
import {
  IntegrationFault,
  type EndpointResponse,
  type FunctionInvocation,
  type FunctionOutcome,
  type Integration,
  type IntegrationRequest,
} from '../types.js'
import type { FunctionRegistry, RegisteredFunction } from './function-registry.js'
import { callWithDeadline } from '../call-with-deadline.js'
import { limitStream } from '../stream/limit-stream.js'
import { readPrologue } from '../stream/prologue.js'
import { StreamedFunctionError } from '../stream/streamed-function-error.js'
import { backgroundCall } from './background-call.js'
import { toFunctionError } from './function-error.js'
import { parseFunctionUri, type FunctionTarget } from './function-uri.js'
import { createEmptyResponse, createLambdaResponse } from './lambda-response.js'
import { ASYNC_PAYLOAD_LIMIT, SYNC_PAYLOAD_LIMIT, exceedsEventLimit, exceedsResultLimit } from './payload-limit.js'

/** What Lambda integrations of a gateway share. */
export interface LambdaIntegrationOptions {
  readonly registry: FunctionRegistry
  readonly logger?: Logger | undefined
}

/**
 * Makes the integration of a method with a Lambda function: `AWS_PROXY` (the event is the request's) or `AWS` (the event is
 * the body that the templates made).
 */
export function createLambdaIntegration(
  definition: IntegrationDefinition,
  options: LambdaIntegrationOptions,
): Integration {
  const call =
    definition.type === 'AWS' ? invokeCustom : definition.responseTransferMode === 'STREAM' ? invokeStream : invokeProxy
  const locate = createLocator(definition.uri ?? '', options.registry)
  return {
    invoke: (request) => {
      requirePost(definition, request)
      return call(locate(request.uri), request, options)
    },
  }
}

// A URI without stage variables names one function for good; one with them few.
function createLocator(uri: string, registry: FunctionRegistry): (uri: string) => RegisteredFunction {
  const fixed = uri.includes('${') ? undefined : uri
  const found = new Map<string, RegisteredFunction>()
  let only: RegisteredFunction | undefined
  return (requested) => {
    if (only !== undefined) return only
    const wanted = fixed ?? requested
    const known = found.get(wanted)
    if (known !== undefined) return known
    const target = registry.find(readTarget(wanted))
    if (fixed === undefined) found.set(wanted, target)
    else only = target
    return target
  }
}

function readTarget(uri: string): FunctionTarget {
  const target = parseFunctionUri(uri)
  if (target !== undefined) return target
  throw new IntegrationFault('invalid-uri', `${JSON.stringify(uri)} is no Lambda function's integration URI`)
}

// The Invoke API knows POST only; an integration that says otherwise fails at run time (recorded).
function requirePost(definition: IntegrationDefinition, request: IntegrationRequest): void {
  const method = definition.httpMethod === undefined ? 'POST' : definition.httpMethod
  const sent = method === 'ANY' ? request.httpMethod : method
  if (sent.toUpperCase() === 'POST') return
  throw new IntegrationFault(
    'not-permitted',
    `A Lambda function is invoked by POST; this integration's httpMethod is ${sent}`,
  )
}

function invokeProxy(
  fn: RegisteredFunction,
  request: IntegrationRequest,
): EndpointResponse | Promise<EndpointResponse> {
  const { event } = request
  if (exceedsEventLimit(request.body, event, SYNC_PAYLOAD_LIMIT)) throw tooLarge()
  return answerOf(fn, invocationOf(fn, event, request, 'RequestResponse'))
}

async function invokeStream(fn: RegisteredFunction, request: IntegrationRequest): Promise<EndpointResponse> {
  const { event, call } = request
  const { invokeStream: start } = fn
  if (start === undefined)
    throw new IntegrationFault('internal', `The function ${fn.functionName} does not stream its response`)
  if (exceedsEventLimit(request.body, event, SYNC_PAYLOAD_LIMIT)) throw tooLarge()
  let source: AsyncIterable<Uint8Array> | undefined
  try {
    const response = await callWithDeadline(call, `The function ${fn.functionName}`, async () => {
      source = await start(invocationOf(fn, event, request, 'RequestResponse'))
      return readPrologue(source)
    })
    return { ...response, body: limitStream(response.body as AsyncIterable<Uint8Array>, call) }
  } catch (error) {
    if (error instanceof StreamedFunctionError) {
      return createLambdaResponse({ error: toFunctionError(error.thrown) }, fn.qualifier ?? '$LATEST')
    }
    // Late, or the client has gone: the function is told by the end of its stream.
    void source?.[Symbol.asyncIterator]().return?.()
    throw error
  }
}

function invokeCustom(
  fn: RegisteredFunction,
  request: IntegrationRequest,
  options: LambdaIntegrationOptions,
): EndpointResponse | Promise<EndpointResponse> {
  const type = request.headers.get('x-amz-invocation-type') ?? 'RequestResponse'
  const text = request.body === undefined ? '' : toText(request.body)
  const limit = type === 'Event' ? ASYNC_PAYLOAD_LIMIT : SYNC_PAYLOAD_LIMIT
  if (text.length * 3 > limit && Buffer.byteLength(text) > limit) throw tooLarge()
  if (type === 'DryRun') return createEmptyResponse(204)
  let event: unknown
  try {
    event = text.trim() === '' ? {} : JSON.parse(text)
  } catch (error) {
    return invalidPayload((error as Error).message)
  }
  const json = text.trim() === '' ? '{}' : text
  if (type !== 'Event') return answerOf(fn, { ...invocationOf(fn, event, request, 'RequestResponse'), json })
  const started = invocationOf(fn, event, request, 'Event')
  startInBackground(fn, { ...started, json, call: backgroundCall(request.call) }, options.logger)
  return createEmptyResponse(202)
}

function invocationOf(
  fn: RegisteredFunction,
  event: unknown,
  { call }: IntegrationRequest,
  invocationType: FunctionInvocation['invocationType'],
): FunctionInvocation {
  const { functionName, functionArn, qualifier } = fn
  if (qualifier === undefined) return { functionName, functionArn, invocationType, event, call }
  return { functionName, functionArn, qualifier, invocationType, event, call }
}

function answerOf(
  fn: RegisteredFunction,
  invocation: FunctionInvocation,
): EndpointResponse | Promise<EndpointResponse> {
  const outcome = fn.invoke(invocation)
  return 'then' in outcome ? outcome.then((settled) => responseOf(fn, settled)) : responseOf(fn, outcome)
}

function responseOf(fn: RegisteredFunction, outcome: FunctionOutcome): EndpointResponse {
  if (!('error' in outcome) && exceedsResultLimit(outcome.value, outcome.json)) {
    const limit = `of more than ${SYNC_PAYLOAD_LIMIT} bytes`
    throw new IntegrationFault('bad-response', `The function ${fn.functionName} gave a response ${limit}`)
  }
  return createLambdaResponse(outcome, fn.qualifier ?? '$LATEST')
}

// Nobody waits for the outcome, so a failure can only be logged.
function startInBackground(fn: RegisteredFunction, invocation: FunctionInvocation, logger: Logger | undefined): void {
  const { functionName } = fn
  const { requestId } = invocation.call
  const report = (error: unknown): void =>
    logger?.error({ functionName, requestId, error }, 'A function that was invoked asynchronously failed')
  const check = (outcome: FunctionOutcome): void => {
    if ('error' in outcome) report(outcome.error.cause ?? outcome.error)
  }
  try {
    const outcome = fn.invoke(invocation)
    if ('then' in outcome) outcome.then(check, report)
    else check(outcome)
  } catch (error) {
    report(error)
  }
}

function tooLarge(): IntegrationFault {
  return new IntegrationFault('request-too-large', 'The event is larger than a Lambda function takes')
}

/** Lambda's own refusal; the API's integration responses choose what becomes of it. */
function invalidPayload(reason: string): EndpointResponse {
  const body = JSON.stringify({ Type: 'User', message: `Could not parse request body into json: ${reason}` })
  const headers = new HeaderList([
    ['Content-Type', 'application/json'],
    ['x-amzn-ErrorType', 'InvalidRequestContentException'],
  ])
  return { statusCode: 400, headers, body }
}
