import { Double } from '../json/double.js'
import { fieldNames, getField, isObject, type JsonValue } from '../json/json-value.js'
import { writeJson } from '../json/write-json.js'
import type { SchemaType } from './draft4-schema.js'

/** The value's type as the service's validator sees it: a number with a fraction part written, `10.0`, is no integer. */
export function typeOf(value: JsonValue): SchemaType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Double) return 'number'
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number'
    case 'bigint':
      return 'integer'
    case 'string':
    case 'boolean':
      return typeof value as SchemaType
    default:
      return 'object'
  }
}

/**
 * A text that is the same for equal values only: fields in the order of their names, numbers by value. It makes `enum` and
 * `uniqueItems` linear.
 */
export function canonicalText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (isObject(value)) {
    const fields = fieldNames(value)
      .toSorted()
      .map((name) => `${JSON.stringify(name)}:${canonicalText(getField(value, name) ?? null)}`)
    return `{${fields.join(',')}}`
  }
  if (value instanceof Double) return String(value.value)
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** Whether no two items are equal. */
export function areUnique(items: readonly JsonValue[]): boolean {
  return new Set(items.map(canonicalText)).size === items.length
}

/** Whether the number is a multiple of the divisor, in decimals: 0.3 is one of 0.1. */
export function isMultiple(value: number | bigint, divisor: number): boolean {
  const [digits, scale] = decimalOf(value)
  const [divisorDigits, divisorScale] = decimalOf(divisor)
  if (divisorDigits === 0n) return false
  const common = Math.max(scale, divisorScale)
  // Beyond what a double can span the exact test would need huge numbers; the quotient decides.
  if (common - Math.min(scale, divisorScale) > 400) return Number.isInteger(Number(value) / divisor)
  return (digits * 10n ** BigInt(common - scale)) % (divisorDigits * 10n ** BigInt(common - divisorScale)) === 0n
}

/** The decimal as digits × 10^-scale. */
function decimalOf(value: number | bigint): [digits: bigint, scale: number] {
  if (typeof value === 'bigint') return [value, 0]
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return [BigInt(whole + fraction), fraction.length - Number(exponent)]
}

/** The length of a text in code points, as the validator counts. */
export function codePointLength(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) {
      length--
      at++
    }
  }
  return length
}

/** A value as it stands in a sentence: compact JSON. */
export function shown(value: JsonValue): string {
  return writeJson(value)
}
