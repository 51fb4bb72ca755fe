import type { Method, MethodResponse, RestApi } from '../api/model.js'
import type { DocumentationLookup } from './export-documentation.js'
import { exportIntegration } from './export-integrations.js'
import type { SecurityExport } from './export-security.js'
import { optional } from './import-context.js'

type Fields = Readonly<Record<string, unknown>>

/** The language of an export: `oas30` is OpenAPI 3.0, `swagger` Swagger 2.0. */
export type ExportType = 'oas30' | 'swagger'

/** What all operations of an export are written with. */
export interface OperationExport {
  readonly exportType: ExportType
  /** `#/definitions/` or `#/components/schemas/`. */
  readonly referencePrefix: string
  readonly security: SecurityExport
  readonly documentation: DocumentationLookup
  readonly withIntegrations: boolean
  readonly withValidators: boolean
}

/** `paths`: every resource that has methods, or nothing below it. */
export function exportPaths(api: RestApi, settings: OperationExport): Fields {
  const parents = new Set(['/', ...[...api.resources.keys()].map((path) => path.slice(0, path.lastIndexOf('/')))])
  const exported = [...api.resources.values()].filter(({ methods, path }) => methods.size > 0 || !parents.has(path))
  return Object.fromEntries(
    exported.map(({ path, methods }) => [
      path,
      {
        ...settings.documentation.textsOf({ type: 'RESOURCE', path }),
        ...Object.fromEntries(
          [...methods.values()].map((method) => [operationKey(method), exportMethod(path, method, settings)]),
        ),
      },
    ]),
  )
}

function operationKey({ httpMethod }: Method): string {
  return httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : httpMethod.toLowerCase()
}

function exportMethod(path: string, method: Method, settings: OperationExport): Fields {
  const { documentation, exportType } = settings
  const texts = documentation.textsOf({ type: 'METHOD', path, method: method.httpMethod })
  const responses = [...method.methodResponses.values()].map((response) => [
    response.statusCode,
    exportResponse(path, method, response, settings),
  ])
  return {
    ...texts,
    ...optional('operationId', method.operationName),
    ...(exportType === 'swagger' ? mediaTypes(method) : {}),
    ...exportParameters(path, method, settings),
    ...(exportType === 'oas30' ? exportRequestBody(path, method, settings) : {}),
    ...(responses.length === 0 ? {} : { responses: Object.fromEntries(responses) }),
    ...settings.security.requirementsOf(method),
    ...(settings.withValidators ? optional('x-amazon-apigateway-request-validator', method.requestValidator) : {}),
    ...(settings.withIntegrations && method.integration !== undefined
      ? { 'x-amazon-apigateway-integration': exportIntegration(method.integration) }
      : {}),
  }
}

/**
 * Swagger's `consumes` and `produces`. Recorded: they come from the models, or where there are none from the templates
 * of the integration.
 */
function mediaTypes({ requestModels, methodResponses, integration }: Method): Fields {
  const models = [...methodResponses.values()].flatMap((response) => [...response.responseModels.keys()])
  const responses = integration?.integrationResponses ?? []
  const templates = responses.flatMap((response) => [...response.responseTemplates.keys()])
  const requestTypes = requestModels.size > 0 ? requestModels : (integration?.requestTemplates ?? new Map())
  const consumes = [...requestTypes.keys()]
  const produces = [...new Set(models.length > 0 ? models : templates)]
  return { ...(consumes.length === 0 ? {} : { consumes }), ...(produces.length === 0 ? {} : { produces }) }
}

const PARAMETER_PLACES: ReadonlyMap<string, readonly [place: string, part: string]> = new Map([
  ['path', ['path', 'PATH_PARAMETER']],
  ['querystring', ['query', 'QUERY_PARAMETER']],
  ['header', ['header', 'REQUEST_HEADER']],
])

function exportParameters(path: string, method: Method, settings: OperationExport): Fields {
  const parameters: Fields[] = []
  for (const [expression, required] of method.requestParameters) {
    const [, location, name] = /^method\.request\.([a-z]+)\.(.+)$/s.exec(expression) ?? []
    const [place, part] = PARAMETER_PLACES.get(location ?? '') ?? []
    if (name === undefined || place === undefined || part === undefined) continue
    parameters.push({
      name,
      in: place,
      ...settings.documentation.textsOf({ type: part, path, method: method.httpMethod, name }),
      ...(settings.exportType === 'swagger'
        ? { required, type: 'string' }
        : { ...(required ? { required } : {}), schema: { type: 'string' } }),
    })
  }
  if (settings.exportType === 'swagger') parameters.push(...bodyParameter(path, method, settings))
  return parameters.length === 0 ? {} : { parameters }
}

/** Swagger has one body for all content types; recorded: its name is the model's. */
function bodyParameter(path: string, method: Method, settings: OperationExport): Fields[] {
  const [model] = method.requestModels.values()
  if (model === undefined) return []
  const texts = settings.documentation.textsOf({ type: 'REQUEST_BODY', path, method: method.httpMethod })
  return [{ in: 'body', name: model, ...texts, required: true, schema: reference(model, settings) }]
}

function exportRequestBody(path: string, method: Method, settings: OperationExport): Fields {
  if (method.requestModels.size === 0) return {}
  const texts = settings.documentation.textsOf({ type: 'REQUEST_BODY', path, method: method.httpMethod })
  return { requestBody: { ...texts, content: contentOf(method.requestModels, settings), required: true } }
}

function exportResponse(path: string, method: Method, response: MethodResponse, settings: OperationExport): Fields {
  const { statusCode } = response
  const location = { path, method: method.httpMethod, statusCode }
  const headers = [...response.responseParameters.keys()].map((expression) => {
    const name = expression.replace(/^method\.response\.header\./, '')
    const texts = settings.documentation.textsOf({ type: 'RESPONSE_HEADER', ...location, name })
    const header = settings.exportType === 'swagger' ? { type: 'string' } : { schema: { type: 'string' } }
    return [name, { ...texts, ...header }]
  })
  return {
    description: `${statusCode} response`,
    ...settings.documentation.textsOf({ type: 'RESPONSE', ...location }),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...responseBody(response, settings),
  }
}

/** Recorded: a response of OpenAPI 3.0 always has `content`, empty when it has no model. */
function responseBody({ responseModels }: MethodResponse, settings: OperationExport): Fields {
  if (settings.exportType === 'oas30') return { content: contentOf(responseModels, settings) }
  const [model] = responseModels.values()
  return model === undefined ? {} : { schema: reference(model, settings) }
}

function contentOf(models: ReadonlyMap<string, string>, settings: OperationExport): Fields {
  return Object.fromEntries([...models].map(([type, model]) => [type, { schema: reference(model, settings) }]))
}

function reference(model: string, { referencePrefix }: OperationExport): Fields {
  return { $ref: `${referencePrefix}${model}` }
}
