import fc from 'fast-check'
import type { Schema } from '../../src/config/schema/schema.js'

/** What stands where something else should, and the values next to every limit. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', 'x', -1, 0, 0.5, 1e9, NaN, Infinity, true, false, [], {}, () => 1),
  fc.constantFrom<unknown>(
    3600,
    3601,
    100,
    100.5,
    10_485_760,
    10_485_761,
    'x'.repeat(128),
    'x'.repeat(129),
    'x'.repeat(513),
  ),
  fc.anything({ maxDepth: 1 }),
)

/** Values that mostly fit a schema: each part of them is junk with a chance of one in `odds`. */
export function mostlyFitting(schema: Schema, odds: number): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: junk, weight: 1 }, { arbitrary: fitting(schema, odds), weight: odds - 1 })
}

function fitting(schema: Schema, odds: number): fc.Arbitrary<unknown> {
  const { choice, anyOf, methods } = schema
  if (choice !== undefined) {
    return fc.oneof(
      ...Object.entries(choice.schemas).map(([name, part]) =>
        fitting(part, odds).map((value) => (isPlain(value) ? { ...value, [choice.key]: name } : value)),
      ),
    )
  }
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((part) => fitting(part, odds)))
  if (methods !== undefined) return module(methods, odds)
  if (schema.const === false) return fc.constant(false)
  if (schema.function === true) return fc.constant(() => undefined)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'string':
      return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 20, 20) })
    case 'number':
      return fc.double({ min: schema.minimum ?? -9, max: schema.maximum ?? 9, noNaN: true })
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -9, max: schema.maximum ?? 9 })
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(mostlyFitting(schema.items ?? {}, odds), { maxLength: 3 })
    case 'object':
      return object(schema, odds)
    default:
      return junk
  }
}

function object(schema: Schema, odds: number): fc.Arbitrary<unknown> {
  const { includes = [], required = [], additionalProperties } = schema
  const properties = Object.assign({}, ...includes.map((part) => part.properties), schema.properties) as Record<
    string,
    Schema
  >
  if (typeof additionalProperties === 'object') {
    const names = fc.oneof(fc.constantFrom('prod', 'a_1', '*/*', 'pets/GET', '$default'), fc.string({ maxLength: 4 }))
    return fc.dictionary(names, mostlyFitting(additionalProperties, odds), { maxKeys: 3 })
  }
  const members = Object.entries(properties).map(([key, member]) => [key, mostlyFitting(member, odds)] as const)
  const record = fc.record(Object.fromEntries(members), { requiredKeys: [...required] })
  // With half of the keys there each time, hardly ever would a whole object fit.
  const few = fc.tuple(
    record,
    fc.array(fc.constantFrom(...Object.keys(properties), odds > 100 ? 'id' : 'strange'), { maxLength: 3 }),
  )
  return few.map(([value, kept]) => {
    const keys = new Set([...kept, ...required])
    const extra = keys.has('strange') ? { strange: 1 } : {}
    return { ...Object.fromEntries(Object.entries(value).filter(([key]) => keys.has(key))), ...extra }
  })
}

function module(methods: readonly string[], odds: number): fc.Arbitrary<unknown> {
  return fc.subarray([...methods], { minLength: methods.length - 1 }).map((kept) => {
    const names = odds > 100 ? methods : kept
    return Object.fromEntries(names.map((name) => [name, () => undefined]))
  })
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
