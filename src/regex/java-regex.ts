import QuickLRU from 'quick-lru'
import { createMatcher, type Matcher } from './matcher.js'
import { parseRegex } from './parse-regex.js'
import { compileReplacement, type Replacement } from './replacement.js'
import type { ParsedRegex } from './syntax-tree.js'

/**
 * A compiled Java regular expression. Its methods take time linear in the text, but for back-references and look-arounds
 * inside loops: those stop after a number of steps, with a {@link JavaRegexError}.
 */
export interface JavaRegex {
  /** The pattern as it was given. */
  readonly source: string
  /** Whether the whole text matches, as `String.matches`. */
  matches(text: string): boolean
  /** Whether the pattern matches anywhere in the text. */
  find(text: string): boolean
  /**
   * Replaces every match, as `String.replaceAll`; `$1`, `${name}` and `\` as in Java.
   * @throws {JavaRegexError} for a replacement that Java refuses, if there is a match
   */
  replaceAll(text: string, replacement: string): string
  /** As {@link JavaRegex.replaceAll}, the first match only. */
  replaceFirst(text: string, replacement: string): string
  /** Splits as `String.split`: limit 0 drops trailing empty parts, a negative one keeps them. Default: 0. */
  split(text: string, limit?: number): string[]
}

/** How many compiled expressions are kept. Templates may build patterns from client data, so there must be a bound. */
const CACHE_SIZE = 500

const cache = new QuickLRU<string, JavaRegex>({ maxSize: CACHE_SIZE })

/**
 * Compiles a Java regular expression (`java.util.regex` of Java 17), or takes it from the cache.
 * @throws {JavaRegexError} for a pattern that Java refuses, and for `\X`, `\N{…}`, Unicode blocks and grapheme boundaries
 */
export function compileJavaRegex(pattern: string): JavaRegex {
  let regex = cache.get(pattern)
  if (regex === undefined) {
    regex = compile(pattern)
    cache.set(pattern, regex)
  }
  return regex
}

function compile(pattern: string): JavaRegex {
  const parsed = parseRegex(pattern, 'java')
  const matcher = createMatcher(parsed, pattern)
  return {
    source: pattern,
    matches: matcher.matchesWhole,
    find: matcher.finds,
    replaceAll: (text, replacement) => replace(matcher, parsed, pattern, text, replacement, Infinity),
    replaceFirst: (text, replacement) => replace(matcher, parsed, pattern, text, replacement, 1),
    split: (text, limit = 0) => split(matcher, text, limit),
  }
}

function replace(
  matcher: Matcher,
  parsed: ParsedRegex,
  source: string,
  text: string,
  replacement: string,
  times: number,
): string {
  const next = matcher.search(text)
  // Compiled at the first match: Java finds nothing wrong with a replacement that it does not need.
  let write: Replacement | undefined
  let result = ''
  let from = 0
  for (let count = 0; count < times; count++) {
    const found = next()
    if (found === undefined) break
    write ??= compileReplacement(replacement, parsed, source)
    result += text.slice(from, found.start) + write(found)
    from = found.end
  }
  return write === undefined ? text : result + text.slice(from)
}

function split(matcher: Matcher, text: string, limit: number): string[] {
  const next = matcher.search(text)
  const parts: string[] = []
  let from = 0
  for (;;) {
    if (limit > 0 && parts.length === limit - 1) break
    const found = next()
    if (found === undefined) break
    // A match of nothing at the start makes no empty first part.
    if (found.end === 0) continue
    parts.push(text.slice(from, found.start))
    from = found.end
  }
  if (from === 0) return [text]
  parts.push(text.slice(from))
  return limit === 0 ? withoutEmptyEnd(parts) : parts
}

function withoutEmptyEnd(parts: string[]): string[] {
  while (parts.at(-1) === '') parts.pop()
  return parts
}
