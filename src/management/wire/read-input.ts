import { malformed } from '../input/coerce.js'
import { setField } from '../store/fields.js'
import type { FoundOperation } from './find-operation.js'

/** What a request says beside its method and path. */
export interface WireRequest {
  readonly query: URLSearchParams
  readonly accept: string | undefined
  readonly body: string
}

/** Collects the members of an operation from the request's path, query and body. */
export function readInput({ operation, pathMembers }: FoundOperation, request: WireRequest): Record<string, unknown> {
  const input: Record<string, unknown> = Object.fromEntries(pathMembers)
  for (const [name, member] of operation.query) {
    const values = request.query.getAll(name)
    if (values.length > 0) input[member] = values.length === 1 ? values[0] : values
  }
  for (const [member, type] of Object.entries(operation.members)) {
    if (type === 'blob!') input[member] = request.body
    if (type === 'accept' && request.accept !== undefined) input[member] = request.accept
    if (type === 'query') input[member] = otherParameters(request.query, operation)
  }
  if (operation.body.size > 0) readBody(operation.body, request.body, input)
  return input
}

function otherParameters(
  query: URLSearchParams,
  operation: FoundOperation['operation'],
): Readonly<Record<string, string>> {
  const others: Record<string, string> = {}
  for (const [name, value] of query)
    if (!operation.query.has(name) && !operation.fixedQuery.has(name)) setField(others, name, value)
  return others
}

function readBody(names: ReadonlyMap<string, string>, text: string, input: Record<string, unknown>): void {
  const body = parse(text)
  for (const [member, name] of names) if (Object.hasOwn(body, name)) input[member] = body[name]
}

function parse(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  } catch {
    // Refused below, as a body of another form is.
  }
  throw malformed()
}
