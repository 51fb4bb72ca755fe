import type { Reader } from './reader.js'
import { describe } from './reader.js'
import { readValue, startsValue } from './values.js'

/** Spellings of the operators for the neutral source; `not` and `!` stand in front of an operand. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['&&', '&&'],
  ['and', '&&'],
  ['||', '||'],
  ['or', '||'],
  ['==', '=='],
  ['eq', '=='],
  ['!=', '!='],
  ['ne', '!='],
  ['<', '<'],
  ['lt', '<'],
  ['<=', '<='],
  ['le', '<='],
  ['>', '>'],
  ['gt', '>'],
  ['>=', '>='],
  ['ge', '>='],
  ['+', '+'],
  ['-', '-'],
  ['*', '*'],
  ['/', '/'],
  ['%', '%'],
])

/** Reads an expression and answers it in neutral form: operands are names, operators are spelled one way. */
export function readExpression(reader: Reader): string {
  let neutral = readOperand(reader)
  for (;;) {
    const token = reader.peek()
    const operator = token.kind === 'OPERATOR' ? OPERATORS.get(token.image) : undefined
    if (operator === undefined) return neutral
    reader.take()
    neutral += ` ${operator} ${readOperand(reader)}`
  }
}

function readOperand(reader: Reader): string {
  reader.skipBlanks()
  const token = reader.peek()
  if (token.kind === 'OPERATOR' && (token.image === '!' || token.image === 'not')) {
    reader.take()
    return `!${readOperand(reader)}`
  }
  const neutral = readPrimary(reader)
  reader.skipBlanks()
  return neutral
}

function readPrimary(reader: Reader): string {
  const token = reader.peek()
  if (token.kind === 'LPAREN') {
    reader.take()
    const inner = readExpression(reader)
    reader.expect('RPAREN', '`)`')
    return `(${inner})`
  }
  if (!startsValue(token)) reader.fail(`expected a value, found ${describe(token)}`)
  return reader.outline.operand(readValue(reader))
}
