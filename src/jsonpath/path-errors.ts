/** A definite path leads to nothing in this document. */
export class PathNotFoundError extends Error {
  readonly kind = 'path-not-found' as const
  /** The path as it was given. */
  readonly path: string

  constructor(path: string) {
    super(`No results for path: ${path}`)
    this.name = 'PathNotFoundError'
    this.path = path
  }
}

/** The path cannot be parsed, or not be evaluated on such values (an unknown function, `max()` of no numbers). */
export class InvalidPathError extends Error {
  readonly kind = 'invalid-path' as const

  constructor(message: string) {
    super(message)
    this.name = 'InvalidPathError'
  }
}

/**
 * The path is well formed but fails on these values: `max()` of no numbers, an index past the end, too many values. Inside
 * a filter this ends the whole reading, where an unknown function only makes the filter false.
 */
export class PathEvaluationError extends InvalidPathError {
  constructor(message: string) {
    super(message)
    this.name = 'PathEvaluationError'
  }
}

/** `index()` without a number: Java's own error, which a step from a list to its items swallows. */
export class MissingIndexError extends PathEvaluationError {
  constructor() {
    super('index() needs a number')
    this.name = 'MissingIndexError'
  }
}
