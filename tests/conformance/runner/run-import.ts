import { compare, isRecord } from './compare.js'
import { functionOf, loadPart } from './library.js'
import { onlyKeys, recordAt, textAt } from './read-case.js'
import { InexpressibleError, type Difference, type Json, type LoadedCase } from './types.js'

/** The control plane's view of an API, in the service's own field names; lists or maps by name. */
interface ApiView {
  readonly restApi: unknown
  readonly resources: unknown
  readonly methods: unknown
  readonly models: unknown
  readonly authorizers: unknown
  readonly requestValidators: unknown
  readonly documentationParts: unknown
}

interface ImportResult {
  readonly api: unknown
  readonly warnings: readonly unknown[]
}

interface OpenApiPart {
  readonly importApi: (document: unknown, options: object) => ImportResult
  readonly describeApi: (api: unknown) => ApiView
}

const CASE_KEYS =
  'id evidence source openapi openapiText mode base parameters failOnWarnings expectRestApi ' +
  'expectResources expectMethods expectModels expectAuthorizers expectRequestValidators ' +
  'expectDocumentationParts expectWarnings expectError'

/** Loads the importer, the exporter and the view that the cases compare. */
export async function loadOpenApi(): Promise<OpenApiPart> {
  const part = await loadPart('openapi/index.ts', 'the importer is')
  return {
    importApi: functionOf(part, 'importApi', 'the importer is'),
    describeApi: functionOf(part, 'describeApi', "the control plane's view is"),
  }
}

/** Runs an import case: imports, then compares the view of what came of it. */
export async function runImportCase({ data }: LoadedCase): Promise<readonly Difference[]> {
  onlyKeys(data, CASE_KEYS, 'case')
  const { importApi, describeApi } = await loadOpenApi()
  let result: ImportResult
  try {
    result = importApi(data['openapi'] ?? textAt(data, 'openapiText', 'case'), importOptions(data, importApi))
  } catch (error) {
    if (!Object.hasOwn(data, 'expectError')) throw error
    return compareError(data['expectError'], error)
  }
  if (Object.hasOwn(data, 'expectError')) {
    return [{ at: 'expectError', expected: data['expectError'], actual: 'imported without an error' }]
  }
  return [...compareWarnings(data['expectWarnings'], result.warnings), ...compareView(data, describeApi(result.api))]
}

function importOptions(data: Json, importApi: OpenApiPart['importApi']): Json {
  const parameters = recordAt(data, 'parameters', 'case')
  onlyKeys(parameters, 'basepath', 'parameters')
  const mode = textAt(data, 'mode', 'case')
  return {
    ...(mode !== undefined && { mode }),
    ...(parameters['basepath'] !== undefined && { basePath: parameters['basepath'] }),
    ...(data['failOnWarnings'] !== undefined && { failOnWarnings: data['failOnWarnings'] }),
    ...(mode !== undefined && mode !== 'import' && { base: baseApi(recordAt(data, 'base', 'case'), importApi) }),
  }
}

// The API that was there before, made the only way there is to make one: by importing a document that says the same.
function baseApi(base: Json, importApi: OpenApiPart['importApi']): unknown {
  onlyKeys(base, 'name description version binaryMediaTypes apiKeySource policy', 'base')
  const { name = 'empty', version, description } = base
  const info = {
    title: name,
    ...(version !== undefined && { version }),
    ...(description !== undefined && { description }),
  }
  return importApi(
    {
      openapi: '3.0.1',
      info,
      paths: {},
      ...extension(base, 'binaryMediaTypes', 'x-amazon-apigateway-binary-media-types'),
      ...extension(base, 'apiKeySource', 'x-amazon-apigateway-api-key-source'),
      ...extension(base, 'policy', 'x-amazon-apigateway-policy'),
    },
    { mode: 'import' },
  ).api
}

function extension(base: Json, key: string, name: string): Json {
  return base[key] === undefined ? {} : { [name]: base[key] }
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

function compareView(data: Json, view: ApiView): Difference[] {
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
