import {
  closingIndex,
  current,
  cursorOver,
  indexWithin,
  invalid,
  isTail,
  nextSignificant,
  type Cursor,
} from './cursor.js'
import { readFunctionParameters } from './parse-function-parameters.js'
import { parseFilter } from './parse-filter.js'
import { InvalidPathError } from './path-errors.js'
import type { FunctionParameter, ParsedPath, PathToken } from './path-token.js'
import { unescapeName } from './unescape-name.js'

/** Longer paths are refused: nobody writes them, and some of the grammar's looks back are quadratic. */
const MAX_LENGTH = 8192
/** How deep filters and function arguments may hold paths. */
const MAX_NESTING = 32
const INT_LIMIT = 2 ** 31

/**
 * Parses a JSONPath by Jayway's grammar. A path without `$` or `@` is read as if `$.` stood before it.
 * @throws {InvalidPathError} for what Jayway refuses
 */
export function parsePath(text: string, nesting = 0): ParsedPath {
  if (text.length > MAX_LENGTH || nesting > MAX_NESTING) invalid(text.slice(0, 80), 'too long or too deep')
  if (text === '') invalid(text, 'empty')
  const cursor = cursorOver(text.startsWith('$') || text.startsWith('@') ? text : `$.${text}`)
  if (cursor.text[cursor.end - 1] === '.') invalid(text, "must not end with '.'")
  return parseTokens(cursor, nesting)
}

/** Parses a function's argument, which must start with `$` or `@` itself. */
function parseArgument(text: string, nesting: number): ParsedPath {
  if (nesting > MAX_NESTING) invalid(text.slice(0, 80), 'too deep')
  return parseTokens({ text, at: 0, end: text.length }, nesting)
}

function parseTokens(cursor: Cursor, nesting: number): ParsedPath {
  const tokens: PathToken[] = []
  const fromRoot = current(cursor) === '$'
  if (!isTail(cursor)) {
    cursor.at++
    if (current(cursor) !== '.' && current(cursor) !== '[') invalid(cursor.text, "expected '.' or '['")
    do readToken(cursor, tokens, nesting)
    while (!isTail(cursor))
  }
  return { text: cursor.text, fromRoot, tokens }
}

function readToken(cursor: Cursor, tokens: PathToken[], nesting: number): void {
  if (current(cursor) === '.') readDots(cursor, tokens)
  if (current(cursor) === '[') tokens.push(readBracket(cursor, nesting))
  else if (current(cursor) === '*') {
    cursor.at++
    tokens.push({ kind: 'wildcard' })
  } else tokens.push(readNameOrFunction(cursor, nesting))
}

function readDots(cursor: Cursor, tokens: PathToken[]): void {
  cursor.at++
  if (current(cursor) === '.') {
    tokens.push({ kind: 'scan' })
    cursor.at++
  }
  if (current(cursor) === '.') invalid(cursor.text, `'.' at ${cursor.at} is not valid`)
}

function readNameOrFunction(cursor: Cursor, nesting: number): PathToken {
  const start = cursor.at
  let at = start
  while (at < cursor.end && !'.[('.includes(cursor.text[at] ?? '')) {
    if (cursor.text[at] === ' ') invalid(cursor.text, "a name with blanks must be written as ['my name']")
    at++
  }
  const name = cursor.text.slice(start, at)
  cursor.at = at
  if (cursor.text[at] !== '(' || at >= cursor.end) return { kind: 'names', names: [name] }
  return { kind: 'function', name, parameters: readParameters(cursor, nesting) }
}

function readParameters(cursor: Cursor, nesting: number): FunctionParameter[] {
  const open = cursor.at
  if (closedParenthesis(cursor) === -1) invalid(cursor.text, 'arguments are not closed')
  cursor.at = open + 1
  // Without arguments the engine stops on the `)` and, if more follows, reads on from there.
  if (current(cursor) === ')') return []
  return readFunctionParameters(cursor, (text) => parseArgument(text, nesting + 1))
}

function closedParenthesis(cursor: Cursor): number {
  let depth = 0
  for (let at = cursor.at; at < cursor.end; at++) {
    if (cursor.text[at] === '(') depth++
    else if (cursor.text[at] === ')' && --depth === 0) return at
  }
  return -1
}

function readBracket(cursor: Cursor, nesting: number): PathToken {
  const first = cursor.text[nextSignificant(cursor)] ?? ''
  if (first === "'" || first === '"') return readNames(cursor, first)
  if (/[\d:-]/.test(first)) return readNumbers(cursor)
  if (first === '*') return readBracketWildcard(cursor)
  if (first === '?') return readFilter(cursor, nesting)
  return invalid(cursor.text, `unexpected token at ${cursor.at}`)
}

function readBracketWildcard(cursor: Cursor): PathToken {
  const close = nextSignificant(cursor, nextSignificant(cursor))
  if (close >= cursor.end || cursor.text[close] !== ']') invalid(cursor.text, "expected ']' behind '*'")
  cursor.at = close + 1
  return { kind: 'wildcard' }
}

function readFilter(cursor: Cursor, nesting: number): PathToken {
  const open = nextSignificant(cursor, nextSignificant(cursor))
  if (cursor.text[open] !== '(') invalid(cursor.text, 'a filter needs (…)')
  const close = closingIndex(cursor, open, ')', true)
  const end = close === -1 ? -1 : nextSignificant(cursor, close)
  if (end === -1 || end >= cursor.end || cursor.text[end] !== ']') invalid(cursor.text, 'the filter is not closed')
  const filter = parseFilter(cursor.text.slice(open, close + 1), (text) => parsePath(text, nesting + 1))
  cursor.at = end + 1
  return { kind: 'filter', filter }
}

/** `[0]`, `[0, -1]`, `[1:3]`. A step as in `[0:4:2]` is read over. */
function readNumbers(cursor: Cursor): PathToken {
  const close = indexWithin(cursor, ']', cursor.at + 1)
  const inner = close === -1 ? '' : cursor.text.slice(cursor.at + 1, close).trim()
  if (!/^[\d,:\- ]+$/.test(inner)) invalid(cursor.text, `unexpected token at ${cursor.at}`)
  cursor.at = close + 1
  if (!inner.includes(':')) {
    return { kind: 'indexes', indexes: inner.split(',').map((part) => integer(part.trim(), cursor)) }
  }
  if (!/^[\d:-]+$/.test(inner)) invalid(cursor.text, 'a slice holds digits only')
  const [from = '', to = ''] = inner.split(':')
  if (from === '' && to === '') invalid(cursor.text, 'an empty slice')
  const bound = (part: string): number | undefined => (part === '' ? undefined : integer(part, cursor))
  return { kind: 'slice', from: bound(from), to: bound(to) }
}

function integer(digits: string, cursor: Cursor): number {
  const value = /^-?\d+$/.test(digits) ? Number(digits) : Number.NaN
  if (!(value >= -INT_LIMIT && value < INT_LIMIT)) {
    throw new InvalidPathError(`Invalid path ${cursor.text}: no index: ${digits}`)
  }
  return value
}

/** `['a']`, `["a", "b"]`: the first quote decides which kind counts in these brackets. */
function readNames(cursor: Cursor, quote: string): PathToken {
  const names: string[] = []
  let afterComma = false
  let lastQuote = cursor.at
  let at = cursor.at + 1
  for (; at < cursor.end && cursor.text[at] !== ']'; at++) {
    const character = cursor.text[at]
    if (character === quote) {
      const close = closingQuote(cursor, at, quote)
      names.push(unescapeName(cursor.text.slice(at + 1, close)))
      at = lastQuote = close
      afterComma = false
    } else if (character === ',') {
      if (afterComma) invalid(cursor.text, 'an empty name')
      afterComma = true
    } else if (character === '\\') at++
  }
  if (afterComma && at < cursor.end) invalid(cursor.text, 'an empty name')
  const end = nextSignificant(cursor, lastQuote)
  if (cursor.text[end] !== ']' || end >= cursor.end) invalid(cursor.text, "missing ']'")
  cursor.at = end + 1
  return { kind: 'names', names }
}

function closingQuote(cursor: Cursor, open: number, quote: string): number {
  for (let at = open + 1; at < cursor.end; at++) {
    if (cursor.text[at] === '\\') at++
    else if (cursor.text[at] === quote) {
      const next = cursor.text[nextSignificant(cursor, at)]
      if (next !== ']' && next !== ',') invalid(cursor.text, 'names must be separated by commas')
      return at
    }
  }
  return invalid(cursor.text, `missing closing ${quote}`)
}
