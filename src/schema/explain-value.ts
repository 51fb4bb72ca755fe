import { isObject, type JsonValue } from '../json/json-value.js'
import type { SchemaBundle } from './bundle-schema.js'
import type { Draft4Schema } from './draft4-schema.js'
import { arrayProblems, itemSchemas } from './array-keywords.js'
import { numberProblems } from './number-keywords.js'
import { objectProblems, fieldSchemas } from './object-keywords.js'
import { SchemaError } from './schema-error.js'
import { formatProblem, stringProblems } from './string-keywords.js'
import { enumProblem, typeProblem } from './type-keywords.js'

/** A sentence of one keyword. */
export interface Problem {
  readonly keyword: string
  readonly message: string
}

/** Tests a value against a schema of the bundle and adds what is wrong to the list. */
export type Check = (schema: Draft4Schema, value: JsonValue, problems: Problem[]) => void

/** How many schemas may be inside each other for one value; past it the schema refers to itself without end. */
const MAX_DEPTH = 2000

/**
 * What is wrong with a value, in the words and the order of the service's validator: the keywords of a schema all speak
 * (`required` first, as recorded, then by name), and once one of them has, nobody looks into fields or items any more.
 *
 * @throws {SchemaError} for a schema that refers to itself without end
 */
export function explainValue(bundle: SchemaBundle, value: JsonValue): string[] {
  let depth = 0
  const check: Check = (schema, item, problems) => {
    if (++depth > MAX_DEPTH) throw new SchemaError('validation loop')
    try {
      checkValue(followRefs(bundle, schema), item, problems, check)
    } finally {
      depth--
    }
  }
  const problems: Problem[] = []
  check(bundle, value, problems)
  return problems.map(({ message }) => message)
}

function followRefs(bundle: SchemaBundle, schema: Draft4Schema): Draft4Schema {
  let target = schema
  for (let hops = 0; target.$ref !== undefined; hops++) {
    const name = target.$ref.slice('#/definitions/'.length)
    target = bundle.definitions[name] ?? {}
    if (hops > MAX_DEPTH) throw new SchemaError('validation loop')
  }
  return target
}

function checkValue(schema: Draft4Schema, value: JsonValue, problems: Problem[], check: Check): void {
  const own = [
    ...typeProblem(schema, value),
    ...enumProblem(schema, value),
    ...numberProblems(schema, value),
    ...stringProblems(schema, value),
    ...arrayProblems(schema, value),
    ...objectProblems(schema, value, check),
    ...combinationProblems(schema, value, check),
  ].toSorted(byKeyword)
  problems.push(...own, ...formatProblem(schema, value))
  if (problems.length > 0) return
  if (Array.isArray(value)) {
    value.forEach((item, at) => itemSchemas(schema, at).forEach((one) => check(one, item, problems)))
  } else if (isObject(value)) {
    for (const [one, field] of fieldSchemas(schema, value)) check(one, field, problems)
  }
}

function byKeyword(left: Problem, right: Problem): number {
  const [first, second] = [rank(left.keyword), rank(right.keyword)]
  if (first === second) return 0
  return first < second ? -1 : 1
}

function rank(keyword: string): string {
  return keyword === 'required' ? '' : keyword
}

function combinationProblems(schema: Draft4Schema, value: JsonValue, check: Check): Problem[] {
  const problems: Problem[] = []
  const passes = (one: Draft4Schema): boolean => {
    const inner: Problem[] = []
    check(one, value, inner)
    return inner.length === 0
  }
  const { allOf, anyOf, oneOf, not } = schema
  if (allOf !== undefined) {
    const matched = allOf.filter(passes).length
    const message = `instance failed to match all required schemas (matched only ${matched} out of ${allOf.length})`
    if (matched !== allOf.length) problems.push({ keyword: 'allOf', message })
  }
  if (anyOf !== undefined && !anyOf.some(passes)) {
    const message = `instance failed to match at least one required schema among ${anyOf.length}`
    problems.push({ keyword: 'anyOf', message })
  }
  if (oneOf !== undefined) {
    const matched = oneOf.filter(passes).length
    const message = `instance failed to match exactly one schema (matched ${matched} out of ${oneOf.length})`
    if (matched !== 1) problems.push({ keyword: 'oneOf', message })
  }
  if (not !== undefined && passes(not)) {
    problems.push({ keyword: 'not', message: 'instance matched a schema which it should not have' })
  }
  return problems
}
