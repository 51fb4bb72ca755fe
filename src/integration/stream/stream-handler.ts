import type { Context } from 'aws-lambda'
import { readBody, TOO_LARGE, toText } from '../../http/body.js'
import { callWithDeadline } from '../call-with-deadline.js'
import type { FunctionDescription } from '../lambda/function-description.js'
import { toFunctionError } from '../lambda/function-error.js'
import { createHandlerContext } from '../lambda/handler-context.js'
import { readResult } from '../lambda/lambda-over-http.js'
import { SYNC_PAYLOAD_LIMIT } from '../lambda/payload-limit.js'
import { IntegrationFault, type FunctionInvocation, type FunctionOutcome } from '../types.js'
import { findDelimiter, parseHead } from './prologue.js'
import { ResponseStream } from './response-stream.js'
import { StreamedFunctionError } from './streamed-function-error.js'
import type { StreamingHandler } from './streamify-response.js'

/**
 * Starts a streaming handler; what it writes comes out as it is written. A handler that fails breaks the stream off with a
 * {@link StreamedFunctionError}.
 */
export function startStreamingHandler(
  handler: StreamingHandler,
  description: FunctionDescription,
  invocation: FunctionInvocation,
): AsyncIterable<Uint8Array> {
  const stream = new ResponseStream()
  const fail = (thrown: unknown): void => void stream.destroy(new StreamedFunctionError(thrown))
  const context = createHandlerContext({ info: invocation.call, description, expectAnswer: noop, answer: noop })
  try {
    const returned = (handler as AnyStreamingHandler)(invocation.event, stream, context)
    // A handler that has returned is done, whether or not it ended its stream.
    Promise.resolve(returned).then(() => {
      if (!stream.writableEnded && !stream.destroyed) stream.end()
    }, fail)
  } catch (error) {
    fail(error)
  }
  return stream.body
}

type AnyStreamingHandler = (event: unknown, stream: ResponseStream, context: Context) => unknown

function noop(): void {}

/**
 * Calls a streaming handler for a buffered integration. The head's status and headers count, the body does not come through
 * (documented); without a head, what was written is the function's JSON result.
 */
export async function bufferStreamingHandler(
  handler: StreamingHandler,
  description: FunctionDescription,
  invocation: FunctionInvocation,
): Promise<FunctionOutcome> {
  const body = startStreamingHandler(handler, description, invocation)
  try {
    const bytes = await callWithDeadline(invocation.call, `The function ${invocation.functionName}`, () =>
      Promise.resolve(readBody(body, SYNC_PAYLOAD_LIMIT)),
    )
    if (bytes === TOO_LARGE)
      throw new IntegrationFault('bad-response', 'The response of a function is larger than 6 MB')
    return bufferedOutcome(bytes)
  } catch (error) {
    if (error instanceof StreamedFunctionError) return { error: toFunctionError(error.thrown) }
    throw error
  }
}

function bufferedOutcome(bytes: string | Uint8Array | undefined): FunctionOutcome {
  if (bytes === undefined || typeof bytes === 'string') return readResult(bytes ?? '')
  const end = findDelimiter(bytes)
  if (end < 0) return readResult(toText(bytes))
  const { statusCode = 200, headers, multiValueHeaders, cookies } = parseHead(toText(bytes.subarray(0, end)))
  const setCookie = cookies === undefined ? undefined : { ...multiValueHeaders, 'Set-Cookie': cookies }
  return { value: { statusCode, headers, multiValueHeaders: setCookie ?? multiValueHeaders, body: '' } }
}
