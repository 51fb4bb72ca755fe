import type { ParsedRouteKey } from './route-key.js'
import { operationKey } from './route-key.js'
import type { RouteFunctions } from './route-functions.js'
import type { LambdaHandler } from '../integration/types.js'
import type {
  HandlerRoute,
  IntegrationRoute,
  RouteAuthorizer,
  RouteConfig,
  RouteResponse,
  RouteTarget,
  RoutesOptions,
} from './route-types.js'

type Fields = Record<string, unknown>

/** A route with its key taken apart. */
export interface KeyedRoute extends ParsedRouteKey {
  readonly key: string
  readonly route: HandlerRoute | IntegrationRoute
}

/** A route in its long form. */
export function normalizeRoute(route: RouteConfig): HandlerRoute | IntegrationRoute {
  return isTarget(route) ? { handler: route } : route
}

function isTarget(route: RouteConfig): route is RouteTarget {
  return typeof route === 'function' || typeof route === 'string' || 'invoke' in route
}

/** The OpenAPI document that says the same as the routes, so that one importer reads both. */
export function routesDocument(
  routes: readonly KeyedRoute[],
  options: RoutesOptions,
  functions: RouteFunctions,
): Fields {
  const paths: Record<string, Fields> = {}
  const validators: Fields = { ...options.requestValidators }
  for (const route of routes) {
    const item = (paths[route.path] ??= {})
    item[operationKey(route.httpMethod)] = operationOf(route, functions, validators)
  }
  const { name = 'routes', description, version } = options
  return {
    openapi: '3.0.1',
    info: { title: name, ...given('description', description), ...given('version', version) },
    paths,
    components: { schemas: { ...options.models }, securitySchemes: securitySchemes(options, functions) },
    'x-amazon-apigateway-request-validators': validators,
    ...given('x-amazon-apigateway-gateway-responses', options.gatewayResponses),
    ...given('x-amazon-apigateway-binary-media-types', options.binaryMediaTypes),
    ...given('x-amazon-apigateway-api-key-source', options.apiKeySource),
    ...given('x-amazon-apigateway-minimum-compression-size', options.minimumCompressionSize),
    ...given('x-amazon-apigateway-policy', options.policy),
  }
}

function given(name: string, value: unknown): Fields {
  return value === undefined ? {} : { [name]: value }
}

function operationOf({ key, path, route }: KeyedRoute, functions: RouteFunctions, validators: Fields): Fields {
  return {
    ...given('operationId', route.operationName),
    parameters: parametersOf(path, route.parameters ?? {}),
    ...(route.requestModels === undefined ? {} : { requestBody: { content: contentOf(route.requestModels) } }),
    responses: Object.fromEntries(
      Object.entries(route.responses ?? {}).map(([status, response]) => [status, responseOf(status, response)]),
    ),
    security: securityOf(route),
    ...validatorOf(route, validators),
    'x-amazon-apigateway-integration': integrationOf(key, route, functions),
  }
}

/** The path's own variables are always there, declared or not. */
function parametersOf(path: string, declared: Readonly<Record<string, boolean>>): Fields[] {
  const variables = [...path.matchAll(/\{([^}]+?)\+?\}/g)].map(([, name]) => [`path.${name}`, true] as const)
  const all = new Map<string, boolean>([...variables, ...Object.entries(declared)])
  return [...all].map(([expression, required]) => {
    const [, location = '', name = ''] = /^(?:method\.request\.)?([a-z]+)\.(.*)$/s.exec(expression) ?? []
    return { name, in: location === 'querystring' ? 'query' : location, required, schema: { type: 'string' } }
  })
}

function contentOf(models: Readonly<Record<string, string | object>>): Fields {
  return Object.fromEntries(
    Object.entries(models).map(([type, model]) => [
      type,
      { schema: typeof model === 'string' ? { $ref: `#/components/schemas/${model}` } : model },
    ]),
  )
}

function responseOf(status: string, { headers = [], models = {} }: RouteResponse): Fields {
  return {
    description: `${status} response`,
    headers: Object.fromEntries(headers.map((name) => [name, { schema: { type: 'string' } }])),
    content: contentOf(models),
  }
}

function securityOf({ authorizer, authorizationScopes, apiKeyRequired }: HandlerRoute | IntegrationRoute): Fields[] {
  const security: Fields[] = []
  if (authorizer !== undefined && authorizer !== 'NONE') security.push({ [authorizer]: authorizationScopes ?? [] })
  if (apiKeyRequired === true) security.push({ [API_KEY]: [] })
  return security
}

// No authorizer can have this name: users' names are theirs.
const API_KEY = '$api-key'

function validatorOf({ requestValidator }: HandlerRoute | IntegrationRoute, validators: Fields): Fields {
  if (requestValidator === undefined) return {}
  if (typeof requestValidator === 'string') return { 'x-amazon-apigateway-request-validator': requestValidator }
  const { validateRequestBody = false, validateRequestParameters = false } = requestValidator
  const name = `body-${validateRequestBody}-parameters-${validateRequestParameters}`
  validators[name] = { validateRequestBody, validateRequestParameters }
  return { 'x-amazon-apigateway-request-validator': name }
}

function integrationOf(key: string, route: HandlerRoute | IntegrationRoute, functions: RouteFunctions): unknown {
  if (route.integration !== undefined) return route.integration
  return { type: 'aws_proxy', httpMethod: 'POST', uri: functions.uriOf(route.handler as LambdaHandler, key) }
}

function securitySchemes({ authorizers = {} }: RoutesOptions, functions: RouteFunctions): Fields {
  const named = Object.entries(authorizers).map(([name, authorizer]) => [name, schemeOf(name, authorizer, functions)])
  return {
    [API_KEY]: { type: 'apiKey', name: 'x-api-key', in: 'header' },
    AWS_IAM: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    ...Object.fromEntries(named),
  }
}

function schemeOf(name: string, { handler, ...authorizer }: RouteAuthorizer, functions: RouteFunctions): Fields {
  const isRequest = authorizer.type === 'REQUEST'
  return {
    type: 'apiKey',
    name: isRequest ? 'Unused' : 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': authorizer.type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom',
    'x-amazon-apigateway-authorizer': {
      ...authorizer,
      ...(handler === undefined ? {} : { authorizerUri: functions.uriOf(handler, `authorizer ${name}`) }),
    },
  }
}
