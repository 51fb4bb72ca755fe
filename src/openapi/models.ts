import type { Model } from '../api/model.js'
import type { DocumentNode, DocumentObject } from './document-tree.js'
import { childPointer, fieldsOf, isDocumentObject, setField, textOf } from './document-tree.js'
import type { ImportContext } from './import-context.js'
import { note, optional, refuse } from './import-context.js'
import { pointerNames } from './references.js'

/** The models of a document while it is imported: those with names, and those made of schemas without one. */
export interface ModelRegistry {
  readonly models: Map<string, Model>
  /**
   * Name of the model for a schema that stands at `pointer`: the one that it refers to, or one made for it; undefined
   * when the reference leads to no model.
   */
  nameOf(schema: DocumentNode | undefined, pointer: string): string | undefined
}

// Documented: schemas with these are imported, the words have no effect.
const IGNORED_KEYWORDS = new Set([
  'discriminator',
  'nullable',
  'readOnly',
  'writeOnly',
  'xml',
  'externalDocs',
  'deprecated',
])

/**
 * Reads `definitions` or `components.schemas`. References between models become the service's model URLs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function importModels(context: ImportContext): ModelRegistry {
  const { node: schemas, pointer: root } = schemaRoot(context)
  const models = new Map<string, Model>()
  const names = new Set(fieldsOf(schemas).map(([name]) => name))
  for (const [name, schema] of fieldsOf(schemas)) {
    const pointer = childPointer(root, name)
    if (!/^[A-Za-z0-9]+$/.test(name)) refuseName(context, name, pointer)
    else models.set(name, createModel(context, name, schema, pointer))
  }
  return {
    models,
    nameOf: (schema, pointer) => modelName(context, models, names, schema, pointer),
  }
}

function schemaRoot({ document, dialect }: ImportContext): { node: DocumentNode | undefined; pointer: string } {
  if (dialect === 'swagger') return { node: document['definitions'], pointer: '/definitions' }
  const components = document['components']
  const schemas = isDocumentObject(components) ? components['schemas'] : undefined
  return { node: schemas, pointer: '/components/schemas' }
}

function refuseName(context: ImportContext, name: string, pointer: string): void {
  refuse(context, pointer, 'The name of a model is letters and digits.', {
    found: name,
    ...optional('suggestion', name.replaceAll(/[^A-Za-z0-9]/g, '') || undefined),
    service: `Unable to create model for '${name}': Model name must be alphanumeric: ${name}`,
  })
}

function createModel(context: ImportContext, name: string, schema: DocumentNode, pointer: string): Model {
  const description = isDocumentObject(schema) ? textOf(schema['description']) : undefined
  const rewritten = rewriteSchema(context, schema, pointer, pointer)
  return { name, ...optional('description', description), contentType: 'application/json', schema: rewritten, pointer }
}

function modelName(
  context: ImportContext,
  models: Map<string, Model>,
  names: ReadonlySet<string>,
  schema: DocumentNode | undefined,
  pointer: string,
): string | undefined {
  if (!isDocumentObject(schema)) return undefined
  const reference = textOf(schema['$ref'])
  if (reference === undefined) return inlineModel(context, models, schema, pointer)
  const referred = referredModel(context, reference)
  if (referred !== undefined && (names.has(referred) || addBuiltIn(models, referred, pointer))) return referred
  refuse(context, `${pointer}/$ref`, 'The reference leads to no model.', {
    found: reference,
    service: `Invalid model identifier specified: ${referred ?? reference}`,
  })
  return undefined
}

// Every API of the console starts with these two; definitions in use refer to them without having them.
const BUILT_IN: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['Empty', { title: 'Empty Schema', type: 'object' }],
  ['Error', { title: 'Error Schema', type: 'object', properties: { message: { type: 'string' } } }],
])

function addBuiltIn(models: Map<string, Model>, name: string, pointer: string): boolean {
  const schema = BUILT_IN.get(name)
  if (schema === undefined) return false
  models.set(name, { name, contentType: 'application/json', schema, pointer })
  return true
}

/** The service makes a model of a schema that stands at its place of use, and makes up its name. */
function inlineModel(
  context: ImportContext,
  models: Map<string, Model>,
  schema: DocumentObject,
  pointer: string,
): string {
  let name = `MODEL${nameHash(pointer)}`
  for (let retry = 1; models.has(name) && models.get(name)?.pointer !== pointer; retry += 1) {
    name = `MODEL${nameHash(`${pointer} ${retry}`)}`
  }
  if (!models.has(name)) models.set(name, createModel(context, name, schema, pointer))
  return name
}

/** Six hexadecimal digits that depend on nothing but the place, so that the same document gives the same names. */
function nameHash(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 8).toString(16).padStart(6, '0')
}

/** Name of the model that a reference means, in any of its forms; undefined for one into a schema or elsewhere. */
function referredModel({ dialect }: ImportContext, reference: string): string | undefined {
  const names = pointerNames(reference)
  if (names === undefined) return /^https:\/\/apigateway\.[^/]+\/restapis\/[^/]+\/models\/([^/]+)$/.exec(reference)?.[1]
  const root = dialect === 'swagger' ? ['definitions'] : ['components', 'schemas']
  if (names.length !== root.length + 1 || root.some((name, index) => names[index] !== name)) return undefined
  return names[root.length]
}

/** Copy of a schema as plain objects, its references rewritten; `root` is where the model's schema stands. */
function rewriteSchema(context: ImportContext, node: DocumentNode, pointer: string, root: string): unknown {
  if (Array.isArray(node)) return node.map((item, index) => rewriteSchema(context, item, `${pointer}/${index}`, root))
  if (!isDocumentObject(node)) return node
  const copy: Record<string, unknown> = {}
  for (const [name, value] of fieldsOf(node)) {
    const place = childPointer(pointer, name)
    const isReference = name === '$ref' && typeof value === 'string'
    setField(
      copy,
      name,
      isReference ? rewriteReference(context, value, place, root) : rewriteSchema(context, value, place, root),
    )
    if (IGNORED_KEYWORDS.has(name) && !pointer.endsWith('/properties')) {
      note(context, 'warning', 'model/unsupported-keyword', place, `${name} in a model has no effect.`)
    }
  }
  return copy
}

function rewriteReference(context: ImportContext, reference: string, pointer: string, root: string): string {
  const referred = referredModel(context, reference)
  if (referred !== undefined) return `${context.modelUrl}${referred}`
  // A reference into the schema itself, as cycles of objects give it.
  if (reference === `#${root}`) return '#'
  if (reference.startsWith(`#${root}/`)) return `#${reference.slice(root.length + 1)}`
  if (pointerNames(reference) === undefined || !reference.startsWith('#/definitions/')) {
    note(context, 'error', 'model/reference-not-followed', pointer, `The reference ${reference} leads to no model.`)
  }
  return reference
}
