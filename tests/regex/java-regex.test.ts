import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileJavaRegex, JavaRegexError } from '../../src/regex/index.js'

// All answers below are those of java.util.regex (Java 17).
describe('compileJavaRegex', () => {
  it.each([
    ['', '', true],
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['4\\d\\d', '404', true],
    ['4\\d{2}', '4041', false],
    ['400|404', '404', true],
    ['.*Error.*', 'an Error here', true],
    ['.*Error.*', 'an Error\nhere', false],
    ['(?s).*Error.*', 'an Error\nhere', true],
    ['.*Error.*|.*Fault.*', 'a Fault', true],
    ['[a-z&&[^b]]+', 'acd', true],
    ['[a-z&&[^b]]+', 'abc', false],
    ['[a-c[x-z]]+', 'axz', true],
    ['[]a]+', ']a', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['a*+a', 'aaa', false],
    ['(?>a|ab)c', 'abc', false],
    ['(?i)straße', 'STRAßE', true],
    ['(?i)é', 'É', false],
    ['(?iu)é', 'É', true],
    ['(?i:a)b', 'Ab', true],
    ['(?x) a b # comment', 'ab', true],
    ['\\h\\R', '\u00a0\r\n', true],
    ['\\p{Alpha}\\p{javaLowerCase}\\p{Lu}\\pN', 'aéÉ1', true],
    ['\\p{IsGreek}+', 'αβγ', true],
    ['\\P{L}', 'a', false],
    ['\\x41\\u0042\\x{43}\\0104', 'ABCD', true],
    ['(\\w)\\1', 'aa', true],
    ['(\\w)\\1', 'ab', false],
    ['(?<c>\\w)-\\k<c>', 'a-a', true],
    ['(?=.*[A-Z])(?=.*\\d).{8,}', 'abcdefG1', true],
    ['(?=.*[A-Z])(?=.*\\d).{8,}', 'abcdefgh', false],
    ['(?!admin).*', 'admin1', false],
    ['\\w{1,2000}', 'a', true],
    ['^(?:ab){1500}$', 'ab', false],
    ['(?<=a)b|ab', 'ab', true],
  ])('matches %s against %s: %s', (pattern, text, expected) => {
    expect(compileJavaRegex(pattern).matches(text)).toBe(expected)
  })

  it.each([
    ['c$', 'abc\n', true],
    ['c$', 'abc\r\n', true],
    ['c$', 'abc\n\n', false],
    ['c\\z', 'abc\n', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['(?m)^b$', 'a\r\nb\r\nc', true],
    ['(?<=a)b', 'ab', true],
    ['(?<!a)b', 'ab', false],
    ['\\bb', 'éb', false],
    ['\\bb', '-b', true],
    ['b', 'abc', true],
  ])('finds %s in %s: %s', (pattern, text, expected) => {
    expect(compileJavaRegex(pattern).find(text)).toBe(expected)
  })

  it.each([
    ['b*', 'abc', '-', '-a--c-'],
    ['', 'ab', '-', '-a-b-'],
    ['(\\w)(\\d)', 'a1 b2', '$2$1', '1a 2b'],
    ['(?<l>\\w)', 'ab', '${l}${l}', 'aabb'],
    ['a', 'aXa', '\\$1', '$1X$1'],
    ['(a)', 'a', '$11', 'a1'],
    ['(a)|b', 'ab', '[$1]', '[a][]'],
    ["\\\\'", "it\\'s", "'", "it's"],
    ['[0-9]', 'a1b1', '-', 'a-b-'],
    ['\\s+', 'a  b \n c', ' ', 'a b c'],
    ['$', 'a\n', 'x', 'ax\nx'],
    ['😀', 'a😀b', '$0$0', 'a😀😀b'],
    ['x*', '😀', '-', '-😀-'],
  ])('replaces %s in %s by %s: %s', (pattern, text, replacement, expected) => {
    expect(compileJavaRegex(pattern).replaceAll(text, replacement)).toBe(expected)
  })

  it('replaces the first match only when asked', () => {
    expect(compileJavaRegex('a').replaceFirst('aXa', '-')).toBe('-Xa')
    expect(compileJavaRegex('a|b+').replaceFirst('bba', '<$0>')).toBe('<bb>a')
  })

  it.each(['$', '$x', '\\', '$2', '${nope}', '${1}'])(
    'refuses the replacement %s once there is a match',
    (replacement) => {
      const regex = compileJavaRegex('(a)')
      expect(() => regex.replaceAll('a', replacement)).toThrow(JavaRegexError)
      expect(regex.replaceAll('b', replacement)).toBe('b')
    },
  )

  it.each([
    [',', 'a,b,,', 0, ['a', 'b']],
    [',', 'a,b,,', -1, ['a', 'b', '', '']],
    [',', 'a,b,c', 2, ['a', 'b,c']],
    [',', ',a', 0, ['', 'a']],
    ['', 'abc', 0, ['a', 'b', 'c']],
    ['\\|', 'a|b', 0, ['a', 'b']],
    ['[,;]\\s*', 'a, b;c', 0, ['a', 'b', 'c']],
    [',', '', 0, ['']],
    [',', ',,', 0, []],
    ['x', 'abc', 0, ['abc']],
    ['&', 'a=1&b=2', 0, ['a=1', 'b=2']],
    ['(?=b)', 'abab', 0, ['a', 'ba', 'b']],
  ])('splits by %s the text %s with limit %d', (pattern, text, limit, expected) => {
    expect(compileJavaRegex(pattern).split(text, limit)).toEqual(expected)
  })

  it.each([
    '(',
    ')',
    '[',
    'a)',
    '*a',
    'a**',
    '[b-a]',
    '\\',
    '\\y',
    '\\p{Nope}',
    '{',
    'a{2,1}',
    '(?<n>a)(?<n>b)',
    '\\k<n>',
    '(?z)',
    '[a',
    '\\x{110000}',
    '(?<=a+)b',
    '(?',
  ])('refuses %s', (pattern) => {
    expect(() => compileJavaRegex(pattern)).toThrow(JavaRegexError)
  })

  // If any of these backtracked freely, the run would never end.
  it.each([
    '(a+)+b',
    '(a|a)*b',
    '(a|aa)+b',
    '(.*)*x',
    '(?=(a+)+b)a',
    '(?>(a+)+b)',
    '(?:a?){50}a{50}b',
    '(a*)*(a*)*(a*)*b',
    '(?m)^(a+)+b$',
    '(?!(a|a)*b)c',
  ])('answers for the hostile pattern %s on a long text', (pattern) => {
    const text = `${'a'.repeat(5000)}c`
    expect(compileJavaRegex(pattern).matches(text)).toBe(false)
    expect(compileJavaRegex(pattern).find(text)).toBe(pattern.startsWith('(?!'))
  })

  it('stops a search by back-references after a number of steps', () => {
    expect(() => compileJavaRegex('(a*)*(a*)*\\1\\2b').matches('a'.repeat(3000))).toThrow(JavaRegexError)
  })

  it('refuses patterns that nest or grow beyond reason', () => {
    expect(() => compileJavaRegex('('.repeat(10_000) + ')'.repeat(10_000))).toThrow(JavaRegexError)
    expect(() => compileJavaRegex('(?=((a{999}){999}){999})')).toThrow(JavaRegexError)
    expect(() => compileJavaRegex('['.repeat(1000) + ']'.repeat(1000))).toThrow(JavaRegexError)
  })

  it('agrees with the platform on simple patterns', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '[^a]',
      '.',
      '\\d',
      '\\w',
      '(a|b)',
      '(?:ab)',
      'c?',
      'a*',
      'b+',
      '(ab)*',
      'a{1,2}',
      '(?=a)',
      '(?!b)',
    )
    const pattern = fc.array(atom, { maxLength: 6 }).map((atoms) => atoms.join(''))
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 8 })
    fc.assert(
      fc.property(pattern, text, (source, input) => {
        const regex = compileJavaRegex(source)
        expect(regex.matches(input)).toBe(new RegExp(`^(?:${source})$`).test(input))
        expect(regex.find(input)).toBe(new RegExp(source).test(input))
        expect(regex.replaceFirst(input, '<$0>')).toBe(input.replace(new RegExp(source), '<$&>'))
      }),
      { numRuns: 500 },
    )
  })

  it('compiles or refuses any pattern, and nothing else', () => {
    const unit = fc.constantFrom(...'()[]{}|*+?^$\\.-,&aQEpLdwk<>=!:i1 '.split(''))
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 16 }), fc.string({ unit, maxLength: 6 }), (pattern, text) => {
        try {
          compileJavaRegex(pattern).replaceAll(text, '$0')
        } catch (error) {
          expect(error instanceof JavaRegexError ? undefined : error).toBeUndefined()
        }
      }),
      { numRuns: 3000 },
    )
  })
})
