import type { Method, Resource } from '../api/model.js'
import { childPointer, fieldsOf } from './document-tree.js'
import { PATH_ITEM_EXTENSIONS, isServiceExtension } from './extensions.js'
import type { ImportContext, Located } from './import-context.js'
import { follow, note, noteUnknownKeys, refuse } from './import-context.js'
import type { DocumentParts } from './methods.js'
import { importMethod } from './methods.js'

/** The operations of a path item that the service knows, by key. */
export const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['patch', 'PATCH'],
  ['x-amazon-apigateway-any-method', 'ANY'],
])

/** Keys of a path item that are no operation. */
export const OTHER_KEYS: ReadonlySet<string> = new Set(['parameters', 'summary', 'description', 'servers', '$ref'])

interface MutableResource {
  readonly path: string
  readonly methods: Map<string, Method>
  pointer: string
}

interface ResourceTree {
  readonly resources: Map<string, MutableResource>
  /** The variable part below a resource, by the resource's path: there is at most one. */
  readonly variableParts: Map<string, string>
}

/** Reads `paths` into resources; missing parents, the root too, are made. */
export function importPaths(context: ImportContext, prefix: string, parts: DocumentParts): Map<string, Resource> {
  const resources = new Map<string, MutableResource>([['/', { path: '/', methods: new Map(), pointer: '' }]])
  const tree: ResourceTree = { resources, variableParts: new Map() }
  for (const [written, value] of fieldsOf(context.document['paths'])) {
    if (written.startsWith('x-')) continue
    const pointer = childPointer('/paths', written)
    const segments = `${prefix}/${written}`.split('/').filter((segment) => segment !== '')
    if (!written.startsWith('/')) refuse(context, pointer, 'A path starts with a slash.', { found: written })
    else if (checkSegments(context, segments, pointer)) {
      const resource = addResource(context, tree, segments, pointer)
      const pathItem = follow(context, value, pointer)
      if (pathItem !== undefined) addMethods(context, resource, pathItem, parts)
    }
  }
  return resources
}

const SEGMENT = /^(?:[A-Za-z0-9._\-:~%,@$+!*'();=&]+|\{[A-Za-z0-9._\-:]+\+?\})$/

function checkSegments(context: ImportContext, segments: readonly string[], pointer: string): boolean {
  const path = `/${segments.join('/')}`
  const malformed = segments.find((segment) => !SEGMENT.test(segment))
  if (malformed !== undefined) {
    const problem = `Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end`
    const service = `Unable to create resource at path '${path}': ${problem}.`
    refuse(context, pointer, 'A part of a path is letters, digits, ._-: or one variable in braces.', {
      found: malformed,
      service,
    })
    return false
  }
  const greedy = segments.findIndex((segment) => segment.endsWith('+}'))
  if (greedy === -1 || greedy === segments.length - 1) return true
  const service = `Unable to create resource at path '${path}': Cannot create a child of a resource with a greedy path variable.`
  refuse(context, pointer, 'A greedy path variable is the last part of its path.', { found: segments[greedy], service })
  return false
}

function addResource(
  context: ImportContext,
  tree: ResourceTree,
  segments: readonly string[],
  pointer: string,
): MutableResource {
  let resource = resourceAt(tree, '/', pointer)
  for (const segment of segments) {
    const parent = resource.path
    const path = parent === '/' ? `/${segment}` : `${parent}/${segment}`
    if (segment.startsWith('{')) checkSibling(context, tree, parent, path, segment, pointer)
    resource = resourceAt(tree, path, pointer)
  }
  resource.pointer = pointer
  return resource
}

function resourceAt({ resources }: ResourceTree, path: string, pointer: string): MutableResource {
  const known = resources.get(path)
  if (known !== undefined) return known
  const made = { path, methods: new Map<string, Method>(), pointer }
  resources.set(path, made)
  return made
}

function checkSibling(
  context: ImportContext,
  { variableParts }: ResourceTree,
  parent: string,
  path: string,
  segment: string,
  pointer: string,
): void {
  const sibling = variableParts.get(parent)
  if (sibling === undefined) variableParts.set(parent, segment)
  if (sibling === undefined || sibling === segment) return
  const problem = `A sibling (${sibling}) of this resource already has a variable path part -- only one is allowed`
  const service = `Unable to create resource at path '${path}': ${problem}`
  refuse(context, pointer, `A resource has one variable part below it, here ${sibling} already.`, {
    found: segment,
    service,
  })
}

function addMethods(context: ImportContext, resource: MutableResource, pathItem: Located, parts: DocumentParts): void {
  noteUnknownKeys(context, pathItem, PATH_ITEM_EXTENSIONS, 'definition/unknown-extension', isServiceExtension)
  for (const [key, value] of fieldsOf(pathItem.node)) {
    const pointer = childPointer(pathItem.pointer, key)
    const httpMethod = OPERATIONS.get(key)
    if (httpMethod !== undefined) {
      const operation = follow(context, value, pointer)
      const place = { path: resource.path, httpMethod }
      if (operation !== undefined)
        resource.methods.set(httpMethod, importMethod(context, pathItem, operation, place, parts))
      else if (value === null || typeof value !== 'object')
        refuse(context, pointer, 'An operation is an object.', { found: value })
    } else if (!OTHER_KEYS.has(key) && !key.startsWith('x-')) {
      note(
        context,
        'warning',
        'definition/operation-ignored',
        pointer,
        `${key} is no operation that the service knows.`,
      )
    }
  }
}
