import { lazy } from '../runtime/lazy.js'
import { JavaRegexError } from './java-regex-error.js'

/** A compiled Java regular expression. Its methods take time linear in the text. */
export interface JavaRegex {
  /** The pattern as it was given. */
  readonly source: string
  /** Whether the whole text matches, as `String.matches`. */
  matches(text: string): boolean
  /** Whether the pattern matches anywhere in the text. */
  find(text: string): boolean
  /**
   * Replaces every match, as `String.replaceAll`; `$1`, `${name}` and `\` as in Java.
   * @throws {JavaRegexError} for a replacement that Java refuses
   */
  replaceAll(text: string, replacement: string): string
  /** As {@link JavaRegex.replaceAll}, the first match only. */
  replaceFirst(text: string, replacement: string): string
  /** Splits as `String.split`: limit 0 drops trailing empty parts, a negative one keeps them. Default: 0. */
  split(text: string, limit?: number): string[]
}

/**
 * Compiles a Java regular expression.
 * @throws {JavaRegexError} for a pattern that Java refuses
 */
export function compileJavaRegex(pattern: string): JavaRegex {
  const { RE2JS } = lazy.re2js()
  let compiled: InstanceType<typeof RE2JS>
  try {
    compiled = RE2JS.compile(pattern)
  } catch (error) {
    throw new JavaRegexError(pattern, (error as Error).message)
  }
  return {
    source: pattern,
    matches: (text) => compiled.matches(text),
    find: (text) => compiled.matcher(text).find(),
    replaceAll: (text, replacement) => compiled.matcher(text).replaceAll(replacement, true),
    replaceFirst: (text, replacement) => compiled.matcher(text).replaceFirst(replacement, true),
    split: (text, limit = 0) => compiled.split(text, limit),
  }
}
