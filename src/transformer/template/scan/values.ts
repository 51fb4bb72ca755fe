import { Double } from '../../../json/double.js'
import type { Expression, Reference, Step } from '../tree.js'
import type { Reader } from './reader.js'
import { describe } from './reader.js'
import type { Token, TokenKind } from './token.js'

/** A word without `$` where a value stands (`put("k", null)`): the engine reads it as a reference that has no value. */
export const NO_VALUE: Expression = { type: 'constant', value: null }

/** A reference as it stands in the template. */
export interface ReadReference {
  /** Undefined: a bare word. */
  readonly reference: Reference | undefined
  /** The first token's image: `$name`, `\\$!{`, `#$name` … */
  readonly image: string
  /** The text between the `$` and the end. */
  readonly tail: string
}

/** Reads `$name…` or `${name…}` with properties, methods and indexes. */
export function readReference(reader: Reader): ReadReference {
  const first = reader.peek()
  const isBraced = first.kind === 'LCURLY'
  const mark = reader.taken.length
  if (isBraced) reader.take()
  const identifier = reader.expect('IDENTIFIER', 'a name')
  const steps: Step[] = []
  readIndexes(reader, steps)
  while (reader.peek().kind === 'DOT' && reader.peek(1).kind === 'IDENTIFIER') {
    reader.take()
    steps.push(isMethod(reader) ? readMethod(reader) : { type: 'property', name: reader.take().image })
    readIndexes(reader, steps)
  }
  keepDollarOnly(reader, mark, first)
  if (isBraced) reader.expect('RCURLY', 'a `}` that closes the reference')
  const dollar = first.image.lastIndexOf('$')
  const written = reader.taken.slice(mark).reduce((text, { image }) => text + image, '')
  const tail = written.slice(written.indexOf('$') + 1)
  if (dollar === -1) return { reference: undefined, image: first.image, tail }
  const name = isBraced ? identifier.image : first.image.slice(dollar + 1).replace(/^\\*!/, '')
  return { reference: { type: 'reference', name, steps, offset: reader.place(first.start) }, image: first.image, tail }
}

// The engine takes what stuck to the front (`#$name`, `\\$name`) off the token: where it prints as written, that is gone.
function keepDollarOnly(reader: Reader, mark: number, first: Token): void {
  const dollar = first.image.lastIndexOf('$')
  if (dollar > 0) reader.taken[mark] = { ...first, image: first.image.slice(dollar), start: first.start + dollar }
}

function readIndexes(reader: Reader, steps: Step[]): void {
  while (reader.peek().kind === 'INDEX_LBRACKET') {
    reader.take()
    reader.skipBlanks()
    const index = readIndexValue(reader)
    reader.skipBlanks()
    reader.expect('INDEX_RBRACKET', '`]`')
    steps.push({ type: 'index', index })
  }
}

function readIndexValue(reader: Reader): Expression {
  const { kind } = reader.peek()
  const isAllowed = kind === 'STRING' || kind === 'INTEGER' || kind === 'TRUE' || kind === 'FALSE' || isName(kind)
  if (!isAllowed) reader.fail(`expected an index, found ${describe(reader.peek())}`)
  return readValue(reader)
}

const VALUE_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'STRING',
  'INTEGER',
  'FLOAT',
  'TRUE',
  'FALSE',
  'LBRACKET',
  'LEFT_CURLEY',
  'IDENTIFIER',
  'LCURLY',
])

function isName(kind: TokenKind): boolean {
  return kind === 'IDENTIFIER' || kind === 'LCURLY'
}

// The engine looks three tokens ahead: a name, `(`, and the start of an argument or `)`. Otherwise the name is a property
// and the parenthesis is text.
function isMethod(reader: Reader): boolean {
  if (reader.peek(1).kind !== 'LPAREN') return false
  const { kind } = reader.peek(2)
  return kind === 'REFMOD2_RPAREN' || kind === 'WHITESPACE' || VALUE_STARTS.has(kind)
}

function readMethod(reader: Reader): Step {
  const name = reader.take().image
  reader.take()
  const args: Expression[] = []
  if (reader.peek().kind !== 'REFMOD2_RPAREN') {
    args.push(readParameter(reader))
    while (reader.peek().kind === 'COMMA') {
      reader.take()
      args.push(readParameter(reader))
    }
  }
  reader.expect('REFMOD2_RPAREN', `\`)\` after the arguments of ${name}`)
  return { type: 'method', name, args }
}

function readParameter(reader: Reader): Expression {
  reader.skipBlanks()
  const value = readValue(reader)
  reader.skipBlanks()
  return value
}

/** Whether a value can start with this token. */
export function startsValue(token: Token): boolean {
  return VALUE_STARTS.has(token.kind)
}

/** Reads a literal or a reference; no operators. */
export function readValue(reader: Reader): Expression {
  const token = reader.peek()
  switch (token.kind) {
    case 'STRING':
      return readStringLiteral(reader, reader.take())
    case 'INTEGER':
      return { type: 'constant', value: integer(reader.take().image) }
    case 'FLOAT':
      return { type: 'constant', value: decimal(reader.take().image) }
    case 'TRUE':
    case 'FALSE':
      reader.take()
      return { type: 'constant', value: token.kind === 'TRUE' }
    case 'LBRACKET':
      return readList(reader)
    case 'LEFT_CURLEY':
      return readMap(reader)
    case 'IDENTIFIER':
    case 'LCURLY':
      return readReference(reader).reference ?? NO_VALUE
    default:
      return reader.fail(`expected a value, found ${describe(token)}`)
  }
}

function integer(text: string): number | bigint {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value + 0 : BigInt(text)
}

function decimal(text: string): number | Double {
  const value = Number(text)
  return Number.isInteger(value) ? new Double(value) : value
}

function readList(reader: Reader): Expression {
  reader.take()
  if (reader.peek().kind === 'RBRACKET') {
    reader.take()
    return { type: 'list', items: [] }
  }
  reader.skipBlanks()
  const isRangeStart = reader.peek().kind === 'INTEGER' || isName(reader.peek().kind)
  const first = readParameter(reader)
  if (isRangeStart && reader.peek().kind === 'DOUBLEDOT') return readRange(reader, first)
  const items = [first]
  while (reader.peek().kind === 'COMMA') {
    reader.take()
    items.push(readParameter(reader))
  }
  reader.expect('RBRACKET', '`]` after the items of a list')
  return { type: 'list', items }
}

function readRange(reader: Reader, from: Expression): Expression {
  reader.take()
  reader.skipBlanks()
  const { kind } = reader.peek()
  if (kind !== 'INTEGER' && !isName(kind)) reader.fail('a range goes from one whole number or reference to another')
  const to = readParameter(reader)
  reader.expect('RBRACKET', '`]` after a range')
  return { type: 'range', from, to }
}

function readMap(reader: Reader): Expression {
  reader.take()
  const entries: [Expression, Expression][] = []
  const isEmpty = closesMap(reader.peek()) || (reader.peek().kind === 'WHITESPACE' && closesMap(reader.peek(1)))
  if (isEmpty) reader.skipBlanks()
  else readEntries(reader, entries)
  if (!closesMap(reader.peek())) reader.fail(`expected \`}\` after a map, found ${describe(reader.peek())}`)
  reader.take()
  return { type: 'map', entries }
}

function closesMap(token: Token): boolean {
  return token.kind === 'RIGHT_CURLEY' || token.kind === 'RCURLY'
}

function readEntries(reader: Reader, entries: [Expression, Expression][]): void {
  for (;;) {
    const key = readParameter(reader)
    reader.expect('COLON', '`:` after the key of a map')
    entries.push([key, readParameter(reader)])
    if (reader.peek().kind !== 'COMMA') return
    reader.take()
  }
}

const UNICODE_ESCAPE = /\\u(?:([0-9a-fA-F]{4})|)/g

/**
 * In either kind a doubled quote is one quote. Only double quotes decode `\uXXXX`, and only they hold references and
 * directives.
 */
function readStringLiteral(reader: Reader, token: Token): Expression {
  const quote = token.image.charAt(0)
  let content = token.image.slice(1, -1)
  if (quote === '"') {
    content = content.replace(UNICODE_ESCAPE, (escape, digits: string | undefined) => {
      if (digits === undefined) reader.fail(`\`${escape}\` must be followed by four hexadecimal digits`, token)
      return String.fromCharCode(Number.parseInt(digits, 16))
    })
  }
  content = content.replaceAll(quote + quote, quote)
  const isTemplate = quote === '"' && /[$#]/.test(token.image)
  return isTemplate ? reader.readString(content, token.start) : { type: 'constant', value: content }
}
