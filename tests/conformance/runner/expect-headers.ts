import { ABSENT, isRecord, matchText } from './compare.js'
import { InexpressibleError, type Difference } from './types.js'

/**
 * Compares headers by name without case. One value stands for all of a repeated header, joined with `, ` or `,`;
 * a list means that the header comes that many times, in that order.
 */
export function compareHeaders(
  expected: unknown,
  pairs: ReadonlyArray<readonly [string, string]>,
  at: string,
): Difference[] {
  if (!isRecord(expected)) throw new InexpressibleError(`${at} must be an object`)
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = pairs.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, text]) => text)
    const fits = Array.isArray(value) ? fitsEach(value, found) : fitsJoined(value, found)
    return fits ? [] : [{ at: `${at}.${name}`, expected: value, actual: shown(found) }]
  })
}

function fitsEach(expected: readonly unknown[], found: readonly string[]): boolean {
  return expected.length === found.length && expected.every((value, index) => fits(value, found[index]))
}

function fitsJoined(expected: unknown, found: readonly string[]): boolean {
  if (found.length < 2) return fits(expected, found[0])
  return fits(expected, found.join(', ')) || fits(expected, found.join(','))
}

function fits(expected: unknown, actual: string | undefined): boolean {
  const text = String(expected)
  return matchText(text, actual) ?? text === actual
}

function shown(found: readonly string[]): unknown {
  if (found.length === 0) return ABSENT
  return found.length === 1 ? found[0] : found
}
