import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contains, fits, type Parts, PLAIN, problems } from './inspect.js'

const byteMatch = (SearchString: string, PositionalConstraint: string) => ({
  ByteMatchStatement: { ...PLAIN, SearchString, PositionalConstraint, FieldToMatch: { UriPath: {} } },
})
const regex = (RegexString: string, FieldToMatch: object = { UriPath: {} }) => ({
  RegexMatchStatement: { ...PLAIN, RegexString, FieldToMatch },
})
const size = (ComparisonOperator: string, Size: number, FieldToMatch: object = { Body: {} }) => ({
  SizeConstraintStatement: { ...PLAIN, ComparisonOperator, Size, FieldToMatch },
})

describe('a byte match', () => {
  test.each([
    ['EXACTLY', '/prod/pets', true],
    ['EXACTLY', '/prod', false],
    ['STARTS_WITH', '/prod', true],
    ['STARTS_WITH', 'pets', false],
    ['ENDS_WITH', 'pets', true],
    ['ENDS_WITH', 'prod', false],
    ['CONTAINS', 'od/pe', true],
    ['CONTAINS', 'cats', false],
    ['CONTAINS_WORD', 'pets', true],
    ['CONTAINS_WORD', 'pet', false],
  ])('%s %s: %s', (position, text, expected) => {
    expect(fits(byteMatch(text, position))).toBe(expected)
  })

  test('goes on to a word that stands alone behind one that does not', () => {
    expect(fits(byteMatch('pet', 'CONTAINS_WORD'), { path: '/pets/pet-1' })).toBe(true)
    expect(fits(byteMatch('pet', 'CONTAINS_WORD'), { path: '/pets/my_pet' })).toBe(false)
  })

  test('compares bytes: text in UTF-8, whoever sent it', () => {
    expect(fits(contains('Zoë', { Body: {} }), { body: 'name=Zoë' })).toBe(true)
    expect(fits(contains('Zoë', { Body: {} }), { body: new TextEncoder().encode('name=Zoë') })).toBe(true)
    // A server of Node hands the bytes of a header over as one character each.
    const wire = Buffer.from('Zoë', 'utf8').toString('latin1')
    expect(fits(contains('Zoë', { SingleHeader: { Name: 'X-Name' } }), { headers: { 'x-name': wire } })).toBe(true)
    expect(fits(contains('€', { SingleHeader: { Name: 'x-name' } }), { headers: { 'X-NAME': '5 €' } })).toBe(true)
  })

  test('takes a search string in base64', () => {
    const statement = {
      ByteMatchStatement: {
        ...PLAIN,
        SearchStringBase64: Buffer.from([0xff, 0xfe]).toString('base64'),
        PositionalConstraint: 'STARTS_WITH',
        FieldToMatch: { Body: {} },
      },
    }
    expect(fits(statement, { body: new Uint8Array([0xff, 0xfe, 1]) })).toBe(true)
    expect(fits(statement, { body: new Uint8Array([0xff, 0xff]) })).toBe(false)
  })
})

describe('an expression', () => {
  test('fits anywhere in the field', () => {
    expect(fits(regex('/p[eo]ts$'))).toBe(true)
    expect(fits(regex('^/pets'))).toBe(false)
    expect(fits(regex('(?i)PETS'))).toBe(true)
  })

  test('takes no longer for texts that are made to take long', () => {
    const body = 'a'.repeat(16_000)
    const started = performance.now()
    expect(fits(regex('^(a+)+$', { Body: {} }), { body: `${body}!` })).toBe(false)
    expect(fits(regex('(a|aa)+(b|ab)c', { Body: {} }), { body })).toBe(false)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  test('of a set is any of the set', () => {
    const statement = {
      RegexPatternSetReferenceStatement: {
        ...PLAIN,
        ARN: 'bots',
        FieldToMatch: { SingleHeader: { Name: 'user-agent' } },
      },
    }
    const RegexPatternSets = { bots: { RegularExpressionList: [{ RegexString: '^curl/' }, { RegexString: '[Bb]ot' }] } }
    const asks = (agent: string) => fits(statement, { headers: { 'User-Agent': agent } }, { RegexPatternSets })
    expect([asks('curl/8'), asks('Googlebot'), asks('Mozilla')]).toEqual([true, true, false])
  })

  test('that is none, or of a set that is not there, is a fault', () => {
    expect(problems(regex('('))).toEqual(['RegexMatchStatement/RegexString'])
    expect(
      problems({ RegexPatternSetReferenceStatement: { ...PLAIN, ARN: 'none', FieldToMatch: { UriPath: {} } } }),
    ).toEqual(['RegexPatternSetReferenceStatement/ARN'])
  })
})

describe('a size', () => {
  test.each([
    ['EQ', 4, true],
    ['EQ', 5, false],
    ['NE', 5, true],
    ['NE', 4, false],
    ['LE', 4, true],
    ['LT', 4, false],
    ['GE', 4, true],
    ['GT', 4, false],
    ['GT', 3, true],
  ])('%s %d of 4 bytes: %s', (operator, limit, expected) => {
    expect(fits(size(operator, limit), { body: 'aäb' })).toBe(expected)
  })

  test('of nothing is 0', () => {
    expect(fits(size('EQ', 0))).toBe(true)
    expect(fits(size('EQ', 0, { QueryString: {} }))).toBe(true)
  })
})

describe('a field', () => {
  const parts: Parts = {
    method: 'POST',
    rawQuery: 'type=cat&Name=%5Fx;tag=a&flag',
    headers: [
      ['X-Tag', 'one'],
      ['Cookie', 'session=abc; theme=dark'],
      ['x-tag', 'two'],
    ],
    body: '{"a":1}',
  }
  test.each<readonly [name: string, field: object, inside: string[], outside: string[]]>([
    ['Method', { Method: {} }, ['POST'], ['GET']],
    ['UriPath', { UriPath: {} }, ['/prod/pets'], ['cat']],
    ['QueryString', { QueryString: {} }, ['type=cat&', '%5F'], ['?', '_x']],
    ['SingleQueryArgument', { SingleQueryArgument: { Name: 'NAME' } }, ['%5Fx'], ['cat']],
    ['AllQueryArguments', { AllQueryArguments: {} }, ['cat', '%5Fx'], ['type', 'flag']],
    ['SingleHeader', { SingleHeader: { Name: 'X-Tag' } }, ['one', 'two'], ['abc']],
    ['Body', { Body: { OversizeHandling: 'CONTINUE' } }, ['{"a":1}'], ['b']],
    ['HeaderOrder', { HeaderOrder: { OversizeHandling: 'CONTINUE' } }, ['X-Tag:Cookie:x-tag'], ['one']],
  ])('%s', (_, field, inside, outside) => {
    for (const text of inside) expect([text, fits(contains(text, field as never), parts)]).toEqual([text, true])
    for (const text of outside) expect([text, fits(contains(text, field as never), parts)]).toEqual([text, false])
  })

  const list = (kind: string, MatchPattern: object, MatchScope: string) => ({
    [kind]: { MatchPattern, MatchScope, OversizeHandling: 'NO_MATCH' },
  })
  test.each<readonly [field: object, text: string, expected: boolean]>([
    [list('Headers', { All: {} }, 'ALL'), 'one', true],
    [list('Headers', { All: {} }, 'KEY'), 'X-Tag', true],
    [list('Headers', { All: {} }, 'KEY'), 'one', false],
    [list('Headers', { IncludedHeaders: ['x-TAG'] }, 'VALUE'), 'two', true],
    [list('Headers', { ExcludedHeaders: ['x-tag'] }, 'VALUE'), 'two', false],
    [list('Cookies', { All: {} }, 'VALUE'), 'dark', true],
    [list('Cookies', { IncludedCookies: ['session'] }, 'VALUE'), 'dark', false],
    [list('Cookies', { ExcludedCookies: ['session'] }, 'ALL'), 'theme', true],
  ])('%j has %s: %s', (field, text, expected) => {
    expect(fits(contains(text, field as never), parts)).toBe(expected)
  })

  test('that a request has not got fits nothing', () => {
    expect(fits(size('GE', 0, { SingleHeader: { Name: 'x-none' } }))).toBe(false)
    expect(fits(size('GE', 0, { SingleQueryArgument: { Name: 'none' } }))).toBe(false)
  })
})

describe('what is larger than is looked at', () => {
  const big = 'x'.repeat(16_384)
  test.each([
    ['CONTINUE', false, true],
    ['MATCH', true, true],
    ['NO_MATCH', false, false],
  ])('of bodies, %s', (OversizeHandling, behind, before) => {
    const field = { Body: { OversizeHandling } }
    expect(fits(contains('needle', field), { body: `${big}needle` })).toBe(behind)
    expect(fits(contains('needle', field), { body: `needle${big}` })).toBe(before)
    expect(fits(contains('needle', field), { body: Buffer.from(`needle${big}`) })).toBe(before)
  })

  test('of bodies grows with the setting of the web ACL', () => {
    const AssociationConfig = { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_32' } } }
    expect(fits(contains('needle', { Body: {} }), { body: `${big}needle` }, { AssociationConfig })).toBe(true)
    expect(fits(contains('needle', { Body: {} }), { body: `${big}${big}needle` }, { AssociationConfig })).toBe(false)
  })

  test.each([
    ['CONTINUE', false],
    ['MATCH', true],
    ['NO_MATCH', false],
  ])('of headers, %s', (OversizeHandling, expected) => {
    const field = { Headers: { MatchPattern: { All: {} }, MatchScope: 'VALUE', OversizeHandling } }
    const many = Array.from({ length: 200 }, (_, i) => [`x-${i}`, 'v'] as const)
    expect(fits(contains('needle', field), { headers: [...many, ['x-last', 'needle']] })).toBe(expected)
    const large = [['x-large', 'v'.repeat(8192)] as const]
    expect(fits(contains('needle', field), { headers: [...large, ['x-last', 'needle']] })).toBe(expected)
  })

  test('of headers is looked at up to the limit', () => {
    const field = { Headers: { MatchPattern: { All: {} }, MatchScope: 'VALUE', OversizeHandling: 'CONTINUE' } }
    expect(fits(contains('needle', field), { headers: { 'x-large': `needle${'v'.repeat(9000)}` } })).toBe(true)
  })
})

describe('statements about text', () => {
  test('name what is wrong', () => {
    const field = { UriPath: {} }
    expect(problems(byteMatch('', 'EXACTLY'))).toEqual(['ByteMatchStatement/SearchString'])
    expect(problems(byteMatch('a', 'EXACT'))).toEqual(['ByteMatchStatement/PositionalConstraint'])
    expect(problems(size('XX', 1))).toEqual(['SizeConstraintStatement/ComparisonOperator'])
    expect(problems(size('GT', -1))).toEqual(['SizeConstraintStatement/Size'])
    expect(problems(contains('a', { Uri: {} }))).toEqual(['ByteMatchStatement/FieldToMatch/Uri'])
    expect(problems(contains('a', {}))).toEqual(['ByteMatchStatement/FieldToMatch'])
    expect(problems(contains('a', { Headers: {} }))).toEqual([
      'ByteMatchStatement/FieldToMatch/Headers/OversizeHandling',
      'ByteMatchStatement/FieldToMatch/Headers/MatchPattern',
      'ByteMatchStatement/FieldToMatch/Headers/MatchScope',
    ])
    expect(problems(contains('a', field, 'LOWER'))).toEqual(['ByteMatchStatement/TextTransformations/0/Type'])
    expect(
      problems({ ByteMatchStatement: { SearchString: 'a', PositionalConstraint: 'EXACTLY', FieldToMatch: field } }),
    ).toEqual(['ByteMatchStatement/TextTransformations'])
  })

  test('name what is not honoured', () => {
    expect(problems(contains('a', { JA3Fingerprint: { FallbackBehavior: 'MATCH' } }))).toEqual([
      'error web-acl/field-not-built',
    ])
    expect(problems(contains('a', { UriPath: {} }, 'MD5'))).toEqual(['error web-acl/text-transformation-not-built'])
  })

  test('answer for any request', () => {
    const fields = [
      { UriPath: {} },
      { QueryString: {} },
      { AllQueryArguments: {} },
      { Body: {} },
      { JsonBody: { MatchPattern: { All: {} }, MatchScope: 'ALL' } },
      { Cookies: { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' } },
      { Headers: { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' } },
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...fields),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.oneof(fc.string(), fc.uint8Array(), fc.json()),
        fc.dictionary(fc.string(), fc.string()),
        (field, path, rawQuery, body, headers) => {
          const parts = { path, rawQuery, body, headers }
          expect(typeof fits(contains('a', field, 'URL_DECODE', 'HTML_ENTITY_DECODE'), parts)).toBe('boolean')
        },
      ),
    )
  })
})
