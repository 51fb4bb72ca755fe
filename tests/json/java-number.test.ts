import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBigDecimal, formatDouble } from '../../src/json/java-number.js'

describe('formatDouble', () => {
  // Answers of Java 17.
  it.each([
    [1, '1.0'],
    [100, '100.0'],
    [0.001, '0.001'],
    [0.00001, '1.0E-5'],
    [1e7, '1.0E7'],
    [12345678.5, '1.23456785E7'],
    [9999999, '9999999.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [2e23, '1.9999999999999998E23'],
    [2.3534609999999997e25, '2.3534609999999996E25'],
    [Number.MIN_VALUE, '4.9E-324'],
    [Number.MAX_VALUE, '1.7976931348623157E308'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('writes %d as %s', (value, text) => {
    expect(formatDouble(value)).toBe(text)
  })

  it('reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatDouble(value))).toBe(value)
      }),
    )
  })
})

describe('formatBigDecimal', () => {
  it.each([
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['1.234567890123456789e5', '123456.7890123456789'],
    ['1.0E7', '1.0E+7'],
    ['0.0000000000', '0E-10'],
    ['-007.50', '-7.50'],
    ['12e-9', '1.2E-8'],
    ['1e3', '1E+3'],
  ])('writes %s as %s', (literal, text) => {
    expect(formatBigDecimal(literal)).toBe(text)
  })
})
