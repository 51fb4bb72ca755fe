import { HeaderList } from '../../http/header-list.js'
import { readBody, TOO_LARGE, toText } from '../../http/body.js'
import { callWithDeadline } from '../call-with-deadline.js'
import { toHttpFault } from '../http/http-fault.js'
import { isStreamed } from '../stream/stream-body.js'
import { StreamedFunctionError } from '../stream/streamed-function-error.js'
import {
  IntegrationFault,
  type EndpointResponse,
  type FunctionError,
  type FunctionInvocation,
  type FunctionOutcome,
  type HttpClient,
  type Invoker,
} from '../types.js'

/** What {@link lambdaOverHttp} takes. */
export interface LambdaOverHttpOptions {
  readonly http: HttpClient
  /** Sent with each call. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Makes an invoker that posts the event as JSON to a URL and takes the JSON of the answer as the result: a function behind a
 * small HTTP server of one's own. An answer of 400 and above, or one with `X-Amz-Function-Error`, is the function's error.
 *
 * For integrations with `responseTransferMode: STREAM` the body is what the function writes: head, eight null bytes, payload.
 */
export function lambdaOverHttp(url: string, options: LambdaOverHttpOptions): Invoker {
  const send = (invocation: FunctionInvocation, signal: AbortSignal, stream: boolean): Promise<EndpointResponse> => {
    const headers = new HeaderList(Object.entries(options.headers ?? {}))
    headers.set('Content-Type', 'application/json')
    headers.set('X-Amz-Invocation-Type', invocation.invocationType)
    headers.set('X-Amzn-Trace-Id', invocation.call.traceId)
    return sendOrFault(options.http, { method: 'POST', url, headers, body: eventJson(invocation), signal, stream })
  }
  return {
    invoke: (invocation) =>
      callWithDeadline(invocation.call, `The function ${invocation.functionName}`, async (signal) => {
        const response = await send(invocation, signal, false)
        const text = bodyText(response)
        return isFailure(response) ? { error: readFunctionError(text) } : readResult(text)
      }),
    invokeStream: (invocation) =>
      callWithDeadline(invocation.call, `The function ${invocation.functionName}`, async (signal) => {
        const response = await send(invocation, signal, true)
        if (!isFailure(response) && isStreamed(response.body)) return response.body
        const { errorType = 'Error', errorMessage } = readFunctionError(await answerText(response))
        throw new StreamedFunctionError(Object.assign(new Error(errorMessage), { name: errorType }))
      }),
  }
}

function isFailure({ statusCode, headers }: EndpointResponse): boolean {
  return statusCode >= 400 || headers.has('x-amz-function-error')
}

/** The event as it goes over the wire. */
export function eventJson(invocation: FunctionInvocation): string {
  if (invocation.json !== undefined) return invocation.json
  const json: string | undefined = JSON.stringify(invocation.event)
  return json ?? 'null'
}

/** Sends a call; what the client throws becomes the service's fault. */
export async function sendOrFault(http: HttpClient, call: Parameters<HttpClient>[0]): Promise<EndpointResponse> {
  try {
    return await http(call)
  } catch (error) {
    throw toHttpFault(error, call.url)
  }
}

/** The body of a buffered answer as text. */
export function bodyText(response: EndpointResponse): string {
  const { body } = response
  if (typeof body === 'string' || body instanceof Uint8Array) return toText(body)
  throw new IntegrationFault('bad-response', 'The answer of a function came as a stream')
}

/** Bytes of a refusal that are worth reading. */
const MAX_REFUSAL = 64 * 1024

/** The body of an answer as text, also of one that was asked for as a stream. */
export async function answerText({ body }: EndpointResponse): Promise<string> {
  if (!isStreamed(body)) return toText(body)
  const read = await readBody(body, MAX_REFUSAL)
  return read === TOO_LARGE || read === undefined ? '' : toText(read)
}

/** A function's result; nothing is `null`, and what is no JSON is no result. */
export function readResult(text: string): FunctionOutcome {
  if (text === '') return { value: null, json: 'null' }
  try {
    return { value: JSON.parse(text) as unknown, json: text }
  } catch (cause) {
    throw new IntegrationFault('bad-response', 'A function answered with something that is no JSON', { cause })
  }
}

/** A function's error payload; one that is no JSON object is its own message. */
export function readFunctionError(text: string): FunctionError {
  try {
    const payload: unknown = JSON.parse(text)
    if (typeof payload === 'object' && payload !== null) return { errorMessage: '', ...payload }
  } catch {
    // Falls through to the plain text.
  }
  return { errorMessage: text }
}
