import { Double } from './double.js'
import { formatDouble } from './java-number.js'
import type { JsonObject, JsonValue } from './json-value.js'

// What needs an escape in json-smart: quotes, backslashes, control characters, and U+2000–U+20FF (so also “ ” … and €).
// eslint-disable-next-line no-control-regex
const ESCAPED = /["\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/
// eslint-disable-next-line no-control-regex
const ESCAPED_ALL = /["\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g
const SLASH = /\//g

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** How a value is written. */
export interface WriteJsonOptions {
  /** Writes `/` as `\/`, as a JSON array prints in a template. Default: false, as `$input.json` prints. */
  readonly escapeSlash?: boolean
}

/**
 * The value as compact JSON in document order, as the service's JSON library writes it: decimals by Java's rules,
 * upper-case `\u` escapes. Infinity is `null`, NaN is written as such.
 *
 * @throws RangeError for a value that is nested too deeply or whose text is longer than 64 Mi characters
 */
export function writeJson(value: JsonValue, options?: WriteJsonOptions): string {
  return write(value, options?.escapeSlash === true)
}

function write(value: JsonValue, escapeSlash: boolean): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, escapeSlash)
    case 'number':
      return writeNumber(value)
    case 'object':
      return writeCompound(value, escapeSlash)
    default:
      return String(value)
  }
}

function writeNumber(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? String(value) : BigInt(value).toString()
  return Math.abs(value) === Infinity ? 'null' : formatDouble(value)
}

function writeCompound(value: JsonValue[] | JsonObject | Double | null, escapeSlash: boolean): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return writeArray(value, escapeSlash)
  if (value instanceof Double) return writeDouble(value)
  return writeObject(value, escapeSlash)
}

function writeDouble(value: Double): string {
  const text = value.toString()
  return text.endsWith('Infinity') ? 'null' : text
}

function writeArray(items: JsonValue[], escapeSlash: boolean): string {
  let text = '['
  for (let at = 0; at < items.length; at++) {
    if (at > 0) text += ','
    text += write(items[at] ?? null, escapeSlash)
    checkLength(text)
  }
  return `${text}]`
}

function writeObject(object: JsonObject, escapeSlash: boolean): string {
  let text = '{'
  let separator = ''
  if (object instanceof Map) {
    for (const [name, field] of object) {
      text += `${separator}${writeString(name, escapeSlash)}:${write(field, escapeSlash)}`
      separator = ','
      checkLength(text)
    }
  } else {
    for (const name of Object.keys(object)) {
      text += `${separator}${writeString(name, escapeSlash)}:${write(object[name] ?? null, escapeSlash)}`
      separator = ','
      checkLength(text)
    }
  }
  return `${text}}`
}

/** Longest text, in UTF-16 units: a template can build lists that share their items and are written for ever. */
const MAX_LENGTH = 64 * 1024 * 1024

function checkLength(text: string): void {
  if (text.length > MAX_LENGTH) throw new RangeError(`The JSON text is longer than ${MAX_LENGTH} characters`)
}

function writeString(text: string, escapeSlash: boolean): string {
  const escaped = ESCAPED.test(text) ? text.replace(ESCAPED_ALL, escapeCharacter) : text
  return escapeSlash ? `"${escaped.replace(SLASH, '\\/')}"` : `"${escaped}"`
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES.get(character)
  return short ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
