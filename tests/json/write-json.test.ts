import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Double, writeJson } from '../../src/json/index.js'

describe('writeJson', () => {
  it('writes what JSON.parse reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(writeJson(value as never))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('escapes as json-smart does', () => {
    expect(writeJson('"\\\b\f\n\r\t\u0001\u007f\u2028€/é')).toBe(
      '"\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u007F\\u2028\\u20AC/é"',
    )
  })

  it('escapes slashes only when asked', () => {
    expect(writeJson({ 'a/b': ['c/d'] })).toBe('{"a/b":["c/d"]}')
    expect(writeJson({ 'a/b': ['c/d'] }, { escapeSlash: true })).toBe('{"a\\/b":["c\\/d"]}')
  })

  it('writes maps in order, boxes and big integers', () => {
    const map = new Map<string, number | bigint | Double>([
      ['2', 1n],
      ['1', new Double(1e7)],
      ['__proto__', 0.5],
    ])
    expect(writeJson(map)).toBe('{"2":1,"1":1.0E7,"__proto__":0.5}')
  })

  it('writes infinity as null', () => {
    expect(writeJson([Infinity, new Double(-Infinity)])).toBe('[null,null]')
  })
})
