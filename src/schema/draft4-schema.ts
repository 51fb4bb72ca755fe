/** The names of JSON Schema's types. */
export type SchemaType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string'

/**
 * A schema reduced to what the service's validator knows: draft-04's keywords. A `$ref` stands alone and leads into the
 * bundle's definitions.
 */
export interface Draft4Schema {
  $ref?: string
  type?: SchemaType | SchemaType[]
  enum?: unknown[]
  format?: string
  minimum?: number
  maximum?: number
  exclusiveMaximum?: boolean
  multipleOf?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  items?: Draft4Schema | Draft4Schema[]
  additionalItems?: boolean | Draft4Schema
  minProperties?: number
  maxProperties?: number
  required?: string[]
  properties?: Record<string, Draft4Schema>
  patternProperties?: Record<string, Draft4Schema>
  additionalProperties?: boolean | Draft4Schema
  dependencies?: Record<string, Draft4Schema | string[]>
  allOf?: Draft4Schema[]
  anyOf?: Draft4Schema[]
  oneOf?: Draft4Schema[]
  not?: Draft4Schema
}

/** What a keyword's value must be. */
export type KeywordKind =
  | 'type'
  | 'any'
  | 'enum'
  | 'string'
  | 'number'
  | 'count'
  | 'boolean'
  | 'names'
  | 'schema'
  | 'schemas'
  | 'schema-map'
  | 'items'
  | 'boolean-or-schema'
  | 'dependencies'

/**
 * The keywords that count. `exclusiveMinimum`, `nullable`, `discriminator`, `readOnly`, `default` and `example` are
 * documented as not supported; every other word is ignored as draft-04 says.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export const KEYWORDS: Readonly<Record<Exclude<keyof Draft4Schema, '$ref'>, KeywordKind>> = {
  type: 'type',
  enum: 'enum',
  format: 'string',
  minimum: 'number',
  maximum: 'number',
  exclusiveMaximum: 'boolean',
  multipleOf: 'number',
  minLength: 'count',
  maxLength: 'count',
  pattern: 'string',
  minItems: 'count',
  maxItems: 'count',
  uniqueItems: 'boolean',
  items: 'items',
  additionalItems: 'boolean-or-schema',
  minProperties: 'count',
  maxProperties: 'count',
  required: 'names',
  properties: 'schema-map',
  patternProperties: 'schema-map',
  additionalProperties: 'boolean-or-schema',
  dependencies: 'dependencies',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  not: 'schema',
}

/** The types there are, in the order in which the service's sentences list them. */
export const TYPES: readonly SchemaType[] = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

/** Whether a value read from JSON is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A schema's own keyword; undefined when it has none. */
export function keywordOf(schema: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(schema, name) ? schema[name] : undefined
}
