import { HeaderList } from '../http/header-list.js'
import { createLazyResponse, type HandleResponse } from '../http/response.js'
import type { GatewayResponseError } from '../responses/gateway-response-error.js'
import { leaveEdge } from '../stage/edge-headers.js'
import { compressAnswer } from './compress.js'
import type { Invocation } from './invocation.js'

/** Makes the response of a finished invocation: adds the headers of every answer, compresses if the API says so. */
export function finish(invocation: Invocation): HandleResponse | Promise<HandleResponse> {
  if (invocation.stage.api.minimumCompressionSize !== undefined) {
    const compressed = compressAnswer(invocation, invocation.stage.api.minimumCompressionSize)
    if (compressed !== undefined) return compressed.then(() => respond(invocation))
  }
  return respond(invocation)
}

function respond(invocation: Invocation): HandleResponse {
  // A HEAD is answered like its GET, without the body.
  const body = invocation.request.method === 'HEAD' ? '' : invocation.responseBody
  return createLazyResponse(invocation.statusCode, body, invocation, answerHeaders)
}

// A list of its own: a cached answer's is shared.
function answerHeaders(invocation: Invocation): HeaderList {
  const headers = new HeaderList(invocation.responseHeaders)
  if (invocation.warning !== undefined) headers.append('Warning', invocation.warning)
  headers.append('x-amzn-RequestId', invocation.requestId)
  headers.append('x-amz-apigw-id', invocation.extendedRequestId)
  if (invocation.tracesResponse) headers.append('X-Amzn-Trace-Id', invocation.traceId)
  if (invocation.edge !== undefined) leaveEdge(headers, invocation.statusCode, invocation.edge)
  return headers
}

/** Puts the API's gateway response for a refusal into the invocation. */
export function refuse(invocation: Invocation, error: GatewayResponseError): void {
  const { statusCode, headers, body } = invocation.stage.gatewayResponses.respond(error, invocation)
  invocation.statusCode = statusCode
  invocation.responseHeaders = headers
  invocation.responseBody = body
  // With X-Ray on, gateway responses carry the trace's root too (seen).
  invocation.tracesResponse = invocation.stage.settings.tracingEnabled === true
}
