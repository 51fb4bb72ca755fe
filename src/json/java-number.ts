import { javaDigits } from './java-digits.js'

const LOW = 1e-3
const HIGH = 1e7

/**
 * Java's `Double.toString`: `100.0`, `1.0E7`, `1.0E-5`, `NaN`, `Infinity`. In 1e-3 ≤ |n| < 1e7 plain decimals, else
 * scientific with one digit before the point.
 */
export function formatDouble(n: number): string {
  if (!Number.isFinite(n)) return String(n)
  const magnitude = Math.abs(n)
  // Between these limits Java's digits are the shortest ones, and JavaScript lays them out alike.
  if (magnitude >= LOW && magnitude < HIGH) return Number.isInteger(n) ? `${n}.0` : String(n)
  if (n === 0) return Object.is(n, -0) ? '-0.0' : '0.0'
  const { digits, pointAt } = javaDigits(magnitude)
  return `${n < 0 ? '-' : ''}${digits[0]}.${digits.slice(1) || '0'}E${pointAt - 1}`
}

/** Java's `BigDecimal.toString` of a decimal literal: all its digits, with an exponent only where Java shows one. */
export function formatBigDecimal(literal: string): string {
  const negative = literal.startsWith('-')
  const [mantissa = '', exponent = '0'] = literal.slice(negative ? 1 : 0).split(/[eE]/)
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '') || '0'
  const scale = fraction.length - Number(exponent)
  const sign = negative && /[1-9]/.test(digits) ? '-' : ''
  return sign + layOutScaled(digits, scale)
}

/** Digits × 10^-scale as `BigDecimal.toString` writes them. */
export function layOutScaled(digits: string, scale: number): string {
  const adjusted = digits.length - 1 - scale
  if (scale === 0) return digits
  if (scale > 0 && adjusted >= -6) {
    const padded = digits.padStart(scale + 1, '0')
    return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  }
  const rest = digits.slice(1)
  const power = adjusted === 0 ? '' : `E${adjusted > 0 ? '+' : ''}${adjusted}`
  return `${digits[0]}${rest === '' ? '' : `.${rest}`}${power}`
}
