import { accept, peek, refuse, takeMatch, withFlags, type PatternReader } from './pattern-reader.js'
import type { RegexNode } from './syntax-tree.js'
import { lengthRange } from './syntax-tree.js'

type ReadChoice = (reader: PatternReader) => RegexNode

/** How far a look-behind may look. Java asks for a bound, too. */
const MAX_LOOK_BEHIND = 1000

/**
 * Reads a group of any kind; the reader is on its `(`. Undefined for `(?i)`, which only sets flags.
 * @throws {JavaRegexError} for a group that is not closed or of no known kind
 */
export function readGroup(reader: PatternReader, readChoice: ReadChoice): RegexNode | undefined {
  reader.at++
  if (!accept(reader, '?')) return readCapture(reader, readChoice)
  if (accept(reader, ':')) return readBody(reader, readChoice)
  if (accept(reader, '>') && reader.dialect === 'java') {
    return { kind: 'atomic', part: readBody(reader, readChoice) }
  }
  const look = takeMatch(reader, /(<?)([=!])/y)
  if (look !== undefined) return readLook(reader, readChoice, look[1] === '<', look[2] === '!')
  const name = takeMatch(reader, /<([A-Za-z][A-Za-z0-9]*)>/y)?.[1]
  if (name !== undefined) {
    if (reader.groupNames.has(name)) refuse(reader, `named capturing group <${name}> is already defined`)
    reader.groupNames.set(name, reader.groupCount + 1)
    return readCapture(reader, readChoice)
  }
  return readFlags(reader, readChoice)
}

function readFlags(reader: PatternReader, readChoice: ReadChoice): RegexNode | undefined {
  const match = reader.dialect === 'java' ? takeMatch(reader, /([idmsuxU]*)(?:-([idmsuxU]*))?(?=[:)])/y) : undefined
  if (match === undefined) return refuse(reader, `unknown group kind (?${peek(reader)}`)
  const outer = reader.flags
  reader.flags = withFlags(reader, match[1] ?? '', match[2] ?? '')
  if (accept(reader, ')')) return undefined
  reader.at++
  const part = readBody(reader, readChoice)
  reader.flags = outer
  return part
}

function readCapture(reader: PatternReader, readChoice: ReadChoice): RegexNode {
  const index = ++reader.groupCount
  return { kind: 'group', index, part: readBody(reader, readChoice) }
}

function readBody(reader: PatternReader, readChoice: ReadChoice): RegexNode {
  const part = readChoice(reader)
  if (!accept(reader, ')')) refuse(reader, 'unclosed group')
  return part
}

function readLook(reader: PatternReader, readChoice: ReadChoice, behind: boolean, negative: boolean): RegexNode {
  const part = readBody(reader, readChoice)
  if (behind && lengthRange(part)[1] > MAX_LOOK_BEHIND) {
    refuse(reader, 'look-behind group does not have an obvious maximum length')
  }
  return { kind: 'look', part, behind, negative }
}
