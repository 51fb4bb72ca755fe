import type { CorsConfiguration, HttpApi, HttpAuthorizer, HttpIntegration, HttpRoute } from '../../api/http-model.js'
import { lazy } from '../../runtime/lazy.js'
import { optional } from '../import-context.js'
import { exportTags } from './tags.js'

type Fields = Readonly<Record<string, unknown>>

/** How an HTTP API is exported; all of it may be left out. */
export interface HttpExportOptions {
  /** The stage that is exported, for the server's address; default: the API itself. */
  readonly stageName?: string
  /** Whether the service's extensions are in it; default true. */
  readonly includeExtensions?: boolean
  /** Default `JSON`. */
  readonly outputType?: 'JSON' | 'YAML'
  /** Default `us-east-1`. */
  readonly region?: string
}

/** As ExportApi answers. */
export interface HttpExportResult {
  readonly body: string
  /** What `body` is the text of. */
  readonly document: Fields
}

/**
 * Exports an HTTP API as the service's ExportApi does: as OpenAPI 3.0, in JSON or YAML.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-export.html
 */
export function exportHttpApi(api: HttpApi, options: HttpExportOptions = {}): HttpExportResult {
  const extended = options.includeExtensions !== false
  const document: Fields = {
    openapi: '3.0.1',
    info: { title: api.name, ...optional('description', api.description), version: api.version ?? '1.0' },
    ...(extended && optional('tags', exportTags(api.tags))),
    servers: [serverOf(api, options, extended)],
    paths: pathsOf(api, extended),
    components: { securitySchemes: schemesOf(api, extended) },
    ...(extended && optional('x-amazon-apigateway-cors', corsOf(api.corsConfiguration))),
    ...(extended && { 'x-amazon-apigateway-importexport-version': '1.0' }),
  }
  const body = options.outputType === 'YAML' ? lazy.yaml().stringify(document) : JSON.stringify(document, null, 2)
  return { body, document }
}

function serverOf(api: HttpApi, { stageName, region = 'us-east-1' }: HttpExportOptions, extended: boolean): Fields {
  const host = `https://${api.id ?? 'api'}.execute-api.${region}.amazonaws.com`
  const basePath = stageName === undefined || stageName === '$default' ? '' : stageName
  return {
    url: `${host}/{basePath}`,
    variables: { basePath: { default: basePath } },
    ...(extended &&
      api.disableExecuteApiEndpoint && {
        'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
      }),
  }
}

function pathsOf(api: HttpApi, extended: boolean): Fields {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of api.routes.values()) {
    const path = route.path === '$default' ? '/$default' : route.path
    const item = (paths[path] ??= {})
    item[route.httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : route.httpMethod.toLowerCase()] = operationOf(
      route,
      extended,
    )
  }
  return paths
}

function operationOf(route: HttpRoute, extended: boolean): Fields {
  const variables = [...route.path.matchAll(/\{([^}]+?)\+?\}/g)].map(([, name]) => name as string)
  return {
    ...optional('operationId', route.operationName),
    ...(variables.length > 0 && {
      parameters: variables.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    }),
    ...(extended && route.routeKey === '$default' && { isDefaultRoute: true }),
    responses: { default: { description: `Default response for ${route.routeKey}` } },
    ...securityOf(route, extended),
    ...(extended &&
      route.integration !== undefined && { 'x-amazon-apigateway-integration': integrationOf(route.integration) }),
  }
}

function securityOf({ authorizationType, authorizer, authorizationScopes }: HttpRoute, extended: boolean): Fields {
  if (authorizationType === 'AWS_IAM') return extended ? { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } : {}
  return authorizer === undefined ? {} : { security: [{ [authorizer]: [...authorizationScopes] }] }
}

/** An integration in the fields of its extension. */
function integrationOf(integration: HttpIntegration): Fields {
  const { requestParameters, responseParameters } = integration
  return {
    ...optional('integrationSubtype', integration.integrationSubtype),
    payloadFormatVersion: integration.payloadFormatVersion,
    type: integration.integrationType.toLowerCase(),
    ...optional('httpMethod', integration.integrationMethod),
    ...optional('uri', integration.integrationUri),
    ...optional('credentials', integration.credentialsArn),
    connectionType: integration.connectionType,
    ...optional('connectionId', integration.connectionId),
    ...optional('tlsConfig', integration.tlsConfig),
    timeoutInMillis: integration.timeoutInMillis,
    ...(requestParameters.size > 0 && { requestParameters: Object.fromEntries(requestParameters) }),
    ...(responseParameters.size > 0 && {
      responseParameters: Object.fromEntries(
        [...responseParameters].map(([status, parameters]) => [status, Object.fromEntries(parameters)]),
      ),
    }),
  }
}

function schemesOf(api: HttpApi, extended: boolean): Fields {
  return Object.fromEntries([...api.authorizers].map(([name, authorizer]) => [name, schemeOf(authorizer, extended)]))
}

function schemeOf(authorizer: HttpAuthorizer, extended: boolean): Fields {
  if (authorizer.authorizerType === 'JWT') {
    const { issuer, audience, identitySource } = authorizer
    const extension = { type: 'jwt', jwtConfiguration: { issuer, audience }, identitySource: identitySource.join(',') }
    return { type: 'oauth2', flows: {}, ...(extended && { 'x-amazon-apigateway-authorizer': extension }) }
  }
  const extension = {
    type: 'request',
    ...(authorizer.identitySource.length > 0 && { identitySource: authorizer.identitySource.join(',') }),
    authorizerUri: authorizer.authorizerUri,
    authorizerPayloadFormatVersion: authorizer.authorizerPayloadFormatVersion,
    enableSimpleResponses: authorizer.enableSimpleResponses,
    authorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
    ...optional('authorizerCredentials', authorizer.authorizerCredentialsArn),
  }
  const scheme = { type: 'apiKey', name: headerOf(authorizer.identitySource), in: 'header' }
  return { ...scheme, ...(extended && { 'x-amazon-apigateway-authorizer': extension }) }
}

function headerOf([source = '']: readonly string[]): string {
  return /^\$request\.header\.(.+)$/.exec(source)?.[1] ?? 'Unused'
}

function corsOf(cors: CorsConfiguration | undefined): Fields | undefined {
  if (cors === undefined) return undefined
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge } = cors
  return {
    allowOrigins,
    ...(allowMethods.length > 0 && { allowMethods }),
    ...(allowHeaders.length > 0 && { allowHeaders }),
    ...(exposeHeaders.length > 0 && { exposeHeaders }),
    ...(allowCredentials && { allowCredentials }),
    ...optional('maxAge', maxAge),
  }
}
