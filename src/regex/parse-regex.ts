import { ALL_CODE_POINTS, codePointsOf, complement, ignoringCase, single, type CodePointSet } from './code-point-set.js'
import { ECMA_TERMINATORS, TERMINATORS, VERTICAL } from './named-sets.js'
import { readClass } from './parse-class.js'
import { readSetEscape } from './parse-escape.js'
import { readGroup } from './parse-group.js'
import {
  accept,
  NO_FLAGS,
  peek,
  refuse,
  skipComments,
  takeCodePoint,
  takeMatch,
  type PatternReader,
} from './pattern-reader.js'
import type { Anchor, Dialect, ParsedRegex, RegexNode, RepeatMode } from './syntax-tree.js'

/** How deep groups may nest. */
const MAX_DEPTH = 200
/** Longer patterns are refused: their compiled forms would be huge. */
const MAX_LENGTH = 20_000

const ANCHORS: ReadonlyMap<string, Anchor> = new Map<string, Anchor>([
  ['A', 'start'],
  ['z', 'very-end'],
  ['Z', 'end-of-text'],
  ['G', 'last-match'],
])

/**
 * Parses a regular expression.
 * @throws {JavaRegexError} for what the dialect refuses, and for `\X` and `\N{…}`
 */
export function parseRegex(pattern: string, dialect: Dialect): ParsedRegex {
  const reader: PatternReader = {
    pattern,
    dialect,
    at: 0,
    flags: NO_FLAGS,
    groupCount: 0,
    groupNames: new Map(),
    depth: 0,
  }
  if (pattern.length > MAX_LENGTH) refuse(reader, 'pattern too long')
  const root = readChoice(reader)
  if (reader.at < pattern.length) refuse(reader, "unmatched closing ')'")
  return { dialect, root, groupCount: reader.groupCount, groupNames: reader.groupNames }
}

function readChoice(reader: PatternReader): RegexNode {
  if (++reader.depth > MAX_DEPTH) refuse(reader, 'too deeply nested')
  const { flags } = reader
  const branches = [readSequence(reader)]
  while (accept(reader, '|')) branches.push(readSequence(reader))
  // What `(?i)` set holds to the end of the group.
  reader.flags = flags
  reader.depth--
  return branches.length === 1 && branches[0] !== undefined ? branches[0] : { kind: 'choice', branches }
}

function readSequence(reader: PatternReader): RegexNode {
  const parts: RegexNode[] = []
  for (;;) {
    skipComments(reader)
    const character = peek(reader)
    if (character === '' || character === '|' || character === ')') break
    if (reader.dialect === 'java' && accept(reader, '\\Q')) parts.push(...readQuoted(reader))
    else {
      const atom = readAtom(reader)
      if (atom !== undefined) parts.push(readQuantifiers(reader, atom))
    }
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'sequence', parts }
}

function readQuoted(reader: PatternReader): RegexNode[] {
  const end = reader.pattern.indexOf('\\E', reader.at)
  const text = reader.pattern.slice(reader.at, end === -1 ? undefined : end)
  reader.at = end === -1 ? reader.pattern.length : end + 2
  const parts = codePointsOf(text).map((codePoint) => setNode(reader, single(codePoint)))
  const last = parts.pop()
  return last === undefined ? parts : [...parts, readQuantifiers(reader, last)]
}

function setNode({ flags }: PatternReader, set: CodePointSet): RegexNode {
  return { kind: 'set', set: flags.ignoreCase ? ignoringCase(set, flags.unicodeCase) : set }
}

function anchorNode(reader: PatternReader, anchor: Anchor): RegexNode {
  return { kind: 'anchor', anchor, onlyNewline: reader.flags.unixLines }
}

/** Reads one item; undefined for a group that only sets flags. */
function readAtom(reader: PatternReader): RegexNode | undefined {
  const { multiline } = reader.flags
  const character = peek(reader)
  switch (character) {
    case '(':
      return readGroup(reader, readChoice)
    case '[':
      reader.at++
      return { kind: 'set', set: readClass(reader) }
    case '.':
      reader.at++
      return { kind: 'set', set: dotSet(reader) }
    case '^':
      reader.at++
      return anchorNode(reader, multiline ? 'line-start' : 'start')
    case '$':
      reader.at++
      if (reader.dialect === 'ecma') return anchorNode(reader, 'very-end')
      return anchorNode(reader, multiline ? 'line-end' : 'end-of-text')
    case '\\':
      reader.at++
      return readEscape(reader)
    case '*':
    case '+':
    case '?':
      return refuse(reader, `dangling meta character '${character}'`)
    case '{':
      // Java takes a counted repetition without anything before it for one of nothing.
      if (reader.dialect === 'java') return { kind: 'sequence', parts: [] }
      if (/^\{\d+(?:,\d*)?\}/.test(reader.pattern.slice(reader.at, reader.at + 32))) {
        refuse(reader, 'illegal repetition')
      }
  }
  return setNode(reader, single(takeCodePoint(reader)))
}

function dotSet({ flags, dialect }: PatternReader): CodePointSet {
  if (flags.dotAll) return ALL_CODE_POINTS
  if (flags.unixLines) return complement(single(0x0a))
  return complement(dialect === 'ecma' ? ECMA_TERMINATORS : TERMINATORS)
}

function readEscape(reader: PatternReader): RegexNode {
  const letter = peek(reader)
  if (letter === '') refuse(reader, 'unexpected end of pattern')
  if (letter === 'b' || letter === 'B') {
    reader.at++
    return anchorNode(reader, letter === 'b' ? 'word-boundary' : 'no-word-boundary')
  }
  if (/[1-9]/.test(letter)) return readNumberedReference(reader)
  if (letter === 'k' && (reader.dialect === 'java' || reader.groupNames.size > 0)) return readNamedReference(reader)
  if (reader.dialect === 'java') {
    const anchor = ANCHORS.get(letter)
    if (anchor !== undefined) {
      reader.at++
      return anchorNode(reader, anchor)
    }
    if (accept(reader, 'R')) return lineBreak()
  }
  return setNode(reader, readSetEscape(reader))
}

// `\R`: a CR with its LF, or one of them or another vertical blank.
function lineBreak(): RegexNode {
  const pair: RegexNode = {
    kind: 'sequence',
    parts: [
      { kind: 'set', set: single(0x0d) },
      { kind: 'set', set: single(0x0a) },
    ],
  }
  return { kind: 'choice', branches: [pair, { kind: 'set', set: VERTICAL }] }
}

function readNumberedReference(reader: PatternReader): RegexNode {
  const { ignoreCase } = reader.flags
  let index = Number(takeMatch(reader, /[1-9]/y)?.[0])
  const total = reader.dialect === 'java' ? reader.groupCount : countGroups(reader.pattern)
  if (index > total) {
    // Java: a group that does not exist yet never matches. ECMA 262: an octal number, or the digit itself.
    if (reader.dialect === 'java') return { kind: 'back-reference', index, ignoreCase }
    return setNode(reader, single(index < 8 ? index : 0x30 + index))
  }
  // More digits count as long as there are so many groups.
  for (let digit = peek(reader); /\d/.test(digit); digit = peek(reader)) {
    if (index * 10 + Number(digit) > total) break
    index = index * 10 + Number(digit)
    reader.at++
  }
  return { kind: 'back-reference', index, ignoreCase }
}

function countGroups(pattern: string): number {
  return [...pattern.replace(/\\[\s\S]/g, '').matchAll(/\((?!\?)|\(\?<(?![=!])/g)].length
}

function readNamedReference(reader: PatternReader): RegexNode {
  const name = takeMatch(reader, /k<([A-Za-z][A-Za-z0-9]*)>/y)?.[1] ?? ''
  const index = reader.groupNames.get(name)
  if (index === undefined) return refuse(reader, `named capturing group <${name}> does not exist`)
  return { kind: 'back-reference', index, ignoreCase: reader.flags.ignoreCase }
}

function readQuantifiers(reader: PatternReader, atom: RegexNode): RegexNode {
  skipComments(reader)
  const bounds = readBounds(reader)
  if (bounds === undefined) return atom
  const [min, max] = bounds
  if (max < min) refuse(reader, 'illegal repetition range')
  let mode: RepeatMode = 'greedy'
  if (accept(reader, '?')) mode = 'lazy'
  else if (reader.dialect === 'java' && accept(reader, '+')) mode = 'possessive'
  const repeated: RegexNode = { kind: 'repeat', part: atom, min, max, mode }
  skipComments(reader)
  if ('*+?'.includes(peek(reader)) && peek(reader) !== '') refuse(reader, `dangling meta character '${peek(reader)}'`)
  return repeated
}

function readBounds(reader: PatternReader): [min: number, max: number] | undefined {
  if (accept(reader, '*')) return [0, Infinity]
  if (accept(reader, '+')) return [1, Infinity]
  if (accept(reader, '?')) return [0, 1]
  if (peek(reader) !== '{') return undefined
  const match = takeMatch(reader, /\{(\d{1,9})(,?)(\d{0,9})\}/y)
  if (match === undefined || (match[2] === '' && match[3] !== '')) {
    return reader.dialect === 'java' ? refuse(reader, 'illegal repetition') : undefined
  }
  const min = Number(match[1])
  if (match[2] === '') return [min, min]
  return [min, match[3] === '' ? Infinity : Number(match[3])]
}
