import { RequestHeaders } from '../../http/request-headers.js'
import type { HandleRequest } from '../../http/request.js'
import type { HandleResponse } from '../../http/response.js'
import { ManagementError } from '../management-error.js'
import type { ManagementAnswer } from '../types.js'
import { findOperation } from './find-operation.js'
import type { WireOperation } from './operation-table.js'
import { readInput } from './read-input.js'
import { writeError, writeOutput } from './write-output.js'

type Run = (operation: WireOperation, input: Readonly<Record<string, unknown>>) => Promise<ManagementAnswer>

/** Makes the wire of the management API: the service's REST-JSON protocol. Signatures are not looked at. */
export function createHandle(
  operations: () => readonly WireOperation[],
  run: Run,
  newRequestId: () => string,
): (request: HandleRequest) => Promise<HandleResponse> {
  const answer = async (request: HandleRequest): Promise<HandleResponse> => {
    try {
      const [path = '', search = ''] = request.path.split('?')
      const query = new URLSearchParams(search)
      const found = findOperation(operations(), request.method.toUpperCase(), path, query)
      if (found === undefined) throw noOperation(request)
      const accept = new RequestHeaders(request.headers, true).get('accept')
      const input = readInput(found, { query, accept, body: await textOf(request.body) })
      const { status, output } = await run(found.operation, input)
      return writeOutput(found.operation.name, status, output)
    } catch (error) {
      if (error instanceof ManagementError) return writeError(error)
      throw error
    }
  }
  return async (request) => {
    const response = await answer(request)
    response.headers.append('x-amzn-RequestId', newRequestId())
    return response
  }
}

function noOperation({ method, path }: HandleRequest): ManagementError {
  return new ManagementError('UnknownOperationException', `There is no operation ${method} ${path}`, 404)
}

async function textOf(body: HandleRequest['body']): Promise<string> {
  if (body === undefined) return ''
  if (typeof body === 'string') return body
  const decoder = new TextDecoder()
  if (body instanceof Uint8Array) return decoder.decode(body)
  let text = ''
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}
