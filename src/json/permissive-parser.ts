import { Double } from './double.js'
import { formatBigDecimal } from './java-number.js'
import { JsonParseError } from './json-parse-error.js'
import type { JsonObject, JsonValue } from './json-value.js'
import { MAX_DEPTH } from './nesting-depth.js'

/** json-smart's mark for the end of the input, which is why the character U+001A ends it as well. */
const END = 0x1a
const QUOTE = 0x22
const APOSTROPHE = 0x27
const COMMA = 0x2c
const MINUS = 0x2d
const DOT = 0x2e
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** What ends a word without quotes: by place, since `{a: b]c}` holds the word `b]c`. */
type Stop = 'key' | 'value' | 'item' | 'end'
const STOPS: Readonly<Record<Stop, readonly number[]>> = {
  key: [COLON, END],
  value: [COMMA, CLOSE_BRACE, END],
  item: [COMMA, CLOSE_BRACKET, END],
  end: [END],
}

const WORDS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['null', null],
  ['true', true],
  ['false', false],
])

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
  ['b', '\b'],
  ['\\', '\\'],
  ['/', '/'],
  ["'", "'"],
  ['"', '"'],
])

/** Longest whole number, in characters: reading and writing one takes more than linear time. */
const MAX_DIGITS = 10_000

/** Java's big decimals count their exponent in an int. */
const MAX_EXPONENT = 0x7fffffff

interface Reader {
  readonly text: string
  at: number
  depth: number
}

/**
 * The permissive mode of the service's JSON library, its oddities included: what follows the first value is ignored, a
 * number with letters behind it is a string, `-` alone is 0, unknown escapes vanish.
 *
 * @throws {JsonParseError} where that mode gives up: unclosed brackets or quotes, a stray `}` `]` `:`, over 400 levels
 */
export function parsePermissively(text: string): JsonValue {
  return readValue({ text, at: 0, depth: 0 }, 'end')
}

function codeAt(reader: Reader): number {
  return reader.at < reader.text.length ? reader.text.charCodeAt(reader.at) : END
}

function fail(reader: Reader, message: string): never {
  throw new JsonParseError(message, Math.min(reader.at, reader.text.length))
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function readValue(reader: Reader, stop: Stop): JsonValue {
  while (isBlank(codeAt(reader))) reader.at++
  const code = codeAt(reader)
  if (isDigit(code) || code === MINUS) return readNumber(reader, stop)
  switch (code) {
    case OPEN_BRACE:
      return readObject(reader)
    case OPEN_BRACKET:
      return readArray(reader)
    case QUOTE:
    case APOSTROPHE:
      return readQuoted(reader, code)
    case COLON:
    case CLOSE_BRACE:
    case CLOSE_BRACKET:
      return fail(reader, `Unexpected '${reader.text[reader.at] ?? ''}'`)
    case END:
      // An empty text is the empty string; inside an array or object the value is missing.
      return stop === 'end' ? '' : fail(reader, 'Unexpected end of JSON')
    default:
      return readWord(reader, stop)
  }
}

function readWord(reader: Reader, stop: Stop): JsonValue {
  const word = bareText(reader, reader.at, stop)
  const value = WORDS.get(word)
  if (value !== undefined) return value
  return word === 'NaN' ? new Double(Number.NaN) : word
}

/** The text from `start` up to the place's next stop, without the blanks around it. */
function bareText(reader: Reader, start: number, stop: Stop): string {
  const stops = STOPS[stop]
  while (!stops.includes(codeAt(reader))) reader.at++
  return reader.text.slice(start, reader.at).trim()
}

function skipDigits(reader: Reader): void {
  while (isDigit(codeAt(reader))) reader.at++
}

function skipControls(reader: Reader): void {
  for (let code = codeAt(reader); code <= 0x20 && code !== END; code = codeAt(reader)) reader.at++
}

function readNumber(reader: Reader, stop: Stop): JsonValue {
  const start = reader.at
  reader.at++
  skipDigits(reader)
  let isDecimal = false
  if (codeAt(reader) === DOT) {
    isDecimal = true
    reader.at++
    skipDigits(reader)
  }
  if ((codeAt(reader) | 0x20) === 0x65) {
    isDecimal = true
    reader.at++
    const code = codeAt(reader)
    if (!isDigit(code) && code !== MINUS && code !== 0x2b) return bareText(reader, start, stop)
    reader.at++
    skipDigits(reader)
  }
  const end = reader.at
  skipControls(reader)
  // json-smart looks only at characters below `~` here: `12é` is the number 12 and then something else.
  const code = codeAt(reader)
  if (code < 0x7e && !STOPS[stop].includes(code)) return bareText(reader, start, stop)
  const literal = reader.text.slice(start, end)
  return isDecimal ? decimal(reader, literal) : integer(reader, literal)
}

function integer(reader: Reader, literal: string): JsonValue {
  if (literal.length > MAX_DIGITS) return fail(reader, 'A number is too long')
  if (literal.length < 16) return literal === '-' ? 0 : Number(literal) + 0
  const exact = BigInt(literal)
  const near = Number(exact)
  return Number.isSafeInteger(near) ? near : exact
}

function decimal(reader: Reader, literal: string): JsonValue {
  const value = Number(literal)
  if (Number.isNaN(value)) return fail(reader, `Not a number: ${literal}`)
  if (literal.length > 18 && Math.abs(exponentOf(literal)) > MAX_EXPONENT) return fail(reader, 'Exponent out of range')
  if (literal.length > 18) return new Double(value, formatBigDecimal(literal))
  return Number.isInteger(value) || !Number.isFinite(value) ? new Double(value) : value
}

function exponentOf(literal: string): number {
  return Number(literal.split(/[eE]/)[1] ?? 0)
}

function enter(reader: Reader): void {
  reader.depth++
  if (reader.depth > MAX_DEPTH) fail(reader, 'JSON is nested too deeply')
  reader.at++
}

function leave(reader: Reader): void {
  reader.depth--
  reader.at++
}

function readArray(reader: Reader): JsonValue {
  const items: JsonValue[] = []
  enter(reader)
  for (;;) {
    const code = codeAt(reader)
    if (code === CLOSE_BRACKET) break
    if (code === END) fail(reader, 'Unexpected end of JSON')
    if (isBlank(code) || code === COMMA) reader.at++
    else items.push(readValue(reader, 'item'))
  }
  leave(reader)
  return items
}

function readObject(reader: Reader): JsonValue {
  let object: JsonObject = {}
  enter(reader)
  for (;;) {
    const code = codeAt(reader)
    if (code === CLOSE_BRACE) break
    if (isBlank(code) || code === COMMA) {
      reader.at++
      continue
    }
    const key = readKey(reader, code)
    object = withField(object, key, readValue(reader, 'value'))
    skipControls(reader)
    const next = codeAt(reader)
    if (next !== CLOSE_BRACE && next !== COMMA) fail(reader, 'Expected , or }')
  }
  leave(reader)
  return object
}

function readKey(reader: Reader, code: number): string {
  if (code === COLON || code === CLOSE_BRACKET || code === OPEN_BRACKET || code === OPEN_BRACE) {
    fail(reader, `Unexpected '${reader.text[reader.at] ?? ''}'`)
  }
  const key = code === QUOTE || code === APOSTROPHE ? readQuoted(reader, code) : bareText(reader, reader.at, 'key')
  skipControls(reader)
  if (codeAt(reader) !== COLON) fail(reader, 'Expected :')
  reader.at++
  return key
}

// A plain object would move keys of digits to the front and lose `__proto__`.
function withField(object: JsonObject, key: string, value: JsonValue): JsonObject {
  if (object instanceof Map) return object.set(key, value)
  if (key !== '__proto__' && !isDigit(key.charCodeAt(0))) {
    object[key] = value
    return object
  }
  return new Map(Object.entries(object)).set(key, value)
}

function readQuoted(reader: Reader, quote: number): string {
  const { text } = reader
  const close = text.indexOf(quote === QUOTE ? '"' : "'", reader.at + 1)
  if (close === -1) fail(reader, 'Unexpected end of JSON')
  const plain = text.slice(reader.at + 1, close)
  if (!plain.includes('\\')) {
    reader.at = close + 1
    return plain
  }
  return readEscaped(reader, quote)
}

function readEscaped(reader: Reader, quote: number): string {
  let result = ''
  reader.at++
  for (let code = codeAt(reader); code !== quote; code = codeAt(reader)) {
    if (code === END) fail(reader, 'Unexpected end of JSON')
    if (code === BACKSLASH) result += readEscape(reader)
    // Control characters are dropped, though only in a string that has an escape.
    else if (code > 0x1f && code !== 0x7f) result += reader.text[reader.at] ?? ''
    reader.at++
  }
  reader.at++
  return result
}

/** Leaves the reader on the escape's last character. */
function readEscape(reader: Reader): string {
  reader.at++
  const letter = reader.text[reader.at] ?? ''
  if (letter !== 'u' && letter !== 'x') return ESCAPES.get(letter) ?? ''
  const length = letter === 'u' ? 4 : 2
  const hex = reader.text.slice(reader.at + 1, reader.at + 1 + length)
  if (hex.length < length || !/^[\da-fA-F]+$/.test(hex)) fail(reader, 'Broken \\u escape')
  reader.at += length
  return String.fromCharCode(Number.parseInt(hex, 16))
}
