import { fieldNames, getField, hasField, isObject, type JsonObject, type JsonValue } from '../json/json-value.js'
import { compileEcmaRegex } from '../regex/ecma-regex.js'
import type { Draft4Schema } from './draft4-schema.js'
import type { Check, Problem } from './explain-value.js'

/** `required`, `additionalProperties: false`, `minProperties`, `maxProperties`, `dependencies`. */
export function objectProblems(schema: Draft4Schema, value: JsonValue, check: Check): Problem[] {
  if (!isObject(value)) return []
  const problems: Problem[] = []
  const missing = [...new Set(schema.required)].filter((name) => !hasField(value, name)).toSorted()
  if (missing.length > 0) {
    const message = `object has missing required properties (${JSON.stringify(missing)})`
    problems.push({ keyword: 'required', message })
  }
  const unwanted = schema.additionalProperties === false ? additionalNames(schema, value).toSorted() : []
  if (unwanted.length > 0) {
    const message = `object instance has properties which are not allowed by the schema: ${JSON.stringify(unwanted)}`
    problems.push({ keyword: 'additionalProperties', message })
  }
  problems.push(...sizeProblems(schema, fieldNames(value).length), ...dependencyProblems(schema, value, check))
  return problems
}

function sizeProblems({ minProperties, maxProperties }: Draft4Schema, found: number): Problem[] {
  const problems: Problem[] = []
  if (minProperties !== undefined && found < minProperties) {
    const message = `object has too few properties (found ${found} but schema requires at least ${minProperties})`
    problems.push({ keyword: 'minProperties', message })
  }
  if (maxProperties !== undefined && found > maxProperties) {
    const message = `object has too many properties (found ${found} but schema requires at most ${maxProperties})`
    problems.push({ keyword: 'maxProperties', message })
  }
  return problems
}

function dependencyProblems({ dependencies }: Draft4Schema, value: JsonObject, check: Check): Problem[] {
  const problems: Problem[] = []
  for (const [name, dependency] of Object.entries(dependencies ?? {})) {
    if (!hasField(value, name)) continue
    if (!Array.isArray(dependency)) {
      const inner: Problem[] = []
      check(dependency, value, inner)
      problems.push(...inner.map(({ message }) => ({ keyword: 'dependencies', message })))
      continue
    }
    const missing = dependency.filter((one) => !hasField(value, one))
    if (missing.length === 0) continue
    const needs = `(schema requires ${JSON.stringify(dependency)}; missing: ${JSON.stringify(missing)})`
    const message = `property "${name}" of object has missing property dependencies ${needs}`
    problems.push({ keyword: 'dependencies', message })
  }
  return problems
}

function additionalNames(schema: Draft4Schema, value: JsonObject): string[] {
  return fieldNames(value).filter((name) => namedSchemas(schema, name).length === 0)
}

function namedSchemas({ properties, patternProperties }: Draft4Schema, name: string): Draft4Schema[] {
  const schemas: Draft4Schema[] = []
  const own = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined
  if (own !== undefined) schemas.push(own)
  for (const [pattern, schema] of Object.entries(patternProperties ?? {})) {
    if (compileEcmaRegex(pattern).test(name)) schemas.push(schema)
  }
  return schemas
}

/** Every field with each schema that it must fit, in the order of the names. */
export function fieldSchemas(schema: Draft4Schema, value: JsonObject): [schema: Draft4Schema, field: JsonValue][] {
  const { additionalProperties } = schema
  return fieldNames(value)
    .toSorted()
    .flatMap((name) => {
      const field = getField(value, name) ?? null
      const schemas = namedSchemas(schema, name)
      if (schemas.length === 0 && typeof additionalProperties === 'object') schemas.push(additionalProperties)
      return schemas.map((one): [Draft4Schema, JsonValue] => [one, field])
    })
}
