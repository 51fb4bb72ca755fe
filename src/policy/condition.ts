import { own, readConditionValues, readObject } from './elements.js'
import { compileBool, createOperators } from './operators.js'
import type { ConditionOperator } from './operators.js'
import type { ValueMatcher } from './pattern.js'
import { pointTo, PolicyError } from './policy-error.js'
import type { PolicyEffect, PolicyRequest } from './types.js'

/** Whether a statement's conditions hold for a request. */
export type Condition = (request: PolicyRequest) => boolean

/** How the values of the request are quantified; `null` is the operator of that name. */
type Quantifier = 'one' | 'all' | 'any' | 'null'

interface ParsedOperator {
  readonly quantifier: Quantifier
  readonly ifExists: boolean
  readonly operator: ConditionOperator
}

const NULL: ConditionOperator = { negated: false, compile: compileBool }

/** What all statements of a document share while it is compiled. */
export interface ConditionCompiler {
  /** @throws PolicyError for unknown operators and values of the wrong type. */
  compile(element: unknown, pointer: string, effect: PolicyEffect): Condition
}

/** `variables`: whether `${…}` means something, by the document's version. */
export function createConditionCompiler(variables: boolean): ConditionCompiler {
  const operators = createOperators()
  return {
    compile: (element, pointer, effect) => {
      const block = readObject(element, pointer)
      const clauses: Condition[] = []
      for (const name of Object.keys(block)) {
        const at = pointTo(pointer, name)
        const parsed = parseOperator(name, operators, at)
        const keys = readObject(own(block, name), at)
        for (const key of Object.keys(keys)) {
          const place = pointTo(at, key)
          const matchers = readConditionValues(own(keys, key), place).map(({ text, pointer: where }) =>
            parsed.operator.compile(text, variables, where),
          )
          clauses.push(createClause(parsed, key.toLowerCase(), matchers, effect))
        }
      }
      return (request) => clauses.every((clause) => clause(request))
    },
  }
}

function parseOperator(
  name: string,
  operators: ReadonlyMap<string, ConditionOperator>,
  pointer: string,
): ParsedOperator {
  if (name === 'Null') return { quantifier: 'null', ifExists: false, operator: NULL }
  const set = /^For(All|Any)Values?:/.exec(name)?.[0]
  const quantifier: Quantifier = set === 'ForAllValues:' ? 'all' : set === 'ForAnyValue:' ? 'any' : 'one'
  const rest = quantifier === 'one' ? name : name.slice(set?.length)
  const ifExists = rest.endsWith('IfExists')
  const operator = operators.get(ifExists ? rest.slice(0, -'IfExists'.length) : rest)
  if (operator === undefined) {
    const known = [...operators.keys(), 'Null'].join(', ')
    throw new PolicyError(
      pointer,
      name,
      `${known}; with ForAllValues: or ForAnyValue: before and IfExists behind, but for Null`,
    )
  }
  return { quantifier, ifExists, operator }
}

/**
 * One operator on one key. Three things follow the documentation word for word: an absent key makes a plain operator
 * false and a negated one true, `ForAllValues` true, `ForAnyValue` false (`IfExists` changes nothing there).
 *
 * Where it is silent, an Allow needs more than a Deny: several values under an operator for one value must all fit to
 * allow and any may fit to deny; what cannot be compared is no difference for an Allow.
 */
function createClause(
  parsed: ParsedOperator,
  key: string,
  matchers: readonly ValueMatcher[],
  effect: PolicyEffect,
): Condition {
  const { quantifier, ifExists, operator } = parsed
  const { negated } = operator
  const deny = effect === 'Deny'
  const holds = (value: string, request: PolicyRequest): boolean => {
    let comparable = true
    for (const matcher of matchers) {
      const matched = matcher(value, request)
      if (matched === true) return !negated
      if (matched === undefined) comparable = false
    }
    return negated && (comparable || deny)
  }
  const absent = quantifier === 'all' || (quantifier === 'one' && (ifExists || negated))
  const some = quantifier === 'any' || (quantifier === 'one' && deny)
  return (request) => {
    const value = request.condition(key)
    const missing = value === undefined || (value.length === 0 && typeof value !== 'string')
    if (quantifier === 'null') return holds(missing ? 'true' : 'false', request)
    if (missing) return absent
    if (typeof value === 'string') return holds(value, request)
    return some ? value.some((item) => holds(item, request)) : value.every((item) => holds(item, request))
  }
}
