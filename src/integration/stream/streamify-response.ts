import type { Context } from 'aws-lambda'
import { HttpResponseStream, type ResponseStream } from './response-stream.js'

/** A handler that writes its response as it comes. */
export type StreamingHandler = (event: never, responseStream: ResponseStream, context: Context) => unknown

/** The runtime's own mark, so that a handler marked by either works in both. */
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')

/**
 * Marks a handler as one that streams, as `awslambda.streamifyResponse` does in the Node.js runtime.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
 */
export function streamifyResponse<Handler extends StreamingHandler>(handler: Handler): Handler {
  return Object.defineProperty(handler, STREAMING, { value: 'response', configurable: true })
}

/** Whether a handler streams its response. */
export function isStreamingHandler(handler: object): handler is StreamingHandler {
  return STREAMING in handler && handler[STREAMING] === 'response'
}

/** What the runtime's global `awslambda` holds: assign it to `globalThis.awslambda` for code that expects it there. */
export const awslambda: {
  readonly streamifyResponse: typeof streamifyResponse
  readonly HttpResponseStream: typeof HttpResponseStream
} = { streamifyResponse, HttpResponseStream }
