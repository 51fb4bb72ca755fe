import type { ChangeList } from './change-list.js'
import { CORS_HEADERS, diffCorsList } from './diff-cors.js'
import { headerName } from './diff-responses.js'

/** Header mappings: target → source expression. */
export type HeaderMappings = ReadonlyMap<string, string>

/**
 * Compares the headers that mappings put into an answer. The lists of CORS are compared as such.
 *
 * @param rule `response` or `gateway-response`: what rules begin with
 */
export function diffHeaderMappings(
  list: ChangeList,
  rule: 'response' | 'gateway-response',
  before: HeaderMappings,
  after: HeaderMappings,
  pointer: string,
): void {
  for (const target of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(target), after.get(target)]
    if (old === now) continue
    const name = headerName(target)
    const kind = CORS_HEADERS.get(name.toLowerCase())
    const lists = [listOf(old), listOf(now)] as const
    if (kind !== undefined && lists[0] !== undefined && lists[1] !== undefined) {
      diffCorsList(list, kind, lists[0], lists[1], pointer)
      continue
    }
    const details = { before: old, after: now, pointer }
    if (old === undefined) list.safe(`${rule}/header-set`, { message: `The answer sets ${name}.`, ...details })
    else if (now === undefined)
      list.breaking(`${rule}/header-not-set`, { message: `The answer no longer sets ${name}.`, ...details })
    else list.breaking(`${rule}/header-changed`, { message: `The answer sets ${name} to something else.`, ...details })
  }
}

/** What a literal in quotes lists; nothing for a header that is not set, `undefined` for what only a request decides. */
function listOf(source: string | undefined): readonly string[] | undefined {
  if (source === undefined) return []
  if (source.length < 2 || !source.startsWith("'") || !source.endsWith("'")) return undefined
  return source
    .slice(1, -1)
    .split(',')
    .map((one) => one.trim())
}
