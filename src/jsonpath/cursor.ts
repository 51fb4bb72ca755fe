import { InvalidPathError } from './path-errors.js'

/**
 * A place in a path's text. Jayway's grammar is what its scanner does, so the looks ahead and back are kept as they are
 * there, with their corners: only the space is blank, and one character after a complete token goes unseen.
 */
export interface Cursor {
  readonly text: string
  at: number
  /** One past the last character that counts. */
  end: number
}

/** A cursor at the first character that is no space, ending behind the last one. */
export function cursorOver(text: string): Cursor {
  const cursor = { text, at: 0, end: text.length }
  trim(cursor)
  return cursor
}

/** Narrows the cursor to what stands between the blanks at both ends. */
export function trim(cursor: Cursor): void {
  skipBlanks(cursor)
  while (cursor.at < cursor.end - 1 && cursor.text[cursor.end - 1] === ' ') cursor.end--
}

/** Moves over spaces, but not off the last character. */
export function skipBlanks(cursor: Cursor): void {
  while (cursor.at < cursor.end - 1 && cursor.text[cursor.at] === ' ') cursor.at++
}

/** The character at the cursor. @throws {InvalidPathError} behind the text */
export function current(cursor: Cursor): string {
  return cursor.text[cursor.at] ?? invalid(cursor.text, 'unexpected end')
}

/** Whether at most one character is left. */
export function isTail(cursor: Cursor): boolean {
  return cursor.at >= cursor.end - 1
}

/** Where the first character behind `from` stands that is no space; `end` when there is none. */
export function nextSignificant(cursor: Cursor, from: number = cursor.at): number {
  let at = from + 1
  while (at < cursor.end && cursor.text[at] === ' ') at++
  return at
}

/** The first place at or behind `from` of a character; -1 when there is none. */
export function indexWithin(cursor: Cursor, character: string, from: number): number {
  const at = cursor.text.indexOf(character, from)
  return at < cursor.end ? at : -1
}

/** The next place behind `from` of a character that no backslash stands before; -1 when there is none. */
export function nextUnescaped(cursor: Cursor, from: number, character: string): number {
  for (let at = from + 1; at < cursor.end; at++) {
    if (cursor.text[at] === '\\') at++
    else if (cursor.text[at] === character) return at
  }
  return -1
}

/**
 * Where the bracket at `from` is closed, past strings and, if asked, regular expressions; -1 when nowhere.
 * @throws {InvalidPathError} for a string or expression that is not closed
 */
export function closingIndex(cursor: Cursor, from: number, close: string, skipRegex: boolean): number {
  const open = cursor.text[from]
  let depth = 1
  for (let at = from + 1; at < cursor.end; at++) {
    const quote = cursor.text[at]
    if (quote === "'" || quote === '"') at = behind(cursor, at, quote)
    if (skipRegex && cursor.text[at] === '/') at = behind(cursor, at, '/')
    if (cursor.text[at] === open) depth++
    if (cursor.text[at] === close && --depth === 0) return at
  }
  return -1
}

function behind(cursor: Cursor, from: number, delimiter: string): number {
  const close = nextUnescaped(cursor, from, delimiter)
  return close === -1 ? invalid(cursor.text, `${delimiter} is not closed`) : close + 1
}

/** Always throws; typed so that it can stand for a value. */
export function invalid(text: string, reason: string): never {
  throw new InvalidPathError(`Invalid path ${text}: ${reason}`)
}
