import type { Double } from '../../../json/double.js'
import { TemplateFault } from '../errors.js'
import { javaEquals } from '../values/compare.js'
import { subtractDecimals, toBigDecimal } from '../values/big-decimal.js'
import type { JavaNumber } from '../values/numbers.js'
import {
  compareNumbers,
  fitsLong,
  fromBigInt,
  isBigDecimal,
  isInt,
  isIntegral,
  isNumber,
  toDouble,
  toFloat,
  toInt,
  toLong,
} from '../values/numbers.js'
import { print } from '../values/print.js'
import { javaHash } from './hash.js'
import type { MethodTable } from './method-table.js'
import { notComparable } from './method-table.js'

const INTEGER = /^[+-]?[0-9]+$/
const DECIMAL = /^[+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?)$/

/** What Integer, Long and Double share. */
const NUMBER_METHODS: MethodTable<JavaNumber> = {
  'byteValue/0': (value) => Number(BigInt.asIntN(8, BigInt(toInt(value)))),
  'doubleValue/0': (value) => toDouble(toFloat(value)),
  'equals/1': (value, other) => javaEquals(value, other),
  'floatValue/0': (value) => toDouble(Math.fround(toFloat(value))),
  'hashCode/0': javaHash,
  'intValue/0': toInt,
  'longValue/0': toLong,
  'shortValue/0': (value) => Number(BigInt.asIntN(16, BigInt(toInt(value)))),
  'toString/0': print,
}

/** `java.lang.Integer`, `Long` and `java.math.BigInteger`: which of them a number is follows from its size. */
export const INTEGER_METHODS: MethodTable<number | bigint> = {
  ...NUMBER_METHODS,
  'abs/0': (value) => (fitsLong(value) ? undefined : value < 0 ? -value : value),
  'bitCount/1': (value, number) => (accepts(value, number) ? bitsOf(number).replaceAll('0', '').length : undefined),
  'compare/2': (value, a, b) => withIntegers(value, a, b, compareNumbers),
  'compareTo/1': (value, other) =>
    isIntegral(other) && isInt(other) === isInt(value) ? compareNumbers(value, other) : notComparable(other),
  'max/2': (value, a, b) => withIntegers(value, a, b, (x, y) => (x > y ? x : y)),
  'min/2': (value, a, b) => withIntegers(value, a, b, (x, y) => (x < y ? x : y)),
  'parseInt/1': (value, text) => (isInt(value) ? parseInteger(text, 10, 32) : undefined),
  'parseInt/2': (value, text, radix) => (isInt(value) ? parseInteger(text, radix, 32) : undefined),
  'parseLong/1': (value, text) => (isLong(value) ? parseInteger(text, 10, 64) : undefined),
  'parseLong/2': (value, text, radix) => (isLong(value) ? parseInteger(text, radix, 64) : undefined),
  'signum/1': (value, number) => (accepts(value, number) ? compareNumbers(number, 0) : undefined),
  'sum/2': (value, a, b) => withIntegers(value, a, b, (x, y) => wrapped(BigInt(x) + BigInt(y), isInt(value) ? 32 : 64)),
  'toBinaryString/1': (value, number) => (accepts(value, number) ? bitsOf(number) : undefined),
  'toHexString/1': (value, number) => (accepts(value, number) ? unsigned(number).toString(16) : undefined),
  'toOctalString/1': (value, number) => (accepts(value, number) ? unsigned(number).toString(8) : undefined),
  'toString/1': (value, number) => (accepts(value, number) ? print(number) : undefined),
  'toString/2': (value, number, radix) => (accepts(value, number) && isInt(radix) ? inRadix(number, radix) : undefined),
  'valueOf/1': (value, number) => {
    if ((typeof number === 'string' || number === null) && fitsLong(value))
      return parseInteger(number, 10, isInt(value) ? 32 : 64)
    return accepts(value, number) ? number : undefined
  },
  'valueOf/2': (value, text, radix) => parseInteger(text, radix, isInt(value) ? 32 : 64),
}

/** `java.math.BigDecimal`: only what all numbers have, and little more. */
export const DECIMAL_METHODS: MethodTable<Double> = {
  ...NUMBER_METHODS,
  'compareTo/1': (value, other) => (isBigDecimal(other) ? compareNumbers(value, other) : notComparable(other)),
  'abs/0': (value) => (value.value < 0 ? subtractDecimals(toBigDecimal(0), toBigDecimal(value)) : value),
  'negate/0': (value) => subtractDecimals(toBigDecimal(0), toBigDecimal(value)),
  'scale/0': (value) => toBigDecimal(value).scale,
  'signum/0': (value) => Math.sign(value.value),
}

/** `java.lang.Double` */
export const DOUBLE_METHODS: MethodTable<number | Double> = {
  ...NUMBER_METHODS,
  'compare/2': (_value, a, b) => (isPrimitive(a) && isPrimitive(b) ? compareNumbers(a, b) : undefined),
  'compareTo/1': (value, other) =>
    isNumber(other) && !isIntegral(other) ? compareNumbers(value, other) : notComparable(other),
  'isInfinite/0': (value) => Math.abs(toFloat(value)) === Infinity,
  'isNaN/0': (value) => Number.isNaN(toFloat(value)),
  'max/2': (_value, a, b) =>
    isPrimitive(a) && isPrimitive(b) ? toDouble(Math.max(toFloat(a), toFloat(b))) : undefined,
  'min/2': (_value, a, b) =>
    isPrimitive(a) && isPrimitive(b) ? toDouble(Math.min(toFloat(a), toFloat(b))) : undefined,
  'parseDouble/1': (_value, text) => parseDecimal(text),
  'sum/2': (_value, a, b) => (isPrimitive(a) && isPrimitive(b) ? toDouble(toFloat(a) + toFloat(b)) : undefined),
  'toHexString/1': (_value, number) => (isPrimitive(number) ? formatHexDouble(toFloat(number)) : undefined),
  'toString/1': (_value, number) => (isPrimitive(number) ? print(toDouble(toFloat(number))) : undefined),
  'valueOf/1': (_value, number) => (isPrimitive(number) ? toDouble(toFloat(number)) : parseDecimal(number)),
}

// A static method that takes a double takes any number but a BigInteger.
function isPrimitive(value: unknown): value is JavaNumber {
  return isNumber(value) && (typeof value !== 'bigint' || fitsLong(value))
}

/** `Double.toHexString`: `0x1.4p1`. */
function formatHexDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const bits = new BigUint64Array(new Float64Array([Math.abs(value)]).buffer)[0] ?? 0n
  const exponent = Number(bits >> 52n)
  const digits = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0').replace(/0+$/, '') || '0'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  if (exponent > 0) return `${sign}0x1.${digits}p${exponent - 1023}`
  return `${sign}0x0.${digits}p${value === 0 ? 0 : -1022}`
}

function isLong(value: number | bigint): boolean {
  return !isInt(value) && fitsLong(value)
}

function wrapped(value: bigint, bits: number): number | bigint {
  return fromBigInt(BigInt.asIntN(bits, value))
}

// The static methods of Integer take ints, those of Long longs; BigInteger has none of them.
function accepts(target: number | bigint, argument: unknown): argument is number | bigint {
  if (isInt(target)) return isInt(argument)
  return fitsLong(target) && isIntegral(argument) && fitsLong(argument)
}

type TwoIntegers = (a: number | bigint, b: number | bigint) => unknown

function withIntegers(target: number | bigint, a: unknown, b: unknown, use: TwoIntegers): unknown {
  return accepts(target, a) && accepts(target, b) ? use(a, b) : undefined
}

function parseInteger(text: unknown, radix: unknown, bits: number): number | bigint | undefined {
  if (text === null) throw numberFormat('null')
  if (typeof text !== 'string' || !isInt(radix)) return undefined
  const value = radix === 10 ? parseDecimalDigits(text) : parseDigits(text, radix)
  if (BigInt.asIntN(bits, value) !== value) throw numberFormat(text)
  return fromBigInt(value)
}

function parseDecimalDigits(text: string): bigint {
  if (!INTEGER.test(text) || text.length > 64) throw numberFormat(text)
  return BigInt(text.replace('+', ''))
}

function parseDigits(text: string, radix: number): bigint {
  if (radix < 2 || radix > 36) throw new TemplateFault(`java.lang.NumberFormatException: radix ${radix} out of range`)
  const [, sign, digits = ''] = /^([+-]?)([0-9a-zA-Z]{1,64})$/.exec(text) ?? []
  let value = 0n
  for (const digit of digits) {
    const number = Number.parseInt(digit, radix)
    if (Number.isNaN(number)) throw numberFormat(text)
    value = value * BigInt(radix) + BigInt(number)
  }
  if (digits === '') throw numberFormat(text)
  return sign === '-' ? -value : value
}

function parseDecimal(text: unknown): number | Double | undefined {
  if (text === null) throw new TemplateFault('java.lang.NullPointerException')
  if (typeof text !== 'string') return undefined
  const trimmed = text.trim()
  if (!DECIMAL.test(trimmed)) throw numberFormat(text)
  return toDouble(Number(trimmed.replace(/[fFdD]$/, '')))
}

function numberFormat(text: string): TemplateFault {
  return new TemplateFault(`java.lang.NumberFormatException: For input string: "${text.slice(0, 80)}"`)
}

function unsigned(number: number | bigint): bigint {
  return BigInt.asUintN(isInt(number) ? 32 : 64, BigInt(number))
}

function bitsOf(number: number | bigint): string {
  return unsigned(number).toString(2)
}

function inRadix(number: number | bigint, radix: number): string {
  return BigInt(number).toString(radix < 2 || radix > 36 ? 10 : radix)
}
