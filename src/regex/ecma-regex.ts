import { lazy } from '../runtime/lazy.js'
import { JavaRegexError } from './java-regex-error.js'

/** A compiled ECMA 262 expression. */
export interface EcmaRegex {
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean
}

/** Compiles an ECMA 262 expression, to be run in linear time. @throws {JavaRegexError} */
export function compileEcmaRegex(pattern: string): EcmaRegex {
  try {
    const compiled = lazy.re2js().RE2JS.compile(pattern)
    return { test: (text) => compiled.matcher(text).find() }
  } catch (error) {
    throw new JavaRegexError(pattern, (error as Error).message)
  }
}
