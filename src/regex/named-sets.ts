import { ALL_CODE_POINTS, codePointsOf, complement, single, union, type CodePointSet } from './code-point-set.js'

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

// All code points but the surrogates, so that one expression finds a property's ranges in one pass.
function* planes(): Generator<[base: number, text: string]> {
  const chunk = 0x1000
  for (let base = 0; base <= 0x10ffff; base += chunk) {
    if (base >= 0xd800 && base < 0xe000) continue
    const end = base === 0xd000 ? 0xd800 : base + chunk
    yield [base, String.fromCodePoint(...Array.from({ length: end - base }, (_, at) => base + at))]
  }
}

/** The set of a Unicode property by the platform's tables; undefined when it does not know the property. */
export function unicodeSet(property: string): CodePointSet | undefined {
  if (!/^\w+(?:=\w+)?$/.test(property)) return undefined
  let runs: RegExp
  try {
    runs = new RegExp(`\\p{${property}}+`, 'gu')
  } catch {
    return undefined
  }
  const ranges: number[] = []
  for (const [, text] of planes()) {
    for (const [run] of text.matchAll(runs)) {
      const first = run.codePointAt(0) ?? 0
      ranges.push(first, first + codePointsOf(run).length - 1)
    }
  }
  return union(ranges)
}
