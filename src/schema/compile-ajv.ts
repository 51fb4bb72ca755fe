import type AjvDraft04 from 'ajv-draft-04'
import type { JsonValue } from '../json/json-value.js'
import { lazy } from '../runtime/lazy.js'
import { compileEcmaRegex } from '../regex/ecma-regex.js'
import type { SchemaBundle } from './bundle-schema.js'
import { FORMAT_NAMES, knownFormat } from './formats.js'
import { SchemaError } from './schema-error.js'
import { areUnique, isMultiple } from './value-facts.js'

// TypeScript takes the package's `default` for all of its exports; what `require` gives is the class itself.
type AjvClass = typeof AjvDraft04.default

/**
 * Compiles a bundle with ajv into a test for plain JSON values that stops at the first mistake.
 * @throws {SchemaError} for a schema that ajv refuses
 */
export function compileAjv(bundle: SchemaBundle): (value: unknown) => boolean {
  const Ajv = lazy.ajvDraft04().default as unknown as AjvClass
  const ajv = new Ajv({
    strict: false,
    validateSchema: false,
    logger: false,
    // A body's `constructor` or `__proto__` is a property only when the body has it.
    ownProperties: true,
    code: { regExp: Object.assign(namedPattern, { code: 'compileEcmaRegex' }) },
  })
  // ajv's own compares every item with every other, and divides in binary.
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    errors: false,
    validate: (unique: boolean, items: JsonValue[]) => !unique || areUnique(items),
  })
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    errors: false,
    validate: (divisor: number, value: number) => isMultiple(value, divisor),
  })
  for (const name of FORMAT_NAMES) ajv.addFormat(name, (text: string) => knownFormat(name)?.test(text) ?? true)
  try {
    const validate = ajv.compile(bundle)
    return (value) => validate(value)
  } catch (error) {
    throw new SchemaError((error as Error).message)
  }
}

// ajv keeps the patterns of a schema by their text: without one of its own, every pattern would be the first.
function namedPattern(pattern: string): { test(text: string): boolean; toString(): string } {
  const compiled = compileEcmaRegex(pattern)
  return { test: (text) => compiled.test(text), toString: () => pattern }
}
