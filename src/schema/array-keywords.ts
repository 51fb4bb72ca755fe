import type { JsonValue } from '../json/json-value.js'
import type { Draft4Schema } from './draft4-schema.js'
import type { Problem } from './explain-value.js'
import { areUnique } from './value-facts.js'

/** `minItems`, `maxItems`, `uniqueItems`, and `additionalItems: false`. */
export function arrayProblems(schema: Draft4Schema, value: JsonValue): Problem[] {
  if (!Array.isArray(value)) return []
  const problems: Problem[] = []
  const { minItems, maxItems, items } = schema
  const found = `but instance has ${value.length} elements`
  if (Array.isArray(items) && schema.additionalItems === false && value.length > items.length) {
    const message = `schema only allows ${items.length} elements in array ${found}`
    problems.push({ keyword: 'additionalItems', message })
  }
  if (minItems !== undefined && value.length < minItems) {
    const message = `array is too short: must have at least ${minItems} elements ${found}`
    problems.push({ keyword: 'minItems', message })
  }
  if (maxItems !== undefined && value.length > maxItems) {
    const message = `array is too long: must have at most ${maxItems} elements ${found}`
    problems.push({ keyword: 'maxItems', message })
  }
  if (schema.uniqueItems === true && !areUnique(value)) {
    problems.push({ keyword: 'uniqueItems', message: 'array must not contain duplicate elements' })
  }
  return problems
}

/** The schemas of the item at a position. */
export function itemSchemas({ items, additionalItems }: Draft4Schema, at: number): Draft4Schema[] {
  if (items === undefined) return []
  if (!Array.isArray(items)) return [items]
  const schema = items[at] ?? additionalItems
  return typeof schema === 'object' ? [schema] : []
}
