import type { CodePointSet } from './code-point-set.js'

/** How a repetition takes: as much as it can, as little as it must, or all without giving back. */
export type RepeatMode = 'greedy' | 'lazy' | 'possessive'

/**
 * A place without characters. `end-of-text` also stands before a line terminator that ends the text (Java's `$` and `\Z`),
 * `very-end` does not (`\z`, and `$` of ECMA 262).
 */
export type Anchor =
  | 'start'
  | 'very-end'
  | 'end-of-text'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'no-word-boundary'
  | 'last-match'

/** A parsed regular expression. Flags are resolved: sets hold both cases where case is ignored. */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CodePointSet }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly RegexNode[] }
  | {
      readonly kind: 'repeat'
      readonly part: RegexNode
      readonly min: number
      /** Infinity for no bound. */
      readonly max: number
      readonly mode: RepeatMode
    }
  | { readonly kind: 'group'; readonly part: RegexNode; readonly index: number }
  | { readonly kind: 'atomic'; readonly part: RegexNode }
  | { readonly kind: 'look'; readonly part: RegexNode; readonly behind: boolean; readonly negative: boolean }
  | { readonly kind: 'anchor'; readonly anchor: Anchor; readonly onlyNewline: boolean }
  | { readonly kind: 'back-reference'; readonly index: number; readonly ignoreCase: boolean }

/** Whose syntax a pattern is in: `java.util.regex` or ECMA 262 (as in a JSON Schema). */
export type Dialect = 'java' | 'ecma'

/** A whole pattern. */
export interface ParsedRegex {
  readonly dialect: Dialect
  readonly root: RegexNode
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
}

/** The least and the greatest number of code points that a node takes; Infinity for no bound. */
export function lengthRange(node: RegexNode): readonly [min: number, max: number] {
  switch (node.kind) {
    case 'set':
      return [1, 1]
    case 'sequence':
      return node.parts.map(lengthRange).reduce(([low, high], [min, max]) => [low + min, high + max], [0, 0])
    case 'choice': {
      const ranges = node.branches.map(lengthRange)
      return [Math.min(...ranges.map(([min]) => min)), Math.max(...ranges.map(([, max]) => max))]
    }
    case 'repeat': {
      const [min, max] = lengthRange(node.part)
      return [min * node.min, max === 0 ? 0 : max * node.max]
    }
    case 'group':
    case 'atomic':
      return lengthRange(node.part)
    case 'back-reference':
      return [0, Infinity]
    default:
      return [0, 0]
  }
}
