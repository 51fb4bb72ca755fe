import type { HttpAuthorizer } from '../api/http-model.js'
import type { AuthorizerDefinition, Method, RestApi } from '../api/model.js'
import type { RouteSecurity } from '../openapi/index.js'
import type { PortabilityFinding } from './types.js'

/** The authorizers of an API in the form of HTTP APIs, and what that means to its methods. */
export interface ConvertedAuthorizers {
  readonly authorizers: ReadonlyMap<string, HttpAuthorizer>
  securityOf(method: Method): RouteSecurity
  findingsOf(method: Method): readonly PortabilityFinding[]
}

/** Converts the authorizers of a REST API. */
export function convertAuthorizers(api: RestApi): ConvertedAuthorizers {
  const authorizers = new Map<string, HttpAuthorizer>()
  for (const [name, definition] of api.authorizers) authorizers.set(name, convertAuthorizer(definition))
  const definitionOf = ({ authorizer }: Method): AuthorizerDefinition | undefined =>
    authorizer === undefined ? undefined : api.authorizers.get(authorizer)
  return {
    authorizers,
    securityOf: (method) => {
      if (method.authorizationType === 'AWS_IAM') return { authorizationType: 'AWS_IAM', authorizationScopes: [] }
      const definition = definitionOf(method)
      if (definition === undefined) return { authorizationType: 'NONE', authorizationScopes: [] }
      return {
        authorizationType: definition.type === 'COGNITO_USER_POOLS' ? 'JWT' : 'CUSTOM',
        authorizer: definition.name,
        authorizationScopes: method.authorizationScopes ?? [],
      }
    },
    findingsOf: (method) => {
      const definition = definitionOf(method)
      return definition === undefined ? [] : authorizerFindings(definition)
    },
  }
}

const POOL = /^arn:[^:]*:cognito-idp:([^:]+):[^:]*:userpool\/(.+)$/

function convertAuthorizer(definition: AuthorizerDefinition): HttpAuthorizer {
  const { name, pointer } = definition
  const identitySource = sourcesOf(definition)
  if (definition.type === 'COGNITO_USER_POOLS') {
    const [, region = '', pool = ''] = POOL.exec(definition.providerARNs?.[0] ?? '') ?? []
    const issuer = `https://cognito-idp.${region}.amazonaws.com/${pool}`
    return { name, authorizerType: 'JWT', identitySource, issuer, audience: [], pointer }
  }
  return {
    name,
    authorizerType: 'REQUEST',
    identitySource,
    authorizerUri: definition.authorizerUri ?? '',
    ...(definition.authorizerCredentials !== undefined && {
      authorizerCredentialsArn: definition.authorizerCredentials,
    }),
    authorizerPayloadFormatVersion: '1.0',
    enableSimpleResponses: false,
    authorizerResultTtlInSeconds: identitySource.length === 0 ? 0 : (definition.authorizerResultTtlInSeconds ?? 300),
    pointer,
  }
}

/** `method.request.header.X` → `$request.header.X`. */
function sourcesOf({ identitySource, type }: AuthorizerDefinition): string[] {
  const written = identitySource ?? (type === 'REQUEST' ? '' : 'method.request.header.Authorization')
  return written
    .split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '')
    .map((source) => `$${source.replace(/^method\./, '').replace(/^request\.multivalue/, 'request.')}`)
}

function authorizerFindings(definition: AuthorizerDefinition): PortabilityFinding[] {
  const { pointer } = definition
  const findings: PortabilityFinding[] = []
  const add = (level: PortabilityFinding['level'], rule: string, message: string): void => {
    findings.push({ level, rule: `authorizer/${rule}`, message, pointer })
  }
  if (definition.type === 'TOKEN')
    add('changed', 'token', 'A TOKEN authorizer becomes a REQUEST authorizer: its function is given another event.')
  if (definition.type === 'REQUEST')
    add('changed', 'request', 'The event of the authorizer’s function is that of payload format 1.0; it may take 10 s.')
  if (definition.identityValidationExpression !== undefined)
    add('lost', 'identity-validation', 'HTTP APIs have no identityValidationExpression: the function must check.')
  if (definition.type === 'COGNITO_USER_POOLS')
    add(
      'changed',
      'user-pool',
      'A user pool becomes a JWT authorizer: fill in `audience` with the ids of the pool’s clients.',
    )
  if ((definition.providerARNs?.length ?? 0) > 1)
    add('lost', 'several-user-pools', 'A JWT authorizer has one issuer: only the first user pool is kept.')
  return findings
}
