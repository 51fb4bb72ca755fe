import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TRANSFORMATIONS } from '../../src/web-acl/transformations.js'

const apply = (name: string, text: string): string => {
  const transformation = TRANSFORMATIONS.get(name)
  if (transformation === undefined) throw new Error(`There is no ${name}.`)
  return transformation(text)
}

describe('a text transformation', () => {
  test.each<readonly [name: string, text: string, expected: string]>([
    ['NONE', ' A%20', ' A%20'],
    ['LOWERCASE', 'ÀB\u00c0', 'Àb\u00c0'],
    ['UPPERCASE', 'aé', 'Aé'],
    ['URL_DECODE', '%3Cscript%3e+a%zz%4', '<script> a%zz%4'],
    ['URL_DECODE_UNI', '%u003Ca%uff1c%3e%u0', '<a<>%u0'],
    ['COMPRESS_WHITE_SPACE', 'a \t\r\n\u00a0b  c', 'a b c'],
    ['REMOVE_WHITESPACE', ' a \t\nb ', 'ab'],
    ['TRIM', ' \t a b \n', 'a b'],
    ['TRIM_LEFT', '  a ', 'a '],
    ['TRIM_RIGHT', ' a  ', ' a'],
    ['HTML_ENTITY_DECODE', '&lt;b&GT;&quot;&amp;&#60;&#x3C;&#x3c&nbsp;&none;', '<b>"&<<<\u00a0&none;'],
    ['BASE64_DECODE', 'aGVsbG8=', 'hello'],
    ['BASE64_DECODE', 'aGVs!bG8=', 'hel'],
    ['BASE64_DECODE_EXT', 'aGVs!bG8=', 'hello'],
    ['HEX_DECODE', '48656c6C6f', 'Hello'],
    ['HEX_DECODE', '486', '486'],
    ['SQL_HEX_DECODE', 'select 0x414243, 0x4', 'select ABC, 0x4'],
    ['NORMALIZE_PATH', '/a//b/./c/../d', '/a/b/d'],
    ['NORMALIZE_PATH', '../a/../../b/', '../../b/'],
    ['NORMALIZE_PATH', '/a/..', '/'],
    ['NORMALIZE_PATH_WIN', 'c:\\a\\..\\b', 'c:/b'],
    ['REMOVE_NULLS', 'a\0b', 'ab'],
    ['REPLACE_NULLS', 'a\0b', 'a b'],
    ['REPLACE_COMMENTS', 'a/* x */b/**//* y', 'a b  '],
    ['CMD_LINE', 'C^md "/C" ,; Dir\\  (x)', 'cmd/c dir(x)'],
    ['ESCAPE_SEQ_DECODE', '\\n\\x41\\101\\q', '\nAA\\q'],
    ['JS_DECODE', "\\u003Cs\\x3e\\'\\uff1e", "<s>'>"],
    ['CSS_DECODE', 'ja\\76 a\\000073cript\\:', 'javascript:'],
    ['UTF8_TO_UNICODE', 'a\u00c3\u00ab', 'a%u00eb'],
  ])('%s of %j', (name, text, expected) => {
    expect(apply(name, text)).toBe(expected)
  })

  test('gives bytes for any bytes, in time that grows with their number', () => {
    const hostile = fc.oneof(
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)) }),
      fc.string({ unit: fc.constantFrom('%', 'u', '/', '*', '\\', '&', '#', 'x', '0', '.', ' ', ';', '3') }),
      fc.constantFrom('/*', '%', '&#', '\\', ' ', '0x', '../', '+').map((part) => part.repeat(20_000)),
    )
    fc.assert(
      fc.property(fc.constantFrom(...TRANSFORMATIONS.keys()), hostile, (name, text) => {
        const started = performance.now()
        const result = apply(name, text)
        expect(performance.now() - started).toBeLessThan(1000)
        return !/[^\0-\u00ff]/.test(result)
      }),
      { numRuns: 1000 },
    )
  })
})
