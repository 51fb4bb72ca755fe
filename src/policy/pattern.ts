import { ONE, STAR } from './glob.js'
import type { GlobToken } from './glob.js'
import { PolicyError } from './policy-error.js'
import type { PolicyRequest } from './types.js'

/** `${key}` or `${key, 'default'}`. */
export interface PolicyVariable {
  /** In lower case. */
  readonly key: string
  readonly fallback: string | undefined
}

/** A piece of a policy value before the request is known. */
export type PatternToken = GlobToken | PolicyVariable

/** Which signs of a value mean something. */
export interface PatternSyntax {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean
  /** `${…}` is a variable; only so in documents of version 2012-10-17. */
  readonly variables: boolean
}

/**
 * Whether a value of the request agrees with one value of the policy. `undefined`: the two cannot be compared (a
 * variable without a value, a text that is no number), which a negated operator must not take for a difference.
 */
export type ValueMatcher = (value: string, request: PolicyRequest) => boolean | undefined

const VARIABLE = /^\$\{([^{}]*)\}/
const WITH_DEFAULT = /^([^,']+?)\s*,\s*'([^']*)'$/
const SPECIAL = new Set(['*', '?', '$'])

/**
 * Reads a value of a policy into text, wildcards and variables.
 *
 * @throws PolicyError for a variable that is not closed or has no key.
 */
export function parsePattern(text: string, syntax: PatternSyntax, pointer: string): PatternToken[] {
  const tokens: PatternToken[] = []
  let literal = ''
  const flush = (): void => {
    if (literal !== '') tokens.push(literal)
    literal = ''
  }
  for (let i = 0; i < text.length;) {
    const sign = text[i] as string
    if (syntax.variables && sign === '$' && text[i + 1] === '{') {
      const { length, token } = parseVariable(text, i, pointer)
      if (typeof token === 'string') literal += token
      else {
        flush()
        tokens.push(token)
      }
      i += length
      continue
    }
    if (syntax.wildcards && (sign === '*' || sign === '?')) {
      flush()
      tokens.push(sign === '*' ? STAR : ONE)
    } else literal += sign
    i++
  }
  flush()
  return tokens
}

function parseVariable(text: string, at: number, pointer: string): { length: number; token: string | PolicyVariable } {
  const found = VARIABLE.exec(text.slice(at))
  const inner = found?.[1]?.trim()
  if (found === null || inner === undefined || inner === '') {
    throw new PolicyError(pointer, text, "variables of the form ${key}, ${key, 'default'}, ${*}, ${?}, ${$}")
  }
  const length = found[0].length
  if (SPECIAL.has(inner)) return { length, token: inner }
  const parts = WITH_DEFAULT.exec(inner)
  if (parts === null && /[,']/.test(inner))
    throw new PolicyError(pointer, text, "a default in single quotes: ${key, 'default'}")
  const key = (parts?.[1] ?? inner).toLowerCase()
  return { length, token: { key, fallback: parts?.[2] } }
}

/**
 * Makes a matcher of a value: built once when it has no variables, else for each request. A variable's value stands
 * for itself, so a caller named `*` gains nothing; a variable without a single value cannot be compared.
 */
export function createMatcher(
  tokens: readonly PatternToken[],
  build: (tokens: readonly GlobToken[]) => (value: string) => boolean | undefined,
): ValueMatcher {
  if (tokens.every(isFixed)) return build(tokens)
  return (value, request) => {
    const resolved: GlobToken[] = []
    for (const token of tokens) {
      if (isFixed(token)) {
        resolved.push(token)
        continue
      }
      const text = resolve(token, request)
      if (text === undefined) return undefined
      resolved.push(text)
    }
    return build(resolved)(value)
  }
}

function isFixed(token: PatternToken): token is GlobToken {
  return typeof token !== 'object'
}

function resolve(variable: PolicyVariable, request: PolicyRequest): string | undefined {
  const value = request.condition(variable.key)
  if (typeof value === 'string') return value
  // IAM allows only keys with a single value here; a list of several has no one meaning.
  if (value === undefined || value.length === 0) return variable.fallback
  return value.length === 1 ? value[0] : undefined
}
