import { readBody, type ReadBody, TOO_LARGE } from '../../http/body.js'
import { HttpApiError } from '../../responses/http-api-error.js'
import { BODY_LIMIT } from '../arrival.js'
import type { HttpInvocation } from './invocation.js'

/** Bytes of the request line and the header values together (documented). */
const HEADER_LIMIT = 10_240
/** Around method and path: two blanks and `HTTP/1.1`. */
const LINE_END = 10

/** Refuses what is too large and reads the body to its end. HTTP APIs leave its content coding alone. */
export function receiveHttpBody(invocation: HttpInvocation): void | Promise<void> {
  const { request, scan } = invocation
  if (!scan.isValid) throw new HttpApiError(400, 'Bad Request')
  // The scan counts more than the limit does: only what it finds too long needs a closer look.
  if (request.path.length + scan.byteLength > HEADER_LIMIT - LINE_END) checkLength(invocation)
  const body = readBody(request.body, BODY_LIMIT)
  return body instanceof Promise ? body.then((read) => keepBody(invocation, read)) : keepBody(invocation, body)
}

function checkLength({ request, headers }: HttpInvocation): void {
  const line = request.method.length + request.path.length + LINE_END
  if (line > HEADER_LIMIT) throw new HttpApiError(414, 'Request-URI Too Long')
  let length = line
  for (const value of headers.values) length += value.length
  if (length > HEADER_LIMIT) throw new HttpApiError(431, 'Request Header Fields Too Large')
}

function keepBody(invocation: HttpInvocation, body: ReadBody | typeof TOO_LARGE): void {
  if (body === TOO_LARGE) throw new HttpApiError(413, 'Request Entity Too Large')
  if (body === undefined || body.length === 0) return
  invocation.body = body
  invocation.sentBody = body
}
