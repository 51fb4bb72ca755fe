import {
  describeApi,
  importApi,
  type ApiDescription,
  type ImportOptions,
  type ImportResult,
} from '../../../src/openapi/index.js'
import { compare, isRecord } from './compare.js'
import { onlyKeys, recordAt, textAt } from './read-case.js'
import { InexpressibleError, type Difference, type Json, type LoadedCase } from './types.js'

const CASE_KEYS =
  'id evidence source openapi openapiText mode base parameters failOnWarnings expectRestApi ' +
  'expectResources expectMethods expectModels expectAuthorizers expectRequestValidators ' +
  'expectDocumentationParts expectWarnings expectError'

/** Runs an import case: imports, then compares the view of what came of it. */
export async function runImportCase({ data }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, CASE_KEYS, 'case')
  let result: ImportResult
  try {
    result = importApi(data['openapi'] ?? textAt(data, 'openapiText', 'case'), importOptions(data))
  } catch (error) {
    if (!Object.hasOwn(data, 'expectError')) throw error
    return compareError(data['expectError'], error)
  }
  if (Object.hasOwn(data, 'expectError')) {
    return [{ at: 'expectError', expected: data['expectError'], actual: 'imported without an error' }]
  }
  return [...compareWarnings(data['expectWarnings'], result.warnings), ...compareView(data, describeApi(result.api))]
}

function importOptions(data: Json): ImportOptions {
  const parameters = recordAt(data, 'parameters', 'case')
  onlyKeys(parameters, 'basepath', 'parameters')
  // What a case says beyond these types is the importer's to refuse.
  return {
    ...(data['mode'] !== undefined && { mode: data['mode'] }),
    ...(parameters['basepath'] !== undefined && { basePath: parameters['basepath'] }),
    ...(data['failOnWarnings'] !== undefined && { failOnWarnings: data['failOnWarnings'] }),
    ...(data['base'] !== undefined && { base: data['base'] }),
  } as ImportOptions
}

// The library's errors carry what the service would have answered beside their own code.
function compareError(expected: unknown, error: unknown): Difference[] {
  const { serviceError } = Object(error) as Json
  if (serviceError === undefined) throw error
  return compare(expected, serviceError, 'subset', 'expectError')
}

function compareWarnings(expected: unknown, warnings: readonly unknown[]): Difference[] {
  if (expected === undefined) return []
  return compare(expected, warnings.map(warningText), 'whole', 'expectWarnings')
}

function warningText(warning: unknown): unknown {
  return isRecord(warning) ? warning['message'] : warning
}

function compareView(data: Json, view: ApiDescription): Difference[] {
  const differences: Difference[] = []
  const check = (key: string, run: (expected: unknown) => readonly Difference[]): void => {
    if (Object.hasOwn(data, key)) differences.push(...run(data[key]))
  }
  check('expectRestApi', (expected) => compare(expected, view.restApi, 'subset', 'expectRestApi'))
  check('expectResources', (expected) => compareUnordered(expected, paths(view.resources), 'expectResources'))
  check('expectMethods', (expected) => compare(expected, byName(view.methods), 'subset', 'expectMethods'))
  check('expectModels', (expected) => compareAll(expected, withParsed(view.models, 'schema'), 'expectModels'))
  check('expectAuthorizers', (expected) => compareAll(expected, byName(view.authorizers), 'expectAuthorizers'))
  check('expectRequestValidators', (expected) =>
    compareAll(expected, byName(view.requestValidators), 'expectRequestValidators'),
  )
  check('expectDocumentationParts', (expected) =>
    compareUnordered(expected, documentationParts(view.documentationParts), 'expectDocumentationParts'),
  )
  return differences
}

/** All by name: the names whole, each a subset. */
function compareAll(expected: unknown, actual: Json, at: string): Difference[] {
  if (!isRecord(expected)) throw new InexpressibleError(`${at} must be an object`)
  return [
    ...compare(Object.keys(expected).toSorted(), Object.keys(actual).toSorted(), 'whole', `${at} (names)`),
    ...compare(expected, actual, 'subset', at),
  ]
}

/** A list in any order: each expected item takes one that fits it whole. */
function compareUnordered(expected: unknown, actual: readonly unknown[], at: string): Difference[] {
  if (!Array.isArray(expected)) throw new InexpressibleError(`${at} must be a list`)
  const left = [...actual]
  const missing = expected.filter((item) => {
    const index = left.findIndex((candidate) => compare(item, candidate, 'whole', at).length === 0)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
  return missing.length + left.length === 0 ? [] : [{ at: `${at} (any order)`, expected: missing, actual: left }]
}

function byName(view: unknown): Json {
  if (view instanceof Map) return Object.fromEntries(view) as Json
  if (!Array.isArray(view)) return isRecord(view) ? view : {}
  return Object.fromEntries(view.filter(isRecord).map((item) => [String(item['name']), item]))
}

function withParsed(view: unknown, key: string): Json {
  return Object.fromEntries(Object.entries(byName(view)).map(([name, item]) => [name, parsedAt(item, key)]))
}

function parsedAt(item: unknown, key: string): unknown {
  if (!isRecord(item) || typeof item[key] !== 'string') return item
  return { ...item, [key]: JSON.parse(item[key]) as unknown }
}

function paths(resources: unknown): unknown[] {
  const list = Array.isArray(resources) ? resources : Object.keys(byName(resources))
  return list.map((resource: unknown) => (isRecord(resource) ? resource['path'] : resource))
}

function documentationParts(view: unknown): unknown[] {
  if (!Array.isArray(view)) return []
  return view.filter(isRecord).map((part) => parsedAt(without(part, 'id'), 'properties'))
}

function without(item: Json, key: string): Json {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== key))
}
