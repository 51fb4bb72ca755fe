import { Double } from '../json/double.js'
import { formatBigDecimal, formatDouble } from '../json/java-number.js'
import { fieldNames, getField, isObject, type JsonValue } from '../json/json-value.js'
import { parseJson } from '../json/parse-json.js'
import type { JavaRegex } from '../regex/java-regex.js'
import { PathEvaluationError } from './path-errors.js'
import { KeySet } from './path-functions.js'
import { unescapeName } from './unescape-name.js'

/** One side of a comparison while a filter runs. The kinds are what the operators tell apart. */
export type FilterValue =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number | bigint; readonly literal: string | undefined }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'undefined' }
  | { readonly kind: 'json'; readonly json: JsonValue; readonly isLiteral: boolean }
  | { readonly kind: 'pattern'; readonly regex: JavaRegex }
  /** A string of a list that looks like a path. It equals nothing. */
  | { readonly kind: 'path' }

type NumberValue = Extract<FilterValue, { kind: 'number' }>

const BIG_DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,9})?$/

/** Missing: equals nothing, not even null. */
export const UNDEFINED: FilterValue = { kind: 'undefined' }
const NULL: FilterValue = { kind: 'null' }
const TRUE: FilterValue = { kind: 'boolean', value: true }
const FALSE: FilterValue = { kind: 'boolean', value: false }

/** A value of the document as an operand. */
export function filterValue(value: JsonValue): FilterValue {
  switch (typeof value) {
    case 'string':
      return { kind: 'string', text: value }
    case 'number':
    case 'bigint':
      return { kind: 'number', value, literal: undefined }
    case 'boolean':
      return value ? TRUE : FALSE
    default:
      if (value === null) return NULL
      if (value instanceof Double) return { kind: 'number', value: value.value, literal: value.toString() }
      if (value instanceof KeySet) throw new PathEvaluationError('Could not determine value type')
      return { kind: 'json', json: value, isLiteral: false }
  }
}

/** A number as written in a filter. */
export function numberLiteral(literal: string): FilterValue {
  return { kind: 'number', value: Number(literal), literal }
}

/** How Java's `BigDecimal` prints the number: `7`, `10.0`, `1.0E+7`. */
export function numberText({ value, literal }: NumberValue): string {
  if (literal !== undefined) return formatBigDecimal(literal)
  if (typeof value === 'bigint' || Number.isInteger(value)) return String(value)
  return formatBigDecimal(formatDouble(value))
}

/** What `==` says. A string is converted to a number or back when the other side is of the other kind. */
export function equalValues(left: FilterValue, right: FilterValue): boolean {
  switch (left.kind) {
    case 'string':
      if (right.kind === 'string') return left.text === right.text
      return right.kind === 'number' && left.text === numberText(right)
    case 'number':
      if (right.kind === 'number') return compareNumbers(left.value, right.value) === 0
      return right.kind === 'string' && BIG_DECIMAL.test(right.text) && Number(left.value) === Number(right.text)
    case 'boolean':
      return right.kind === 'boolean' && left.value === right.value
    case 'null':
      return right.kind === 'null'
    case 'json':
      // A list written in the filter is still text when it stands on the left, so that it equals nothing.
      return right.kind === 'json' && !left.isLiteral && equalJson(left.json, right.json)
    default:
      return left === right && left.kind === 'pattern'
  }
}

function compareNumbers(left: number | bigint, right: number | bigint): number {
  if (left < right) return -1
  return left > right ? 1 : 0
}

/** The order of two operands, for two numbers or two strings only; undefined: no order, every comparison is false. */
export function compareValues(left: FilterValue, right: FilterValue): number | undefined {
  if (left.kind === 'number' && right.kind === 'number') return compareNumbers(left.value, right.value)
  if (left.kind !== 'string' || right.kind !== 'string') return undefined
  if (left.text < right.text) return -1
  return left.text > right.text ? 1 : 0
}

/**
 * The items of a list as operands; undefined for what is no list. A string that looks like JSON counts as such.
 * @throws {PathEvaluationError} for a list that holds lists or objects, which the engine cannot take
 */
export function listItems(value: FilterValue): FilterValue[] | undefined {
  if (value.kind !== 'json' || !Array.isArray(value.json)) return undefined
  return value.json.map(listItem)
}

function listItem(item: JsonValue): FilterValue {
  if (typeof item === 'string') return listString(item)
  if (Array.isArray(item) || isObject(item)) throw new PathEvaluationError('Could not determine value type')
  return filterValue(item)
}

function listString(text: string): FilterValue {
  const trimmed = text.trim()
  if (trimmed.startsWith('@') || trimmed.startsWith('$')) return { kind: 'path' }
  if (isJsonText(trimmed)) return { kind: 'json', json: trimmed, isLiteral: true }
  const quote = text[0]
  const isQuoted = text.length > 1 && (quote === "'" || quote === '"') && text.endsWith(quote)
  return { kind: 'string', text: text.length > 1 ? unescapeName(isQuoted ? text.slice(1, -1) : text) : text }
}

function isJsonText(text: string): boolean {
  const isBracketed = (text.startsWith('[') && text.endsWith(']')) || (text.startsWith('{') && text.endsWith('}'))
  if (text.length < 2 || !isBracketed) return false
  try {
    parseJson(text)
    return true
  } catch {
    return false
  }
}

/** Java's `equals` of two JSON values: fields in any order, integers never equal to decimals. */
function equalJson(left: JsonValue, right: JsonValue): boolean {
  if (left === right) return true
  if (left instanceof Double || right instanceof Double) {
    return left instanceof Double && right instanceof Double && left.value === right.value
  }
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false
    return left.every((item, at) => equalJson(item, right[at] ?? null))
  }
  if (!isObject(left) || !isObject(right)) return false
  const names = fieldNames(left)
  if (names.length !== fieldNames(right).length) return false
  return names.every((name) => {
    const other = getField(right, name)
    return other !== undefined && equalJson(getField(left, name) ?? null, other)
  })
}
