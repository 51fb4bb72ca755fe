import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileEcmaRegex, JavaRegexError } from '../../src/regex/index.js'

describe('compileEcmaRegex', () => {
  it.each([
    ['^[a-z]+$', 'abc', true],
    ['^[a-z]+$', 'abc\n', false],
    ['b', 'abc', true],
    ['^(?=.*[A-Z])(?=.*\\d).{8,}$', 'abcdefG1', true],
    ['^\\d{3}-\\d{4}$', '555-1234', true],
    ['[[]', '[', true],
    ['[&&]', '&', true],
    ['a{', 'a{', true],
    ['\\/\\-\\_', '/-_', true],
    ['[^]', '\n', true],
    ['[]', 'a', false],
    ['^\\s$', '\u00a0', true],
    ['^[\\w.+-]+@[\\w-]+\\.[\\w.]+$', 'a.b+c@d-e.fr', true],
    ['(a)?\\1b', 'b', true],
    ['^.{0,4096}$', 'x'.repeat(5000), false],
    ['^\\u0041\\x42\\cJ$', 'AB\n', true],
  ])('tests %s on a text', (pattern, text, expected) => {
    expect(compileEcmaRegex(pattern).test(text)).toBe(expected)
  })

  it.each(['(', '[', 'a**', '*', '[b-a]', '\\'])('refuses %s', (pattern) => {
    expect(() => compileEcmaRegex(pattern)).toThrow(JavaRegexError)
  })

  it('agrees with the platform', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '[a-c]',
      '[^ab]',
      '.',
      '\\d',
      '\\W',
      '\\s',
      '(a|b)',
      'c?',
      'a*',
      'b+?',
      '(?:ab)*',
      'a{2}',
      '^',
      '$',
      '\\b',
      '(?=a)',
      '(?!b)',
      '(?<=a)',
      '(a)\\1',
      '|',
    )
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', 'é'), maxLength: 8 })
    fc.assert(
      fc.property(fc.array(atom, { maxLength: 6 }), text, (atoms, input) => {
        const source = atoms.join('')
        let native: RegExp
        try {
          native = new RegExp(source)
        } catch {
          return
        }
        expect(compileEcmaRegex(source).test(input)).toBe(native.test(input))
      }),
      { numRuns: 1000 },
    )
  })

  it('answers for hostile patterns on long texts', () => {
    for (const pattern of ['^(a+)+$', '^([a-z]|[a-z0-9])+$', '^(?=(a+)+b).*$', '(x+x+)+y']) {
      expect(compileEcmaRegex(pattern).test(`${'a'.repeat(20_000)}!`)).toBe(false)
    }
  })
})
