import { lazy } from '../runtime/lazy.js'
import { compileProgram, type Program } from './backtrack-program.js'
import { runProgram, StepLimitError, type Search } from './backtrack-run.js'
import { complement, includes } from './code-point-set.js'
import { emitSource } from './emit-source.js'
import { JavaRegexError } from './java-regex-error.js'
import { containedText, isLinearSearch, isLinearWhole, literalChoice, literalText } from './simple-pattern.js'
import type { ParsedRegex, RegexNode } from './syntax-tree.js'

/** A match in a text. */
export interface Found {
  readonly start: number
  readonly end: number
  /** The text of a group; undefined for one that took no part. */
  group(index: number): string | undefined
}

/** An expression made ready to run, by the cheapest engine that is sure to take linear time. */
export interface Matcher {
  readonly matchesWhole: (text: string) => boolean
  readonly finds: (text: string) => boolean
  /** Starts a search for one match after the other; each call gives the next, undefined after the last. */
  readonly search: (text: string) => () => Found | undefined
}

/**
 * Makes an expression ready. Literals are compared, patterns whose backtracking is provably linear run on the platform's
 * RegExp, the rest on re2js, which is loaded at the first need; what re2 does not have (look-arounds, references,
 * possessive quantifiers, lines) runs on a backtracking machine that remembers where it failed and counts its steps.
 *
 * @throws {JavaRegexError} for an expression that is too large
 */
export function createMatcher(parsed: ParsedRegex, source: string): Matcher {
  const general = generalEngine(parsed, source)
  const literal = literalText(parsed.root)
  if (literal !== undefined && literal !== '') return literalMatcher(literal)
  return {
    matchesWhole: simpleWhole(parsed) ?? general.matchesWhole,
    ...simpleSearch(parsed, general),
  }
}

function literalMatcher(literal: string): Matcher {
  return {
    matchesWhole: (text) => text === literal,
    finds: (text) => text.includes(literal),
    search: (text) => {
      let from = 0
      return () => {
        const start = text.indexOf(literal, from)
        if (start === -1) return undefined
        from = start + literal.length
        return { start, end: from, group: (index) => (index === 0 ? literal : undefined) }
      }
    },
  }
}

/**
 * Where the search goes on behind a match; one code point further when it took nothing. (Java goes on between the halves of
 * a surrogate pair, which would tear the character.)
 */
function nextStart(text: string, start: number, end: number): number {
  if (end > start) return end
  return end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1)
}

const ENDS_A_LINE = /[\n\r\u0085\u2028\u2029]$/

function simpleWhole(parsed: ParsedRegex): ((text: string) => boolean) | undefined {
  const texts = literalChoice(parsed.root)
  if (texts !== undefined) {
    const set = new Set(texts)
    return (text) => set.has(text)
  }
  const contained = containedText(parsed.root)
  if (contained !== undefined) {
    const others = complement(contained.dot)
    const dotIsAll = others.length === 0
    return (text) => text.includes(contained.text) && (dotIsAll || !hasAny(text, others))
  }
  if (!isLinearWhole(parsed.root)) return undefined
  const source = emitSource(parsed.root, 'native')
  if (source === undefined) return undefined
  const native = new RegExp(`^(?:${source})$`, 'u')
  return (text) => native.test(text)
}

function hasAny(text: string, set: readonly number[]): boolean {
  for (let at = 0; at < text.length; at++) if (includes(set, text.charCodeAt(at))) return true
  return false
}

function simpleSearch(parsed: ParsedRegex, general: Matcher): Pick<Matcher, 'finds' | 'search'> {
  const source = hasAnchor(parsed.root) || !isLinearSearch(parsed.root) ? undefined : emitSource(parsed.root, 'native')
  if (source === undefined) return general
  return {
    finds: (text) => new RegExp(source, 'u').test(text),
    search: (text) => {
      const native = new RegExp(source, 'gu')
      return () => {
        const match = native.exec(text)
        if (match === null) return undefined
        const end = match.index + match[0].length
        native.lastIndex = nextStart(text, match.index, end)
        return { start: match.index, end, group: (index) => match[index] }
      }
    },
  }
}

function hasAnchor(node: RegexNode): boolean {
  switch (node.kind) {
    case 'anchor':
    case 'look':
      return true
    case 'sequence':
      return node.parts.some(hasAnchor)
    case 'choice':
      return node.branches.some(hasAnchor)
    case 'repeat':
    case 'group':
    case 'atomic':
      return hasAnchor(node.part)
    default:
      return false
  }
}

/** re2 where it says the same as the backtracking machine for this text, else the machine. */
function generalEngine(parsed: ParsedRegex, source: string): Matcher {
  let re2: Matcher | false | undefined
  let machine: Matcher | undefined
  const re2Source = emitSource(parsed.root, 're2')
  const anchors = re2Source === undefined ? [] : anchorsOf(parsed.root)
  const isJava = parsed.dialect === 'java'
  const mindsEnd = isJava && anchors.includes('end-of-text')
  const mindsWords = isJava && anchors.some((anchor) => anchor.endsWith('word-boundary'))
  const engine = (text: string): Matcher => {
    const fitsRe2 = !(mindsEnd && ENDS_A_LINE.test(text)) && !(mindsWords && /[^\0-\u007f]/.test(text))
    if (re2Source !== undefined && fitsRe2) {
      re2 ??= re2Matcher(re2Source)
      if (re2 !== false) return re2
    }
    machine ??= machineMatcher(compileProgram(parsed, source), parsed, source)
    return machine
  }
  // What is too large for both is refused at once.
  if (re2Source === undefined) machine = machineMatcher(compileProgram(parsed, source), parsed, source)
  return {
    matchesWhole: (text) => engine(text).matchesWhole(text),
    finds: (text) => engine(text).finds(text),
    search: (text) => engine(text).search(text),
  }
}

function anchorsOf(node: RegexNode): string[] {
  switch (node.kind) {
    case 'anchor':
      return [node.anchor]
    case 'sequence':
      return node.parts.flatMap(anchorsOf)
    case 'choice':
      return node.branches.flatMap(anchorsOf)
    case 'repeat':
    case 'group':
      return anchorsOf(node.part)
    default:
      return []
  }
}

/** False when re2 refuses, for size. */
function re2Matcher(source: string): Matcher | false {
  const { RE2JS } = lazy.re2js()
  let compiled: InstanceType<typeof RE2JS>
  try {
    compiled = RE2JS.compile(source)
  } catch {
    return false
  }
  return {
    matchesWhole: (text) => compiled.testExact(text),
    finds: (text) => compiled.test(text),
    search: (text) => {
      const matcher = compiled.matcher(text)
      let from = 0
      return () => {
        if (from > text.length || !matcher.find(from)) return undefined
        const [start, end] = [matcher.start(), matcher.end()]
        from = nextStart(text, start, end)
        const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index))
        return { start, end, group: (index) => groups[index] ?? undefined }
      }
    },
  }
}

function machineMatcher(program: Program, { dialect }: ParsedRegex, source: string): Matcher {
  const guarded = <T>(run: () => T): T => {
    try {
      return run()
    } catch (error) {
      if (error instanceof StepLimitError) throw new JavaRegexError(source, error.message)
      throw error
    }
  }
  const findFrom = (search: Search, from: number): number[] | undefined => {
    const failed = new Set<number>()
    for (let start = from; start <= search.text.length; start = nextStart(search.text, start, start)) {
      const slots = runProgram(program, search, start, -1, failed)
      if (slots !== undefined) return slots
    }
    return undefined
  }
  const newSearch = (text: string): Search => ({ text, dialect, lastEnd: 0, steps: 0, failures: new Map() })
  return {
    matchesWhole: (text) =>
      guarded(() => runProgram(program, newSearch(text), 0, text.length, new Set()) !== undefined),
    finds: (text) => guarded(() => findFrom(newSearch(text), 0) !== undefined),
    search: (text) => {
      const search = newSearch(text)
      let from = 0
      return () => {
        const slots = guarded(() => (from > text.length ? undefined : findFrom(search, from)))
        if (slots === undefined) return undefined
        const [start = 0, end = 0] = slots
        search.lastEnd = end
        from = nextStart(text, start, end)
        return { start, end, group: (index) => groupText(text, slots, index) }
      }
    },
  }
}

function groupText(text: string, slots: readonly number[], index: number): string | undefined {
  const [start = -1, end = -1] = slots.slice(2 * index, 2 * index + 2)
  return start === -1 || end === -1 ? undefined : text.slice(start, end)
}
