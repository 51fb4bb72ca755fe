import { readBody, type ReadBody, TOO_LARGE } from '../../http/body.js'
import { HttpApiError } from '../../responses/http-api-error.js'
import { BODY_LIMIT } from '../arrival.js'
import type { HttpInvocation } from './invocation.js'

/** Bytes of the request line and the header values together (documented). */
const HEADER_LIMIT = 10_240

/** Refuses what is too large and reads the body to its end. HTTP APIs leave its content coding alone. */
export function receiveHttpBody(invocation: HttpInvocation): void | Promise<void> {
  const { request, scan } = invocation
  if (!scan.isValid) throw new HttpApiError(400, 'Bad Request')
  if (request.path.length > HEADER_LIMIT) throw new HttpApiError(414, 'Request-URI Too Long')
  if (scan.byteLength > HEADER_LIMIT) throw new HttpApiError(431, 'Request Header Fields Too Large')
  const body = readBody(request.body, BODY_LIMIT)
  return body instanceof Promise ? body.then((read) => keepBody(invocation, read)) : keepBody(invocation, body)
}

function keepBody(invocation: HttpInvocation, body: ReadBody | typeof TOO_LARGE): void {
  if (body === TOO_LARGE) throw new HttpApiError(413, 'Request Entity Too Large')
  if (body === undefined || body.length === 0) return
  invocation.body = body
  invocation.sentBody = body
}
