import {
  codePointsOf,
  complement,
  EMPTY_SET,
  ignoringCase,
  intersection,
  onlyMember,
  single,
  union,
  type CodePointSet,
} from './code-point-set.js'
import { readSetEscape } from './parse-escape.js'
import { accept, peek, refuse, skipComments, takeCodePoint, type PatternReader } from './pattern-reader.js'

/** How deep classes may stand in classes. */
const MAX_DEPTH = 64

/**
 * Reads a character class; the reader is behind its `[`. Java's has unions `[a[b]]`, intersections `[a&&b]` and quotes.
 * @throws {JavaRegexError} for a class that is not closed, or a range backwards
 */
export function readClass(reader: PatternReader): CodePointSet {
  if (++reader.depth > MAX_DEPTH) refuse(reader, 'too deeply nested')
  const negated = accept(reader, '^')
  const isEcma = reader.dialect === 'ecma'
  let set = readUnion(reader, !isEcma)
  // In ECMA 262 the union reads `&&` itself, as two characters.
  while (accept(reader, '&&')) {
    // Nothing behind `&&` changes nothing.
    const isLast = peek(reader) === ']' || reader.pattern.startsWith('&&', reader.at)
    const right = readUnion(reader, false)
    if (!isLast) set = intersection(set, right)
  }
  if (!accept(reader, ']')) refuse(reader, 'unclosed character class')
  reader.depth--
  return negated ? complement(set) : set
}

/** Reads items up to `]` or `&&`. At the start of a Java class a `]` is an item. */
function readUnion(reader: PatternReader, mayStartWithBracket: boolean): CodePointSet {
  let set: CodePointSet = EMPTY_SET
  for (let isFirst = true; ; isFirst = false) {
    if (reader.dialect === 'java') skipComments(reader)
    const character = peek(reader)
    if (character === '') refuse(reader, 'unclosed character class')
    if (character === ']' && !(isFirst && mayStartWithBracket)) return set
    if (reader.dialect === 'java') {
      if (reader.pattern.startsWith('&&', reader.at)) return set
      if (accept(reader, '\\Q')) {
        set = union(set, readQuoted(reader))
        continue
      }
      if (accept(reader, '[')) {
        set = union(set, readClass(reader))
        continue
      }
    }
    set = union(set, readItem(reader))
  }
}

function readQuoted(reader: PatternReader): CodePointSet {
  const end = reader.pattern.indexOf('\\E', reader.at)
  const text = reader.pattern.slice(reader.at, end === -1 ? undefined : end)
  reader.at = end === -1 ? reader.pattern.length : end + 2
  return cased(reader, union(...codePointsOf(text).map(single)))
}

function cased({ flags }: PatternReader, set: CodePointSet): CodePointSet {
  return flags.ignoreCase ? ignoringCase(set, flags.unicodeCase) : set
}

function readItem(reader: PatternReader): CodePointSet {
  const first = readAtom(reader)
  const low = onlyMember(first)
  const next = peek(reader, 1)
  const isRange = peek(reader) === '-' && next !== ']' && next !== '' && !(reader.dialect === 'java' && next === '[')
  if (low === undefined || !isRange) return cased(reader, first)
  const dash = reader.at
  reader.at++
  const high = onlyMember(readAtom(reader))
  if (high === undefined) {
    // `[a-\d]`: the dash is a character in ECMA 262.
    if (reader.dialect === 'java') refuse(reader, 'illegal character range')
    reader.at = dash
    return cased(reader, first)
  }
  if (high < low) refuse(reader, 'illegal character range')
  return cased(reader, [low, high])
}

function readAtom(reader: PatternReader): CodePointSet {
  if (!accept(reader, '\\')) return single(takeCodePoint(reader))
  if (reader.dialect === 'ecma' && accept(reader, 'b')) return single(0x08)
  return readSetEscape(reader)
}
