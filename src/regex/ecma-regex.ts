import QuickLRU from 'quick-lru'
import { createMatcher } from './matcher.js'
import { parseRegex } from './parse-regex.js'

/** A compiled ECMA 262 expression, as in the `pattern` of a JSON Schema. */
export interface EcmaRegex {
  /**
   * Whether it matches anywhere in the text.
   * @throws {JavaRegexError} when back-references or look-arounds take too many steps
   */
  test(text: string): boolean
}

const CACHE_SIZE = 500

const cache = new QuickLRU<string, EcmaRegex>({ maxSize: CACHE_SIZE })

/**
 * Compiles an ECMA 262 expression (without flags), to be run in linear time as {@link compileJavaRegex} does.
 * @throws {JavaRegexError} for a pattern that is none
 */
export function compileEcmaRegex(pattern: string): EcmaRegex {
  let regex = cache.get(pattern)
  if (regex === undefined) {
    const parsed = parseRegex(pattern, 'ecma')
    regex = { test: createMatcher(parsed, pattern).finds }
    cache.set(pattern, regex)
  }
  return regex
}
