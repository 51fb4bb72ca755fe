import { Double } from '../json/double.js'
import type { JsonValue } from '../json/json-value.js'
import type { Draft4Schema } from './draft4-schema.js'
import type { Problem } from './explain-value.js'
import { isMultiple, shown } from './value-facts.js'

/** `minimum`, `maximum` with `exclusiveMaximum`, `multipleOf`. */
export function numberProblems(schema: Draft4Schema, value: JsonValue): Problem[] {
  const number = value instanceof Double ? value.value : value
  if (typeof number !== 'number' && typeof number !== 'bigint') return []
  const problems: Problem[] = []
  const { minimum, maximum, multipleOf } = schema
  if (minimum !== undefined && number < minimum) {
    const limits = `(minimum: ${shown(minimum)}, found: ${shown(value)})`
    problems.push({ keyword: 'minimum', message: `numeric instance is lower than the required minimum ${limits}` })
  }
  if (maximum !== undefined && number > maximum) {
    const limits = `(maximum: ${shown(maximum)}, found: ${shown(value)})`
    problems.push({ keyword: 'maximum', message: `numeric instance is greater than the required maximum ${limits}` })
  } else if (maximum !== undefined && schema.exclusiveMaximum === true && Number(number) === maximum) {
    const message = `numeric instance is not strictly lower than the required maximum ${shown(maximum)}`
    problems.push({ keyword: 'maximum', message })
  }
  if (multipleOf !== undefined && !isMultiple(number, multipleOf)) {
    const message = `remainder of division is not zero (${shown(value)} / ${shown(multipleOf)})`
    problems.push({ keyword: 'multipleOf', message })
  }
  return problems
}
