import { complement, ignoringCase, single, union, type CodePointSet } from './code-point-set.js'
import { DIGITS, ECMA_SPACES, HORIZONTAL, namedSet, SPACES, unicodeSet, VERTICAL, WORD } from './named-sets.js'
import { peek, refuse, takeCodePoint, takeMatch, type PatternReader } from './pattern-reader.js'

const CONTROL: ReadonlyMap<string, number> = new Map([
  ['t', 0x09],
  ['n', 0x0a],
  ['r', 0x0d],
  ['f', 0x0c],
  ['a', 0x07],
  ['e', 0x1b],
])

/**
 * Reads the escapes that stand for characters, in a class or outside; the reader is behind the backslash.
 * @throws {JavaRegexError} for an escape that the dialect does not have
 */
export function readSetEscape(reader: PatternReader): CodePointSet {
  const letter = peek(reader)
  const isNegated = letter !== letter.toLowerCase()
  if ('dDwWsS'.includes(letter) && letter !== '') return takeClass(reader, letter.toLowerCase(), isNegated)
  if (reader.dialect === 'java') {
    if ('hHvV'.includes(letter) && letter !== '') return takeClass(reader, letter.toLowerCase(), isNegated)
    if (letter === 'p' || letter === 'P') return takeProperty(reader)
  }
  return single(readCharacterEscape(reader))
}

function takeClass(reader: PatternReader, letter: string, negated: boolean): CodePointSet {
  reader.at++
  const set = classSet(reader, letter)
  return negated ? complement(set) : set
}

function classSet({ dialect, flags }: PatternReader, letter: string): CodePointSet {
  if (letter === 'h') return HORIZONTAL
  if (letter === 'v') return VERTICAL
  if (flags.unicodeClasses) return unicodeClass(letter)
  if (letter === 'd') return DIGITS
  if (letter === 'w') return WORD
  return dialect === 'ecma' ? ECMA_SPACES : SPACES
}

function unicodeClass(letter: string): CodePointSet {
  const names = { d: ['Nd'], s: ['White_Space'], w: ['Alphabetic', 'M', 'Nd', 'Pc', 'Join_Control'] }[letter] ?? []
  return union(...names.map((name) => unicodeSet(name) ?? []))
}

function takeProperty(reader: PatternReader): CodePointSet {
  const match = takeMatch(reader, /[pP](?:\{([^}]+)\}|(\w))/y)
  const name = match?.[1] ?? match?.[2] ?? ''
  const set = namedSet(name)
  if (match === undefined || set === undefined) return refuse(reader, `unknown character property {${name}}`)
  // Ignoring case, the properties of case mean all letters that have one, even without `(?u)`.
  const isCase = reader.flags.ignoreCase && /^(?:Is)?L[ult]$|case$/i.test(name)
  const folded = isCase ? ignoringCase(set, true) : set
  return match[0].startsWith('P') ? complement(folded) : folded
}

/** Reads an escape for one character; the reader is behind the backslash. */
function readCharacterEscape(reader: PatternReader): number {
  const letter = peek(reader)
  const isEcma = reader.dialect === 'ecma'
  const control = CONTROL.get(letter)
  if (control !== undefined && !(isEcma && 'ae'.includes(letter))) {
    reader.at++
    return control
  }
  if (letter === 'v' && isEcma) {
    reader.at++
    return 0x0b
  }
  const code = readNumericEscape(reader)
  if (code !== undefined) return code
  if (!isEcma && /[A-Za-z1-9]/.test(letter)) refuse(reader, `illegal escape sequence \\${letter}`)
  return takeCodePoint(reader)
}

function readNumericEscape(reader: PatternReader): number | undefined {
  switch (peek(reader)) {
    case 'x': {
      const match = takeMatch(reader, /x(?:\{([\da-fA-F]+)\}|([\da-fA-F]{2}))/y)
      return numberOrRefuse(reader, match?.[1] ?? match?.[2], 16)
    }
    case 'u':
      return readUnicodeEscape(reader)
    case 'c': {
      const match = takeMatch(reader, /c([\s\S])/y)
      return match === undefined ? numberOrRefuse(reader, undefined, 16) : (match[1] ?? '').charCodeAt(0) ^ 0x40
    }
    case '0': {
      const match = takeMatch(reader, reader.dialect === 'ecma' ? /(0)/y : /0([0-3]?[0-7]{1,2})/y)
      return numberOrRefuse(reader, match?.[1], 8)
    }
    default:
      return undefined
  }
}

// Two escapes for the halves of a pair are one code point.
function readUnicodeEscape(reader: PatternReader): number | undefined {
  const pair = takeMatch(reader, /u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})/y)
  if (pair !== undefined) {
    return String.fromCharCode(Number.parseInt(pair[1] ?? '', 16), Number.parseInt(pair[2] ?? '', 16)).codePointAt(0)
  }
  return numberOrRefuse(reader, takeMatch(reader, /u([\da-fA-F]{4})/y)?.[1], 16)
}

// In ECMA 262 a broken escape is the letter itself.
function numberOrRefuse(reader: PatternReader, digits: string | undefined, base: number): number | undefined {
  const value = digits === undefined ? Number.NaN : Number.parseInt(digits, base)
  if (value <= 0x10ffff) return value
  return reader.dialect === 'ecma' ? undefined : refuse(reader, `illegal escape sequence \\${peek(reader)}`)
}
