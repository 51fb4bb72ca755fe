import type { AuthorizerDefinition, Method, RestApi } from '../api/model.js'
import type { DocumentationLookup } from './export-documentation.js'
import { optional } from './import-context.js'

type Fields = Readonly<Record<string, unknown>>

/** Names of the schemes that are no authorizer, as the service gives them. */
interface SchemeNames {
  readonly apiKey: string
  readonly iam: string
}

/** Security of the operations, and the schemes that they name. */
export interface SecurityExport {
  requirementsOf(method: Method): Fields
  readonly schemes: Fields
}

/** Exports security: the schemes in use, and with the extension all authorizers. */
export function exportSecurity(
  api: RestApi,
  withExtensions: boolean,
  documentation: DocumentationLookup,
): SecurityExport {
  const names: SchemeNames = { apiKey: freeName(api, 'api_key'), iam: freeName(api, 'sigv4') }
  const methods = [...api.resources.values()].flatMap((resource) => [...resource.methods.values()])
  const used = new Set(methods.map((method) => method.authorizer))
  const authorizers = [...api.authorizers.values()].filter(({ name }) => withExtensions || used.has(name))
  const schemes: Array<[string, Fields]> = authorizers.map((authorizer) => [
    authorizer.name,
    {
      ...exportAuthorizer(authorizer, withExtensions),
      ...documentation.textsOf({ type: 'AUTHORIZER', name: authorizer.name }),
    },
  ])
  if (methods.some((method) => method.apiKeyRequired)) schemes.push([names.apiKey, API_KEY_SCHEME])
  if (methods.some((method) => method.authorizationType === 'AWS_IAM')) schemes.push([names.iam, IAM_SCHEME])
  return { requirementsOf: (method) => requirements(method, names), schemes: Object.fromEntries(schemes) }
}

const API_KEY_SCHEME: Fields = { type: 'apiKey', name: 'x-api-key', in: 'header' }
const IAM_SCHEME: Fields = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'awsSigv4',
}

function freeName(api: RestApi, name: string): string {
  let free = name
  for (let count = 2; api.authorizers.has(free); count += 1) free = `${name}${count}`
  return free
}

function requirements(method: Method, names: SchemeNames): Fields {
  const security: Fields[] = []
  if (method.authorizationType === 'AWS_IAM') security.push({ [names.iam]: [] })
  if (method.authorizer !== undefined) security.push({ [method.authorizer]: method.authorizationScopes ?? [] })
  if (method.apiKeyRequired) security.push({ [names.apiKey]: [] })
  return security.length === 0 ? {} : { security }
}

const SINGLE_SOURCE = /^method\.request\.(header|querystring)\.([^,\s]+)$/

function exportAuthorizer(authorizer: AuthorizerDefinition, withExtensions: boolean): Fields {
  const [, location, name] = SINGLE_SOURCE.exec(authorizer.identitySource ?? '') ?? []
  return {
    type: 'apiKey',
    // Documented: a scheme without one header or query source is called Unused.
    name: name ?? 'Unused',
    in: location === 'querystring' ? 'query' : 'header',
    ...(withExtensions ? authorizerExtensions(authorizer) : {}),
  }
}

function authorizerExtensions(authorizer: AuthorizerDefinition): Fields {
  const needsSource = authorizer.type === 'REQUEST' || !SINGLE_SOURCE.test(authorizer.identitySource ?? '')
  return {
    ...optional('x-amazon-apigateway-authtype', authorizer.authType),
    'x-amazon-apigateway-authorizer': {
      type: authorizer.type.toLowerCase(),
      ...optional('authorizerUri', authorizer.authorizerUri),
      ...optional('authorizerCredentials', authorizer.authorizerCredentials),
      ...(needsSource ? optional('identitySource', authorizer.identitySource) : {}),
      ...optional('identityValidationExpression', authorizer.identityValidationExpression),
      ...optional('authorizerResultTtlInSeconds', authorizer.authorizerResultTtlInSeconds),
      ...optional('providerARNs', authorizer.providerARNs),
    },
  }
}
