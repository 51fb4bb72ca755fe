import { type ConditionOperator, OPERATORS } from './operators.js'
import { PolicyError } from './policy-error.js'
import type { PolicyRequest } from './request.js'
import { compileVariables, type Expander } from './variables.js'

/** Says whether a request meets a condition block. */
export type Condition = (request: PolicyRequest) => boolean

/** Compiles the `Condition` of a statement: every operator and key must hold, of several values of a key one. */
export function compileConditions(block: unknown, pointer: string): Condition {
  if (block === undefined) return () => true
  const conditions: Condition[] = []
  for (const [operator, keys] of entries(block, pointer)) {
    const place = `${pointer}/${operator}`
    for (const [key, values] of entries(keys, place)) conditions.push(compileOne(operator, key, values, place))
  }
  return (request) => conditions.every((holds) => holds(request))
}

function entries(value: unknown, pointer: string): Array<[string, unknown]> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value)
  throw new PolicyError(pointer, 'must be an object')
}

type Quantifier = 'one' | 'all' | 'any'

function compileOne(written: string, key: string, values: unknown, pointer: string): Condition {
  const { quantifier, name, ifExists } = readOperator(written)
  const expected = readValues(values, `${pointer}/${key}`)
  const lowerKey = key.toLowerCase()
  if (name === 'Null') return compileNull(lowerKey, expected)
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (operator === undefined) throw new PolicyError(pointer, `"${written}" is no condition operator`)
  const expanders = expected.map((value) => compileVariables(value, isPattern(name) ? literally : undefined))
  return (request) => {
    const actual = request.condition(lowerKey)
    if (actual === undefined) return withoutKey(operator, ifExists, quantifier)
    return holds(operator, quantifier, typeof actual === 'string' ? [actual] : actual, expanders, request)
  }
}

function readOperator(written: string): { quantifier: Quantifier; name: string; ifExists: boolean } {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written)
  const quantifier = match?.[1] === 'ForAllValues' ? 'all' : match?.[1] === 'ForAnyValue' ? 'any' : 'one'
  return { quantifier, name: match?.[2] ?? written, ifExists: match?.[3] !== undefined }
}

function readValues(values: unknown, pointer: string): string[] {
  const list: unknown[] = Array.isArray(values) ? values : [values]
  return list.map((value) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw new PolicyError(pointer, 'must be text, a number, a boolean, or a list of them')
  })
}

// A pattern reads its own stars; those of a value that a variable brings match themselves only, which no pattern can say.
function isPattern(name: string): boolean {
  return name.endsWith('Like') || name.startsWith('Arn')
}

function literally(value: string): string {
  return value.replace(/[*?]/g, '\u0000')
}

// `"Null": {"key": "true"}` asks for the key's absence.
function compileNull(key: string, expected: readonly string[]): Condition {
  return (request) => expected.some((value) => (request.condition(key) === undefined) === (value.toLowerCase() === 'true'))
}

// Documented: a missing key fails a positive operator, holds for a negated one, for `IfExists` and for `ForAllValues`.
function withoutKey(operator: ConditionOperator, ifExists: boolean, quantifier: Quantifier): boolean {
  if (ifExists || quantifier === 'all') return true
  return quantifier === 'any' ? false : operator.negated
}

function holds(
  operator: ConditionOperator,
  quantifier: Quantifier,
  actual: readonly string[],
  expanders: readonly Expander[],
  request: PolicyRequest,
): boolean {
  const test = (value: string): boolean => compareOne(operator, value, expanders, request)
  if (quantifier === 'all') return actual.every(test)
  if (quantifier === 'any') return actual.some(test)
  // Several values of a key that is compared as one: a negated operator must hold for all of them.
  return operator.negated ? actual.every(test) : actual.some(test)
}

// A negated operator holds when none of the policy's values fits; a value that cannot be compared holds for neither.
function compareOne({ compare, negated }: ConditionOperator, actual: string, expanders: readonly Expander[], request: PolicyRequest): boolean {
  let fits = false
  for (const expand of expanders) {
    const expected = expand(request)
    const result = expected === undefined ? undefined : compare(actual, expected)
    if (result === true) fits = true
    if (result === undefined && !negated) continue
  }
  return negated ? !fits : fits
}
