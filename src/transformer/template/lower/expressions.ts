import { TemplateFault } from '../errors.js'
import { MAX_ITEMS } from '../methods/list.js'
import type { BinaryOperator, Expression } from '../tree.js'
import { add, divide, modulo, multiply, subtract } from '../values/arithmetic.js'
import { looselyEqual } from '../values/compare.js'
import { JavaList } from '../values/java-values.js'
import { compareNumbers, isNumber, toInt } from '../values/numbers.js'
import type { Evaluate, Test } from './frame.js'
import type { Lowering } from './lowering.js'
import { lowerReferenceTest, lowerReferenceValue } from './references.js'

type Binary = Extract<Expression, { type: 'binary' }>

/** Lowers an expression to its value; a reference without a value gives the empty string, as the service has it. */
export function lowerExpression(expression: Expression, lowering: Lowering): Evaluate {
  switch (expression.type) {
    case 'constant': {
      const { value } = expression
      return () => value
    }
    case 'reference':
      return lowerReferenceValue(expression, lowering)
    case 'string':
      return lowering.lowerString(expression)
    case 'list':
      return lowerList(expression.items, lowering)
    case 'map':
      return lowerMap(expression.entries, lowering)
    case 'range':
      return lowerRange(lowerExpression(expression.from, lowering), lowerExpression(expression.to, lowering))
    case 'not':
      return lowerTest(expression, lowering)
    default:
      return lowerBinary(expression, lowering)
  }
}

function lowerList(items: readonly Expression[], lowering: Lowering): Evaluate {
  const parts = items.map((item) => lowerExpression(item, lowering))
  return (frame) => {
    const list = new JavaList()
    for (let at = 0; at < parts.length; at++) list.push(parts[at]?.(frame))
    return list
  }
}

function lowerMap(entries: readonly (readonly [Expression, Expression])[], lowering: Lowering): Evaluate {
  const parts = entries.map(
    ([key, value]) => [lowerExpression(key, lowering), lowerExpression(value, lowering)] as const,
  )
  return (frame) => {
    const map = new Map<unknown, unknown>()
    for (const [key, value] of parts) map.set(key(frame), value(frame) ?? null)
    return map
  }
}

function lowerRange(from: Evaluate, to: Evaluate): Evaluate {
  return (frame) => {
    const first = from(frame)
    const last = to(frame)
    return isNumber(first) && isNumber(last) ? range(toInt(first), toInt(last)) : null
  }
}

function range(first: number, last: number): JavaList {
  const size = Math.abs(last - first) + 1
  if (size > MAX_ITEMS) throw new TemplateFault(`a range has more than ${MAX_ITEMS} items`)
  const list = new JavaList()
  const step = first <= last ? 1 : -1
  for (let at = 0; at < size; at++) list.push(first + at * step)
  return list
}

function lowerBinary(expression: Binary, lowering: Lowering): Evaluate {
  const arithmetic = ARITHMETIC[expression.operator]
  if (arithmetic === undefined) return lowerTest(expression, lowering)
  const left = lowerExpression(expression.left, lowering)
  const right = lowerExpression(expression.right, lowering)
  return (frame) => arithmetic(left(frame), right(frame))
}

const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, (left: unknown, right: unknown) => unknown>>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
}

const COMPARISONS: Readonly<Partial<Record<BinaryOperator, (order: number) => boolean>>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/**
 * Lowers an expression to a condition. Only `false` is false; but a literal or a computed value as the whole condition
 * is not a condition for the engine, and false.
 */
export function lowerTest(expression: Expression, lowering: Lowering): Test {
  switch (expression.type) {
    case 'reference':
      return lowerReferenceTest(expression, lowering)
    case 'constant': {
      const isTrue = expression.value === true
      return () => isTrue
    }
    case 'not': {
      const operand = lowerTest(expression.operand, lowering)
      return (frame) => !operand(frame)
    }
    case 'binary':
      return lowerCondition(expression, lowering)
    default:
      return () => false
  }
}

function lowerCondition(expression: Binary, lowering: Lowering): Test {
  const { operator } = expression
  if (operator === '&&' || operator === '||') return lowerLogic(expression, lowering)
  if (ARITHMETIC[operator] !== undefined) return () => false
  const left = lowerExpression(expression.left, lowering)
  const right = lowerExpression(expression.right, lowering)
  if (operator === '==') return (frame) => looselyEqual(left(frame), right(frame))
  if (operator === '!=') return (frame) => !looselyEqual(left(frame), right(frame))
  const accepts = COMPARISONS[operator] as (order: number) => boolean
  return (frame) => compares(left(frame), right(frame), accepts)
}

function compares(left: unknown, right: unknown, accepts: (order: number) => boolean): boolean {
  return isNumber(left) && isNumber(right) && accepts(compareNumbers(left, right))
}

function lowerLogic(expression: Binary, lowering: Lowering): Test {
  const left = lowerTest(expression.left, lowering)
  const right = lowerTest(expression.right, lowering)
  if (expression.operator === '&&') return (frame) => left(frame) && right(frame)
  return (frame) => left(frame) || right(frame)
}
