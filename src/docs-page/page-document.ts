type Fields = Readonly<Record<string, unknown>>

/** What the page says of the calls that it makes. */
export interface DocumentTarget {
  /** Where the stage is, on the page's own origin: `/prod`. */
  readonly serverUrl: string
}

const ANY_METHOD = 'x-amazon-apigateway-any-method'
// Those that a page can send a body with, or without.
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']

/**
 * Makes the document of the page of a stage's export: calls go to the page's own origin, a route for any method has one of each,
 * and every path variable has a field, a greedy one too.
 */
export function pageDocument(exported: Fields, { serverUrl }: DocumentTarget): Fields {
  const paths: Record<string, unknown> = {}
  for (const [path, item] of Object.entries(fieldsOf(exported['paths']))) {
    const written = path.replaceAll(/\{([^{}]+)\+\}/g, '{$1}')
    // `/files/{proxy+}` and `/files/{proxy}` are one path to OpenAPI.
    put(paths, written, { ...fieldsOf(paths[written]), ...pathItem(written, fieldsOf(item)) })
  }
  return { ...exported, servers: [{ url: serverUrl === '' ? '/' : serverUrl }], paths }
}

function pathItem(path: string, item: Fields): Fields {
  const { [ANY_METHOD]: any, ...rest } = item
  const methods: Record<string, unknown> = {}
  if (any !== undefined) for (const method of METHODS) methods[method] = withoutId(any)
  Object.assign(methods, rest)
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name as string)
  for (const method of METHODS)
    if (methods[method] !== undefined) methods[method] = withVariables(fieldsOf(methods[method]), item, names)
  return methods
}

// An id belongs to one operation.
function withoutId(operation: unknown): Fields {
  const { operationId: _, ...rest } = fieldsOf(operation)
  return rest
}

function withVariables(operation: Fields, item: Fields, names: readonly string[]): Fields {
  const own = listOf(operation['parameters']).map(withoutPlus)
  const known = [...own, ...listOf(item['parameters'])].filter((one) => fieldsOf(one)['in'] === 'path')
  const missing = names.filter((name) => !known.some((one) => fieldsOf(one)['name'] === name))
  if (missing.length === 0 && own.length === 0) return operation
  const variables = missing.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  return { ...operation, parameters: [...own, ...variables] }
}

function withoutPlus(parameter: unknown): unknown {
  const { name, in: place } = fieldsOf(parameter)
  if (place !== 'path' || typeof name !== 'string' || !name.endsWith('+')) return parameter
  return { ...fieldsOf(parameter), name: name.slice(0, -1) }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function put(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}
