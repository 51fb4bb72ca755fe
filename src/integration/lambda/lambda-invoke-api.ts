import { HeaderList } from '../../http/header-list.js'
import { assumeRole, type AwsCredentials } from '../aws/service-credentials.js'
import { signServiceCall, signWithSigV4, type ServiceSigner } from '../aws/sign-service-call.js'
import { callWithDeadline } from '../call-with-deadline.js'
import type { Logger } from '../../runtime/logger.js'
import {
  IntegrationFault,
  type EndpointResponse,
  type FunctionInvocation,
  type FunctionOutcome,
  type HttpClient,
  type Invoker,
  type ServiceCall,
} from '../types.js'
import { bodyText, eventJson, readFunctionError, readResult, sendOrFault } from './lambda-over-http.js'

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
 * Makes an invoker over the Lambda Invoke API: functions in AWS, or in the runtime interface emulator.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function lambdaInvokeApi(options: LambdaInvokeApiOptions): Invoker {
  return {
    invoke: (invocation) =>
      callWithDeadline(invocation.call, `The function ${invocation.functionName}`, async (signal) => {
        const call = await signed(invokeCall(invocation, options, signal), options, invocation)
        const response = await sendOrFault(options.http, call)
        logTail(response, invocation, options.logger)
        return outcomeOf(response, invocation)
      }),
  }
}

function invokeCall(invocation: FunctionInvocation, options: LambdaInvokeApiOptions, signal: AbortSignal): ServiceCall {
  const { region = 'us-east-1' } = options
  const base = (options.endpoint ?? `https://lambda.${region}.amazonaws.com`).replace(/\/+$/, '')
  const name = options.functionName ?? invocation.functionArn
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
    action: 'Invoke',
    method: 'POST',
    url: `${base}/2015-03-31/functions/${encodeURIComponent(name)}/invocations${qualifier}`,
    headers,
    body: eventJson(invocation),
    signal,
    stream: false,
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
  if (statusCode === 200)
    return headers.has('x-amz-function-error') ? { error: readFunctionError(text) } : readResult(text)
  const reason = `Lambda refused to invoke ${functionName}: ${statusCode} ${headers.get('x-amzn-errortype') ?? ''} ${text.slice(0, 500)}`
  throw new IntegrationFault(faultKind(statusCode), reason)
}

function faultKind(statusCode: number): IntegrationFault['kind'] {
  if (statusCode === 413) return 'request-too-large'
  return statusCode === 403 || statusCode === 404 ? 'not-permitted' : 'internal'
}

function logTail(response: EndpointResponse, { functionName }: FunctionInvocation, logger: Logger | undefined): void {
  const tail = response.headers.get('x-amz-log-result')
  if (tail === undefined) return
  logger?.debug({ functionName, log: Buffer.from(tail, 'base64').toString('utf8') }, 'The end of the log of a function')
}
