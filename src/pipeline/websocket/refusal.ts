import { HeaderList } from '../../http/header-list.js'
import { createResponse, type HandleResponse } from '../../http/response.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { reportCause } from '../report-cause.js'
import type { WebSocketInvocation } from './invocation.js'

/**
 * What an error that a step threw is for the client: a refusal. What is none is a failure of the gateway's own; the log is told of
 * its cause, the client is not.
 */
export function toRefusal(error: unknown, invocation: WebSocketInvocation): GatewayResponseError {
  const refusal =
    error instanceof GatewayResponseError ? error : new GatewayResponseError('DEFAULT_5XX', { cause: error })
  const { statusCode, pointer, cause, responseType } = refusal
  reportCause({ statusCode, pointer, cause, name: responseType }, invocation, invocation.routeKey)
  return refusal
}

/** The frame that a client gets for a message that was refused or failed; spacing as recorded. */
export function errorFrame(refusal: GatewayResponseError, invocation: WebSocketInvocation): string {
  const { client, messageId } = invocation
  if (refusal.responseType === 'BAD_REQUEST_BODY')
    return `{"message" : "Bad request body", "connectionId": "${client.connectionId}", "messageId": "${messageId ?? ''}"}`
  return errorText(messageOf(refusal), invocation)
}

/** The answer to an upgrade that was refused; the body is that of the frames. */
export function refuseUpgrade(refusal: GatewayResponseError, invocation: WebSocketInvocation): HandleResponse {
  const headers = new HeaderList([
    ['Content-Type', 'application/json'],
    ['x-amzn-RequestId', invocation.requestId],
    ['x-amzn-ErrorType', refusal.errorType],
  ])
  return createResponse(refusal.statusCode, headers, errorText(messageOf(refusal), invocation))
}

function errorText(message: string, { client, requestId }: WebSocketInvocation): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":"${client.connectionId}", "requestId":"${requestId}"}`
}

// Of what fails behind it the service says one thing, but of the time limit another (seen).
function messageOf({ responseType, statusCode, text }: GatewayResponseError): string {
  return statusCode < 500 || responseType === 'INTEGRATION_TIMEOUT' ? (text ?? 'Forbidden') : 'Internal server error'
}
