import { Double } from '../json/double.js'
import type { JsonValue } from '../json/json-value.js'
import { bundleSchema, type ResolveModel } from './bundle-schema.js'
import { compileAjv } from './compile-ajv.js'
import { explainValue } from './explain-value.js'

/** Tests bodies against one model. */
export interface ModelValidator {
  /**
   * Whether the value fits the model.
   * @throws {SchemaError} at the first value, for a schema that refers to itself without end
   */
  validate(value: JsonValue): boolean
  /**
   * What is wrong, as `$context.error.validationErrorString` has it: the sentences of the service's validator in brackets,
   * joined by `, `. Its quotes are not escaped. `[]` when the value fits.
   */
  explain(value: JsonValue): string
}

/** What a model may refer to. */
export interface CompileModelOptions {
  /**
   * Finds another model of the API, by what stands in its `$ref` (`https://apigateway.amazonaws.com/restapis/{api}/models/X`)
   * and, failing that, by the last part of it; undefined when there is none.
   */
  readonly resolve: ResolveModel
}

/**
 * Compiles an API's model, a JSON Schema of draft 4. Both ways of checking are prepared at their first use.
 *
 * @throws {SchemaError} for a schema that is none, or a `$ref` that leads nowhere
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function compileModel(schema: unknown, options: CompileModelOptions): ModelValidator {
  const bundle = bundleSchema(schema, options.resolve)
  let fast: ((value: unknown) => boolean) | undefined
  return {
    validate(value) {
      if (!isPlain(value)) return explainValue(bundle, value).length === 0
      fast ??= compileAjv(bundle)
      return fast(value)
    },
    explain: (value) => `[${explainValue(bundle, value).join(', ')}]`,
  }
}

/** Whether the value is made of JavaScript's own kinds, so that ajv sees in it what the service sees. */
function isPlain(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  if (Array.isArray(value)) return value.every(isPlain)
  if (value instanceof Map || value instanceof Double) return false
  for (const name of Object.keys(value)) if (!isPlain(value[name] ?? null)) return false
  return true
}
