import type { HttpAuthorizer, HttpLambdaAuthorizer, HttpRoute, JwtAuthorizer } from '../../api/http-model.js'
import { childPointer, fieldsOf, isDocumentObject, itemsOf, textOf, type DocumentNode } from '../document-tree.js'
import {
  follow,
  integerOf,
  note,
  noteUnknownKeys,
  optional,
  optionalText,
  refuse,
  type ImportContext,
  type Located,
} from '../import-context.js'

/** The authorizers of a document, and the names of its schemes that have none. */
export interface HttpSchemes {
  readonly authorizers: ReadonlyMap<string, HttpAuthorizer>
  readonly names: ReadonlySet<string>
}

/** How a route is protected. */
export type RouteSecurity = Pick<HttpRoute, 'authorizationType' | 'authorizer' | 'authorizationScopes'>

/**
 * Reads the authorizers of `components.securitySchemes`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function importHttpAuthorizers(context: ImportContext): HttpSchemes {
  const components = context.document['components']
  const schemes = isDocumentObject(components) ? components['securitySchemes'] : undefined
  const authorizers = new Map<string, HttpAuthorizer>()
  const names = new Set<string>()
  for (const [name, written] of fieldsOf(schemes)) {
    const scheme = follow(context, written, childPointer('/components/securitySchemes', name))
    if (scheme === undefined) continue
    names.add(name)
    const authorizer = importAuthorizer(context, name, scheme)
    if (authorizer !== undefined) authorizers.set(name, authorizer)
  }
  return { authorizers, names }
}

function importAuthorizer(context: ImportContext, name: string, scheme: Located): HttpAuthorizer | undefined {
  const written = scheme.node['x-amazon-apigateway-authorizer']
  const pointer = `${scheme.pointer}/x-amazon-apigateway-authorizer`
  if (written === undefined || written === null) return undefined
  if (!isDocumentObject(written)) {
    refuse(context, pointer, 'An authorizer is an object.', { found: written })
    return undefined
  }
  const extension: Located = { node: written, pointer }
  noteUnknownKeys(context, extension, KEYS, 'authorizer/unknown-key')
  switch (textOf(written['type'])?.toLowerCase()) {
    case 'jwt':
      return jwtAuthorizer(context, name, scheme, extension)
    case 'request':
      return lambdaAuthorizer(context, name, extension)
    default: {
      const message = 'An authorizer of an HTTP API has the type jwt or request; REST APIs have the others.'
      refuse(context, `${pointer}/type`, message, { found: written['type'], allowed: ['jwt', 'request'] })
      return undefined
    }
  }
}

const KEYS: ReadonlySet<string> = new Set([
  'type',
  'jwtConfiguration',
  'identitySource',
  'authorizerUri',
  'authorizerPayloadFormatVersion',
  'enableSimpleResponses',
  'authorizerResultTtlInSeconds',
  'authorizerCredentials',
])

const DISCOVERY = /\/?\.well-known\/openid-configuration$/

function jwtAuthorizer(
  context: ImportContext,
  name: string,
  scheme: Located,
  { node, pointer }: Located,
): JwtAuthorizer {
  const settings = isDocumentObject(node['jwtConfiguration']) ? node['jwtConfiguration'] : {}
  const issuer =
    optionalText(settings, 'issuer') ?? optionalText(scheme.node, 'openIdConnectUrl')?.replace(DISCOVERY, '')
  if (issuer === undefined) refuse(context, `${pointer}/jwtConfiguration/issuer`, 'A JWT authorizer has an issuer.')
  const written = sourcesOf({ context, node, pointer }, TOKEN_PLACE)
  const identitySource = written.length === 0 ? ['$request.header.Authorization'] : written
  if (identitySource.length !== 1)
    refuse(context, `${pointer}/identitySource`, 'A JWT authorizer has one identity source.', { found: identitySource })
  return {
    name,
    authorizerType: 'JWT',
    identitySource,
    issuer: issuer ?? '',
    audience: textsOf(settings['audience']),
    pointer,
  }
}

function lambdaAuthorizer(context: ImportContext, name: string, extension: Located): HttpLambdaAuthorizer {
  const { node, pointer } = extension
  const authorizerUri = optionalText(node, 'authorizerUri')
  if (authorizerUri === undefined)
    refuse(context, `${pointer}/authorizerUri`, 'A Lambda authorizer names its function.')
  const version = textOf(node['authorizerPayloadFormatVersion'])
  const simple = textOf(node['enableSimpleResponses'])?.toLowerCase() === 'true'
  if (version !== undefined && !/^[12](?:\.0)?$/.test(version))
    refuse(context, `${pointer}/authorizerPayloadFormatVersion`, 'A payload format is 1.0 or 2.0.', { found: version })
  const authorizerPayloadFormatVersion = version === undefined || version.startsWith('1') ? '1.0' : '2.0'
  if (simple && authorizerPayloadFormatVersion === '1.0')
    refuse(context, `${pointer}/enableSimpleResponses`, 'Simple responses need the payload format 2.0.')
  const ttl = integerOf(context, extension, 'authorizerResultTtlInSeconds', { min: 0, max: 3600 }) ?? 0
  const identitySource = sourcesOf({ context, node, pointer }, IDENTITY)
  if (ttl > 0 && identitySource.length === 0)
    refuse(context, `${pointer}/identitySource`, 'Results are kept by identity: with a TTL there must be a source.')
  return {
    name,
    authorizerType: 'REQUEST',
    identitySource,
    authorizerUri: authorizerUri ?? '',
    ...optional('authorizerCredentialsArn', optionalText(node, 'authorizerCredentials')),
    authorizerPayloadFormatVersion,
    enableSimpleResponses: simple,
    authorizerResultTtlInSeconds: ttl,
    pointer,
  }
}

/** What identifies a caller: never the body or the path, which mappings can read (documented). */
const IDENTITY = /^\$(?:request\.(?:header|querystring)|context|stageVariables)\.[^.]/
const TOKEN_PLACE = /^\$request\.(?:header|querystring)\.[^.]/

function sourcesOf({ context, node, pointer }: SourceList, allowed: RegExp): readonly string[] {
  const sources = textsOf(node['identitySource'])
  const places = ['$request.header.NAME', '$request.querystring.NAME', '$context.NAME', '$stageVariables.NAME']
  for (const source of sources) {
    if (allowed.test(source)) continue
    refuse(context, `${pointer}/identitySource`, 'This is no identity source.', {
      found: source,
      allowed: allowed === TOKEN_PLACE ? places.slice(0, 2) : places,
    })
  }
  return sources
}

interface SourceList extends Located {
  readonly context: ImportContext
}

function textsOf(node: DocumentNode | undefined): string[] {
  const items = typeof node === 'string' ? node.split(',') : itemsOf(node)
  return items.flatMap((item) => textOf(item)?.trim() ?? []).filter((item) => item !== '')
}

/** How an operation is protected: by its own `security`, or the document's. */
export function routeSecurity(context: ImportContext, operation: Located, schemes: HttpSchemes): RouteSecurity {
  const extension = operation.node['x-amazon-apigateway-auth']
  if (isDocumentObject(extension) && textOf(extension['type'])?.toUpperCase() === 'AWS_IAM')
    return { authorizationType: 'AWS_IAM', authorizationScopes: [] }
  const own = operation.node['security']
  const requirements = itemsOf(own ?? context.document['security'])
  const pointer = own === undefined ? '/security' : `${operation.pointer}/security`
  const named = requirements.flatMap((requirement, index) =>
    fieldsOf(requirement).map(([name, scopes]) => ({
      name,
      scopes,
      pointer: childPointer(`${pointer}/${index}`, name),
    })),
  )
  const guarding = named.filter(({ name, pointer: place }) => isGuard(context, name, place, schemes))
  if (guarding.length > 1)
    refuse(context, pointer, 'A route of an HTTP API has one authorizer.', { found: guarding.map(({ name }) => name) })
  const [chosen] = guarding
  const authorizer = chosen === undefined ? undefined : schemes.authorizers.get(chosen.name)
  if (chosen === undefined || authorizer === undefined) return { authorizationType: 'NONE', authorizationScopes: [] }
  return {
    authorizationType: authorizer.authorizerType === 'JWT' ? 'JWT' : 'CUSTOM',
    authorizer: authorizer.name,
    authorizationScopes: itemsOf(chosen.scopes).flatMap((scope) => textOf(scope) ?? []),
  }
}

function isGuard(context: ImportContext, name: string, pointer: string, schemes: HttpSchemes): boolean {
  if (schemes.authorizers.has(name)) return true
  const quoted = JSON.stringify(name)
  if (schemes.names.has(name)) {
    const message = `The scheme ${quoted} has no authorizer: the service lets every caller in.`
    note(context, 'warning', 'authorization/scheme-without-authorizer', pointer, message)
  } else note(context, 'error', 'authorization/unknown-scheme', pointer, `There is no security scheme ${quoted}.`)
  return false
}
