import type { JsonValue } from '../json/json-value.js'
import { TYPES, type Draft4Schema, type SchemaType } from './draft4-schema.js'
import type { Problem } from './explain-value.js'
import { canonicalText, shown, typeOf } from './value-facts.js'

/** `type`: an integer is a number as well, and the sentence says so. */
export function typeProblem(schema: Draft4Schema, value: JsonValue): Problem[] {
  if (schema.type === undefined) return []
  const wanted = new Set<SchemaType>(typeof schema.type === 'string' ? [schema.type] : schema.type)
  if (wanted.has('number')) wanted.add('integer')
  const found = typeOf(value)
  if (wanted.has(found)) return []
  const allowed = JSON.stringify(TYPES.filter((type) => wanted.has(type)))
  const message = `instance type (${found}) does not match any allowed primitive type (allowed: ${allowed})`
  return [{ keyword: 'type', message }]
}

/** `enum`. */
export function enumProblem(schema: Draft4Schema, value: JsonValue): Problem[] {
  if (schema.enum === undefined) return []
  const values = schema.enum as JsonValue[]
  const text = canonicalText(value)
  if (values.some((one) => canonicalText(one) === text)) return []
  const message = `instance value (${shown(value)}) not found in enum (possible values: ${shown(values)})`
  return [{ keyword: 'enum', message }]
}
