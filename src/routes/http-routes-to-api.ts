import type { HttpApi } from '../api/http-model.js'
import type { Finding } from '../config/findings.js'
import { ConfigError, type ConfigFault } from '../errors.js'
import type { Invoker, LambdaHandler } from '../integration/types.js'
import { importHttpApi } from '../openapi/index.js'
import type {
  HttpHandlerRoute,
  HttpIntegrationRoute,
  HttpRouteAuthorizer,
  HttpRouteConfig,
  HttpRoutes,
  HttpRoutesOptions,
} from './http-route-types.js'
import { createRouteFunctions, type RouteFunctions } from './route-functions.js'
import { operationKey, parseRouteKey, type ParsedRouteKey } from './route-key.js'
import { escapePointer, isRoute, routePointer, withRoutePointers } from './route-pointers.js'

/** An HTTP API made of routes. */
export interface HttpRoutesResult {
  readonly api: HttpApi
  /** The functions of the routes and authorizers, by the names that their integrations call. */
  readonly functions: Readonly<Record<string, LambdaHandler | Invoker>>
  readonly findings: readonly Finding[]
}

interface KeyedHttpRoute extends ParsedRouteKey {
  readonly key: string
  readonly route: HttpHandlerRoute | HttpIntegrationRoute
}

type Fields = Record<string, unknown>

/**
 * Makes the model of an HTTP API of routes that are written in code.
 *
 * @throws {ConfigError} with every fault: keys that are none, settings that the service refuses
 */
export function httpRoutesToApi(routes: HttpRoutes, options: HttpRoutesOptions = {}): HttpRoutesResult {
  const account = { id: options.account?.id ?? '123456789012', region: options.account?.region ?? 'us-east-1' }
  const functions = createRouteFunctions(account, options.apiId)
  const keyed = keyedRoutes(routes)
  const document = documentOf(keyed, options, functions)
  const { apiId } = options
  const { api, findings } = withRoutePointers(keyed, () =>
    importHttpApi(document, { account, ...(apiId !== undefined && { apiId }) }),
  )
  return {
    api,
    functions: functions.functions,
    findings: findings.map((finding) => ({ ...finding, pointer: routePointer(keyed, finding.pointer) })),
  }
}

function keyedRoutes(routes: HttpRoutes): KeyedHttpRoute[] {
  const faults: ConfigFault[] = []
  const keyed = Object.entries(routes).flatMap(([key, written]) => {
    const parsed = key === '$default' ? { httpMethod: 'ANY', path: '/$default' } : parseRouteKey(key)
    const pointer = `/routes/${escapePointer(key)}`
    if (typeof parsed === 'string') faults.push({ pointer, message: parsed })
    else if (isRoute(written)) {
      const route = normalize(written)
      faults.push(...foreignSettings(route, pointer))
      return [{ ...parsed, key, route }]
    } else {
      const message = 'A route is a function, its name, or an object with a handler or an integration.'
      faults.push({ pointer, message })
    }
    return []
  })
  if (faults.length > 0) throw new ConfigError(faults)
  return keyed
}

const SETTINGS: ReadonlySet<string> = new Set([
  'operationName',
  'authorizer',
  'authorizationScopes',
  'handler',
  'payloadFormatVersion',
  'timeoutInMillis',
  'integration',
])
const REST_SETTINGS: ReadonlySet<string> = new Set([
  'apiKeyRequired',
  'requestValidator',
  'requestModels',
  'parameters',
  'responses',
  'cors',
])

/** What a route of an HTTP API does not have: to leave it out in silence could open the route. */
function foreignSettings(route: object, pointer: string): ConfigFault[] {
  return Object.keys(route)
    .filter((name) => !SETTINGS.has(name))
    .map((name) => {
      const whose = REST_SETTINGS.has(name) ? 'REST APIs have it' : `there are ${[...SETTINGS].join(', ')}`
      return { pointer: `${pointer}/${name}`, message: `${name} is no setting of a route of an HTTP API; ${whose}.` }
    })
}

function normalize(route: HttpRouteConfig): HttpHandlerRoute | HttpIntegrationRoute {
  return typeof route === 'function' || typeof route === 'string' || 'invoke' in route ? { handler: route } : route
}

/** The OpenAPI document that says the same as the routes, so that one importer reads both. */
function documentOf(routes: readonly KeyedHttpRoute[], options: HttpRoutesOptions, functions: RouteFunctions): Fields {
  const paths: Record<string, Fields> = {}
  for (const route of routes) {
    const item = (paths[route.path] ??= {})
    item[operationKey(route.httpMethod)] = operationOf(route, functions)
  }
  const schemes = Object.entries(options.authorizers ?? {}).map(([name, one]) => [name, schemeOf(name, one, functions)])
  return {
    openapi: '3.0.1',
    info: { title: options.name ?? 'routes' },
    paths,
    components: { securitySchemes: Object.fromEntries(schemes) as Fields },
    ...(options.cors !== undefined && { 'x-amazon-apigateway-cors': options.cors }),
  }
}

function operationOf({ key, path, route }: KeyedHttpRoute, functions: RouteFunctions): Fields {
  const { operationName, authorizer = 'NONE', authorizationScopes = [] } = route
  return {
    ...(operationName !== undefined && { operationId: operationName }),
    ...(path === '/$default' && { isDefaultRoute: true }),
    ...(authorizer === 'AWS_IAM'
      ? { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }
      : { security: authorizer === 'NONE' ? [] : [{ [authorizer]: authorizationScopes }] }),
    'x-amazon-apigateway-integration': integrationOf(key, route, functions),
  }
}

function integrationOf(key: string, route: HttpHandlerRoute | HttpIntegrationRoute, functions: RouteFunctions): Fields {
  if (route.integration !== undefined) return route.integration
  const { handler, payloadFormatVersion = '2.0', timeoutInMillis } = route
  return {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: functions.uriOf(handler as LambdaHandler, key),
    payloadFormatVersion,
    ...(timeoutInMillis !== undefined && { timeoutInMillis }),
  }
}

function schemeOf(name: string, authorizer: HttpRouteAuthorizer, functions: RouteFunctions): Fields {
  if (authorizer.type === 'JWT') {
    const { issuer, audience, identitySource = '$request.header.Authorization' } = authorizer
    return {
      type: 'oauth2',
      'x-amazon-apigateway-authorizer': { type: 'jwt', jwtConfiguration: { issuer, audience }, identitySource },
    }
  }
  const { handler, payloadFormatVersion = '2.0', identitySource, authorizerResultTtlInSeconds } = authorizer
  return {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: functions.uriOf(handler, `authorizer ${name}`),
      authorizerPayloadFormatVersion: payloadFormatVersion,
      enableSimpleResponses: authorizer.enableSimpleResponses ?? payloadFormatVersion === '2.0',
      ...(identitySource !== undefined && { identitySource }),
      ...(authorizerResultTtlInSeconds !== undefined && { authorizerResultTtlInSeconds }),
    },
  }
}
