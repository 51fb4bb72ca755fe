import { Double } from '../../../json/double.js'
import { formatDouble } from '../../../json/java-number.js'
import type { JsonValue } from '../../../json/json-value.js'
import { writeJson } from '../../../json/write-json.js'
import { TemplateFault } from '../errors.js'
import type { JavaMap } from './java-values.js'
import { Char, HostObject, isMap, JavaArray, JavaIterator, JavaList, MapEntry } from './java-values.js'
import { entryValue, mapEntries } from './maps.js'

/** The value as Java's `toString` gives it; null and undefined print as nothing. */
export function print(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return printNumber(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return value.toString()
    case 'object':
      return value === null ? '' : printObject(value)
    default:
      return ''
  }
}

/** Up to so many characters JavaScript's and Java's digits never differ. */
const SAME_DIGITS = 16

function printNumber(value: number): string {
  // A template literal is quicker than String().
  const text = `${value}`
  if (Number.isInteger(value)) return text
  const magnitude = Math.abs(value)
  // Most decimals of a payload print alike in both languages.
  const isPlain = magnitude >= 1e-3 && magnitude < 1e7 && text.length <= SAME_DIGITS
  return isPlain ? text : formatDouble(value)
}

function printObject(value: object): string {
  if (isMap(value)) return printMap(value)
  if (Array.isArray(value)) return printList(value)
  if (value instanceof HostObject) return value.print() ?? ''
  if (value instanceof Double) return value.toString()
  if (value instanceof Char) return value.value
  if (value instanceof MapEntry) return `${printItem(value.key)}=${printItem(entryValue(value))}`
  return value instanceof JavaIterator ? 'java.util.Iterator' : ''
}

function printList(list: readonly unknown[]): string {
  if (!(list instanceof JavaList)) return writeJson(list as JsonValue, { escapeSlash: true })
  // Java prints a class name and an address here, which no template can use.
  if (list instanceof JavaArray) return 'array'
  let text = '['
  for (let at = 0; at < list.length; at++) {
    const item = list[at]
    text += (at > 0 ? ', ' : '') + (item === list ? '(this Collection)' : printItem(item))
    checkLength(text)
  }
  return `${text}]`
}

/** `{k=v, k2=v2}` */
export function printMap(map: JavaMap): string {
  let text = '{'
  let separator = ''
  for (const [key, value] of mapEntries(map)) {
    text += `${separator}${printItem(key)}=${value === map ? '(this Map)' : printItem(value)}`
    separator = ', '
    checkLength(text)
  }
  return `${text}}`
}

/** Inside a list or map null prints as a word. */
function printItem(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (value instanceof HostObject) return value.print() ?? 'null'
  return print(value)
}

/** Longest text that one value may print or hold, in UTF-16 units. It stops templates that double a string in a loop. */
export const MAX_TEXT_LENGTH: number = 32 * 1024 * 1024

/** Fails when a text grows beyond what a template can sensibly hold. */
export function checkLength(text: string): string {
  if (text.length > MAX_TEXT_LENGTH) throw new TemplateFault(`a text is longer than ${MAX_TEXT_LENGTH} characters`)
  return text
}
