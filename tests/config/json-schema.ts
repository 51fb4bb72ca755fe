import { Ajv, type ValidateFunction } from 'ajv'
import type { Schema } from '../../src/config/schema/schema.js'

/** Postern's schema for ajv: another reading of it, by a validator that everybody knows, to hold the generated one against. */
export function compileWithAjv(schema: Schema): ValidateFunction {
  const ajv = new Ajv({ strict: false, strictNumbers: true })
  ajv.addKeyword({ keyword: 'function', validate: (_: true, value: unknown) => typeof value === 'function' })
  ajv.addKeyword({
    keyword: 'methods',
    validate: (names: readonly string[], value: unknown) =>
      ((typeof value === 'object' && value !== null && !Array.isArray(value)) || typeof value === 'function') &&
      names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function'),
  })
  return ajv.compile(plain(schema))
}

/** Without Postern's own keywords for what JSON Schema has a longer way to say. */
function plain(schema: Schema): object {
  const { includes = [], choice, items, anyOf, propertyNames, additionalProperties, title: _, ...rest } = schema
  if (choice !== undefined) return choose(choice.key, Object.entries(choice.schemas))
  const properties = Object.assign({}, ...includes.map((part) => part.properties), schema.properties) as object
  return {
    ...rest,
    ...(Object.keys(properties).length > 0 && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, member]) => [key, plain(member)])),
    }),
    ...(items && { items: plain(items) }),
    ...(anyOf && { anyOf: anyOf.map(plain) }),
    ...(propertyNames && { propertyNames: plain(propertyNames) }),
    ...(additionalProperties !== undefined && {
      additionalProperties: additionalProperties === false ? false : plain(additionalProperties),
    }),
  }
}

// Each name asks for its own schema; a name that is unknown or missing asks for the first one.
function choose(key: string, schemas: ReadonlyArray<readonly [name: string, schema: Schema]>): object {
  const says = (name: string): object => ({
    type: 'object',
    required: [key],
    properties: { [key]: { const: name } },
  })
  const others = schemas.slice(1)
  const isFirst = { not: { anyOf: others.map(([name]) => says(name)) } }
  return {
    anyOf: [
      { allOf: [isFirst, plain(schemas[0]?.[1] ?? {})] },
      ...others.map(([name, schema]) => ({ allOf: [says(name), plain(schema)] })),
    ],
  }
}
