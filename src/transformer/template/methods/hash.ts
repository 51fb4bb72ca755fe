import { Double } from '../../../json/double.js'
import type { Visits } from '../values/compare.js'
import { countVisit } from '../values/compare.js'
import { Char, isMap, JavaCollection, MapEntry } from '../values/java-values.js'
import { entryValue, mapEntries } from '../values/maps.js'
import type { BigDecimal } from '../values/big-decimal.js'
import { toBigDecimal } from '../values/big-decimal.js'
import { fitsLong, isBigDecimal, isIntegral } from '../values/numbers.js'

/** `String.hashCode` */
export function hashText(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0
  return hash
}

/** Java's `hashCode` of a value. */
export function javaHash(value: unknown): number {
  return hash(value, { count: 0 })
}

function hash(value: unknown, visits: Visits): number {
  if (typeof value === 'string') return hashText(value)
  if (typeof value === 'boolean') return value ? 1231 : 1237
  if (isIntegral(value)) return hashInteger(BigInt(value))
  if (typeof value === 'number') return hashDouble(value)
  if (typeof value === 'object' && value !== null) countVisit(visits)
  // A set's hash does not depend on its order.
  if (value instanceof JavaCollection) return value.reduce<number>((sum, item) => (sum + hash(item, visits)) | 0, 0)
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => (Math.imul(31, sum) + hash(item, visits)) | 0, 1)
  if (isMap(value)) return mapEntries(value).reduce((sum, [key, item]) => (sum + hashEntry(key, item, visits)) | 0, 0)
  if (isBigDecimal(value)) return hashDecimal(toBigDecimal(value))
  if (value instanceof Double) return hashDouble(value.value)
  if (value instanceof Char) return value.value.charCodeAt(0)
  return value instanceof MapEntry ? hashEntry(value.key, entryValue(value), visits) : 0
}

function hashEntry(key: unknown, value: unknown, visits: Visits): number {
  return hash(key, visits) ^ hash(value, visits)
}

// An Integer is its own hash; a Long folds its halves.
function hashInteger(value: bigint): number {
  const low = Number(BigInt.asIntN(32, value))
  if (BigInt(low) === value) return low
  if (!fitsLong(value)) return hashBigInteger(value)
  return Number(BigInt.asIntN(32, value ^ (BigInt.asUintN(64, value) >> 32n)))
}

function hashBigInteger(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(16)
  let sum = 0
  // From the highest 32 bits to the lowest.
  for (let at = digits.length % 8 || 8, from = 0; from < digits.length; from = at, at += 8) {
    sum = (Math.imul(31, sum) + Number.parseInt(digits.slice(from, at), 16)) | 0
  }
  return value < 0n ? -sum | 0 : sum
}

function hashDecimal({ unscaled, scale }: BigDecimal): number {
  return (Math.imul(31, hashBigInteger(unscaled)) + scale) | 0
}

function hashDouble(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getInt32(0) ^ view.getInt32(4)
}
