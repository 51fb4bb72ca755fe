import { HeaderList } from '../../http/header-list.js'
import { createLazyResponse, createResponse, type HandleResponse } from '../../http/response.js'
import type { HttpApiError } from '../../responses/http-api-error.js'
import type { Runtime } from '../../runtime/runtime.js'
import { canonicalName } from './canonical-name.js'
import type { HttpInvocation } from './invocation.js'

/** Makes the response of a finished invocation: adds what every answer of an HTTP API carries. */
export function finish(invocation: HttpInvocation): HandleResponse {
  // A HEAD is answered like its GET, without the body.
  const body = invocation.request.method === 'HEAD' ? '' : invocation.responseBody
  return createLazyResponse(invocation.statusCode, body, invocation, answerHeaders)
}

function answerHeaders(invocation: HttpInvocation): HeaderList {
  const headers = new HeaderList()
  const answered = invocation.responseHeaders?.toFlat() ?? []
  for (let i = 0; i < answered.length; i += 2) {
    const name = canonicalName(answered[i] as string)
    if (!OWN.has(name)) headers.append(name, answered[i + 1] as string)
  }
  if (invocation.isFunctionAnswer && !headers.has('Content-Type'))
    headers.append('Content-Type', 'text/plain; charset=utf-8')
  if (!invocation.isPreflight) invocation.stage.cors?.addHeaders(invocation, headers)
  headers.append('Apigw-Requestid', invocation.requestId)
  return headers
}

/** Written by the gateway alone. */
const OWN: ReadonlySet<string> = new Set(['Apigw-Requestid', 'Transfer-Encoding', 'Connection'])

/** Puts the answer to a refusal into the invocation. */
export function refuse(invocation: HttpInvocation, error: HttpApiError): void {
  invocation.statusCode = error.statusCode
  invocation.responseHeaders = new HeaderList([['Content-Type', 'application/json'], ...error.headers])
  invocation.responseBody = JSON.stringify({ message: error.message })
}

/** 404 of an API that has no such stage: there is nothing that could be invoked. */
export function stageNotFound({ ids }: Runtime): HandleResponse {
  const headers = new HeaderList([
    ['Content-Type', 'application/json'],
    ['Apigw-Requestid', ids.extendedRequestId(ids.next())],
  ])
  return createResponse(404, headers, '{"message":"Not Found"}')
}
