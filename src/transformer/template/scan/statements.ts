import { readDirective } from './directives.js'
import { readExpression } from './expression.js'
import type { Reader } from './reader.js'
import { describe, readEnd } from './reader.js'
import type { Token } from './token.js'
import { readReference } from './values.js'

/** Directives that the engine knows beside its own `#if` and `#set`: a backslash in front of them is an escape. */
export const KNOWN_DIRECTIVES: ReadonlySet<string> = new Set([
  'foreach',
  'include',
  'parse',
  'macro',
  'literal',
  'break',
  'define',
  'stop',
])

const BLOCK_DIRECTIVES: ReadonlySet<string> = new Set(['if', 'end', 'set', 'else', 'elseif'])

/** Reads statements up to something that ends a block, which stays unread. */
export function readStatements(reader: Reader): void {
  while (readStatement(reader));
}

function readStatement(reader: Reader): boolean {
  const token = reader.peek()
  switch (token.kind) {
    case 'IDENTIFIER':
      readOutput(reader)
      return true
    case 'LCURLY':
      if (reader.peek(1).kind === 'IDENTIFIER') readOutput(reader)
      else readText(reader)
      return true
    case 'IF':
      readIf(reader)
      return true
    case 'SET':
      readSet(reader)
      return true
    case 'WORD':
    case 'BRACKETED_WORD':
      readDirective(reader, readStatements)
      return true
    default:
      return readTextual(reader, token)
  }
}

function readTextual(reader: Reader, token: Token): boolean {
  switch (token.kind) {
    case 'TEXT':
    case 'DOT':
    case 'LPAREN':
    case 'RPAREN':
    case 'INTEGER':
    case 'FLOAT':
    case 'STRING':
    case 'ESCAPE':
    case 'RCURLY':
    case 'EMPTY_INDEX':
      readText(reader)
      return true
    case 'COMMENT_START':
      readLineComment(reader)
      return true
    case 'COMMENT_END':
      readBlockComment(reader)
      return true
    case 'TEXTBLOCK':
      reader.outline.text(reader.take().image.slice('#[['.length, -']]#'.length))
      return true
    case 'DOUBLE_ESCAPE':
      readBackslashes(reader)
      return true
    case 'ESCAPE_DIRECTIVE':
      readEscapedDirective(reader)
      return true
    default:
      return false
  }
}

function readText(reader: Reader): void {
  const { special, image } = reader.take()
  reader.outline.text(special + image)
}

// `## …` takes its line break along. A lone `$` or `#` that stuck to the comment's start is printed.
function readLineComment(reader: Reader): void {
  const { image } = reader.take()
  reader.outline.text(image.slice(0, image.indexOf('##')))
  if (reader.peek().kind === 'COMMENT_END') reader.take()
}

function readBlockComment(reader: Reader): void {
  const { image } = reader.take()
  const start = image.indexOf('#*')
  if (start > 0) reader.outline.text(image.slice(0, start))
}

// `\\` in front of a directive is one backslash; anywhere else both stay.
function readBackslashes(reader: Reader): void {
  let count = 0
  while (reader.peek().kind === 'DOUBLE_ESCAPE') {
    reader.take()
    count++
  }
  const { kind, image } = reader.peek()
  const name = image.slice(1)
  const isControl = kind === 'IF' || kind === 'ELSE' || kind === 'ELSEIF' || kind === 'END'
  const escapes = isControl || KNOWN_DIRECTIVES.has(name) || reader.macros.has(name)
  reader.outline.text((escapes ? '\\' : '\\\\').repeat(count))
}

function readEscapedDirective(reader: Reader): void {
  const token = reader.take()
  const image = unescapeDirective(reader, token.image)
  reader.taken[reader.taken.length - 1] = { ...token, image }
  reader.outline.text(image)
}

// `\#if` prints as `#if`; in front of a name that is no directive the backslash stays.
function unescapeDirective(reader: Reader, image: string): string {
  const last = image.lastIndexOf('\\')
  const directive = image.slice(last + 1)
  const name = directive.slice(1).replace(/^\{(.*)\}$/s, '$1')
  const isKnown = KNOWN_DIRECTIVES.has(name) || BLOCK_DIRECTIVES.has(name) || reader.macros.has(name)
  return isKnown ? image.slice(0, last >> 1) + directive : image
}

function readOutput(reader: Reader): void {
  const { reference, image, tail } = readReference(reader)
  if (reference === undefined) {
    // The lexer was still inside a reference when a name came: the engine prints the name and drops what follows it.
    reader.outline.text(image)
    return
  }
  const backslashes = /^\\*/.exec(image)?.[0].length ?? 0
  const dollar = image.lastIndexOf('$')
  const escaped = backslashes % 2 === 1
  reader.outline.output({
    type: 'output',
    reference,
    backslashes: '\\'.repeat(backslashes >> 1),
    prefix: escaped ? '' : image.slice(backslashes, dollar),
    literal: `$${tail}`,
    escaped,
  })
}

function readSet(reader: Reader): void {
  const { outline } = reader
  reader.take()
  reader.skipBlanks()
  const { reference, image } = readReference(reader)
  if (reference === undefined) return reader.fail('`#set` needs a reference to set')
  reader.skipBlanks()
  const equals = reader.peek()
  if (equals.kind !== 'OPERATOR' || equals.image !== '=') reader.fail(`expected \`=\`, found ${describe(equals)}`)
  reader.take()
  // The engine sets what the first token says: `#set(${name} = 1)` and `#set($!name = 1)` set nothing one can refer to.
  const target = outline.operand(reference.steps.length === 0 ? { ...reference, name: image.slice(1) } : reference)
  const value = readExpression(reader)
  reader.expect('RPAREN', '`)` after `#set`')
  reader.lexer.endSet()
  outline.structure(`#set(${target} = ${value})`)
}

function readIf(reader: Reader): void {
  const opening = reader.take()
  reader.outline.structure(`#if(${readCondition(reader)})`)
  readStatements(reader)
  while (reader.peek().kind === 'ELSEIF') {
    reader.take()
    reader.outline.structure(`#elseif(${readCondition(reader)})`)
    readStatements(reader)
  }
  if (reader.peek().kind === 'ELSE') {
    reader.take()
    reader.outline.structure('#else')
    readStatements(reader)
  }
  readEnd(reader, opening)
  reader.outline.structure('#end')
}

function readCondition(reader: Reader): string {
  reader.skipBlanks()
  reader.expect('LPAREN', '`(`')
  const condition = readExpression(reader)
  reader.expect('RPAREN', '`)` after the condition')
  return condition
}
