import { TemplateFault } from '../errors.js'
import { Char, JavaArray } from '../values/java-values.js'
import { isInt } from '../values/numbers.js'
import { checkLength, MAX_TEXT_LENGTH, print } from '../values/print.js'
import { compareTexts } from './compare-texts.js'
import { hashText } from './hash.js'
import type { MethodTable } from './method-table.js'
import { notComparable, outOfBounds, textOf } from './method-table.js'
import { cachedRegex } from './regex-cache.js'

// Java's `trim` removes everything up to the blank, and no other Unicode space.
// eslint-disable-next-line no-control-regex
const TRIM = /^[\u0000- ]+|[\u0000- ]+$/g

/** `java.lang.String` */
export const STRING_METHODS: MethodTable<string> = {
  'charAt/1': (text, at) => (isInt(at) ? new Char(text[at] ?? outOfBounds(at, text.length)) : undefined),
  'codePointAt/1': (text, at) => (isInt(at) ? (text.codePointAt(at) ?? outOfBounds(at, text.length)) : undefined),
  'compare/2': (_text, a, b) => (typeof a === 'string' && typeof b === 'string' ? compareTexts(a, b) : undefined),
  'compareTo/1': (text, other) => (typeof other === 'string' ? compareTexts(text, other) : notComparable(other)),
  'compareToIgnoreCase/1': (text, other) => withText(other, (b) => compareTexts(foldCase(text), foldCase(b))),
  'concat/1': (text, other) => withText(other, (b) => checkLength(text + b)),
  'contains/1': (text, other) => withText(other, (b) => text.includes(b)),
  'contentEquals/1': (text, other) => withText(other, (b) => text === b),
  'endsWith/1': (text, other) => withText(other, (b) => text.endsWith(b)),
  'equals/1': (text, other) => text === other,
  'equalsIgnoreCase/1': (text, other) =>
    typeof other === 'string' ? foldCase(text) === foldCase(other) : other === null ? false : undefined,
  'getBytes/0': bytesOf,
  'getBytes/1': bytesOf,
  'hashCode/0': hashText,
  'indexOf/1': (text, wanted) => indexIn(text, wanted, 0),
  'indexOf/2': (text, wanted, from) => (isInt(from) ? indexIn(text, wanted, from) : undefined),
  'intern/0': (text) => text,
  'isBlank/0': (text) => text.trim() === '',
  'isEmpty/0': (text) => text === '',
  'join/2': (_text, separator, items) => joinItems(separator, items),
  'join/3': (_text, separator, a, b) => joinArguments([separator, a, b]),
  'lastIndexOf/1': (text, wanted) => lastIndexIn(text, wanted, text.length),
  'lastIndexOf/2': (text, wanted, from) => (isInt(from) ? lastIndexIn(text, wanted, from) : undefined),
  'length/0': (text) => text.length,
  'matches/1': (text, pattern) => withText(pattern, (regex) => cachedRegex(regex).matches(text)),
  'repeat/1': (text, count) => (isInt(count) ? repeated(text, count) : undefined),
  'replace/2': replaceEvery,
  'replaceAll/2': (text, pattern, by) =>
    withTexts(pattern, by, (regex, to) => checkLength(cachedRegex(regex).replaceAll(text, to))),
  'replaceFirst/2': (text, pattern, by) =>
    withTexts(pattern, by, (regex, to) => checkLength(cachedRegex(regex).replaceFirst(text, to))),
  'split/1': (text, pattern) => splitText(text, pattern, 0),
  'split/2': (text, pattern, limit) => (isInt(limit) ? splitText(text, pattern, limit) : undefined),
  'startsWith/1': (text, other) => withText(other, (b) => text.startsWith(b)),
  'startsWith/2': (text, other, at) =>
    isInt(at) ? withText(other, (b) => at >= 0 && at <= text.length && text.startsWith(b, at)) : undefined,
  'strip/0': (text) => text.trim(),
  'stripLeading/0': (text) => text.trimStart(),
  'stripTrailing/0': (text) => text.trimEnd(),
  'subSequence/2': substring,
  'substring/1': (text, from) => substring(text, from, text.length),
  'substring/2': substring,
  'toCharArray/0': (text) => JavaArray.from(text.split(''), (character) => new Char(character)),
  'toLowerCase/0': (text) => text.toLowerCase(),
  'toString/0': (text) => text,
  'toUpperCase/0': (text) => text.toUpperCase(),
  'trim/0': (text) => text.replace(TRIM, ''),
  'valueOf/1': (_text, value) => (value === null || value === undefined ? 'null' : print(value)),
}

function withText(argument: unknown, use: (text: string) => unknown): unknown {
  const text = textOf(argument)
  return text === undefined ? undefined : use(text)
}

function withTexts(first: unknown, second: unknown, use: (first: string, second: string) => unknown): unknown {
  if (!isTextOrNull(first) || !isTextOrNull(second)) return undefined
  const a = textOf(first)
  const b = textOf(second)
  return a === undefined || b === undefined ? undefined : use(a, b)
}

// A null fits any parameter; that it is one shows only when the method runs.
function isTextOrNull(argument: unknown): boolean {
  return typeof argument === 'string' || argument === null
}

// Java folds the case of each UTF-16 unit on its own.
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase()
}

function bytesOf(text: string): JavaArray {
  // Java's bytes are signed.
  return JavaArray.from(new TextEncoder().encode(text), (byte) => (byte << 24) >> 24)
}

// `indexOf(int)` looks for a character by its code.
function needleOf(wanted: unknown): string | undefined {
  if (!isInt(wanted)) return textOf(wanted)
  return wanted >= 0 && wanted <= 0x10ffff ? String.fromCodePoint(wanted) : ''
}

function indexIn(text: string, wanted: unknown, from: number): number | undefined {
  const needle = needleOf(wanted)
  return needle === undefined ? undefined : text.indexOf(needle, from)
}

function lastIndexIn(text: string, wanted: unknown, from: number): number | undefined {
  const needle = needleOf(wanted)
  if (needle === undefined) return undefined
  return from < 0 ? -1 : text.lastIndexOf(needle, from)
}

function joinItems(separator: unknown, items: unknown): string | undefined {
  if (typeof separator !== 'string') return undefined
  if (!Array.isArray(items)) return typeof items === 'string' ? items : undefined
  for (const item of items) {
    if (typeof item !== 'string' && item !== null) throw new TemplateFault('java.lang.ClassCastException')
  }
  return checkLength(items.map(String).join(separator))
}

function repeated(text: string, count: number): string {
  if (count < 0) throw new TemplateFault(`java.lang.IllegalArgumentException: count is negative: ${count}`)
  if (text.length * count > MAX_TEXT_LENGTH) throw new TemplateFault('java.lang.OutOfMemoryError')
  return text.repeat(count)
}

function replaceEvery(text: string, wanted: unknown, by: unknown): string | undefined {
  const isChars = wanted instanceof Char && by instanceof Char
  if (!isChars && (!isTextOrNull(wanted) || !isTextOrNull(by))) return undefined
  const from = isChars ? wanted.value : textOf(wanted)
  const to = isChars ? by.value : textOf(by)
  if (from === undefined || to === undefined) return undefined
  if ((text.length + 1) * to.length > MAX_TEXT_LENGTH && from.length < to.length) checkReplaced(text, from, to)
  // Taking apart and joining is the quickest; an empty text is found between all characters and at both ends.
  return checkLength(from === '' ? text.replaceAll(from, () => to) : text.split(from).join(to))
}

// A short text to look for and a long one to put in its place multiply.
function checkReplaced(text: string, from: string, to: string): void {
  const count = from === '' ? text.length + 1 : text.split(from).length - 1
  if (count * to.length > MAX_TEXT_LENGTH) throw new TemplateFault('java.lang.OutOfMemoryError')
}

function splitText(text: string, pattern: unknown, limit: number): JavaArray | undefined {
  const regex = textOf(pattern)
  if (regex === undefined) return undefined
  return JavaArray.from(isLiteral(regex) && limit === 0 ? splitLiteral(text, regex) : split(text, regex, limit))
}

function split(text: string, regex: string, limit: number): string[] {
  return cachedRegex(regex).split(text, limit)
}

/** One character that means nothing to a regular expression: most templates split at `&`, `=`, `,`. */
function isLiteral(regex: string): boolean {
  return regex.length === 1 && !'.$|()[{^?*+\\'.includes(regex)
}

function splitLiteral(text: string, separator: string): string[] {
  const parts = text.split(separator)
  while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  // Only separators: Java leaves no part, yet an empty text is one part.
  return parts.length === 1 && parts[0] === '' && text !== '' ? [] : parts
}

function substring(text: string, from: unknown, to: unknown): string | undefined {
  if (!isInt(from) || !isInt(to)) return undefined
  if (from < 0 || to > text.length || from > to) {
    throw new TemplateFault(
      `java.lang.StringIndexOutOfBoundsException: begin ${from}, end ${to}, length ${text.length}`,
    )
  }
  return text.slice(from, to)
}

/** `String.join` with items as arguments. */
export function joinArguments(args: readonly unknown[]): string | undefined {
  const [separator, ...items] = args
  return items.every((item) => typeof item === 'string') ? joinItems(separator, items) : undefined
}

/** `regionMatches(at, other, otherAt, length)`, with a boolean in front to ignore case. */
export function regionMatches(text: string, args: readonly unknown[]): boolean | undefined {
  const ignoresCase = args.length === 5
  const [at, other, otherAt, length] = ignoresCase ? args.slice(1) : args
  if (ignoresCase && typeof args[0] !== 'boolean') return undefined
  if (!isInt(at) || typeof other !== 'string' || !isInt(otherAt) || !isInt(length)) return undefined
  if (at < 0 || otherAt < 0 || at + length > text.length || otherAt + length > other.length) return false
  if (length <= 0) return true
  const a = text.slice(at, at + length)
  const b = other.slice(otherAt, otherAt + length)
  return a === b || (args[0] === true && foldCase(a) === foldCase(b))
}
