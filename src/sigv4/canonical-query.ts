import { uriEncode } from './uri-encode.js'

const RULES = { escapes: true, plus: true, slash: false } as const
/** One pair whose parts need no change: nothing to sort either. */
const PLAIN_PAIR = /^[\w.~-]+=[\w.~-]*$/

/** The query parameters of a signature, by name in lower case. */
export type QueryParameters = ReadonlyMap<string, readonly string[]>

/**
 * The query as it is signed: each name and value in its one encoded form, sorted by name, then value. `+` is a blank,
 * a name without `=` has the empty value, `;` is text. `X-Amz-Signature` is left out of a presigned query.
 */
export function canonicalQuery(rawQuery: string, presigned: boolean): string {
  if (rawQuery === '' || (!presigned && PLAIN_PAIR.test(rawQuery))) return rawQuery
  const pairs: [name: string, value: string][] = []
  let sorted = true
  for (const part of rawQuery.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = uriEncode(equals < 0 ? part : part.slice(0, equals), RULES)
    if (presigned && name.toLowerCase() === 'x-amz-signature') continue
    const pair: [string, string] = [name, equals < 0 ? '' : uriEncode(part.slice(equals + 1), RULES)]
    const before = pairs.at(-1)
    if (before !== undefined && comparePairs(before, pair) > 0) sorted = false
    pairs.push(pair)
  }
  if (!sorted) pairs.sort(comparePairs)
  let text = ''
  for (const [name, value] of pairs) text += `${text === '' ? '' : '&'}${name}=${value}`
  return text
}

/** The `X-Amz-…` parameters of a query, decoded. */
export function readAmzParameters(rawQuery: string): QueryParameters {
  const found = new Map<string, string[]>()
  for (const part of rawQuery.split('&')) {
    const equals = part.indexOf('=')
    const name = decode(equals < 0 ? part : part.slice(0, equals)).toLowerCase()
    if (!name.startsWith('x-amz-')) continue
    const value = equals < 0 ? '' : decode(part.slice(equals + 1))
    const values = found.get(name)
    if (values === undefined) found.set(name, [value])
    else values.push(value)
  }
  return found
}

/** Whether a query may hold a signature. Cheap, since every request is asked. */
export function mayBePresigned(rawQuery: string): boolean {
  return rawQuery !== '' && /x-amz-(?:signature|algorithm)=/i.test(rawQuery)
}

function decode(text: string): string {
  const plain = text.replaceAll('+', ' ')
  if (!plain.includes('%')) return plain
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

/** All is ASCII here, so code units are in the order of bytes. */
function comparePairs(a: readonly [string, string], b: readonly [string, string]): number {
  return compare(a[0], b[0]) || compare(a[1], b[1])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
