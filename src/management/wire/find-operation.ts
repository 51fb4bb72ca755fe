import type { WireOperation } from './operation-table.js'

/** A request taken to its operation: the members that stood in the path. */
export interface FoundOperation {
  readonly operation: WireOperation
  readonly pathMembers: ReadonlyMap<string, string>
}

/** Finds the operation that a request means; of two, the one whose fixed query parameters are there. */
export function findOperation(
  operations: readonly WireOperation[],
  method: string,
  path: string,
  query: URLSearchParams,
): FoundOperation | undefined {
  const segments = path.replace(/\/$/, '').split('/')
  let best: FoundOperation | undefined
  for (const operation of operations) {
    if (operation.method !== method || !hasFixedQuery(operation, query)) continue
    const pathMembers = matchSegments(operation, segments)
    if (pathMembers === undefined) continue
    if (best === undefined || operation.fixedQuery.size > best.operation.fixedQuery.size)
      best = { operation, pathMembers }
  }
  return best
}

function hasFixedQuery({ fixedQuery }: WireOperation, query: URLSearchParams): boolean {
  for (const [name, value] of fixedQuery) if (query.get(name) !== value) return false
  return true
}

function matchSegments(
  { segments: expected }: WireOperation,
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  if (segments.length !== expected.length) return undefined
  const members = new Map<string, string>()
  for (const [index, part] of expected.entries()) {
    const segment = segments[index] ?? ''
    if (typeof part === 'string') {
      if (segment !== part) return undefined
    } else if (segment === '') return undefined
    else members.set(part.member, decode(segment))
  }
  return members
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
