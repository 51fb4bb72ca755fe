import { JavaRegexError } from './java-regex-error.js'
import type { Dialect } from './syntax-tree.js'

/** Java's flags, by their letters. */
export interface Flags {
  /** `i` */
  readonly ignoreCase: boolean
  /** `u` and `U`: case beyond ASCII */
  readonly unicodeCase: boolean
  /** `U`: `\w` and friends beyond ASCII */
  readonly unicodeClasses: boolean
  /** `m` */
  readonly multiline: boolean
  /** `s` */
  readonly dotAll: boolean
  /** `d` */
  readonly unixLines: boolean
  /** `x` */
  readonly comments: boolean
}

/** No flag set. */
export const NO_FLAGS: Flags = {
  ignoreCase: false,
  unicodeCase: false,
  unicodeClasses: false,
  multiline: false,
  dotAll: false,
  unixLines: false,
  comments: false,
}

const FLAG_LETTERS: ReadonlyMap<string, Partial<Flags>> = new Map<string, Partial<Flags>>([
  ['i', { ignoreCase: true }],
  ['u', { unicodeCase: true }],
  ['U', { unicodeCase: true, unicodeClasses: true }],
  ['m', { multiline: true }],
  ['s', { dotAll: true }],
  ['d', { unixLines: true }],
  ['x', { comments: true }],
])

/** Where the parser stands in a pattern. */
export interface PatternReader {
  readonly pattern: string
  readonly dialect: Dialect
  at: number
  flags: Flags
  groupCount: number
  readonly groupNames: Map<string, number>
  depth: number
}

/** Refuses the pattern. @throws {JavaRegexError} always */
export function refuse(reader: PatternReader, reason: string): never {
  throw new JavaRegexError(reader.pattern, reason)
}

/** The character at the reader, or some places behind; empty at the end. */
export function peek(reader: PatternReader, ahead = 0): string {
  return reader.pattern[reader.at + ahead] ?? ''
}

/** Moves over a text if it stands next. */
export function accept(reader: PatternReader, text: string): boolean {
  if (!reader.pattern.startsWith(text, reader.at)) return false
  reader.at += text.length
  return true
}

/** Takes the next code point. */
export function takeCodePoint(reader: PatternReader): number {
  const codePoint = reader.pattern.codePointAt(reader.at)
  if (codePoint === undefined) return refuse(reader, 'unexpected end of pattern')
  reader.at += codePoint > 0xffff ? 2 : 1
  return codePoint
}

/** Takes what a sticky expression matches here; undefined, and no move, when it does not. */
export function takeMatch(reader: PatternReader, sticky: RegExp): RegExpExecArray | undefined {
  sticky.lastIndex = reader.at
  const match = sticky.exec(reader.pattern)
  if (match === null) return undefined
  reader.at += match[0].length
  return match
}

/** In comments mode moves over blanks and `#` comments. */
export function skipComments(reader: PatternReader): void {
  if (reader.flags.comments) takeMatch(reader, /(?:[ \t\n\v\f\r]|#[^\n\r\u0085\u2028\u2029]*)*/y)
}

/** The flags after `(?on-off`. */
export function withFlags(reader: PatternReader, on: string, off: string): Flags {
  let flags = reader.flags
  for (const letter of on) flags = { ...flags, ...FLAG_LETTERS.get(letter) }
  for (const letter of off) {
    for (const name of Object.keys(FLAG_LETTERS.get(letter) ?? {})) flags = { ...flags, [name]: false }
  }
  return flags
}
