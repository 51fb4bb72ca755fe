import type { FilterExpression } from './filter-expression.js'

/** One part of a parsed path. */
export type PathToken =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  /** `isAdded`: put behind the path's end by `length(path)`, whose last token the engine still takes the one before for. */
  | { readonly kind: 'wildcard'; readonly isAdded?: true }
  | { readonly kind: 'scan' }
  | { readonly kind: 'filter'; readonly filter: FilterExpression }
  | { readonly kind: 'function'; readonly name: string; readonly parameters: readonly FunctionParameter[] }

/** What stands between a function's parentheses: a path, or JSON text that is parsed when the function is called. */
export type FunctionParameter =
  | { readonly kind: 'path'; readonly path: ParsedPath }
  | { readonly kind: 'json'; readonly text: string }

/** A path as parsed; `fromRoot` tells `$` from `@`. */
export interface ParsedPath {
  readonly text: string
  readonly fromRoot: boolean
  readonly tokens: readonly PathToken[]
}

/** Whether the token leads to at most one value. Several names do so only at the end, where they are merged. */
export function isDefiniteToken(token: PathToken, isLast: boolean): boolean {
  switch (token.kind) {
    case 'names':
      return token.names.length === 1 || isLast
    case 'indexes':
      return token.indexes.length === 1
    default:
      return token.kind === 'function'
  }
}

/** Whether the whole path leads to at most one value. */
export function isDefinitePath(tokens: readonly PathToken[]): boolean {
  return tokens.every((token, at) => isDefiniteToken(token, at === tokens.length - 1))
}
