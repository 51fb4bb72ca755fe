import type { TemplateScope } from '../scope.js'

/** The state of one rendering. */
export interface Frame {
  /** The text so far. */
  out: string
  /** The variables by their slots. */
  readonly vars: unknown[]
  /** Where in the template the call or index that is being evaluated stands, for error messages. */
  at: number
  /** Iterations of all loops so far, and what counts as such. */
  work: number
  /** Longest output, in UTF-16 units. */
  readonly limit: number
}

/** Creates the state of a rendering. */
export type Bind = (scope: TemplateScope) => Frame

/** Computes a value; undefined or null: there is none. */
export type Evaluate = (frame: Frame) => unknown
/** Computes a condition. */
export type Test = (frame: Frame) => boolean
/** Computes a text. */
export type Print = (frame: Frame) => string
/** Carries out statements and answers how they ended. */
export type Run = (frame: Frame) => Ending

export const DONE = 0
/** `#break` was met: the nearest loop or block ends. */
export const BREAK = 1
/** `#stop` was met: the template ends. */
export const STOP = 2
export type Ending = typeof DONE | typeof BREAK | typeof STOP

/** Carries a `#break` or `#stop` out of an expression (a string or block that is rendered for its text). */
export class Interruption extends Error {
  readonly ending: Ending

  constructor(ending: Ending) {
    super('interrupted')
    this.ending = ending
  }
}
