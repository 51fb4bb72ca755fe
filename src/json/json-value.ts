import { Double } from './double.js'

/**
 * A payload value as the service's JSON library sees it. Integers are numbers within ±2^53 and bigints beyond, decimals
 * are numbers that are no integers, or {@link Double}. An object is a plain one (own properties only are its fields) or a
 * `Map` where the order of its keys or a key such as `__proto__` would be lost.
 */
export type JsonValue = string | number | bigint | boolean | null | Double | JsonValue[] | JsonObject

/** Both forms of an object. Read it with {@link getField}, {@link hasField} and {@link fieldNames}. */
export type JsonObject = { [name: string]: JsonValue } | Map<string, JsonValue>

/** Whether the value is an object, in either form. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Double)
}

/** The field's value; undefined when the object has no field of its own by that name. */
export function getField(object: JsonObject, name: string): JsonValue | undefined {
  if (object instanceof Map) return object.get(name)
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** Whether the object has a field of its own by that name. */
export function hasField(object: JsonObject, name: string): boolean {
  return object instanceof Map ? object.has(name) : Object.hasOwn(object, name)
}

/** The names of the object's fields, in document order. */
export function fieldNames(object: JsonObject): string[] {
  return object instanceof Map ? [...object.keys()] : Object.keys(object)
}

/** The values of the object's fields, in document order. */
export function fieldValues(object: JsonObject): JsonValue[] {
  return object instanceof Map ? [...object.values()] : Object.values(object)
}

/**
 * A plain copy for code that knows JavaScript's own values only (ajv): maps become objects without a prototype, big
 * numbers and {@link Double} become numbers.
 */
export function toPlain(value: JsonValue): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Double) return value.value
  if (Array.isArray(value)) return value.map(toPlain)
  const plain = Object.create(null) as Record<string, unknown>
  const entries = value instanceof Map ? value : Object.entries(value)
  for (const [name, field] of entries) plain[name] = toPlain(field)
  return plain
}
