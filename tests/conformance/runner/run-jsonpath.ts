import { toPlain, type JsonValue } from '../../../src/json/json-value.js'
import { parseJson } from '../../../src/json/parse-json.js'
import { compilePath, InvalidPathError, PathNotFoundError } from '../../../src/jsonpath/index.js'
import { compare } from './compare.js'
import { sliceJson } from './raw-json.js'
import { onlyKeys, textAt } from './read-case.js'
import { InexpressibleError, type Difference, type LoadedCase } from './types.js'

/** Runs a JSONPath case on the evaluator behind `$input.path` and `$input.json`. */
export async function runJsonPathCase({ data, text }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, 'id evidence source json path expect error kind', 'case')
  const path = textAt(data, 'path', 'case')
  const json = sliceJson(text, ['json'])
  if (path === undefined || json === undefined) throw new InexpressibleError('needs path and json')
  const result = read(path, parseJson(json))
  if (data['error'] === true) return compareKind(data['kind'], result)
  if ('kind' in result) return [{ at: 'expect', expected: data['expect'], actual: `failed: ${result.kind}` }]
  return compare(data['expect'], toPlain(result.value), 'whole', 'expect')
}

type Result = { readonly value: JsonValue } | { readonly kind: string }

function read(path: string, document: JsonValue): Result {
  try {
    return { value: compilePath(path).read(document) }
  } catch (error) {
    if (error instanceof PathNotFoundError || error instanceof InvalidPathError) return { kind: error.kind }
    throw error
  }
}

function compareKind(expected: unknown, result: Result): Difference[] {
  if ('value' in result) return [{ at: 'error', expected: expected ?? true, actual: toPlain(result.value) }]
  return expected === undefined ? [] : compare(expected, result.kind, 'whole', 'kind')
}
