import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileGlob, ONE, STAR } from '../../src/policy/glob.js'
import type { GlobToken } from '../../src/policy/glob.js'

const tokens = (pattern: string): GlobToken[] =>
  [...pattern.matchAll(/\*|\?|[^*?]+/g)].map(([sign]) => (sign === '*' ? STAR : sign === '?' ? ONE : sign))
const matches = (pattern: string, text: string): boolean => compileGlob(tokens(pattern))(text)

/** The plain definition, by a table of prefixes. */
function reference(pattern: string, text: string): boolean {
  let row = [true, ...Array.from({ length: text.length }, () => false)]
  for (const sign of pattern) {
    const next = [sign === '*' && row[0] === true]
    for (let i = 1; i <= text.length; i++) {
      next.push(
        sign === '*'
          ? row[i] === true || next[i - 1] === true
          : row[i - 1] === true && (sign === '?' || sign === text[i - 1]),
      )
    }
    row = next
  }
  return row[text.length] === true
}

describe('patterns', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['**', 'a/b:c', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?*', '', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*ab', 'ab', false],
    ['ab*ba', 'aba', false],
    ['*a?c*', 'xxabdabcxx', true],
    ['a*b*c', 'a/b/c', true],
    ['a.c', 'abc', false],
    ['(a+)+$', '(a+)+$', true],
  ])('%j on %j: %s', (pattern, text, truth) => {
    expect(matches(pattern, text)).toBe(truth)
  })
  it('agree with the plain definition, also for long pieces', () => {
    const letters = fc
      .array(fc.constantFrom('a', 'b', '*', '?', 'ab', 'a'.repeat(33), 'a?'), { maxLength: 9 })
      .map((parts) => parts.join(''))
    const text = fc.array(fc.constantFrom('a', 'b', 'a'.repeat(34)), { maxLength: 9 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(letters, text, (pattern, candidate) => {
        expect(matches(pattern, candidate)).toBe(reference(pattern, candidate))
      }),
      { numRuns: 5000 },
    )
  })
  it.each([
    ['many stars', `${'*a'.repeat(4000)}b`, 'a'.repeat(100_000)],
    ['a long literal that nearly fits everywhere', `*b${'a'.repeat(4000)}*`, 'a'.repeat(100_000)],
    ['a long literal that fits but for its end', `*${'a'.repeat(4000)}b*`, 'a'.repeat(100_000)],
    ['stars and question marks', `${'*?a'.repeat(2500)}b`, 'a'.repeat(100_000)],
    ['question marks', `*${'?'.repeat(31)}b*`, 'a'.repeat(100_000)],
  ])('take no longer for hostile texts: %s', (_name, pattern, text) => {
    const glob = compileGlob(tokens(pattern))
    const start = performance.now()
    expect(glob(text)).toBe(false)
    // Back-tracking would take hours, quadratic time seconds.
    expect(performance.now() - start).toBeLessThan(250)
  })
})
