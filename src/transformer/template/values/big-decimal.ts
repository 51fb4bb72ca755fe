import { Double } from '../../../json/double.js'
import { layOutScaled } from '../../../json/java-number.js'
import { TemplateFault } from '../errors.js'
import type { JavaNumber } from './numbers.js'

/** `java.math.BigDecimal`: unscaled × 10^-scale. */
export interface BigDecimal {
  readonly unscaled: bigint
  readonly scale: number
}

/** Longest number that arithmetic may make, in digits. */
const MAX_DIGITS = 20_000

/** A number as a BigDecimal: a double by its exact binary value, an integer below BigInteger by way of a double. */
export function toBigDecimal(number: JavaNumber): BigDecimal {
  if (typeof number === 'bigint' && BigInt.asIntN(64, number) !== number) return { unscaled: number, scale: 0 }
  if (number instanceof Double && number.exact !== undefined) return parse(number.exact)
  return fromDouble(Number(number))
}

function parse(text: string): BigDecimal {
  const [mantissa = '', exponent = '0'] = text.split('E')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return { unscaled: BigInt(whole + fraction), scale: fraction.length - Number(exponent) }
}

const FRACTION_BITS = 1074

function fromDouble(value: number): BigDecimal {
  if (!Number.isFinite(value)) throw new TemplateFault('java.lang.NumberFormatException: Infinite or NaN')
  if (Number.isInteger(value)) return { unscaled: BigInt(value), scale: 0 }
  // Halving binary digits away: value = bits / 2^scale, and so bits × 5^scale / 10^scale.
  let scale = 0
  let bits = value
  while (!Number.isInteger(bits) && scale < FRACTION_BITS) {
    bits *= 2
    scale++
  }
  return { unscaled: BigInt(bits) * 5n ** BigInt(scale), scale }
}

/** The number as it travels: a {@link Double} that prints all digits. */
function toNumber({ unscaled, scale }: BigDecimal): Double {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString()
  if (digits.length > MAX_DIGITS) throw tooLarge()
  const text = (unscaled < 0n ? '-' : '') + layOutScaled(digits, scale)
  return new Double(Number(text), text)
}

function tooLarge(): TemplateFault {
  return new TemplateFault('a number is too large')
}

function tens(power: number): bigint {
  if (power > MAX_DIGITS) throw tooLarge()
  return 10n ** BigInt(power)
}

/** Both unscaled values at the larger scale. */
function align(left: BigDecimal, right: BigDecimal): [left: bigint, right: bigint, scale: number] {
  const scale = Math.max(left.scale, right.scale)
  return [left.unscaled * tens(scale - left.scale), right.unscaled * tens(scale - right.scale), scale]
}

export function addDecimals(left: BigDecimal, right: BigDecimal): Double {
  const [a, b, scale] = align(left, right)
  return toNumber({ unscaled: a + b, scale })
}

export function subtractDecimals(left: BigDecimal, right: BigDecimal): Double {
  return addDecimals(left, { ...right, unscaled: -right.unscaled })
}

export function multiplyDecimals(left: BigDecimal, right: BigDecimal): Double {
  return toNumber({ unscaled: left.unscaled * right.unscaled, scale: left.scale + right.scale })
}

/** The quotient has the scale of the dividend, and is rounded to the nearest, halves towards zero. */
export function divideDecimals(left: BigDecimal, right: BigDecimal): Double {
  const dividend = left.unscaled * tens(Math.max(0, right.scale))
  const divisor = right.unscaled * tens(Math.max(0, -right.scale))
  const [quotient, rest] = [dividend / divisor, dividend % divisor]
  const twice = (rest < 0n ? -rest : rest) * 2n
  const away = twice > (divisor < 0n ? -divisor : divisor) ? 1n : 0n
  return toNumber({ unscaled: quotient + (dividend < 0n === divisor < 0n ? away : -away), scale: left.scale })
}

/** -1, 0 or 1 */
export function compareDecimals(left: BigDecimal, right: BigDecimal): number {
  const [a, b] = align(left, right)
  if (a < b) return -1
  return a > b ? 1 : 0
}

/** The whole part. */
export function truncateDecimal({ unscaled, scale }: BigDecimal): bigint {
  return scale > 0 ? unscaled / tens(scale) : unscaled * tens(-scale)
}
