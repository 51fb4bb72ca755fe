import type { LexState, MatchKind } from './token.js'

/** The longest match at a place of the template. One object is reused: copy what must last. */
export interface Match {
  kind: MatchKind
  length: number
}

const SPACES = ' \t'
const BLANKS = ' \t\r\n'

const SET = /[ \t]*(?:#set|#\{set\}) *\(/y
const ESCAPED_DIRECTIVE = /(?:\\\\)*\\#(?:[A-Za-z_@][A-Za-z0-9_@]*|\{[A-Za-z_][A-Za-z0-9_@]*\})/y
const DOLLAR_BANG = /\\*\$\\*!/y
const DOLLAR = /\\*\$/y
const EMPTY_INDEX = /\$(?:\[|!\[|\\!\[|\.)/y
const TEXT = /[^$#\\]+/y
const WHITESPACE = /[ \t\r\n]+/y
const INTEGER = /-?[0-9]+(?:\.\.)?/y
const FLOAT = /-?[0-9]+\.[0-9]*(?:[eE][+-]?[0-9]+)?|-?\.[0-9]+(?:[eE][+-]?[0-9]+)?|-?[0-9]+[eE][+-]?[0-9]+/y
const WORD = /[A-Za-z_@][A-Za-z0-9_@]*/y
const BRACKETED_WORD = /\{[A-Za-z_][A-Za-z0-9_@]*\}/y
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y
const DOT = /\.[A-Za-z]/y
const OPERATOR = /&&|\|\||<=|>=|==|!=|[-+*/%<>!=]/y
const WORD_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'lt', 'le', 'gt', 'ge', 'eq', 'ne', 'not'])

/** Finds the longest token of a state at `at`, earlier declared ones first among equals, as the engine's lexer does. */
export function matchAt(source: string, at: number, state: LexState, match: Match): void {
  match.kind = 'EOF'
  match.length = 0
  switch (state) {
    case 'DEFAULT':
      return matchText(source, at, match)
    case 'REFERENCE':
    case 'REFMODIFIER':
      return matchReference(source, at, state, match)
    case 'PRE_DIRECTIVE':
      return matchDirectiveName(source, at, match)
    case 'DIRECTIVE':
      return matchDirective(source, at, match)
    case 'REFMOD2':
      return matchArguments(source, at, match)
    case 'REFINDEX':
      return matchIndex(source, at, match)
    default:
      return matchOpaque(source, at, state, match)
  }
}

function offer(match: Match, kind: MatchKind, length: number): void {
  if (length > match.length) {
    match.kind = kind
    match.length = length
  }
}

function lengthOf(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(source) ? pattern.lastIndex - at : 0
}

/** Prefixes that are looked for in every state: they begin a reference, a directive, a comment. */
function offerMore(source: string, at: number, match: Match): void {
  const first = source[at]
  if (first === '$' || first === '\\') {
    offer(match, 'DOLLAR', lengthOf(DOLLAR, source, at))
    offer(match, 'DOLLAR', lengthOf(DOLLAR_BANG, source, at))
  } else if (first === '#') {
    if (source.startsWith('#[[', at)) offer(match, 'TEXTBLOCK_START', 3)
    if (source.startsWith('#*', at)) offer(match, 'BLOCK_COMMENT_START', 2)
    offer(match, 'HASH', 1)
  }
}

function offerLineComment(source: string, at: number, match: Match): void {
  if (source.startsWith('##', at)) offer(match, 'COMMENT_START', 2)
}

function matchText(source: string, at: number, match: Match): void {
  const first = source[at]
  if (first === '\\') offer(match, 'ESCAPE_DIRECTIVE', lengthOf(ESCAPED_DIRECTIVE, source, at))
  if (first === '#' || first === ' ' || first === '\t') offer(match, 'SET', lengthOf(SET, source, at))
  offerMore(source, at, match)
  offerLineComment(source, at, match)
  if (first === '\\') {
    if (source[at + 1] === '\\') offer(match, 'DOUBLE_ESCAPE', 2)
    offer(match, 'ESCAPE', 1)
  }
  offer(match, 'TEXT', lengthOf(TEXT, source, at))
  if (first === '$') offer(match, 'EMPTY_INDEX', lengthOf(EMPTY_INDEX, source, at))
}

function matchReference(source: string, at: number, state: LexState, match: Match): void {
  const first = source[at]
  if (first === '[') offer(match, 'INDEX_LBRACKET', 1)
  if (first === '(' && state === 'REFMODIFIER') offer(match, 'LPAREN', 1)
  if (first === '#' || first === ' ' || first === '\t') offer(match, 'SET', lengthOf(SET, source, at))
  offerMore(source, at, match)
  if (state === 'REFERENCE') offerLineComment(source, at, match)
  offerName(source, at, match)
  if (first === '{') offer(match, 'LCURLY', 1)
  if (first === '}') offer(match, 'RCURLY', 1)
  offer(match, 'TERMINATOR', 1)
  if (state === 'REFERENCE' && first === '$') offer(match, 'EMPTY_INDEX', lengthOf(EMPTY_INDEX, source, at))
}

function offerName(source: string, at: number, match: Match): void {
  const length = lengthOf(IDENTIFIER, source, at)
  if (length > 0) offer(match, wordKind(source, at, length, 'IDENTIFIER'), length)
  if (source[at] === '.') offer(match, 'DOT', lengthOf(DOT, source, at))
}

function wordKind(source: string, at: number, length: number, other: MatchKind): MatchKind {
  if (length === 4 && source.startsWith('true', at)) return 'TRUE'
  if (length === 5 && source.startsWith('false', at)) return 'FALSE'
  return other
}

const BLOCK_WORDS: ReadonlyMap<string, MatchKind> = new Map<string, MatchKind>([
  ['end', 'END'],
  ['{end}', 'END'],
  ['if', 'IF'],
  ['{if}', 'IF'],
  ['elseif', 'ELSEIF'],
  ['{elseif}', 'ELSEIF'],
  ['else', 'ELSE'],
  ['{else}', 'ELSE'],
])

function matchDirectiveName(source: string, at: number, match: Match): void {
  offerMore(source, at, match)
  offerLineComment(source, at, match)
  const length = lengthOf(WORD, source, at) || lengthOf(BRACKETED_WORD, source, at)
  if (length > 0) {
    const word = source.slice(at, at + length)
    const kind = BLOCK_WORDS.get(word) ?? (source[at] === '{' ? 'BRACKETED_WORD' : 'WORD')
    const eatsLine = kind === 'END' || kind === 'ELSE'
    offer(match, kind, eatsLine ? length + restOfLine(source, at + length) : length)
  }
  offerNumber(source, at, match)
  offer(match, 'TERMINATOR', 1)
}

/** Length of `[ \t]*` and one line break, or 0 when something else follows. */
function restOfLine(source: string, at: number): number {
  let end = at
  while (end < source.length && SPACES.includes(source.charAt(end))) end++
  if (source.startsWith('\r\n', end)) return end + 2 - at
  return source[end] === '\n' || source[end] === '\r' ? end + 1 - at : 0
}

function offerNumber(source: string, at: number, match: Match): void {
  offer(match, 'INTEGER', lengthOf(INTEGER, source, at))
  offer(match, 'FLOAT', lengthOf(FLOAT, source, at))
}

function matchDirective(source: string, at: number, match: Match): void {
  offerPunctuation(source, at, match)
  if (source[at] === '(') offer(match, 'LPAREN', 1)
  if (source[at] === ')') offer(match, 'RPAREN', 1 + restOfLine(source, at + 1))
  offerMore(source, at, match)
  offerLineComment(source, at, match)
  offerBlanksAndString(source, at, match)
  offer(match, 'OPERATOR', lengthOf(OPERATOR, source, at))
  offerNumber(source, at, match)
  const length = lengthOf(WORD, source, at)
  if (length > 0) {
    const operator = WORD_OPERATORS.has(source.slice(at, at + length))
    offer(match, operator ? 'OPERATOR' : wordKind(source, at, length, 'WORD'), length)
  }
  // A brace and a word in braces: the longer one wins, so `{a}` is never a map.
  offer(match, 'BRACKETED_WORD', lengthOf(BRACKETED_WORD, source, at))
}

function matchArguments(source: string, at: number, match: Match): void {
  offerPunctuation(source, at, match)
  if (source[at] === ')') offer(match, 'REFMOD2_RPAREN', 1)
  if (source[at] === '#' || SPACES.includes(source.charAt(at))) offer(match, 'SET', lengthOf(SET, source, at))
  offerMore(source, at, match)
  offerBlanksAndString(source, at, match)
  offerNumber(source, at, match)
  offerName(source, at, match)
}

function matchIndex(source: string, at: number, match: Match): void {
  if (source[at] === ']') offer(match, 'INDEX_RBRACKET', 1)
  offerMore(source, at, match)
  offerBlanksAndString(source, at, match)
  if (source.startsWith('true', at)) offer(match, 'TRUE', 4)
  if (source.startsWith('false', at)) offer(match, 'FALSE', 5)
  offerNumber(source, at, match)
}

const PUNCTUATION: ReadonlyMap<string, MatchKind> = new Map<string, MatchKind>([
  ['[', 'LBRACKET'],
  [']', 'RBRACKET'],
  [',', 'COMMA'],
  [':', 'COLON'],
  ['{', 'LEFT_CURLEY'],
  ['}', 'RIGHT_CURLEY'],
])

function offerPunctuation(source: string, at: number, match: Match): void {
  const kind = PUNCTUATION.get(source.charAt(at))
  if (kind !== undefined) offer(match, kind, 1)
  else if (source.startsWith('..', at)) offer(match, 'DOUBLEDOT', 2)
}

function offerBlanksAndString(source: string, at: number, match: Match): void {
  const first = source.charAt(at)
  if (BLANKS.includes(first)) offer(match, 'WHITESPACE', lengthOf(WHITESPACE, source, at))
  else if (first === '"' || first === "'") offer(match, 'STRING', stringLength(source, at, first))
}

/**
 * A doubled quote stands for one quote, a backslash for itself. The longest reading wins: only when no single quote
 * closes the string, a doubled one is taken apart again.
 */
function stringLength(source: string, at: number, quote: string): number {
  let fallback = 0
  for (let end = source.indexOf(quote, at + 1); end !== -1; end = source.indexOf(quote, end + 2)) {
    if (source[end + 1] !== quote) return end + 1 - at
    fallback = end + 1 - at
  }
  return fallback
}

function matchOpaque(source: string, at: number, state: LexState, match: Match): void {
  offerMore(source, at, match)
  if (match.kind !== 'EOF') match.kind = 'MORE'
  if (state === 'LINE_COMMENT') {
    if (source.startsWith('\r\n', at)) offer(match, 'COMMENT_END', 2)
    else if (source[at] === '\n' || source[at] === '\r') offer(match, 'COMMENT_END', 1)
    offer(match, 'SKIP', 1)
  } else if (state === 'BLOCK_COMMENT') {
    if (source.startsWith('*#', at)) offer(match, 'COMMENT_END', 2)
    offer(match, 'SKIP', 1)
  } else {
    if (source.startsWith(']]#', at)) offer(match, 'TEXTBLOCK', 3)
    offer(match, 'MORE', 1)
  }
}
