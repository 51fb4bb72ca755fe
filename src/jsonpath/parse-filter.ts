import { closingIndex, current, cursorOver, invalid, nextUnescaped, skipBlanks, type Cursor } from './cursor.js'
import {
  FILTER_OPERATORS,
  type FilterExpression,
  type FilterOperand,
  type FilterOperator,
} from './filter-expression.js'
import { InvalidPathError } from './path-errors.js'
import type { ParsedPath } from './path-token.js'
import { unescapeName } from './unescape-name.js'

/** How deep parentheses and `!` may nest. */
const MAX_NESTING = 64
const BIG_DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,9})?$/

interface Reader extends Cursor {
  readonly parsePath: (text: string) => ParsedPath
  nesting: number
}

/**
 * Parses what stands in `[?…]`, its parentheses included.
 * @throws {InvalidPathError} for what Jayway refuses
 */
export function parseFilter(text: string, parsePath: (text: string) => ParsedPath): FilterExpression {
  const reader: Reader = { ...cursorOver(text), parsePath, nesting: 0 }
  const expression = readOr(reader)
  skipBlanks(reader)
  if (reader.at < reader.end) invalid(text, `unexpected '${text.slice(reader.at)}' behind the filter`)
  return expression
}

function readOr(reader: Reader): FilterExpression {
  const parts = [readAnd(reader)]
  while (accept(reader, '||')) parts.push(readAnd(reader))
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'or', parts }
}

function readAnd(reader: Reader): FilterExpression {
  const parts = [readPart(reader)]
  while (accept(reader, '&&')) parts.push(readPart(reader))
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'and', parts }
}

/** Moves over a logical operator if it stands next, else not even over the blanks before it. */
function accept(reader: Reader, operator: string): boolean {
  const start = reader.at
  skipBlanks(reader)
  if (reader.at + operator.length <= reader.end && reader.text.startsWith(operator, reader.at)) {
    reader.at += operator.length
    return true
  }
  reader.at = start
  return false
}

function readPart(reader: Reader): FilterExpression {
  if (++reader.nesting > MAX_NESTING) invalid(reader.text.slice(0, 80), 'nested too deeply')
  const part = readNegatable(reader)
  reader.nesting--
  return part
}

function readNegatable(reader: Reader): FilterExpression {
  skipBlanks(reader)
  const start = reader.at
  if (current(reader) === '!') {
    reader.at++
    skipBlanks(reader)
    // `!@.a` asks whether the path is missing; anything else behind `!` is negated.
    if (current(reader) !== '$' && current(reader) !== '@') return { kind: 'not', part: readPart(reader) }
    reader.at = start
  }
  if (current(reader) !== '(') return readComparison(reader)
  reader.at++
  const inner = readOr(reader)
  skipBlanks(reader)
  if (current(reader) !== ')') invalid(reader.text, "expected ')'")
  reader.at++
  return inner
}

function readComparison(reader: Reader): FilterExpression {
  const left = readOperand(reader)
  const behindLeft = reader.at
  try {
    const operator = readOperator(reader)
    const right = readOperand(reader)
    return { kind: 'compare', left, operator, right }
  } catch (error) {
    // Without an operator and a value it is a test for existence; what really is wrong shows up behind it.
    if (!(error instanceof InvalidPathError) || error instanceof BrokenNumberError) throw error
    reader.at = behindLeft
  }
  if (left.kind !== 'path') invalid(reader.text, 'expected a path')
  return { kind: 'exists', path: left.path, expected: left.shouldExist }
}

function isOperatorCharacter(character: string | undefined): boolean {
  return character !== undefined && '<>=~!'.includes(character)
}

function readOperator(reader: Reader): FilterOperator {
  skipBlanks(reader)
  const start = reader.at
  if (isOperatorCharacter(current(reader))) {
    while (reader.at < reader.end && isOperatorCharacter(reader.text[reader.at])) reader.at++
  } else {
    while (reader.at < reader.end && reader.text[reader.at] !== ' ') reader.at++
  }
  const word = reader.text.slice(start, reader.at).toUpperCase()
  return FILTER_OPERATORS.find((operator) => operator === word) ?? invalid(reader.text, `unknown operator ${word}`)
}

function readOperand(reader: Reader): FilterOperand {
  skipBlanks(reader)
  const character = current(reader)
  switch (character) {
    case '$':
    case '@':
      return readPath(reader)
    case '!':
      reader.at++
      skipBlanks(reader)
      return '$@'.includes(current(reader)) ? readPath(reader) : invalid(reader.text, "unexpected '!'")
    case "'":
    case '"':
      return readString(reader, character)
    case 't':
    case 'f':
    case 'n':
      return readWord(reader)
    case '{':
    case '[':
      return { kind: 'json', text: readJson(reader, character) }
    case '/':
      return readPattern(reader)
    default:
      return readNumber(reader)
  }
}

function readWord(reader: Reader): FilterOperand {
  for (const word of ['true', 'false', 'null']) {
    if (!reader.text.startsWith(word, reader.at) || reader.at + word.length > reader.end) continue
    reader.at += word.length
    return word === 'null' ? { kind: 'null' } : { kind: 'boolean', value: word === 'true' }
  }
  return invalid(reader.text, 'expected true, false or null')
}

function readString(reader: Reader, quote: string): FilterOperand {
  const close = nextUnescaped(reader, reader.at, quote)
  if (close === -1) invalid(reader.text, `missing closing ${quote}`)
  const text = unescapeName(reader.text.slice(reader.at + 1, close))
  reader.at = close + 1
  return { kind: 'string', text }
}

function readJson(reader: Reader, open: string): string {
  const start = reader.at
  const close = closingIndex(reader, start, open === '[' ? ']' : '}', false)
  if (close === -1) invalid(reader.text, `${open} is not closed`)
  reader.at = close + 1
  return reader.text.slice(start, reader.at)
}

function readPattern(reader: Reader): FilterOperand {
  const close = nextUnescaped(reader, reader.at, '/')
  if (close === -1) invalid(reader.text, 'the regular expression is not closed')
  let end = close + 1
  while (end < reader.end && 'dixmsuU'.includes(reader.text[end] ?? ' ')) end++
  const pattern = reader.text.slice(reader.at + 1, close)
  const flags = reader.text.slice(close + 1, end)
  reader.at = end
  return { kind: 'pattern', pattern, flags }
}

/** A broken number refuses the whole filter, where other broken operands fall back to a test for existence. */
class BrokenNumberError extends InvalidPathError {}

function readNumber(reader: Reader): FilterOperand {
  const start = reader.at
  while (reader.at < reader.end && /[\d.eE-]/.test(reader.text[reader.at] ?? '')) reader.at++
  const literal = reader.text.slice(start, reader.at)
  if (!BIG_DECIMAL.test(literal)) throw new BrokenNumberError(`Invalid path ${reader.text}: no number: ${literal}`)
  return { kind: 'number', literal }
}

function readPath(reader: Reader): FilterOperand {
  const start = reader.at
  const shouldExist = previousSignificant(reader) !== '!'
  reader.at++
  while (reader.at < reader.end) {
    if (reader.text[reader.at] === '[') {
      const close = closingIndex(reader, reader.at, ']', false)
      if (close === -1) invalid(reader.text, '[ is not closed')
      reader.at = close + 1
    }
    const character = reader.text[reader.at]
    if (reader.at >= reader.end || isOperatorCharacter(character) || character === ' ') break
    if (character === ')' && !closesFunction(reader, start)) break
    reader.at++
  }
  return { kind: 'path', path: reader.parsePath(reader.text.slice(start, reader.at)), shouldExist }
}

function previousSignificant(reader: Reader): string | undefined {
  let at = reader.at - 1
  while (at >= 0 && reader.text[at] === ' ') at--
  return reader.text[at]
}

// `@.a.length()`: only a `)` right behind its `(`, with a `.` somewhere before, belongs to the path.
function closesFunction(reader: Reader, start: number): boolean {
  let at = reader.at - 1
  while (at >= 0 && reader.text[at] === ' ') at--
  return reader.text[at] === '(' && reader.text.slice(start + 1, at).includes('.')
}
