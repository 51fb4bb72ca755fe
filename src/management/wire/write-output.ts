import { HeaderList } from '../../http/header-list.js'
import { createResponse, type HandleResponse } from '../../http/response.js'
import type { ManagementError } from '../management-error.js'

type Json = Readonly<Record<string, unknown>>

/** Writes the answer of an operation as the service's wire has it. */
export function writeOutput(operation: string, status: number, output: Json): HandleResponse {
  if (operation === 'GetExport') return writeDownload(status, output as unknown as Download)
  if (Object.keys(output).length === 0) return createResponse(status, new HeaderList(), '')
  const headers = new HeaderList([['Content-Type', 'application/json']])
  return createResponse(status, headers, JSON.stringify(onWire(operation, output)))
}

/** An answer that is a file. */
export interface Download {
  readonly body: string
  readonly contentType: string
  readonly contentDisposition: string
}

function writeDownload(status: number, { body, contentType, contentDisposition }: Download): HandleResponse {
  const headers = new HeaderList([
    ['Content-Type', contentType],
    ['Content-Disposition', contentDisposition],
  ])
  return createResponse(status, headers, body)
}

// Lists are `items` in the model and `item` on the wire; those of GetUsage are `values`.
function onWire(operation: string, output: Json): Json {
  if (!Object.hasOwn(output, 'items')) return output
  const { items, ...others } = output
  return { ...others, [listName(operation)]: items }
}

/** Name that a list has on the wire. */
export function listName(operation: string): 'item' | 'values' {
  return operation === 'GetUsage' || operation === 'UpdateUsage' ? 'values' : 'item'
}

/** Writes a refusal as the service's wire has it: the name in a header, the message in the body. */
export function writeError({ code, message, status }: ManagementError): HandleResponse {
  const headers = new HeaderList([
    ['Content-Type', 'application/json'],
    ['x-amzn-ErrorType', code],
  ])
  return createResponse(status, headers, JSON.stringify({ message }))
}
