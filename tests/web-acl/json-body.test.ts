import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byteText } from '../../src/web-acl/byte-text.js'
import { jsonParts } from '../../src/web-acl/json-parts.js'
import { contains, fits, problems } from './inspect.js'

const field = (MatchPattern: object, MatchScope: string, more: object = {}) => ({
  JsonBody: { MatchPattern, MatchScope, ...more },
})
const BODY = '{"dogs":[{"name":"rex","age":7},{"name":"zoë"}],"owner":{"name":"ann"}}'

describe('a JSON body', () => {
  test.each<readonly [text: string, pattern: object, scope: string, expected: boolean]>([
    ['rex', { All: {} }, 'VALUE', true],
    ['rex', { All: {} }, 'KEY', false],
    ['dogs', { All: {} }, 'KEY', true],
    ['7', { All: {} }, 'ALL', true],
    ['zoë', { All: {} }, 'VALUE', true],
    ['rex', { IncludedPaths: ['/dogs/0/name'] }, 'VALUE', true],
    ['rex', { IncludedPaths: ['/dogs/1/name'] }, 'VALUE', false],
    ['rex', { IncludedPaths: ['/dogs'] }, 'VALUE', true],
    ['ann', { IncludedPaths: ['/dogs', '/owner/name'] }, 'VALUE', true],
    ['ann', { IncludedPaths: ['/owner/names'] }, 'VALUE', false],
  ])('has %s by %j in %s: %s', (text, pattern, scope, expected) => {
    expect(fits(contains(text, field(pattern, scope)), { body: BODY })).toBe(expected)
  })

  test('shows both of two keys of one name, and what escapes hide', () => {
    const body = '{"a":"good","a":"b\\u0061d"}'
    expect(fits(contains('good', field({ All: {} }, 'VALUE')), { body })).toBe(true)
    expect(fits(contains('bad', field({ All: {} }, 'VALUE')), { body })).toBe(true)
  })

  test.each([
    [undefined, 'first', true],
    [undefined, 'second', false],
    ['EVALUATE_AS_STRING', 'second', true],
    ['MATCH', 'anything', true],
    ['NO_MATCH', 'first', false],
  ])('that breaks off, with %s, has %s: %s', (InvalidFallbackBehavior, text, expected) => {
    const more = InvalidFallbackBehavior === undefined ? {} : { InvalidFallbackBehavior }
    const body = '{"a":"first", "b" "second"}'
    expect(fits(contains(text, field({ All: {} }, 'VALUE', more)), { body })).toBe(expected)
  })

  test('larger than is looked at is handled as the rule says', () => {
    const body = `{"a":"first","b":"${'x'.repeat(20_000)}"}`
    const asks = (OversizeHandling: string) =>
      fits(contains('first', field({ All: {} }, 'VALUE', { OversizeHandling, InvalidFallbackBehavior: 'NO_MATCH' })), {
        body,
      })
    expect([asks('CONTINUE'), asks('MATCH'), asks('NO_MATCH')]).toEqual([true, true, false])
    expect(fits(contains('none', field({ All: {} }, 'VALUE', { OversizeHandling: 'MATCH' })), { body })).toBe(true)
  })

  test('names what is wrong with its settings', () => {
    const at = 'ByteMatchStatement/FieldToMatch/JsonBody'
    expect(problems(contains('a', field({ IncludedPaths: ['dogs'] }, 'VALUE')))).toEqual([
      `${at}/MatchPattern/IncludedPaths/0`,
    ])
    expect(problems(contains('a', field({ Some: {} }, 'BOTH')))).toEqual([
      `${at}/MatchPattern/Some`,
      `${at}/MatchScope`,
    ])
  })
})

describe('the parts of a JSON text', () => {
  test('are all keys and scalars of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { parts, isComplete } = jsonParts(byteText(JSON.stringify(value)), undefined)
        expect(isComplete).toBe(true)
        expect(parts.map(({ text }) => text)).toEqual(partsOf(value).map(byteText))
      }),
    )
  })

  test('of a text that is no JSON are never complete', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', 'a', ' ', '\\') }),
        (text) => {
          let isJson = true
          try {
            JSON.parse(text)
          } catch {
            isJson = false
          }
          expect(jsonParts(text, undefined).isComplete).toBe(isJson)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('end where nesting is deeper than any payload', () => {
    expect(jsonParts('['.repeat(65_536), undefined).isComplete).toBe(false)
    expect(jsonParts(`"${'\\'.repeat(65_535)}`, undefined).isComplete).toBe(false)
  })

  test('may be called anything', () => {
    const { parts } = jsonParts('{"__proto__":{"constructor":1}}', ['/__proto__/constructor'])
    expect(parts.filter(({ isIncluded }) => isIncluded).map(({ text }) => text)).toEqual(['constructor', '1'])
  })
})

function partsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(partsOf)
  if (typeof value !== 'object' || value === null) return [typeof value === 'string' ? value : JSON.stringify(value)]
  return Object.entries(value).flatMap(([key, one]) => [key, ...partsOf(one)])
}
