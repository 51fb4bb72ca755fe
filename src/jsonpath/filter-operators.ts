import { isObject } from '../json/json-value.js'
import type { JavaRegex } from '../regex/java-regex.js'
import type { FilterOperator } from './filter-expression.js'
import { compareValues, equalValues, listItems, numberText, type FilterValue } from './filter-value.js'
import { PathEvaluationError } from './path-errors.js'

/** What an operator says of its two sides. */
export type Comparison = (left: FilterValue, right: FilterValue) => boolean

/** An operand of a kind that the operator cannot take: the filter then is false as a whole, negations included. */
export class FilterMismatch {
  readonly kind = 'filter-mismatch' as const
}

const MISMATCH = new FilterMismatch()

function ordered(test: (order: number) => boolean): Comparison {
  return (left, right) => {
    const order = compareValues(left, right)
    return order !== undefined && test(order)
  }
}

/** The list on the right of `in` and its kind. @throws {FilterMismatch} for what is no JSON value at all */
function requiredList(value: FilterValue): FilterValue[] | undefined {
  if (value.kind !== 'json') throw MISMATCH
  return listItems(value)
}

function holds(list: readonly FilterValue[], value: FilterValue): boolean {
  return list.some((item) => equalValues(value, item))
}

const isIn: Comparison = (left, right) => {
  const list = requiredList(right)
  return list !== undefined && holds(list, left)
}

const contains: Comparison = (left, right) => {
  if (left.kind === 'string' && right.kind === 'string') return left.text.includes(right.text)
  if (left.kind !== 'json') return false
  const list = listItems(left)
  return list !== undefined && holds(list, right)
}

const hasSize: Comparison = (left, right) => {
  if (right.kind !== 'number') return false
  const size = Math.trunc(Number(right.value))
  if (left.kind === 'string') return left.text.length === size
  if (left.kind !== 'json') return false
  return (Array.isArray(left.json) ? left.json.length : -1) === size
}

const isEmpty: Comparison = (left, right) => {
  if (left.kind !== 'string' && left.kind !== 'json') return false
  if (left.kind === 'json' && isObject(left.json)) {
    throw new PathEvaluationError('An object cannot be tested for emptiness')
  }
  if (right.kind !== 'boolean') throw MISMATCH
  if (left.kind === 'string') return (left.text === '') === right.value
  return (Array.isArray(left.json) && left.json.length === 0) === right.value
}

function overLists(test: (left: FilterValue[], right: FilterValue[]) => boolean): Comparison {
  return (left, right) => {
    const wanted = requiredList(right)
    if (wanted === undefined) return false
    const given = requiredList(left)
    return given !== undefined && test(given, wanted)
  }
}

// One side that is no boolean makes the filter false, two end the whole reading.
const exists: Comparison = (left, right) => {
  if (left.kind === 'boolean' && right.kind === 'boolean') return left.value === right.value
  if (left.kind === 'boolean' || right.kind === 'boolean') throw MISMATCH
  throw new PathEvaluationError('Failed to evaluate exists expression')
}

const matches: Comparison = (left, right) => {
  if (left.kind === 'pattern') return right.kind !== 'pattern' && matchesAny(left.regex, right)
  return right.kind === 'pattern' && matchesAny(right.regex, left)
}

function matchesAny(regex: JavaRegex, value: FilterValue): boolean {
  const items = listItems(value)
  if (items === undefined) return regex.matches(textOf(value))
  return items.some((item) => regex.matches(textOf(item)))
}

function textOf(value: FilterValue): string {
  if (value.kind === 'string') return value.text
  if (value.kind === 'number') return numberText(value)
  return value.kind === 'boolean' ? String(value.value) : ''
}

// Their right sides (a class, a predicate, a ready list) can be given from Java only, never in a path.
const neverFits: Comparison = () => {
  throw MISMATCH
}

const COMPARISONS: ReadonlyMap<FilterOperator, Comparison> = new Map<FilterOperator, Comparison>([
  ['==', equalValues],
  ['!=', (left, right) => !equalValues(left, right)],
  ['===', (left, right) => left.kind === right.kind && equalValues(left, right)],
  ['!==', (left, right) => left.kind !== right.kind || !equalValues(left, right)],
  ['<', ordered((order) => order < 0)],
  ['<=', ordered((order) => order <= 0)],
  ['>', ordered((order) => order > 0)],
  ['>=', ordered((order) => order >= 0)],
  ['=~', matches],
  ['IN', isIn],
  ['NIN', (left, right) => !isIn(left, right)],
  ['CONTAINS', contains],
  ['SIZE', hasSize],
  ['EMPTY', isEmpty],
  ['SUBSETOF', overLists((left, right) => left.every((item) => holds(right, item)))],
  ['ANYOF', overLists((left, right) => left.some((item) => holds(right, item)))],
  ['NONEOF', overLists((left, right) => !left.some((item) => holds(right, item)))],
  ['EXISTS', exists],
])

/** The comparison behind an operator. */
export function comparison(operator: FilterOperator): Comparison {
  return COMPARISONS.get(operator) ?? neverFits
}
