/** A pattern or replacement that Java refuses, or one that cannot be run in bounded time. */
export class JavaRegexError extends Error {
  /** The pattern as it was given. */
  readonly pattern: string
  /** What is wrong with it. */
  readonly reason: string

  constructor(pattern: string, reason: string) {
    super(`${reason} (pattern: ${pattern})`)
    this.name = 'JavaRegexError'
    this.pattern = pattern
    this.reason = reason
  }
}
