import type { AuthorizationType, AuthorizerDefinition } from '../api/model.js'
import type { DocumentNode, DocumentObject } from './document-tree.js'
import { childPointer, fieldsOf, isDocumentObject, itemsOf, textOf } from './document-tree.js'
import type { ImportContext, Located } from './import-context.js'
import { enumOf, follow, integerOf, note, noteUnknownKeys, optional, optionalText, refuse } from './import-context.js'
import { AUTHORIZER_KEYS } from './extensions.js'

/** What a security scheme of the document comes to. */
export interface SecurityScheme {
  readonly kind: 'authorizer' | 'api-key' | 'iam' | 'none'
  readonly pointer: string
  readonly authorizer?: AuthorizerDefinition
}

/** How a method is protected. */
export interface MethodSecurity {
  readonly authorizationType: AuthorizationType
  readonly authorizer?: string
  readonly authorizationScopes?: readonly string[]
  readonly apiKeyRequired: boolean
}

/**
 * Reads `securityDefinitions` or `components.securitySchemes`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function importSecuritySchemes(context: ImportContext): Map<string, SecurityScheme> {
  const { document, dialect } = context
  const components = document['components']
  const isSwagger = dialect === 'swagger'
  const schemes = isSwagger
    ? document['securityDefinitions']
    : isDocumentObject(components)
      ? components['securitySchemes']
      : undefined
  const root = isSwagger ? '/securityDefinitions' : '/components/securitySchemes'
  const result = new Map<string, SecurityScheme>()
  for (const [name, written] of fieldsOf(schemes)) {
    const located = follow(context, written, childPointer(root, name))
    if (located !== undefined) result.set(name, importScheme(context, name, located))
  }
  return result
}

function importScheme(context: ImportContext, name: string, scheme: Located): SecurityScheme {
  const { node, pointer } = scheme
  const authType = textOf(node['x-amazon-apigateway-authtype'])
  const extension = node['x-amazon-apigateway-authorizer']
  if (authType?.toLowerCase() === 'awssigv4') return { kind: 'iam', pointer }
  const place = `${pointer}/x-amazon-apigateway-authorizer`
  if (isDocumentObject(extension)) {
    const authorizer = importAuthorizer(context, name, scheme, { node: extension, pointer: place })
    return { kind: 'authorizer', pointer, ...optional('authorizer', authorizer) }
  }
  if (extension !== undefined) refuse(context, place, 'An authorizer is an object.', { found: extension })
  const isApiKey = textOf(node['type']) === 'apiKey' && textOf(node['name'])?.toLowerCase() === 'x-api-key'
  return { kind: isApiKey ? 'api-key' : 'none', pointer }
}

const AUTHORIZER_TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const

function importAuthorizer(
  context: ImportContext,
  name: string,
  scheme: Located,
  extension: Located,
): AuthorizerDefinition | undefined {
  const { node, pointer } = extension
  if (textOf(node['type'])?.toLowerCase() === 'jwt' || node['jwtConfiguration'] !== undefined) {
    refuse(context, pointer, 'JWT authorizers belong to HTTP APIs; a REST API has cognito_user_pools.')
    return undefined
  }
  noteUnknownKeys(context, extension, AUTHORIZER_KEYS, 'authorizer/unknown-key')
  const type = enumOf(context, extension, 'type', AUTHORIZER_TYPES)
  if (type === undefined) {
    if (node['type'] === undefined)
      refuse(context, `${pointer}/type`, 'An authorizer has a type.', {
        allowed: ['token', 'request', 'cognito_user_pools'],
      })
    return undefined
  }
  const providerARNs = itemsOf(node['providerARNs']).flatMap((arn) => textOf(arn) ?? [])
  checkAuthorizer(context, type, extension, providerARNs)
  const ttl = integerOf(context, extension, 'authorizerResultTtlInSeconds', { min: 0, max: 3600 })
  return {
    name,
    type,
    ...optional('authType', textOf(scheme.node['x-amazon-apigateway-authtype'])),
    ...optional('authorizerUri', optionalText(node, 'authorizerUri')),
    ...optional('authorizerCredentials', optionalText(node, 'authorizerCredentials')),
    ...optional('identitySource', optionalText(node, 'identitySource') ?? schemeSource(type, scheme.node)),
    ...optional('identityValidationExpression', optionalText(node, 'identityValidationExpression')),
    ...optional('authorizerResultTtlInSeconds', ttl),
    ...(providerARNs.length === 0 ? {} : { providerARNs }),
    pointer,
  }
}

function checkAuthorizer(
  context: ImportContext,
  type: AuthorizerDefinition['type'],
  { node, pointer }: Located,
  providerARNs: readonly string[],
): void {
  if (type === 'COGNITO_USER_POOLS' && providerARNs.length === 0) {
    refuse(context, `${pointer}/providerARNs`, 'A user pool authorizer names its pools.')
  }
  if (type !== 'COGNITO_USER_POOLS' && optionalText(node, 'authorizerUri') === undefined) {
    refuse(context, `${pointer}/authorizerUri`, 'A Lambda authorizer names its function.')
  }
}

/** Where the credentials are, as the scheme says it: recorded for headers, also where the extension's own is empty. */
function schemeSource(type: AuthorizerDefinition['type'], scheme: DocumentObject): string | undefined {
  const name = optionalText(scheme, 'name')
  if (name === undefined || (type === 'REQUEST' && name === 'Unused')) return undefined
  return `method.request.${textOf(scheme['in']) === 'query' ? 'querystring' : 'header'}.${name}`
}

/**
 * How an operation is protected. Security at the root counts for operations that have none of their own (recorded for
 * user pools, though the documentation says that it is ignored).
 */
export function methodSecurity(
  context: ImportContext,
  operation: Located,
  schemes: ReadonlyMap<string, SecurityScheme>,
): MethodSecurity {
  const own = operation.node['security']
  const [requirements, pointer] =
    own === undefined
      ? ([context.document['security'], '/security'] as const)
      : ([own, `${operation.pointer}/security`] as const)
  let security: MethodSecurity = { authorizationType: 'NONE', apiKeyRequired: false }
  for (const [index, requirement] of itemsOf(requirements).entries()) {
    for (const [name, scopes] of fieldsOf(requirement)) {
      security = withRequirement(context, security, name, scopes, `${pointer}/${index}`, schemes)
    }
  }
  return withAuthExtension(context, security, operation)
}

function withRequirement(
  context: ImportContext,
  security: MethodSecurity,
  name: string,
  scopes: DocumentNode,
  pointer: string,
  schemes: ReadonlyMap<string, SecurityScheme>,
): MethodSecurity {
  const scheme = schemes.get(name)
  const place = childPointer(pointer, name)
  if (scheme === undefined) {
    note(
      context,
      'error',
      'authorization/unknown-scheme',
      place,
      `There is no security scheme ${JSON.stringify(name)}.`,
    )
    return security
  }
  switch (scheme.kind) {
    case 'api-key':
      return { ...security, apiKeyRequired: true }
    case 'iam':
      return security.authorizationType === 'NONE' ? { ...security, authorizationType: 'AWS_IAM' } : security
    case 'none':
      note(
        context,
        'warning',
        'authorization/scheme-without-authorizer',
        place,
        `The scheme ${JSON.stringify(name)} has no authorizer: the service lets every caller in.`,
      )
      return security
    default:
      return withAuthorizer(context, security, scheme, scopes, place)
  }
}

function withAuthorizer(
  context: ImportContext,
  security: MethodSecurity,
  { authorizer }: SecurityScheme,
  scopes: DocumentNode,
  pointer: string,
): MethodSecurity {
  // A faulty authorizer is a fault of its own.
  if (authorizer === undefined) return security
  if (security.authorizer !== undefined) {
    note(
      context,
      'warning',
      'authorization/one-authorizer',
      pointer,
      `A method has one authorizer; ${JSON.stringify(security.authorizer)} is the one that counts.`,
    )
    return security
  }
  const isPool = authorizer.type === 'COGNITO_USER_POOLS'
  const authorizationScopes = itemsOf(scopes).flatMap((scope) => textOf(scope) ?? [])
  return {
    ...security,
    authorizationType: isPool ? 'COGNITO_USER_POOLS' : 'CUSTOM',
    authorizer: authorizer.name,
    ...(authorizationScopes.length === 0 ? {} : { authorizationScopes }),
  }
}

function withAuthExtension(
  context: ImportContext,
  security: MethodSecurity,
  { node, pointer }: Located,
): MethodSecurity {
  const extension = node['x-amazon-apigateway-auth']
  if (!isDocumentObject(extension)) return security
  const located = { node: extension, pointer: `${pointer}/x-amazon-apigateway-auth` }
  const type = enumOf(context, located, 'type', ['NONE', 'AWS_IAM'] as const)
  if (type === undefined) return security
  return { authorizationType: type, apiKeyRequired: security.apiKeyRequired }
}
