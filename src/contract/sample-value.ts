import { resolveSchema, type SchemaSource } from './compare-schemas.js'
import { ownValue } from './same-value.js'
import type { SchemaObject } from './schema-change.js'

/** How much of what a schema allows is in a sample: what it requires, or every property that it names. */
export type SampleSize = 'least' | 'all'

// A recursive model ends here: what is deeper is left out.
const MOST_DEPTH = 6

// A model whose many properties lead back to it would have millions of them.
const MOST_VALUES = 1000

/** What a sample is made with. */
interface Making {
  readonly size: SampleSize
  /** How many more values there may be. */
  left: number
}

/** A value that a schema takes, or comes near to: patterns are not solved. The same for the same schema. */
export function sampleValue(source: SchemaSource, size: SampleSize): unknown {
  return valueAt(source, source.schema, { size, left: MOST_VALUES }, 0)
}

function valueAt(from: SchemaSource, node: unknown, making: Making, depth: number): unknown {
  if ((making.left -= 1) < 0) return null
  const { schema, source } = resolveSchema(from, node)
  const choices = ownValue(schema, 'enum')
  if (Array.isArray(choices)) return choices[0]
  const branch = firstOf(schema, 'oneOf') ?? firstOf(schema, 'anyOf')
  if (branch !== undefined && depth < MOST_DEPTH) return valueAt(source, branch, making, depth + 1)
  switch (typeOf(schema)) {
    case 'object':
      return objectAt(source, schema, making, depth)
    case 'array':
      return arrayAt(source, schema, making, depth)
    case 'string':
      return textOf(schema)
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'boolean':
      return true
    default:
      return null
  }
}

function firstOf(schema: SchemaObject, keyword: string): unknown {
  const branches = ownValue(schema, keyword)
  return Array.isArray(branches) ? branches[0] : undefined
}

function typeOf(schema: SchemaObject): string {
  const type = ownValue(schema, 'type')
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return String(type[0])
  return 'items' in schema ? 'array' : 'object'
}

function objectAt(source: SchemaSource, schema: SchemaObject, making: Making, depth: number): unknown {
  const value: Record<string, unknown> = {}
  const parts = ownValue(schema, 'allOf')
  if (Array.isArray(parts) && depth < MOST_DEPTH) {
    for (const part of parts) {
      const some = valueAt(source, part, making, depth + 1)
      if (typeof some === 'object' && some !== null) for (const [key, one] of Object.entries(some)) put(value, key, one)
    }
  }
  const properties = ownValue(schema, 'properties')
  const required = ownValue(schema, 'required')
  const wanted = Array.isArray(required) ? required.map(String) : []
  const named = typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
  for (const name of new Set(making.size === 'all' ? [...named, ...wanted] : wanted)) {
    // What is required has to be there, however deep; what is not may end.
    if (depth >= MOST_DEPTH && (depth > 2 * MOST_DEPTH || !wanted.includes(name))) continue
    put(value, name, valueAt(source, ownValue(properties, name) ?? { type: 'string' }, making, depth + 1))
  }
  return value
}

// A property called `__proto__` is a property.
function put(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

const MOST_ITEMS = 5

function arrayAt(source: SchemaSource, schema: SchemaObject, making: Making, depth: number): unknown {
  const least = ownValue(schema, 'minItems')
  const wanted = Math.max(typeof least === 'number' ? least : 0, making.size === 'all' ? 1 : 0)
  if (depth >= MOST_DEPTH) return []
  const items = ownValue(schema, 'items')
  return Array.from({ length: Math.min(wanted, MOST_ITEMS) }, (_, at) =>
    valueAt(source, Array.isArray(items) ? items[at] : (items ?? {}), making, depth + 1),
  )
}

const BY_FORMAT: ReadonlyMap<string, string> = new Map([
  ['date-time', '2026-01-02T03:04:05Z'],
  ['date', '2026-01-02'],
  ['email', 'sample@example.com'],
  ['uri', 'https://example.com/sample'],
  ['uuid', '00000000-0000-4000-8000-000000000000'],
  ['ipv4', '192.0.2.1'],
  ['ipv6', '2001:db8::1'],
])

const MOST_LETTERS = 256

function textOf(schema: SchemaObject): string {
  const format = ownValue(schema, 'format')
  const text = (typeof format === 'string' ? BY_FORMAT.get(format) : undefined) ?? 'sample'
  const [least, most] = [ownValue(schema, 'minLength'), ownValue(schema, 'maxLength')]
  const long = typeof least === 'number' ? text.padEnd(Math.min(least, MOST_LETTERS), 'x') : text
  return typeof most === 'number' ? long.slice(0, Math.max(0, most)) : long
}

function numberOf(schema: SchemaObject): number {
  const [least, most] = [ownValue(schema, 'minimum'), ownValue(schema, 'maximum')]
  if (typeof least === 'number') return schema['exclusiveMinimum'] === true ? least + 1 : least
  if (typeof most === 'number') return Math.min(1, schema['exclusiveMaximum'] === true ? most - 1 : most)
  return 1
}
