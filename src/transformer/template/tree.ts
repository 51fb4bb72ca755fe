/** A step behind a reference's name: `.name`, `.name(…)`, `[…]`. */
export type Step =
  | { readonly type: 'property'; readonly name: string }
  | { readonly type: 'method'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'index'; readonly index: Expression }

/** `$name` and what follows it. */
export interface Reference {
  readonly type: 'reference'
  readonly name: string
  readonly steps: readonly Step[]
  /** Where it starts in the template, in UTF-16 units. */
  readonly offset: number
}

/** Operators by their symbols; the words (`and`, `eq`, …) are spelled as symbols too. */
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%'

export type Expression =
  | Reference
  | { readonly type: 'constant'; readonly value: unknown }
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  | { readonly type: 'map'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly type: 'range'; readonly from: Expression; readonly to: Expression }
  /** A double-quoted string with references or directives in it: a template of its own. */
  | { readonly type: 'string'; readonly body: readonly Statement[]; readonly padded: boolean }
  | { readonly type: 'not'; readonly operand: Expression }
  | {
      readonly type: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }

/** A reference in the text. */
export interface Output {
  readonly type: 'output'
  readonly reference: Reference
  /** Half of the backslashes in front of it, printed before the value. */
  readonly backslashes: string
  /** A `$` or `#` that stuck to it but belongs to no reference, printed before the value. */
  readonly prefix: string
  /** The reference as written: printed instead of its value when `escaped`, or when a block recurses too deep. */
  readonly literal: string
  readonly escaped: boolean
}

export interface Branch {
  /** Undefined: `#else`. */
  readonly condition: Expression | undefined
  readonly body: readonly Statement[]
}

export type Statement =
  | { readonly type: 'text'; readonly text: string }
  | Output
  | { readonly type: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly type: 'if'; readonly branches: readonly Branch[] }
  | {
      readonly type: 'foreach'
      readonly variable: string
      readonly source: Expression
      readonly body: readonly Statement[]
    }
  | { readonly type: 'define'; readonly name: string; readonly body: readonly Statement[] }
  | { readonly type: 'break'; readonly scope: Expression | undefined }
  | { readonly type: 'stop' }
  /** A directive that the service cannot carry out (`#parse`, `#include`). */
  | { readonly type: 'fail'; readonly reason: string; readonly offset: number }
