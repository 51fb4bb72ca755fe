import type {
  AuthorizerDefinition,
  DocumentationPart,
  GatewayResponseDefinition,
  IntegrationDefinition,
  IntegrationResponseDefinition,
  Method,
  Model,
  RequestValidator,
  RestApi,
} from '../api/model.js'
import { optional } from './import-context.js'

type View = Readonly<Record<string, unknown>>

/** An API in the fields of the service's own control plane. */
export interface ApiDescription {
  /** As GetRestApi. */
  readonly restApi: View
  /** Paths of all resources. */
  readonly resources: readonly string[]
  /** As GetMethod, by `METHOD /path`; authorizer and validator by name. */
  readonly methods: Readonly<Record<string, View>>
  /** As GetModel, by name; `schema` is parsed. */
  readonly models: Readonly<Record<string, View>>
  /** As GetAuthorizer, by name. */
  readonly authorizers: Readonly<Record<string, View>>
  /** As GetRequestValidator, by name. */
  readonly requestValidators: Readonly<Record<string, View>>
  /** As GetGatewayResponse, by type. */
  readonly gatewayResponses: Readonly<Record<string, View>>
  /** As GetDocumentationPart, without ids; `properties` is parsed. */
  readonly documentationParts: readonly View[]
}

/**
 * Describes an API as the service's GetRestApi, GetMethod, GetModels … do: empty maps and unset fields are not there.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html
 */
export function describeApi(api: RestApi): ApiDescription {
  const methods: Array<[string, View]> = []
  for (const [path, resource] of api.resources) {
    for (const [httpMethod, method] of resource.methods) methods.push([`${httpMethod} ${path}`, describeMethod(method)])
  }
  return {
    restApi: describeRestApi(api),
    resources: [...api.resources.keys()],
    methods: Object.fromEntries(methods),
    models: describeAll(api.models, describeModel),
    authorizers: describeAll(api.authorizers, describeAuthorizer),
    requestValidators: describeAll(api.requestValidators, (validator: RequestValidator): View => ({ ...validator })),
    gatewayResponses: describeAll(api.gatewayResponses, describeGatewayResponse),
    documentationParts: api.documentationParts.map(describePart),
  }
}

function describeAll<T>(items: ReadonlyMap<string, T>, describe: (item: T) => View): Record<string, View> {
  return Object.fromEntries([...items].map(([name, item]) => [name, describe(item)]))
}

function map(name: string, values: ReadonlyMap<string, unknown>): View {
  return values.size === 0 ? {} : { [name]: Object.fromEntries(values) }
}

/** Recorded: an API that says nothing of its endpoint is EDGE with IPv4 in the control plane. */
function describeRestApi(api: RestApi): View {
  const { types, ipAddressType, vpcEndpointIds } = api.endpointConfiguration
  return {
    ...optional('id', api.id),
    name: api.name,
    ...optional('description', api.description),
    ...optional('version', api.version),
    ...(api.binaryMediaTypes.length === 0 ? {} : { binaryMediaTypes: api.binaryMediaTypes }),
    ...optional('minimumCompressionSize', api.minimumCompressionSize),
    apiKeySource: api.apiKeySource,
    endpointConfiguration: {
      types: types ?? ['EDGE'],
      ipAddressType: ipAddressType ?? 'ipv4',
      ...optional('vpcEndpointIds', vpcEndpointIds),
    },
    ...optional('policy', api.policy),
    ...optional('tags', api.tags),
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    ...optional('endpointAccessMode', api.endpointAccessMode),
    ...optional('securityPolicy', api.securityPolicy),
  }
}

function describeMethod(method: Method): View {
  const responses = [...method.methodResponses].map(([statusCode, response]) => [
    statusCode,
    {
      statusCode,
      ...map('responseParameters', response.responseParameters),
      ...map('responseModels', response.responseModels),
    },
  ])
  return {
    httpMethod: method.httpMethod,
    authorizationType: method.authorizationType,
    ...optional('authorizer', method.authorizer),
    ...optional('authorizationScopes', method.authorizationScopes),
    apiKeyRequired: method.apiKeyRequired,
    ...optional('requestValidator', method.requestValidator),
    ...optional('operationName', method.operationName),
    ...map('requestParameters', method.requestParameters),
    ...map('requestModels', method.requestModels),
    ...(responses.length === 0 ? {} : { methodResponses: Object.fromEntries(responses) }),
    ...(method.integration === undefined ? {} : { methodIntegration: describeIntegration(method.integration) }),
  }
}

function describeIntegration(integration: IntegrationDefinition): View {
  // Recorded: AWS and MOCK integrations show no connection type, HTTP ones do.
  const showsConnection = integration.type.startsWith('HTTP') || integration.connectionType === 'VPC_LINK'
  const responses = integration.integrationResponses.map((response) => [
    response.statusCode,
    describeResponse(response),
  ])
  return {
    type: integration.type,
    ...optional('httpMethod', integration.httpMethod),
    ...optional('uri', integration.uri),
    ...optional('credentials', integration.credentials),
    ...(showsConnection ? { connectionType: integration.connectionType } : {}),
    ...optional('connectionId', integration.connectionId),
    ...optional('integrationTarget', integration.integrationTarget),
    ...map('requestParameters', integration.requestParameters),
    ...map('requestTemplates', integration.requestTemplates),
    passthroughBehavior: integration.passthroughBehavior,
    ...optional('contentHandling', integration.contentHandling),
    timeoutInMillis: integration.timeoutInMillis,
    ...(integration.responseTransferMode === 'BUFFERED'
      ? {}
      : { responseTransferMode: integration.responseTransferMode }),
    ...optional('tlsConfig', integration.tlsConfig),
    ...optional('cacheNamespace', integration.cacheNamespace),
    cacheKeyParameters: integration.cacheKeyParameters,
    ...(responses.length === 0 ? {} : { integrationResponses: Object.fromEntries(responses) }),
  }
}

function describeResponse(response: IntegrationResponseDefinition): View {
  return {
    statusCode: response.statusCode,
    ...optional('selectionPattern', response.selectionPattern),
    ...map('responseParameters', response.responseParameters),
    ...map('responseTemplates', response.responseTemplates),
    ...optional('contentHandling', response.contentHandling),
  }
}

function describeModel({ name, description, contentType, schema }: Model): View {
  return { name, ...optional('description', description), contentType, schema }
}

function describeAuthorizer(authorizer: AuthorizerDefinition): View {
  return withoutPointer(authorizer)
}

function describeGatewayResponse(response: GatewayResponseDefinition): View {
  return {
    responseType: response.responseType,
    ...optional('statusCode', response.statusCode),
    ...map('responseParameters', response.responseParameters),
    ...map('responseTemplates', response.responseTemplates),
  }
}

function withoutPointer(node: { readonly pointer: string }): View {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'pointer'))
}

function describePart({ location, properties }: DocumentationPart): View {
  return { location, properties: typeof properties === 'string' ? parsed(properties) : properties }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
