import { HeaderList } from '../../http/header-list.js'
import { assumeRole, type AwsCredentials } from '../aws/service-credentials.js'
import { signServiceCall, signWithSigV4, type ServiceSigner } from '../aws/sign-service-call.js'
import { callWithDeadline } from '../call-with-deadline.js'
import { isStreamed } from '../stream/stream-body.js'
import { StreamedFunctionError } from '../stream/streamed-function-error.js'
import type { Logger } from '../../runtime/logger.js'
import {
  IntegrationFault,
  type EndpointResponse,
  type FunctionError,
  type FunctionInvocation,
  type FunctionOutcome,
  type HttpClient,
  type Invoker,
  type ServiceCall,
} from '../types.js'
import { answerText, bodyText, eventJson, readFunctionError, readResult, sendOrFault } from './lambda-over-http.js'
import { PayloadChunks } from './payload-chunks.js'

/** What {@link lambdaInvokeApi} takes. */
export interface LambdaInvokeApiOptions {
  readonly http: HttpClient
  /** Default `us-east-1`. */
  readonly region?: string
  /** Base URL; default: the region's Lambda. The runtime interface emulator: `http://localhost:8080`. */
  readonly endpoint?: string
  /** Left out, requests go unsigned, as the runtime interface emulator takes them. */
  readonly credentials?: AwsCredentials | (() => AwsCredentials | Promise<AwsCredentials>)
  /** The function's name or ARN there; default: what the integration says. The emulator has one, called `function`. */
  readonly functionName?: string
  /** Told the last lines of the function's log (`X-Amz-Log-Result`) at level debug; asked for only when it is given. */
  readonly logger?: Logger
  /** Default: Signature Version 4. */
  readonly sign?: ServiceSigner
}

/**
 * Makes an invoker over the Lambda Invoke API: functions in AWS, or in the runtime interface emulator. Of integrations with
 * `responseTransferMode: STREAM` it calls `InvokeWithResponseStream`, which the emulator does not have.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function lambdaInvokeApi(options: LambdaInvokeApiOptions): Invoker {
  const send = async (
    invocation: FunctionInvocation,
    signal: AbortSignal,
    stream: boolean,
  ): Promise<EndpointResponse> => {
    const call = await signed(invokeCall(invocation, options, signal, stream), options, invocation)
    return sendOrFault(options.http, call)
  }
  return {
    invoke: (invocation) =>
      callWithDeadline(invocation.call, `The function ${invocation.functionName}`, async (signal) => {
        const response = await send(invocation, signal, false)
        logTail(response.headers.get('x-amz-log-result'), invocation, options.logger)
        return outcomeOf(response, invocation)
      }),
    invokeStream: (invocation) =>
      callWithDeadline(invocation.call, `The function ${invocation.functionName}`, async (signal) => {
        const response = await send(invocation, signal, true)
        return chunksOf(response, invocation, options.logger)
      }),
  }
}

function invokeCall(
  invocation: FunctionInvocation,
  options: LambdaInvokeApiOptions,
  signal: AbortSignal,
  stream: boolean,
): ServiceCall {
  const { region = 'us-east-1' } = options
  const base = (options.endpoint ?? `https://lambda.${region}.amazonaws.com`).replace(/\/+$/, '')
  const path = stream ? '2021-11-15/functions' : '2015-03-31/functions'
  const name = encodeURIComponent(options.functionName ?? invocation.functionArn)
  const action = stream ? 'response-streaming-invocations' : 'invocations'
  const qualifier = invocation.qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(invocation.qualifier)}`
  const headers = new HeaderList([
    ['Content-Type', 'application/json'],
    ['X-Amz-Invocation-Type', invocation.invocationType],
    ['X-Amzn-Trace-Id', invocation.call.traceId],
  ])
  if (options.logger !== undefined && invocation.invocationType === 'RequestResponse')
    headers.append('X-Amz-Log-Type', 'Tail')
  return {
    service: 'lambda',
    region,
    action: stream ? 'InvokeWithResponseStream' : 'Invoke',
    method: 'POST',
    url: `${base}/${path}/${name}/${action}${qualifier}`,
    headers,
    body: eventJson(invocation),
    signal,
    stream,
  }
}

async function signed(
  call: ServiceCall,
  options: LambdaInvokeApiOptions,
  { call: info }: FunctionInvocation,
): Promise<ServiceCall> {
  const { credentials, sign = signWithSigV4 } = options
  if (credentials === undefined) return call
  const keys = await assumeRole(
    async () => (typeof credentials === 'function' ? credentials() : credentials),
    undefined,
  )
  return signServiceCall(call, keys, sign, { service: 'lambda', region: call.region, now: info.clock.now() })
}

function outcomeOf(response: EndpointResponse, { functionName }: FunctionInvocation): FunctionOutcome {
  const { statusCode, headers } = response
  if (statusCode === 202 || statusCode === 204) return { value: null, json: 'null' }
  const text = bodyText(response)
  const failure = emulatedFailure(response, text)
  if (failure !== undefined) return { error: failure }
  if (statusCode !== 200) throw refusal(response, text, functionName)
  return headers.has('x-amz-function-error') ? { error: readFunctionError(text) } : readResult(text)
}

async function chunksOf(
  response: EndpointResponse,
  invocation: FunctionInvocation,
  logger: Logger | undefined,
): Promise<AsyncIterable<Uint8Array>> {
  const { body, headers, statusCode } = response
  const type = headers.get('content-type') ?? ''
  if (statusCode === 200 && isStreamed(body) && type.startsWith('application/vnd.amazon.eventstream')) {
    return new PayloadChunks(body, (log) => logTail(log, invocation, logger))
  }
  const text = await answerText(response)
  if (statusCode !== 200) throw refusal(response, text, invocation.functionName)
  if (headers.has('x-amz-function-error')) throw new StreamedFunctionError(asError(readFunctionError(text)))
  throw new IntegrationFault('bad-response', `Lambda answered a streaming call with ${JSON.stringify(type)}`)
}

function asError({ errorType = 'Error', errorMessage }: FunctionError): Error {
  return Object.assign(new Error(errorMessage), { name: errorType })
}

function refusal({ statusCode, headers }: EndpointResponse, text: string, functionName: string): IntegrationFault {
  const reason = `${statusCode} ${headers.get('x-amzn-errortype') ?? ''} ${text.slice(0, 500)}`
  return new IntegrationFault(faultKind(statusCode), `Lambda refused to invoke ${functionName}: ${reason}`)
}

function faultKind(statusCode: number): IntegrationFault['kind'] {
  if (statusCode === 413) return 'request-too-large'
  return statusCode === 403 || statusCode === 404 ? 'not-permitted' : 'internal'
}

const TIMED_OUT = /^Task timed out after [\d.]+ seconds$/

/**
 * The runtime interface emulator does not mark a function's error: it answers 200, or 502 when the runtime died, with the
 * error's payload, and a time-out in plain words. Lambda itself says which version ran in every answer of a function.
 */
function emulatedFailure({ statusCode, headers }: EndpointResponse, text: string): FunctionError | undefined {
  if (headers.has('x-amz-executed-version') || headers.has('x-amzn-errortype')) return undefined
  if (statusCode === 502) return readFunctionError(text === '' ? 'Runtime exited' : text)
  if (statusCode !== 200) return undefined
  if (TIMED_OUT.test(text)) return { errorType: 'Sandbox.Timedout', errorMessage: text }
  if (!text.startsWith('{"error')) return undefined
  const error = readFunctionError(text)
  return typeof error.errorType === 'string' && Object.keys(error).every((key) => ERROR_KEYS.has(key))
    ? error
    : undefined
}

const ERROR_KEYS: ReadonlySet<string> = new Set(['errorMessage', 'errorType', 'requestId', 'stackTrace', 'trace'])

function logTail(tail: string | undefined, { functionName }: FunctionInvocation, logger: Logger | undefined): void {
  if (tail === undefined) return
  logger?.debug({ functionName, log: Buffer.from(tail, 'base64').toString('utf8') }, 'The end of the log of a function')
}
