import type { Method, MethodResponse, RequestValidator } from '../api/model.js'
import { requestValidatorOf } from './api-settings.js'
import { childPointer, fieldsOf } from './document-tree.js'
import { OPERATION_EXTENSIONS, isServiceExtension } from './extensions.js'
import type { ImportContext, Located } from './import-context.js'
import { follow, note, noteUnknownKeys, optional, optionalText } from './import-context.js'
import { importIntegration } from './integrations.js'
import type { ModelRegistry } from './models.js'
import { contentModels, importParameters, mediaTypes } from './parameters.js'
import type { SecurityScheme } from './security.js'
import { methodSecurity } from './security.js'
import type { MethodPlace } from './string-maps.js'

/** What operations refer to by name. */
export interface DocumentParts {
  readonly models: ModelRegistry
  readonly schemes: ReadonlyMap<string, SecurityScheme>
  readonly requestValidators: ReadonlyMap<string, RequestValidator>
}

/** Reads an operation of a path item. */
export function importMethod(
  context: ImportContext,
  pathItem: Located,
  operation: Located,
  place: MethodPlace,
  parts: DocumentParts,
): Method {
  noteUnknownKeys(context, operation, OPERATION_EXTENSIONS, 'definition/unknown-extension', isServiceExtension)
  const { requestParameters, requestModels } = importParameters(context, pathItem, operation, parts.models)
  const integration = importIntegration(context, operation, place)
  return {
    httpMethod: place.httpMethod,
    ...optional('operationName', optionalText(operation.node, 'operationId')),
    ...methodSecurity(context, operation, parts.schemes),
    ...optional('requestValidator', requestValidatorOf(context, operation, parts.requestValidators)),
    requestParameters,
    requestModels,
    methodResponses: importMethodResponses(context, operation, parts.models),
    ...optional('integration', integration),
    pointer: operation.pointer,
  }
}

function importMethodResponses(
  context: ImportContext,
  operation: Located,
  models: ModelRegistry,
): Map<string, MethodResponse> {
  const responses = new Map<string, MethodResponse>()
  for (const [statusCode, written] of fieldsOf(operation.node['responses'])) {
    const pointer = childPointer(`${operation.pointer}/responses`, statusCode)
    if (statusCode.startsWith('x-')) continue
    if (!/^[1-9]\d\d$/.test(statusCode)) {
      note(
        context,
        'warning',
        'definition/response-ignored',
        pointer,
        `A method response has a status; ${statusCode} has no effect.`,
      )
      continue
    }
    const response = follow(context, written, pointer)
    responses.set(statusCode, {
      statusCode,
      responseParameters: response === undefined ? new Map() : responseHeaders(response),
      responseModels: response === undefined ? new Map() : responseModels(context, operation, response, models),
    })
  }
  return responses
}

/** Recorded: headers of responses are never required. */
function responseHeaders({ node }: Located): Map<string, boolean> {
  return new Map(fieldsOf(node['headers']).map(([name]) => [`method.response.header.${name}`, false]))
}

function responseModels(
  context: ImportContext,
  operation: Located,
  response: Located,
  models: ModelRegistry,
): Map<string, string> {
  if (context.dialect === 'openapi') return contentModels(context, response, models)
  const model = models.nameOf(response.node['schema'], `${response.pointer}/schema`)
  if (model === undefined) return new Map()
  return new Map(mediaTypes(context, operation, 'produces').map((type) => [type, model]))
}
