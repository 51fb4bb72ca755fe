import { TemplateFault } from '../errors.js'
import type { Double } from '../../../json/double.js'
import type { BigDecimal } from './big-decimal.js'
import { addDecimals, divideDecimals, multiplyDecimals, subtractDecimals, toBigDecimal } from './big-decimal.js'
import type { JavaNumber } from './numbers.js'
import { fitsLong, fromBigInt, isBigDecimal, isIntegral, isNumber, toDouble, toFloat } from './numbers.js'
import { checkLength, print } from './print.js'

/** The engine answers null for what cannot be computed; `#set` then changes nothing. */
type Result = unknown

/** `+`: joins when either side is a string, else adds. */
export function add(left: unknown, right: unknown): Result {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right
    if (Number.isSafeInteger(sum) && Number.isInteger(left) && Number.isInteger(right)) return sum
  } else if (typeof left === 'string' || typeof right === 'string') {
    return checkLength(joined(left) + joined(right))
  }
  return compute(
    left,
    right,
    (a, b) => a + b,
    (a, b) => a + b,
    addDecimals,
  )
}

function joined(value: unknown): string {
  return value === null || value === undefined ? 'null' : print(value)
}

export function subtract(left: unknown, right: unknown): Result {
  return compute(
    left,
    right,
    (a, b) => a - b,
    (a, b) => a - b,
    subtractDecimals,
  )
}

export function multiply(left: unknown, right: unknown): Result {
  return compute(
    left,
    right,
    (a, b) => a * b,
    (a, b) => a * b,
    multiplyDecimals,
  )
}

/** Whole numbers are divided as such; dividing by zero gives null. */
export function divide(left: unknown, right: unknown): Result {
  if (isZero(right)) return null
  return compute(
    left,
    right,
    (a, b) => a / b,
    (a, b) => a / b,
    divideDecimals,
  )
}

/** The sign is the dividend's. */
export function modulo(left: unknown, right: unknown): Result {
  if (isZero(right)) return null
  return compute(left, right, (a, b) => a % b, remainder, refuseModulo)
}

function isZero(value: unknown): boolean {
  return isNumber(value) && toFloat(value) === 0
}

function refuseModulo(): never {
  throw new TemplateFault('java.lang.ArithmeticException: Cannot calculate the modulo of BigDecimals.')
}

// Beyond a long Java's `mod` takes over, which is never negative and refuses a negative divisor.
function remainder(left: bigint, right: bigint): bigint {
  if (fitsLong(left) && fitsLong(right)) return left % right
  if (right < 0n) throw new TemplateFault('BigInteger: modulus not positive')
  return ((left % right) + right) % right
}

/** Longest whole number that arithmetic may make, in bits: more than any template needs, little enough to be quick. */
const MAX_BITS = 65_536

type FloatOperation = (left: number, right: number) => number
type IntegerOperation = (left: bigint, right: bigint) => bigint
type DecimalOperation = (left: BigDecimal, right: BigDecimal) => Double

function compute(
  left: unknown,
  right: unknown,
  onFloats: FloatOperation,
  onIntegers: IntegerOperation,
  onDecimals: DecimalOperation,
): Result {
  if (!isNumber(left) || !isNumber(right)) return null
  if (isIntegral(left) && isIntegral(right)) return computeIntegers(left, right, onFloats, onIntegers)
  if (needsDecimal(left) || needsDecimal(right)) return onDecimals(toBigDecimal(left), toBigDecimal(right))
  return toDouble(onFloats(toFloat(left), toFloat(right)))
}

// A BigInteger and a double meet as BigDecimals.
function needsDecimal(value: JavaNumber): boolean {
  return isBigDecimal(value) || (typeof value === 'bigint' && !fitsLong(value))
}

function computeIntegers(
  left: JavaNumber & (number | bigint),
  right: JavaNumber & (number | bigint),
  onFloats: FloatOperation,
  onIntegers: IntegerOperation,
): Result {
  if (typeof left === 'number' && typeof right === 'number') {
    const result = Math.trunc(onFloats(left, right))
    if (Number.isSafeInteger(result)) return result + 0
  }
  const result = onIntegers(BigInt(left), BigInt(right))
  if (typeof left === 'bigint' || typeof right === 'bigint') checkBits(result)
  return fromBigInt(result)
}

function checkBits(value: bigint): void {
  if (BigInt.asIntN(MAX_BITS, value) !== value) throw new TemplateFault('a number is too large')
}
