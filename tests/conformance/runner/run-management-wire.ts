import type { HandleRequest } from '../../../src/http/request.js'
import type { HandleResponse } from '../../../src/http/response.js'
import { OPERATIONS } from '../../../src/management/service-model/operations.js'
import { wireOperation, type WireOperation } from '../../../src/management/wire/operation-table.js'
import { listName } from '../../../src/management/wire/write-output.js'
import { isRecord } from './compare.js'
import { InexpressibleError, type Json } from './types.js'

/** Writes a call as an SDK's request, its input as it stands: wrongly typed values reach the service. */
export function toRequest(name: string, input: Json): HandleRequest {
  const operation = operationOf(name)
  const path = operation.segments.map((segment) =>
    typeof segment === 'string' ? segment : encodeURIComponent(String(input[segment.member])),
  )
  const query = queryOf(operation, input).toString()
  const accept = input['accepts']
  return {
    method: operation.method,
    path: `${path.join('/')}${query === '' ? '' : `?${query}`}`,
    headers: [
      ['content-type', 'application/json'],
      ['accept', typeof accept === 'string' ? accept : 'application/json'],
    ],
    ...bodyOf(operation, input),
  }
}

function operationOf(name: string): WireOperation {
  const operation = OPERATIONS.get(name)
  if (operation === undefined) throw new InexpressibleError(`there is no operation ${name}`)
  return wireOperation(name, operation)
}

function queryOf({ query, fixedQuery, members }: WireOperation, input: Json): URLSearchParams {
  const parameters = new URLSearchParams([...fixedQuery])
  const append = (name: string, value: unknown): void => {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) parameters.append(name, String(item))
  }
  for (const [name, member] of query) if (input[member] !== undefined) append(name, input[member])
  for (const [member, type] of Object.entries(members)) {
    const others = input[member]
    if (type === 'query' && isRecord(others)) for (const [name, value] of Object.entries(others)) append(name, value)
  }
  return parameters
}

function bodyOf({ members, body }: WireOperation, input: Json): { readonly body?: string } {
  const blob = Object.entries(members).find(([, type]) => type === 'blob!')?.[0]
  if (blob !== undefined) return { body: blobText(input[blob]) }
  const given = [...body].filter(([member]) => Object.hasOwn(input, member))
  return given.length === 0
    ? {}
    : { body: JSON.stringify(Object.fromEntries(given.map(([member, name]) => [name, input[member]]))) }
}

function blobText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

/** Reads an answer as an SDK gives it: without HTTP metadata, lists by the model's name. */
export function readOutput(name: string, response: HandleResponse): unknown {
  if (name === 'GetExport') {
    const { headers } = response
    return {
      body: response.text(),
      contentType: headers.get('content-type'),
      contentDisposition: headers.get('content-disposition'),
    }
  }
  const text = response.text()
  if (text === '') return {}
  const body: unknown = JSON.parse(text)
  const list = listName(name)
  if (!isRecord(body) || name === 'GetStages' || !Object.hasOwn(body, list)) return body
  const { [list]: items, ...others } = body
  return { ...others, items }
}
