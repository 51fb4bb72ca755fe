import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, writeJson } from '../../src/json/index.js'
import { compilePath, InvalidPathError, PathEvaluationError, PathNotFoundError } from '../../src/jsonpath/index.js'

const ITEMS =
  '[{"id":1,"t":"a","ok":true,"tags":["x","y"]},{"id":2,"t":"b","ok":false,"tags":[]},{"id":3,"t":null,"n":{"d":5}}]'
const MIXED = '{"a":[1.0,2,-3,"4",null,[5],{"a":[6]}],"tags":["x","1",1,true],"m":{"x":{"y":[1,2]}},"id":"7","z":null}'

function read(json: string, path: string): string {
  return writeJson(compilePath(path).read(parseJson(json)))
}

// All answers below are those of Jayway JsonPath 2.10.0.
describe('compilePath', () => {
  it.each([
    [ITEMS, '$[-1].id', '3'],
    [ITEMS, "$[0]['id','t','nope']", '{"id":1,"t":"a"}'],
    [ITEMS, "$[*]['id','t']", '[{"id":1,"t":"a"},{"id":2,"t":"b"},{"id":3,"t":null}]'],
    [ITEMS, '$[-1:3].id', '[3,1,2,3]'],
    [ITEMS, '$[0:3:2].id', '[1,2,3]'],
    [ITEMS, '$..[0].id', '[1]'],
    [ITEMS, '$..d', '[5]'],
    [ITEMS, '[1].t', '"b"'],
    [MIXED, 'm.x.y[0]', '1'],
    [MIXED, '@.id', '"7"'],
    [MIXED, '$.z', 'null'],
    [MIXED, '$.m..y[*]', '[1,2]'],
    [MIXED, '$.a[9:]', '[]'],
  ])('reads %s by %s as %s', (json, path, expected) => {
    expect(read(json, path)).toBe(expected)
  })

  it.each([
    ['$[?(@.id == 1)].t', '["a"]'],
    ["$[?(@.id == '1')].t", '["a"]'],
    ['$[?(@.id === "1")].t', '[]'],
    ['$[?(@.ok)].id', '[1,2]'],
    ['$[?(!@.ok)].id', '[3]'],
    ['$[?(!(@.id > 1))].id', '[1]'],
    ['$[?(@.t == null)].id', '[3]'],
    ['$[?(@.missing == null)].id', '[]'],
    ['$[?(@.missing != 1)].id', '[1,2,3]'],
    ["$[?(@.t in ['a','c'])].id", '[1]'],
    ["$[?(@.t nin ['a','c'])].id", '[2,3]'],
    ['$[?(@.tags size 2)].id', '[1]'],
    ['$[?(@.tags empty true)].id', '[2]'],
    ["$[?(@.tags contains 'x')].id", '[1]'],
    ["$[?(@.tags subsetof ['x','y','z'])].id", '[1,2]'],
    ["$[?(@.tags anyof ['x'])].id", '[1]'],
    ["$[?(@.tags noneof ['x'])].id", '[2]'],
    ['$[?(@.t =~ /A|B/i)].id', '[1,2]'],
    ['$[?(/a/ =~ @.t)].id', '[1]'],
    ["$[?(@.tags == ['x','y'])].id", '[1]'],
    ["$[?(['x','y'] == @.tags)].id", '[]'],
    ['$[?(@.id < $[2].id && (@.ok == true || @.id == 2))].id', '[1,2]'],
    ['$[?(@.tags.length() == 2)].id', '[1]'],
    ['$[?(@.id == 1.0)].id', '[1]'],
    ['$[?(@[?(@.d)])].id', '[1,2,3]'],
  ])('filters by %s', (path, expected) => {
    expect(read(ITEMS, path)).toBe(expected)
  })

  it.each([
    ['$.a.length()', '7'],
    ['$.m.size()', '1'],
    ['$.m.keys()', '["x"]'],
    ['$.id.length()', 'null'],
    ['$.a.sum()', '0.0'],
    ['$.a.max()', '2.0'],
    ['$.a.min()', '-3.0'],
    ['$.m.x.y.avg()', '1.5'],
    ['$.m.x.y.stddev()', '0.5'],
    ['$.m.x.y.sum(1,2.5)', '6.5'],
    ['$.tags.concat("-", $.id)', '"x1-7"'],
    ['$.a.first()', '1.0'],
    ['$.tags.last()', 'true'],
    ['$.tags.index(1)', '"1"'],
    ['$.tags.append(9)', '["x","1",1,true,9]'],
    ['$..y[*].sum()', '3.0'],
    ['$.length($..y)', '2'],
    ['$.concat("-", $.m.keys())', '"-[x]"'],
    ['$.m.keys(1).length()', 'null'],
    ['$.a[5:6].index()', '[]'],
    ['$..[0].length()', '1'],
  ])('applies %s', (path, expected) => {
    expect(read(MIXED, path)).toBe(expected)
  })

  it.each([
    '',
    '$.',
    '$..',
    '$[',
    '$[]',
    "$['a'",
    '$a',
    '$ .a',
    '$.a b',
    '$[:]',
    '$[1 2]',
    '$.a.[b]',
    "$['a',]",
    '$[?(@.a foo 1)]',
    '$[?(@.a == -)]',
    '$[?(@.a',
    '$.sum(1',
    '$[99999999999]',
    '$...a',
    '$[?(@.a =~ /(/)]',
  ])('refuses %s', (path) => {
    expect(() => compilePath(path).read({})).toThrow(InvalidPathError)
  })

  it('tells a missing value from null and from values that a path cannot enter', () => {
    const missing = ['$.nope', '$.id.x', '$.z.x', '$.a[99]', '$.m[0]', '$.nope.length()']
    for (const path of missing) {
      expect(() => read(MIXED, path)).toThrow(PathNotFoundError)
      expect(compilePath(path).find(parseJson(MIXED))).toBeUndefined()
    }
    expect(compilePath('$.z').find(parseJson(MIXED))).toBeNull()
  })

  it('fails where a function finds nothing to work on', () => {
    expect(() => read(MIXED, '$.id.max()')).toThrow(PathEvaluationError)
    expect(() => read(MIXED, '$.m.nofn()')).toThrow(InvalidPathError)
  })

  it('knows which paths are definite', () => {
    const definite = ['$', '$.a', '$[0]', '$.a.length()', "$['a','b']", '$.a[-1].b'].map(
      (path) => compilePath(path).definite,
    )
    expect(definite).toEqual(definite.map(() => true))
    const indefinite = ['$..a', '$.*', '$[0,1]', '$[1:]', '$[?(@.a)]', "$['a','b'].c"].map(
      (path) => compilePath(path).definite,
    )
    expect(indefinite).toEqual(indefinite.map(() => false))
  })

  it('reads maps like plain objects, in their order', () => {
    const json = '{"b":{"2":"x","1":"y"},"__proto__":{"c":1}}'
    expect(read(json, '$.b.*')).toBe('["x","y"]')
    expect(read(json, "$['__proto__'].c")).toBe('1')
    expect(read(json, '$..c')).toBe('[1]')
    expect(read(json, "$.b['1','2']")).toBe('{"1":"y","2":"x"}')
  })

  it('does not see what JavaScript objects inherit', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(() => read('{"a":{}}', `$.a.${name}`)).toThrow(PathNotFoundError)
      expect(read('{"a":{}}', `$..${name}`)).toBe('[]')
    }
    expect(() => read('[1]', '$.length')).toThrow(PathNotFoundError)
  })

  it('answers or refuses any path, with one of its own errors', () => {
    const pieces = [
      '$',
      '@',
      '.',
      '..',
      '[',
      ']',
      '(',
      ')',
      '?',
      "'",
      '"',
      '*',
      ',',
      ':',
      '-1',
      '0',
      'a',
      ' ',
      '!',
      '==',
      '=~',
      '/a/',
      '&&',
      '||',
      'length()',
      'in',
      '\\',
      '{',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        try {
          compilePath(parts.join('')).read(parseJson(MIXED))
        } catch (error) {
          const isOurs = error instanceof InvalidPathError || error instanceof PathNotFoundError
          expect(isOurs ? undefined : error).toBeUndefined()
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('gives up on paths whose results multiply', () => {
    let json = '1'
    for (let level = 0; level < 60; level++) json = `[${json},${level}]`
    expect(() => read(json, '$..*..*..*..*..*')).toThrow(PathEvaluationError)
  })

  it('refuses paths that are nested or grown beyond reason', () => {
    expect(() => compilePath(`$[?(${'('.repeat(5000)}@.a${')'.repeat(5000)})]`)).toThrow(InvalidPathError)
    expect(() => compilePath(`$${'[?(@'.repeat(1000)}${')]'.repeat(1000)}`)).toThrow(InvalidPathError)
    expect(() => compilePath(`$.${'a.'.repeat(10_000)}a`)).toThrow(InvalidPathError)
  })
})
