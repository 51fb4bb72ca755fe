import { HeaderList } from '../http/header-list.js'
import { createResponse, type HandleResponse } from '../http/response.js'

/**
 * The answer itself or, when its status cannot end an exchange, a 500. A function may answer 101 or 150: on the wire a client
 * would take that for news before the answer and wait for the rest, and WHATWG responses know no such status.
 */
export function finalAnswer(answer: HandleResponse): HandleResponse {
  const { statusCode } = answer
  if (statusCode >= 200 && statusCode <= 599 && Number.isInteger(statusCode)) return answer
  return createResponse(
    500,
    new HeaderList([['Content-Type', 'application/json']]),
    '{"message": "Internal server error"}',
  )
}
