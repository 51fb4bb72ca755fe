import { checkSchema } from './check-schema.js'
import { isRecord, KEYWORDS, keywordOf, type Draft4Schema, type KeywordKind } from './draft4-schema.js'
import { SchemaError } from './schema-error.js'

/** A model with everything that it refers to, as one schema document. The model itself is the definition `d0`. */
export interface SchemaBundle {
  readonly $ref: '#/definitions/d0'
  readonly definitions: Readonly<Record<string, Draft4Schema>>
}

/** Finds another model of the API, by what stands in `$ref` or by its name; undefined when there is none. */
export type ResolveModel = (ref: string) => unknown

interface Bundling {
  readonly resolve: ResolveModel
  readonly names: Map<unknown, string>
  /** Targets of references that still have to be copied, each with the document that its own references start from. */
  readonly queue: { readonly name: string; readonly schema: Record<string, unknown>; readonly document: unknown }[]
}

/**
 * Copies a model's schema, reduced to draft-04's keywords, together with all that its references lead to: into itself, to
 * other models by URL or name, in circles too.
 *
 * @throws {SchemaError} for a reference that leads nowhere, or a schema that is none
 */
export function bundleSchema(model: unknown, resolve: ResolveModel): SchemaBundle {
  const bundling: Bundling = { resolve, names: new Map(), queue: [] }
  targetName(bundling, checked(model), model)
  const definitions: Record<string, Draft4Schema> = {}
  for (let next = bundling.queue.shift(); next !== undefined; next = bundling.queue.shift()) {
    definitions[next.name] = reduce(bundling, next.schema, next.document)
  }
  return { $ref: '#/definitions/d0', definitions }
}

function checked(schema: unknown): Record<string, unknown> {
  const problem = checkSchema(schema)
  if (problem !== undefined || !isRecord(schema)) throw new SchemaError(problem ?? '# must be an object')
  return schema
}

function targetName(bundling: Bundling, schema: Record<string, unknown>, document: unknown): string {
  let name = bundling.names.get(schema)
  if (name === undefined) {
    name = `d${bundling.names.size}`
    bundling.names.set(schema, name)
    bundling.queue.push({ name, schema, document })
  }
  return name
}

function reduce(bundling: Bundling, schema: unknown, document: unknown): Draft4Schema {
  if (!isRecord(schema)) return {}
  const ref = keywordOf(schema, '$ref')
  if (typeof ref === 'string') return { $ref: `#/definitions/${follow(bundling, ref, document)}` }
  const reduced: Record<string, unknown> = {}
  for (const [keyword, kind] of Object.entries(KEYWORDS)) {
    const value = keywordOf(schema, keyword)
    if (value !== undefined) reduced[keyword] = reduceKeyword(bundling, value, kind, document)
  }
  return reduced
}

function reduceKeyword(bundling: Bundling, value: unknown, kind: KeywordKind, document: unknown): unknown {
  switch (kind) {
    case 'schema':
      return reduce(bundling, value, document)
    case 'schemas':
      return Array.isArray(value) ? value.map((schema) => reduce(bundling, schema, document)) : value
    case 'items':
    case 'boolean-or-schema':
      if (Array.isArray(value)) return value.map((schema) => reduce(bundling, schema, document))
      return isRecord(value) ? reduce(bundling, value, document) : value
    case 'schema-map':
    case 'dependencies':
      return reduceMap(bundling, value, document)
    default:
      return value
  }
}

// Without a prototype, so that a property called `__proto__` is one among others.
function reduceMap(bundling: Bundling, value: unknown, document: unknown): unknown {
  const map = Object.create(null) as Record<string, unknown>
  if (!isRecord(value)) return map
  for (const [name, schema] of Object.entries(value)) {
    map[name] = Array.isArray(schema) ? schema : reduce(bundling, schema, document)
  }
  return map
}

/** The definition that a reference leads to. */
function follow(bundling: Bundling, ref: string, document: unknown): string {
  const hash = ref.indexOf('#')
  const base = hash === -1 ? ref : ref.slice(0, hash)
  const pointer = hash === -1 ? '' : ref.slice(hash + 1)
  if (base === '') {
    const local = walkPointer(document, pointer)
    if (isRecord(local)) return targetName(bundling, checked(local), document)
  }
  // An OpenAPI document's own references (`#/components/schemas/Pet`) name the API's models, too.
  const lastName = decodeName((base === '' ? pointer : base).split('/').at(-1) ?? '')
  const model = bundling.resolve(ref) ?? bundling.resolve(lastName)
  const target = base === '' ? model : walkPointer(model, pointer)
  if (!isRecord(target)) throw new SchemaError(`$ref leads nowhere: ${ref}`)
  return targetName(bundling, checked(target), model)
}

function walkPointer(document: unknown, pointer: string): unknown {
  if (pointer === '' || pointer === '/') return document
  let value = document
  for (const part of pointer.split('/').slice(1)) {
    const name = decodeName(part)
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

function decodeName(part: string): string {
  const unescaped = part.replaceAll('~1', '/').replaceAll('~0', '~')
  try {
    return decodeURIComponent(unescaped)
  } catch {
    return unescaped
  }
}
