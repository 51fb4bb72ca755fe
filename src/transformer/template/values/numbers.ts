import { Double } from '../../../json/double.js'
import { compareDecimals, toBigDecimal, truncateDecimal } from './big-decimal.js'

/** A Java number: integers are numbers or bigints, decimals numbers with a fraction or {@link Double}. */
export type JavaNumber = number | bigint | Double

const MAX_INT = 2 ** 31 - 1
const MIN_INT = -(2 ** 31)
const MAX_LONG = 2n ** 63n - 1n
const MIN_LONG = -(2n ** 63n)

export function isNumber(value: unknown): value is JavaNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double
}

/** Whether the number is an Integer, Long or BigInteger of Java's. */
export function isIntegral(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}

/** Whether a method that takes an `int` takes the value. */
export function isInt(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= MIN_INT && value <= MAX_INT
}

/** Whether the integer fits a `long`. */
export function fitsLong(value: number | bigint): boolean {
  return typeof value === 'number' || (value >= MIN_LONG && value <= MAX_LONG)
}

/** A JavaScript number as a Java double. */
export function toDouble(value: number): number | Double {
  return Number.isInteger(value) ? new Double(value) : value
}

/** The nearest JavaScript number. */
export function toFloat(value: JavaNumber): number {
  return typeof value === 'number' ? value : Number(value instanceof Double ? value.value : value)
}

/** A bigint in the form integers travel in. */
export function fromBigInt(value: bigint): number | bigint {
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}

/** Whether the number is a BigDecimal: a decimal of the payload with more digits than a double holds, or made of one. */
export function isBigDecimal(value: unknown): value is Double {
  return value instanceof Double && value.exact !== undefined
}

/** -1, 0 or 1; NaN counts as equal, as the engine has it. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  if (isBigDecimal(left) || isBigDecimal(right)) return compareDecimals(toBigDecimal(left), toBigDecimal(right))
  const a = isIntegral(left) ? left : toFloat(left)
  const b = isIntegral(right) ? right : toFloat(right)
  if (a < b) return -1
  return a > b ? 1 : 0
}

/** `intValue()`: the low 32 bits. */
export function toInt(value: JavaNumber): number {
  if (isIntegral(value)) return Number(BigInt.asIntN(32, BigInt(value)))
  if (isBigDecimal(value)) return Number(BigInt.asIntN(32, truncateDecimal(toBigDecimal(value))))
  const float = Math.trunc(toFloat(value))
  return Number.isNaN(float) ? 0 : Math.min(MAX_INT, Math.max(MIN_INT, float))
}

/** `longValue()`: the low 64 bits. */
export function toLong(value: JavaNumber): number | bigint {
  if (isIntegral(value)) return fromBigInt(BigInt.asIntN(64, BigInt(value)))
  if (isBigDecimal(value)) return fromBigInt(BigInt.asIntN(64, truncateDecimal(toBigDecimal(value))))
  const float = Math.trunc(toFloat(value))
  if (Number.isNaN(float)) return 0
  if (Math.abs(float) < 2 ** 63) return fromBigInt(BigInt(float))
  return float > 0 ? MAX_LONG : MIN_LONG
}
