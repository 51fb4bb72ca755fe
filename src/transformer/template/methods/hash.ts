import { Double } from '../../../json/double.js'
import { Char, isMap, JavaCollection, MapEntry } from '../values/java-values.js'
import { entryValue, mapEntries } from '../values/maps.js'
import { isIntegral } from '../values/numbers.js'

/** `String.hashCode` */
export function hashText(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0
  return hash
}

/** Java's `hashCode` of a value. */
export function javaHash(value: unknown): number {
  if (typeof value === 'string') return hashText(value)
  if (typeof value === 'boolean') return value ? 1231 : 1237
  if (isIntegral(value)) return hashLong(BigInt(value))
  if (typeof value === 'number') return hashDouble(value)
  // A set's hash does not depend on its order.
  if (value instanceof JavaCollection) return value.reduce<number>((hash, item) => (hash + javaHash(item)) | 0, 0)
  if (Array.isArray(value)) return value.reduce<number>((hash, item) => (Math.imul(31, hash) + javaHash(item)) | 0, 1)
  if (isMap(value)) return mapEntries(value).reduce((hash, [key, item]) => (hash + hashEntry(key, item)) | 0, 0)
  if (value instanceof Double) return hashDouble(value.value)
  if (value instanceof Char) return value.value.charCodeAt(0)
  return value instanceof MapEntry ? hashEntry(value.key, entryValue(value)) : 0
}

function hashEntry(key: unknown, value: unknown): number {
  return javaHash(key) ^ javaHash(value)
}

// An Integer is its own hash; a Long folds its halves.
function hashLong(value: bigint): number {
  const low = Number(BigInt.asIntN(32, value))
  return BigInt(low) === value ? low : Number(BigInt.asIntN(32, value ^ (BigInt.asUintN(64, value) >> 32n)))
}

function hashDouble(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getInt32(0) ^ view.getInt32(4)
}
