import { invalid, type Cursor } from './cursor.js'
import type { FunctionParameter, ParsedPath } from './path-token.js'

interface Depths {
  parentheses: number
  brackets: number
  braces: number
  quotes: number
}

/**
 * Reads a function's arguments, from behind its `(` to behind its `)`. An argument is JSON when it starts with a digit,
 * `-`, `"` or `{`, a path when it starts with `$` or `@`; anything else is read over without a word, as the engine does.
 *
 * @throws {InvalidPathError} for unbalanced brackets, or a path that is none
 */
export function readFunctionParameters(cursor: Cursor, parsePath: (text: string) => ParsedPath): FunctionParameter[] {
  const parameters: FunctionParameter[] = []
  const depths: Depths = { parentheses: 1, brackets: 0, braces: 0, quotes: 0 }
  let kind: FunctionParameter['kind'] | undefined
  let text = ''
  let prior = ''
  let done = false
  while (cursor.at < cursor.end && !done) {
    const character = cursor.text[cursor.at++] ?? ''
    if (kind === undefined) {
      if (/[ \t\n\r]/.test(character)) continue
      kind = kindOf(character)
    }
    count(depths, character, prior, cursor)
    if (character === ')' && (depths.parentheses < 0 || prior === '(')) text += character
    if (endsParameter(depths, character)) {
      done = depths.parentheses === 0
      if (kind === 'json') parameters.push({ kind, text })
      else if (kind === 'path') parameters.push({ kind, path: parsePath(text) })
      // What was read over leaves the `)` of its empty parentheses to the argument behind it, as in the engine.
      if (kind !== undefined) text = ''
      kind = undefined
    }
    if (kind !== undefined && !(character === ',' && isOutermost(depths))) text += character
    prior = character
  }
  if (depths.braces !== 0 || depths.parentheses !== 0 || depths.brackets !== 0) {
    invalid(cursor.text, 'arguments are not closed')
  }
  return parameters
}

function kindOf(first: string): FunctionParameter['kind'] | undefined {
  if (/[\d{"-]/.test(first)) return 'json'
  return first === '$' || first === '@' ? 'path' : undefined
}

function isOutermost({ parentheses, brackets, braces }: Depths): boolean {
  return braces === 0 && brackets === 0 && parentheses === 1
}

function endsParameter(depths: Depths, character: string): boolean {
  if (character !== ',' && character !== ')') return false
  if (depths.quotes !== 0 || depths.braces !== 0 || depths.brackets !== 0) return false
  return depths.parentheses === 1 || (depths.parentheses === 0 && character === ')')
}

function count(depths: Depths, character: string, prior: string, cursor: Cursor): void {
  switch (character) {
    case '"':
      depths.quotes += prior !== '\\' && depths.quotes > 0 ? -1 : 1
      break
    case '(':
      depths.parentheses++
      break
    case ')':
      depths.parentheses--
      break
    case '{':
      depths.braces++
      break
    case '[':
      depths.brackets++
      break
    case '}':
      if (depths.braces-- === 0) invalid(cursor.text, "unexpected '}'")
      break
    case ']':
      if (depths.brackets-- === 0) invalid(cursor.text, "unexpected ']'")
      break
    default:
  }
}
