import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Double,
  getField,
  isObject,
  JsonParseError,
  parseJson,
  parseStrictJson,
  toPlain,
  writeJson,
} from '../../src/json/index.js'

const plainJson = fc.jsonValue({ noUnicodeString: false, maxDepth: 5 })

describe('parseJson', () => {
  it('reads strict JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(plainJson, (value) => {
        const text = JSON.stringify(value)
        // Without -0, which is the integer 0 here.
        expect(JSON.stringify(toPlain(parseJson(text)))).toEqual(text)
        expect(JSON.stringify(toPlain(parseStrictJson(text)))).toEqual(text)
      }),
    )
  })

  it.each([
    ['10.0', '10.0'],
    ['1E7', '1.0E7'],
    ['-0', '0'],
    ['10.50', '10.5'],
    ['0.00001', '1.0E-5'],
    ['12345678901234567890', '12345678901234567890'],
    ['9007199254740993', '9007199254740993'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['1e400', 'null'],
    ['[1.0,2]', '[1.0,2]'],
  ])('keeps the number %s and writes it as %s', (text, written) => {
    expect(writeJson(parseJson(text))).toBe(written)
  })

  it('tells whole decimals, integers and big integers apart', () => {
    expect(parseJson('10.0')).toEqual(new Double(10))
    expect(parseJson('10')).toBe(10)
    expect(parseJson('10.5')).toBe(10.5)
    expect(parseJson('9007199254740993')).toBe(9007199254740993n)
  })

  it('keeps the order of keys that look like numbers', () => {
    expect(writeJson(parseJson('{"b":1,"2":{"10":1,"9":2},"1":3}'))).toBe('{"b":1,"2":{"10":1,"9":2},"1":3}')
  })

  it('keeps hostile keys as ordinary fields', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '\\u005f_proto__'),
        (key) => {
          const object = parseJson(`{"a":{"${key}":{"polluted":true}},"${key}":1}`)
          if (!isObject(object)) throw new Error('no object')
          expect(getField(object, JSON.parse(`"${key}"`) as string)).toBe(1)
          expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
          expect(getField(object, 'valueOf')).toBeUndefined()
        },
      ),
    )
  })

  it.each([
    ['a=1&b=2', '"a=1&b=2"'],
    ['hello plain', '"hello plain"'],
    ['', '""'],
    ['{statusCode: 200,}', '{"statusCode":200}'],
    ["{'a': 'it', b: word two}", '{"a":"it","b":"word two"}'],
    ['[1,,2,]', '[1,2]'],
    ['{"a":1} trailing', '{"a":1}'],
    ['[1 2, 007, -, .5, 5.]', '["1 2",7,0,".5",5.0]'],
    ['["\\x41\\q\\u0042"]', '["AB"]'],
    ['{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
  ])('reads %s permissively as %s', (text, written) => {
    expect(writeJson(parseJson(text))).toBe(written)
  })

  it.each(['{', '[1', '{"a"', '{"a":}', '}', ':', '"abc', '["\\u00zz"]', '{a}'])('refuses %s', (text) => {
    expect(() => parseJson(text)).toThrow(JsonParseError)
  })

  it('bounds the nesting of arrays and objects, however it is written', () => {
    expect(writeJson(parseJson('['.repeat(400) + ']'.repeat(400)))).toHaveLength(800)
    for (const text of ['['.repeat(401) + ']'.repeat(401), '['.repeat(1e6), '{"a":'.repeat(1e5), '[1.0,'.repeat(500)]) {
      expect(() => parseJson(text)).toThrow(JsonParseError)
    }
    expect(() => parseStrictJson('['.repeat(500) + ']'.repeat(500))).toThrow(JsonParseError)
  })

  it('does not count brackets in strings as nesting', () => {
    const text = JSON.stringify({ a: '[{'.repeat(1000), b: '\\"['.repeat(500) })
    expect(JSON.stringify(parseJson(text))).toBe(text)
  })

  it('never throws anything but JsonParseError', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[],:"\'\\ 0123.eE-+nutx/\n'.split('')), maxLength: 30 }),
        (text) => {
          try {
            parseJson(text)
          } catch (error) {
            expect(error).toBeInstanceOf(JsonParseError)
          }
        },
      ),
    )
  })
})

describe('parseStrictJson', () => {
  it.each(['{a:1}', "{'a':1}", '[1,]', 'a=1', ''])('refuses %s', (text) => {
    expect(() => parseStrictJson(text)).toThrow(JsonParseError)
  })

  it('says where the text breaks off', () => {
    try {
      parseStrictJson('{"a":1')
    } catch (error) {
      expect((error as JsonParseError).offset).toBe(6)
    }
    expect.assertions(1)
  })
})
