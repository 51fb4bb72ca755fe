import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, writeJson } from '../../src/json/index.js'
import { compilePath, InvalidPathError, PathEvaluationError, PathNotFoundError } from '../../src/jsonpath/index.js'

const INHERITED = [Object.prototype, Array.prototype, Map.prototype, String.prototype].flatMap((prototype) =>
  Object.getOwnPropertyNames(prototype),
)

function read(json: string, path: string): string {
  return writeJson(compilePath(path).read(parseJson(json)))
}

function quoted(name: string): string {
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

describe('a path reaches a document alone', () => {
  it.each([...new Set(INHERITED)])('not what values inherit: %s', (name) => {
    for (const json of ['{"a":{}}', '{"__proto__":{}}', '[[]]', '[""]', '{"a":1.0}']) {
      expect(() => read(json, `$[*][${quoted(name)}].x`)).not.toThrow()
      expect(read(json, `$..[${quoted(name)}].x`)).toBe('[]')
      expect(read(json, `$[?(@.${name}.x)]`)).toBe('[]')
      if (!json.includes(name)) expect(() => read(json, `$[${quoted(name)}]`)).toThrow(PathNotFoundError)
    }
  })

  it('by any name that it has', () => {
    const name = fc.oneof(fc.constantFrom(...INHERITED), fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }))
    fc.assert(
      fc.property(name, name, (one, other) => {
        const json = JSON.stringify({ a: Object.fromEntries([[one, { b: other }]]) })
        expect(compilePath(`$.a[${quoted(one)}].b`).read(parseJson(json))).toBe(other)
        expect(compilePath(`$..[${quoted(one)}].b`).read(parseJson(json))).toEqual([other])
      }),
      { numRuns: 500 },
    )
  })

  it('or refuses, whatever the path and the payload', () => {
    const piece = fc.oneof(
      fc.constantFrom('$', '@', '.', '..', '[', ']', '(', ')', '?', "'", '"', '*', ',', ':', '[?(', ')]', '.length()'),
      fc.constantFrom('constructor', '__proto__', 'prototype', '99999999999', '-1', '\ud800', '\udc00', '\u0000', '\\'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    const isOwnError = (error: unknown) => error instanceof InvalidPathError || error instanceof PathNotFoundError
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.json({ noUnicodeString: false }), (pieces, json) => {
        let text = ''
        try {
          text = read(json, pieces.join(''))
        } catch (error) {
          expect(isOwnError(error) ? undefined : error).toBeUndefined()
        }
        expect(text).not.toMatch(/function|\[native/)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a path cannot hold the process', () => {
  const numbers = `[${Array.from({ length: 20_000 }, (_, at) => `{"a":${at}}`).join()}]`

  it('with slices and indexes far outside', () => {
    expect(read('[1,2]', '$[0:2147483647]')).toBe('[1,2]')
    expect(read('[1,2]', '$[-2147483648:]')).toBe('[1,2]')
    expect(read('[1,2]', '$[-2147483648:2147483647]')).toBe('[1,2,1,2]')
    expect(() => read('[1,2]', '$[2147483648]')).toThrow(InvalidPathError)
  })

  it('with a regular expression that would backtrack', () => {
    expect(read(`{"a":["${'x'.repeat(20_000)}"]}`, '$.a[?(@ =~ /(x+x+)+y/)]')).toBe('[]')
  })

  it.each([
    '$[?(@.a in $..a)]',
    '$[?(@.a nin $..a)]',
    '$[?($..a subsetof $..a)]',
    '$[?($ == $)]',
    '$[?($..a contains @.a)]',
  ])('with all pairs: %s', (path) => {
    expect(() => read(numbers, path)).toThrow(PathEvaluationError)
  })

  it('with a list that is appended to itself', () => {
    expect(() => read('{"a":[]}', '$.a.append($)')).toThrow(PathEvaluationError)
  })

  it('with a document as deep as may be', () => {
    const json = `${'{"a":'.repeat(399)}1${'}'.repeat(399)}`
    expect(JSON.parse(read(json, '$..a'))).toHaveLength(399)
    expect(() => read(json, '$..a..a..a..a')).toThrow(PathEvaluationError)
    expect(() => parseJson(`${'['.repeat(401)}${']'.repeat(401)}`)).toThrow(/nested/)
  })
})
