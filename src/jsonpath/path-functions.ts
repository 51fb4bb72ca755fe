import { Double } from '../json/double.js'
import { formatDouble } from '../json/java-number.js'
import { fieldNames, fieldValues, isObject, type JsonValue } from '../json/json-value.js'
import { writeJson } from '../json/write-json.js'
import { MissingIndexError, PathEvaluationError } from './path-errors.js'

/** What a function at the end of a path makes of the value before it and of its arguments. */
export type PathFunction = (model: JsonValue, args: readonly JsonValue[]) => JsonValue

/** The least double above 0, where the engine's `max` starts from, so that numbers below are never the maximum. */
const SMALLEST = Number.MIN_VALUE

function isNumber(value: JsonValue): value is number | bigint | Double {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double
}

/** A Java double: whole numbers print with `.0`. */
function asDouble(value: number): JsonValue {
  return Number.isInteger(value) || !Number.isFinite(value) ? new Double(value) : value
}

function aggregate(combine: (numbers: readonly number[]) => number): PathFunction {
  return (model, args) => {
    const values = [
      ...(Array.isArray(model) ? model : []),
      ...args.flatMap((arg) => (Array.isArray(arg) ? arg : [arg])),
    ]
    const numbers = values.filter(isNumber).map(Number)
    if (numbers.length === 0) throw new PathEvaluationError('No numbers to aggregate')
    return asDouble(combine(numbers))
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0)
}

function deviation(numbers: readonly number[]): number {
  const squares = sum(numbers.map((value) => value * value))
  const total = sum(numbers)
  return Math.sqrt(squares / numbers.length - (total * total) / numbers.length / numbers.length)
}

function length(model: JsonValue): JsonValue {
  if (Array.isArray(model)) return model.length
  return isObject(model) ? fieldNames(model).length : null
}

/** What `keys()` answers: a set in Java, which is written as a list, but which no further step takes for one. */
export class KeySet extends Array<JsonValue> {}

function keys(model: JsonValue): JsonValue {
  return isObject(model) ? KeySet.from(fieldNames(model)) : null
}

function concat(model: JsonValue, args: readonly JsonValue[]): JsonValue {
  const strings = (Array.isArray(model) ? model : []).filter((item) => typeof item === 'string')
  const others = args
    .flatMap((arg) => (Array.isArray(arg) && !(arg instanceof KeySet) ? arg : [arg]))
    .filter((arg) => arg !== null)
  return [...strings, ...others.map(javaText)].join('')
}

/** Java's `toString` of a JSON value. */
function javaText(value: JsonValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : formatDouble(value)
  if (value instanceof KeySet) return `[${value.join(', ')}]`
  if (Array.isArray(value)) return writeJson(value, { escapeSlash: true })
  if (!isObject(value)) return String(value)
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return `{${entries.map(([name, field]) => `${name}=${javaText(field)}`).join(', ')}}`
}

// It changes the document itself, as the engine's does: later readings see the new items.
function append(model: JsonValue, args: readonly JsonValue[]): JsonValue {
  if (!Array.isArray(model)) return model
  for (const arg of args) {
    if (holds(arg, model)) throw new PathEvaluationError('A list cannot be appended to itself')
    model.push(arg)
  }
  return model
}

// The engine makes the circle and fails when it writes it.
function holds(value: JsonValue, list: JsonValue): boolean {
  if (value === list) return true
  if (Array.isArray(value)) return value.some((item) => holds(item, list))
  return isObject(value) && fieldValues(value).some((field) => holds(field, list))
}

function itemAt(model: JsonValue, findIndex: () => number): JsonValue {
  if (!Array.isArray(model)) throw new PathEvaluationError('Not an array')
  const index = findIndex()
  const at = index < 0 ? model.length + index : index
  // The engine's bound is off by one: an index from the end never reaches the first item.
  const item = index < 0 && at <= 0 ? undefined : model[at]
  if (item === undefined) throw new PathEvaluationError(`Target index ${index} larger than ${model.length} items`)
  return item
}

function indexArgument(args: readonly JsonValue[]): number {
  const index = args.flatMap((arg) => (Array.isArray(arg) ? arg : [arg])).find(isNumber)
  if (index === undefined) throw new MissingIndexError()
  return intValue(index)
}

// Java's `intValue`: the low bits of an integer, the nearest int to a decimal.
function intValue(value: number | bigint | Double): number {
  if (typeof value === 'bigint') return Number(BigInt.asIntN(32, value))
  if (typeof value === 'number' && Number.isInteger(value)) return Number(BigInt.asIntN(32, BigInt(value)))
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(Number(value))))
}

const FUNCTIONS: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['avg', aggregate((numbers) => sum(numbers) / numbers.length)],
  ['stddev', aggregate(deviation)],
  ['sum', aggregate(sum)],
  ['min', aggregate((numbers) => numbers.reduce((least, value) => (least > value ? value : least), Number.MAX_VALUE))],
  ['max', aggregate((numbers) => numbers.reduce((most, value) => (most < value ? value : most), SMALLEST))],
  ['concat', concat],
  ['length', length],
  ['size', length],
  ['append', append],
  ['keys', keys],
  ['first', (model) => itemAt(model, () => 0)],
  ['last', (model) => itemAt(model, () => -1)],
  ['index', (model, args) => itemAt(model, () => indexArgument(args))],
])

/** The function of this name; undefined when there is none, which the engine notices only when the path is read. */
export function pathFunction(name: string): PathFunction | undefined {
  return FUNCTIONS.get(name)
}
