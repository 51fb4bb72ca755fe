import type { JsonValue } from '../json/json-value.js'
import { compileEcmaRegex } from '../regex/ecma-regex.js'
import type { Draft4Schema } from './draft4-schema.js'
import type { Problem } from './explain-value.js'
import { knownFormat } from './formats.js'
import { codePointLength } from './value-facts.js'

/** `minLength`, `maxLength`, `pattern`. */
export function stringProblems(schema: Draft4Schema, value: JsonValue): Problem[] {
  if (typeof value !== 'string') return []
  const problems: Problem[] = []
  const { minLength, maxLength, pattern } = schema
  const length = minLength === undefined && maxLength === undefined ? 0 : codePointLength(value)
  if (minLength !== undefined && length < minLength) {
    const message = `string "${value}" is too short (length: ${length}, required minimum: ${minLength})`
    problems.push({ keyword: 'minLength', message })
  }
  if (maxLength !== undefined && length > maxLength) {
    const message = `string "${value}" is too long (length: ${length}, maximum allowed: ${maxLength})`
    problems.push({ keyword: 'maxLength', message })
  }
  if (pattern !== undefined && !compileEcmaRegex(pattern).test(value)) {
    const message = `ECMA 262 regex "${pattern}" does not match input string "${value}"`
    problems.push({ keyword: 'pattern', message })
  }
  return problems
}

/** `format`, which speaks after all keywords. */
export function formatProblem(schema: Draft4Schema, value: JsonValue): Problem[] {
  const format = schema.format === undefined || typeof value !== 'string' ? undefined : knownFormat(schema.format)
  if (format === undefined || typeof value !== 'string' || format.test(value)) return []
  return [{ keyword: 'format', message: format.message(value) }]
}
