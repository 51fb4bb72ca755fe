import type {
  GatewayResponseDefinition,
  IntegrationDefinition,
  Method,
  MethodResponse,
  Resource,
  RestApi,
} from '../api/model.js'
import type { CorsOptions, HeaderExpressions } from './cors-settings.js'
import { EMPTY_SCHEMA, answerHeaders, headerParameters, isProxyType, preflightHeaders } from './cors-settings.js'

const METHOD_HEADER = 'method.response.header.'
const GATEWAY_HEADER = 'gatewayresponse.header.'

/** The options of a resource, or undefined for one without CORS. */
export type CorsChoice = (resource: Resource) => CorsOptions | undefined

/**
 * Adds CORS to a model as the console does. A method's own settings and headers stay, an OPTIONS method too; behind
 * proxy integrations the function itself must send the headers.
 */
export function addCors(api: RestApi, choose: CorsChoice): RestApi {
  const resources = new Map<string, Resource>()
  let shared: CorsOptions | undefined
  const methods = new Set<string>()
  for (const [path, resource] of api.resources) {
    const options = resource.methods.size === 0 ? undefined : choose(resource)
    if (options !== undefined) {
      shared ??= options
      for (const method of resource.methods.keys()) methods.add(method)
    }
    resources.set(path, options === undefined ? resource : withCors(resource, options))
  }
  if (shared === undefined) return api
  const models = api.models.has('Empty') ? api.models : new Map([...api.models, ['Empty', EMPTY_MODEL] as const])
  const headers = new Map([...preflightHeaders(methods, shared), ...answerHeaders(shared)])
  headers.delete('Access-Control-Max-Age')
  return { ...api, resources, models, gatewayResponses: withGatewayHeaders(api.gatewayResponses, headers) }
}

const EMPTY_MODEL = { name: 'Empty', contentType: 'application/json', schema: EMPTY_SCHEMA, pointer: '' }

function withCors(resource: Resource, options: CorsOptions): Resource {
  const methods = new Map<string, Method>()
  for (const [name, method] of resource.methods) {
    methods.set(name, name === 'OPTIONS' ? method : withAnswerHeaders(method, answerHeaders(options)))
  }
  if (!methods.has('OPTIONS')) {
    methods.set('OPTIONS', preflightMethod(preflightHeaders(resource.methods.keys(), options), resource.pointer))
  }
  return { ...resource, methods }
}

function preflightMethod(headers: HeaderExpressions, pointer: string): Method {
  const names = [...headers.keys()].map((name) => [`${METHOD_HEADER}${name}`, false] as const)
  const response = {
    statusCode: '200',
    responseParameters: new Map(names),
    responseModels: new Map([['application/json', 'Empty']]),
  }
  return {
    httpMethod: 'OPTIONS',
    authorizationType: 'NONE',
    apiKeyRequired: false,
    requestParameters: new Map(),
    requestModels: new Map(),
    methodResponses: new Map([['200', response]]),
    integration: preflightIntegration(headers, pointer),
    pointer,
  }
}

function preflightIntegration(headers: HeaderExpressions, pointer: string): IntegrationDefinition {
  return {
    type: 'MOCK',
    connectionType: 'INTERNET',
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    responseTransferMode: 'BUFFERED',
    cacheKeyParameters: [],
    requestParameters: new Map(),
    requestTemplates: new Map([['application/json', '{"statusCode": 200}']]),
    integrationResponses: [
      {
        statusCode: '200',
        responseParameters: headerParameters(METHOD_HEADER, headers),
        responseTemplates: new Map(),
        pointer,
      },
    ],
    pointer,
  }
}

function withAnswerHeaders(method: Method, headers: HeaderExpressions): Method {
  const { integration } = method
  if (integration === undefined || isProxyType(integration.type)) return method
  const added = headerParameters(METHOD_HEADER, headers)
  const integrationResponses = integration.integrationResponses.map((response) => ({
    ...response,
    responseParameters: new Map([...added, ...response.responseParameters]),
  }))
  const statuses = integrationResponses.map((response) => response.statusCode)
  return {
    ...method,
    methodResponses: withDeclaredHeaders(method.methodResponses, statuses, headers),
    integration: { ...integration, integrationResponses },
  }
}

function withDeclaredHeaders(
  responses: Method['methodResponses'],
  statuses: readonly string[],
  headers: HeaderExpressions,
): Map<string, MethodResponse> {
  const declared = [...headers.keys()].map((name) => [`${METHOD_HEADER}${name}`, false] as const)
  const result = new Map(responses)
  for (const statusCode of statuses) {
    const before = result.get(statusCode)
    result.set(statusCode, {
      statusCode,
      responseParameters: new Map([...declared, ...(before?.responseParameters ?? [])]),
      responseModels: before?.responseModels ?? new Map<string, string>(),
    })
  }
  return result
}

function withGatewayHeaders(
  responses: RestApi['gatewayResponses'],
  headers: HeaderExpressions,
): Map<string, GatewayResponseDefinition> {
  const result = new Map(responses)
  const added = headerParameters(GATEWAY_HEADER, headers)
  for (const responseType of ['DEFAULT_4XX', 'DEFAULT_5XX']) {
    const before = result.get(responseType) ?? {
      responseType,
      responseTemplates: new Map<string, string>(),
      pointer: '',
    }
    const own = 'responseParameters' in before ? before.responseParameters : new Map<string, string>()
    result.set(responseType, { ...before, responseParameters: new Map([...added, ...own]) })
  }
  return result
}
