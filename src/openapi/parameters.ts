import { childPointer, itemsOf, textOf } from './document-tree.js'
import type { DocumentNode } from './document-tree.js'
import type { ImportContext, Located } from './import-context.js'
import { follow, note, optionalText } from './import-context.js'
import type { ModelRegistry } from './models.js'

/** What the parameters and the body of an operation come to. */
export interface MethodInput {
  /** `method.request.{header|path|querystring}.NAME` → required. */
  readonly requestParameters: Map<string, boolean>
  /** Content type → model name. */
  readonly requestModels: Map<string, string>
}

const LOCATIONS: ReadonlyMap<string, string> = new Map([
  ['header', 'header'],
  ['path', 'path'],
  ['query', 'querystring'],
])

/** Reads the parameters of a path item and its operation, the operation's own in place of the path item's. */
export function importParameters(
  context: ImportContext,
  pathItem: Located,
  operation: Located,
  models: ModelRegistry,
): MethodInput {
  const input: MethodInput = { requestParameters: new Map(), requestModels: new Map() }
  for (const { node, pointer } of [pathItem, operation]) {
    for (const [index, written] of itemsOf(node['parameters']).entries()) {
      const parameter = follow(context, written, `${pointer}/parameters/${index}`)
      if (parameter !== undefined) addParameter(context, input, parameter, operation, models)
    }
  }
  if (context.dialect === 'openapi') addRequestBody(context, input, operation, models)
  return input
}

function addParameter(
  context: ImportContext,
  input: MethodInput,
  parameter: Located,
  operation: Located,
  models: ModelRegistry,
): void {
  const { node, pointer } = parameter
  const where = textOf(node['in']) ?? ''
  const location = LOCATIONS.get(where)
  const name = optionalText(node, 'name')
  if (location !== undefined && name !== undefined) {
    input.requestParameters.set(`method.request.${location}.${name}`, node['required'] === true)
  } else if (where === 'body' && context.dialect === 'swagger') {
    const model = models.nameOf(node['schema'], `${pointer}/schema`)
    if (model === undefined) return
    for (const type of mediaTypes(context, operation, 'consumes')) input.requestModels.set(type, model)
  } else {
    note(
      context,
      'warning',
      'definition/parameter-ignored',
      pointer,
      `A parameter in ${where || 'no place'} has no effect.`,
    )
  }
}

function addRequestBody(context: ImportContext, input: MethodInput, operation: Located, models: ModelRegistry): void {
  const body = follow(context, operation.node['requestBody'], `${operation.pointer}/requestBody`)
  if (body === undefined) return
  for (const [type, model] of contentModels(context, body, models)) input.requestModels.set(type, model)
}

/** Models of an OpenAPI `content` map, by content type. */
export function contentModels(
  context: ImportContext,
  { node, pointer }: Located,
  models: ModelRegistry,
): Map<string, string> {
  const result = new Map<string, string>()
  const content = follow(context, node['content'], `${pointer}/content`)
  if (content === undefined) return result
  for (const type of Object.keys(content.node)) {
    const place = childPointer(content.pointer, type)
    const media = follow(context, content.node[type], place)
    const model = media === undefined ? undefined : models.nameOf(media.node['schema'], `${media.pointer}/schema`)
    if (model !== undefined) result.set(type, model)
  }
  return result
}

/** Swagger's `consumes` or `produces` of an operation, the root's when it has none. */
export function mediaTypes(context: ImportContext, operation: Located, name: 'consumes' | 'produces'): string[] {
  const texts = (node: DocumentNode | undefined): string[] => itemsOf(node).flatMap((type) => textOf(type) ?? [])
  const own = texts(operation.node[name])
  if (own.length > 0) return own
  const shared = texts(context.document[name])
  return shared.length > 0 ? shared : ['application/json']
}
