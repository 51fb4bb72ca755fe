import type { ParsedPath } from './path-token.js'

/** Jayway's filter operators, in upper case. `EXISTS` is what a path without an operator stands for. */
export const FILTER_OPERATORS = [
  '>=',
  '<=',
  '==',
  '===',
  '!=',
  '!==',
  '<',
  '>',
  '=~',
  'IN',
  'NIN',
  'CONTAINS',
  'ALL',
  'SIZE',
  'EXISTS',
  'TYPE',
  'MATCHES',
  'EMPTY',
  'SUBSETOF',
  'ANYOF',
  'NONEOF',
] as const

/** One of {@link FILTER_OPERATORS}. */
export type FilterOperator = (typeof FILTER_OPERATORS)[number]

/** One side of a comparison as written. */
export type FilterOperand =
  | { readonly kind: 'path'; readonly path: ParsedPath; readonly shouldExist: boolean }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly literal: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pattern: string; readonly flags: string }

/** A parsed filter. */
export type FilterExpression =
  | { readonly kind: 'or' | 'and'; readonly parts: readonly FilterExpression[] }
  | { readonly kind: 'not'; readonly part: FilterExpression }
  | { readonly kind: 'exists'; readonly path: ParsedPath; readonly expected: boolean }
  | {
      readonly kind: 'compare'
      readonly left: FilterOperand
      readonly operator: FilterOperator
      readonly right: FilterOperand
    }
