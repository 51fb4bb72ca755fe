import { ALL_CODE_POINTS, complement, LAST_CODE_POINT, single, union, type CodePointSet } from './code-point-set.js'

/** Java's `\d`, `\w`, `\s`, `\h`, `\v`: ASCII but for the last two. */
export const DIGITS: CodePointSet = [0x30, 0x39]
export const WORD: CodePointSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]
export const SPACES: CodePointSet = [0x09, 0x0d, 0x20, 0x20]
export const HORIZONTAL: CodePointSet = union(
  [0x2000, 0x200a],
  ...[0x09, 0x20, 0xa0, 0x1680, 0x180e, 0x202f, 0x205f, 0x3000].map(single),
)
export const VERTICAL: CodePointSet = [0x0a, 0x0d, 0x85, 0x85, 0x2028, 0x2029]
/** What ends a line in Java, and in ECMA 262 (without U+0085). */
export const TERMINATORS: CodePointSet = [0x0a, 0x0a, 0x0d, 0x0d, 0x85, 0x85, 0x2028, 0x2029]
export const ECMA_TERMINATORS: CodePointSet = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029]
/** ECMA 262's `\s`. */
export const ECMA_SPACES: CodePointSet = union(
  [0x09, 0x0d],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  ...[0x20, 0xa0, 0x1680, 0x202f, 0x205f, 0x3000, 0xfeff].map(single),
)

const LOWER: CodePointSet = [0x61, 0x7a]
const UPPER: CodePointSet = [0x41, 0x5a]
const PUNCTUATION: CodePointSet = [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e]

const POSIX: ReadonlyMap<string, CodePointSet> = new Map<string, CodePointSet>([
  ['Lower', LOWER],
  ['Upper', UPPER],
  ['ASCII', [0, 0x7f]],
  ['Alpha', union(LOWER, UPPER)],
  ['Digit', DIGITS],
  ['Alnum', union(LOWER, UPPER, DIGITS)],
  ['Punct', PUNCTUATION],
  ['Graph', [0x21, 0x7e]],
  ['Print', [0x20, 0x7e]],
  ['Blank', [0x09, 0x09, 0x20, 0x20]],
  ['Cntrl', [0, 0x1f, 0x7f, 0x7f]],
  ['XDigit', [0x30, 0x39, 0x41, 0x46, 0x61, 0x66]],
  ['Space', SPACES],
  ['L1', [0, 0xff]],
  ['all', ALL_CODE_POINTS],
])

/** Names of Java's own for what Unicode calls otherwise. */
const JAVA_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['LC', ['Lu', 'Ll', 'Lt']],
  ['LD', ['L', 'Nd']],
  ['javaLowerCase', ['Lowercase']],
  ['javaUpperCase', ['Uppercase']],
  ['javaTitleCase', ['Lt']],
  ['javaAlphabetic', ['Alphabetic']],
  ['javaIdeographic', ['Ideographic']],
  ['javaDigit', ['Nd']],
  ['javaLetter', ['L']],
  ['javaLetterOrDigit', ['L', 'Nd']],
  ['javaSpaceChar', ['Z']],
  ['javaMirrored', ['Bidi_Mirrored']],
  ['javaDefined', ['Assigned']],
  ['javaISOControl', ['Cc']],
  ['IsPunctuation', ['P']],
  ['IsLetter', ['L']],
  ['IsDigit', ['Nd']],
  ['IsControl', ['Cc']],
  ['IsTitlecase', ['Lt']],
  ['IsAssigned', ['Assigned']],
])

// U+0009–U+000D, U+001C–U+001F and the separators that may break a line.
const JAVA_WHITESPACE_CONTROLS: CodePointSet = [0x09, 0x0d, 0x1c, 0x1f]
const NO_BREAK_SPACES: CodePointSet = [0xa0, 0xa0, 0x2007, 0x2007, 0x202f, 0x202f]

/**
 * The set behind `\p{name}` in Java: POSIX classes (ASCII), `java…` methods, general categories, scripts and binary
 * properties of Unicode; undefined for a name that neither Java nor this library knows (blocks, `InGreek`, are not known).
 */
export function namedSet(name: string): CodePointSet | undefined {
  const posix = POSIX.get(name)
  if (posix !== undefined) return posix
  if (name === 'javaWhitespace') {
    const separators = complement(union(complement(unicodeSet('Z') ?? []), NO_BREAK_SPACES))
    return union(JAVA_WHITESPACE_CONTROLS, separators)
  }
  const names = JAVA_NAMES.get(name)
  if (names !== undefined) return union(...names.map((one) => unicodeSet(one) ?? []))
  const [key = '', value] = name.split('=')
  if (value !== undefined) {
    if (/^(?:sc|script)$/i.test(key)) return unicodeSet(`Script=${value}`)
    return /^(?:gc|general_category)$/i.test(key) ? unicodeSet(value) : undefined
  }
  if (!name.startsWith('Is')) return /^[A-Z][a-z]?$/.test(name) ? unicodeSet(name) : undefined
  const rest = name.slice(2)
  return unicodeSet(rest) ?? unicodeSet(binaryName(rest)) ?? unicodeSet(`Script=${binaryName(rest)}`)
}

// Java writes `IsWHITE_SPACE`, `Iswhite_space` and `IsLATIN` as it likes; Unicode's own are `White_Space` and `Latin`.
function binaryName(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase())
}

/** Each plane's part of the code points that differ among each other; the rest of a plane is all alike. */
const ASSIGNED: readonly (readonly [first: number, last: number])[] = [
  [0, 0xd7ff],
  [0xe000, 0x3ffff],
  [0xe0000, 0xe0fff],
]
const ALIKE: readonly (readonly [first: number, last: number])[] = [
  [0x40000, 0xdffff],
  [0xe1000, 0xeffff],
  [0xf0000, LAST_CODE_POINT],
]

// By property; its names are few, and a set costs some milliseconds.
const unicodeSets = new Map<string, CodePointSet>()

/** The set of a Unicode property by the platform's tables; undefined when it does not know the property. */
export function unicodeSet(property: string): CodePointSet | undefined {
  if (!/^\w+(?:=\w+)?$/.test(property)) return undefined
  let set = unicodeSets.get(property)
  if (set !== undefined) return set
  let member: RegExp
  try {
    member = new RegExp(`\\p{${property}}`, 'u')
  } catch {
    return undefined
  }
  set = collectMembers((codePoint) => member.test(String.fromCodePoint(codePoint)))
  unicodeSets.set(property, set)
  return set
}

function collectMembers(isMember: (codePoint: number) => boolean): CodePointSet {
  const ranges: number[] = []
  for (const [first, last] of ASSIGNED) {
    for (let codePoint = first; codePoint <= last; codePoint++) {
      if (!isMember(codePoint)) continue
      if (ranges.at(-1) === codePoint - 1) ranges[ranges.length - 1] = codePoint
      else ranges.push(codePoint, codePoint)
    }
  }
  const alike = ALIKE.filter(([first]) => isMember(first)).flat()
  return union(ranges, alike)
}
