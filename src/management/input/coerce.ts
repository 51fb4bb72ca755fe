import { setField } from '../store/fields.js'
import { ManagementError } from '../management-error.js'
import { type Members, SHAPES } from '../service-model/shapes.js'

type Json = Readonly<Record<string, unknown>>

/** Takes the members of an input that the model knows, each brought into its type. `null` is no value (recorded). */
export function coerceMembers(members: Members, input: Json): Record<string, unknown> {
  const coerced: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(members)) {
    const value = Object.hasOwn(input, name) ? input[name] : undefined
    if (value !== undefined && value !== null) coerced[name] = coerce(type, value)
  }
  return coerced
}

/** Brings a value into a type: a number where a text is wanted is its digits (recorded), a text `true` a flag. */
export function coerce(type: string, value: unknown): unknown {
  if (type.endsWith('!')) return coerce(type.slice(0, -1), value)
  if (type.endsWith('[]')) return listOf(type.slice(0, -2), value)
  if (type.endsWith('{}')) return mapOf(type.slice(0, -2), value)
  switch (type) {
    case 'boolean':
      return value === true || value === 'true'
    case 'integer':
      return Math.trunc(numberOf(value))
    case 'double':
      return numberOf(value)
    case 'texts':
      return listOf('text', value)
    case 'textMap':
    case 'query':
      return mapOf('text', value)
    case 'textListMap':
      return mapOf('texts', value)
    case 'booleanMap':
      return mapOf('boolean', value)
    default:
      return Object.hasOwn(SHAPES, type)
        ? coerceMembers(SHAPES[type as keyof typeof SHAPES], recordOf(value))
        : textOf(value)
  }
}

function listOf(type: string, value: unknown): unknown[] {
  // A query parameter that comes once is a list of one.
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => coerce(type, item))
}

function mapOf(type: string, value: unknown): Record<string, unknown> {
  const coerced: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(recordOf(value)))
    setField(coerced, name, item === null ? null : coerce(type, item))
  return coerced
}

function recordOf(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw malformed()
}

function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) throw malformed()
  return number
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw malformed()
}

/** The refusal of a body that is no JSON of the expected form. */
export function malformed(): ManagementError {
  return new ManagementError('SerializationException', 'Invalid request input', 400)
}
