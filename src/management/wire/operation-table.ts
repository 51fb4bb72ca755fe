import type { Operation } from '../service-model/operation.js'
import { OPERATIONS } from '../service-model/operations.js'
import type { Members } from '../service-model/shapes.js'

/** An operation, its request template taken apart. */
export interface WireOperation {
  readonly name: string
  readonly method: string
  /** A text that must be there, or the member that stands there. */
  readonly segments: ReadonlyArray<string | { readonly member: string }>
  /** Query parameter → member. */
  readonly query: ReadonlyMap<string, string>
  /** Query parameters that are part of the operation. */
  readonly fixedQuery: ReadonlyMap<string, string>
  readonly status: number
  /** All members, those of path and query that are text too. */
  readonly members: Members
  /** Member of the body → its name there. */
  readonly body: ReadonlyMap<string, string>
  /** How a refusal names a member: those of the body belong to the operation's input (recorded). */
  pathOf(member: string): string
}

const PARTS = /\{([^}]+)\}/

/** Takes an operation apart. */
export function wireOperation(name: string, [request, status, members, bodyNames = {}]: Operation): WireOperation {
  const [method = '', target = ''] = request.split(' ')
  const [path = '', query = ''] = target.split('?')
  const segments = path.split('/').map((part) => {
    const member = PARTS.exec(part)?.[1]
    return member === undefined ? part : { member }
  })
  const parameters = query === '' ? [] : query.split('&').map((part) => part.split('=') as [string, string])
  const named = parameters.map(([key, value]) => [key, PARTS.exec(value)?.[1] ?? ''] as const)
  const inPath = segments.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.member]))
  const inQuery = named.filter(([, member]) => member !== '')
  const outside = new Set([...inPath, ...inQuery.map(([, member]) => member)])
  const texts = Object.fromEntries([...outside].map((member) => [member, 'text' as const]))
  const body = Object.keys(members).filter((member) => !outside.has(member) && !isApart(members[member]))
  return {
    name,
    method,
    segments,
    query: new Map(inQuery),
    fixedQuery: new Map(parameters.filter(([, value]) => !PARTS.test(value))),
    status,
    members: { ...texts, ...members },
    body: new Map(body.map((member) => [member, bodyNames[member] ?? member])),
    pathOf: (member) =>
      outside.has(member) ? member : `${name.charAt(0).toLowerCase()}${name.slice(1)}Input.${member}`,
  }
}

// These types are the whole body, all other query parameters, and a header.
function isApart(type: string | undefined): boolean {
  return type === 'blob!' || type === 'query' || type === 'accept'
}

/** The operations of the service by name, each taken apart when it is first asked for. */
export function createOperationTable(): {
  get(name: string): WireOperation | undefined
  all(): readonly WireOperation[]
} {
  const byName = new Map<string, WireOperation>()
  const get = (name: string): WireOperation | undefined => {
    const operation = OPERATIONS.get(name)
    if (operation === undefined) return undefined
    const known = byName.get(name) ?? wireOperation(name, operation)
    byName.set(name, known)
    return known
  }
  return { get, all: () => [...OPERATIONS.keys()].flatMap((name) => get(name) ?? []) }
}
