import { exceedsDepth } from './nesting-depth.js'
import type { JsonValue } from './json-value.js'
import { JsonParseError } from './json-parse-error.js'
import { parsePermissively } from './permissive-parser.js'

/**
 * Where `JSON.parse` would lose something: a number of 16 digits or 19 characters, a decimal without a fraction, an
 * exponent; a key of digits (JavaScript moves those to the front) or `__proto__`, plain or written with escapes. A match
 * inside a string costs only time. Each alternative is bound to what stands before it, so the test is linear.
 */
const LOSSY =
  /(?:^|[\s:,[])-?(?:\d{16}|\d[\d.]{17}|\d+\.0+(?:[\s,\]}]|$)|\d+(?:\.\d+)?[eE])|"\d+"\s*:|__proto__|\\u00(?:3\d|5[fF])/

/**
 * Reads JSON as the service's JSON library (json-smart) does in its permissive mode: what is not strict JSON is read as
 * well as it goes, with bare words and keys, single quotes, spare commas, and text such as `a=1&b=2` as one string.
 * Costs what `JSON.parse` costs where the text needs nothing else.
 *
 * @throws {JsonParseError} for what even the permissive mode refuses (`{"a"`), and for more than 400 levels
 */
export function parseJson(text: string): JsonValue {
  if (LOSSY.test(text)) return parsePermissively(text)
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch {
    return parsePermissively(text)
  }
  if (exceedsDepth(text)) throw new JsonParseError('JSON is nested too deeply', text.length)
  return value
}

/**
 * Reads strict JSON (RFC 8259) into the same values as {@link parseJson}.
 *
 * @throws {JsonParseError} for anything else, and for more than 400 levels
 */
export function parseStrictJson(text: string): JsonValue {
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch (error) {
    throw new JsonParseError((error as Error).message, offsetIn((error as Error).message, text))
  }
  if (LOSSY.test(text)) return parsePermissively(text)
  if (exceedsDepth(text)) throw new JsonParseError('JSON is nested too deeply', text.length)
  return value
}

/** Whether the value of this text may hold a Double, a bigint or a Map; false proves that it is JavaScript's own. */
export function mayHoldBoxedValues(text: string): boolean {
  return LOSSY.test(text)
}

function offsetIn(message: string, text: string): number {
  const position = /position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return Number(position)
  return message.includes('end of JSON') ? text.length : 0
}
