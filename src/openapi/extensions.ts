/** Extensions of the document's root, and what reads each. */
export const ROOT_EXTENSIONS: ReadonlySet<string> = new Set([
  'x-amazon-apigateway-api-key-source',
  'x-amazon-apigateway-binary-media-types',
  'x-amazon-apigateway-documentation',
  'x-amazon-apigateway-endpoint-access-mode',
  'x-amazon-apigateway-endpoint-configuration',
  'x-amazon-apigateway-gateway-responses',
  'x-amazon-apigateway-minimum-compression-size',
  'x-amazon-apigateway-policy',
  'x-amazon-apigateway-request-validator',
  'x-amazon-apigateway-request-validators',
  'x-amazon-apigateway-security-policy',
])

/** Extensions of an operation. */
export const OPERATION_EXTENSIONS: ReadonlySet<string> = new Set([
  'x-amazon-apigateway-auth',
  'x-amazon-apigateway-integration',
  'x-amazon-apigateway-request-validator',
])

/** Extensions of a path item. */
export const PATH_ITEM_EXTENSIONS: ReadonlySet<string> = new Set(['x-amazon-apigateway-any-method'])

/** Extensions that mean something to HTTP APIs only. */
export const HTTP_API_EXTENSIONS: ReadonlySet<string> = new Set([
  'x-amazon-apigateway-cors',
  'x-amazon-apigateway-integrations',
  'x-amazon-apigateway-importexport-version',
  'x-amazon-apigateway-tag-value',
])

/** Keys of `x-amazon-apigateway-integration`. */
export const INTEGRATION_KEYS: ReadonlySet<string> = new Set([
  'type',
  'uri',
  'httpMethod',
  'credentials',
  'connectionType',
  'connectionId',
  'integrationTarget',
  'passthroughBehavior',
  'contentHandling',
  'timeoutInMillis',
  'responseTransferMode',
  'cacheNamespace',
  'cacheKeyParameters',
  'requestParameters',
  'requestTemplates',
  'responses',
  'tlsConfig',
])

/** Keys of an integration that mean something to HTTP APIs only, and nothing is lost without them. */
export const HTTP_API_INTEGRATION_KEYS: ReadonlySet<string> = new Set(['payloadFormatVersion', 'responseParameters'])

/** Keys of an entry of an integration's `responses`. */
export const INTEGRATION_RESPONSE_KEYS: ReadonlySet<string> = new Set([
  'statusCode',
  'responseParameters',
  'responseTemplates',
  'contentHandling',
])

/** Keys of `x-amazon-apigateway-authorizer`. */
export const AUTHORIZER_KEYS: ReadonlySet<string> = new Set([
  'type',
  'authorizerUri',
  'authorizerCredentials',
  'identitySource',
  'identityValidationExpression',
  'authorizerResultTtlInSeconds',
  'providerARNs',
])

/** Keys of a gateway response. */
export const GATEWAY_RESPONSE_KEYS: ReadonlySet<string> = new Set([
  'statusCode',
  'responseParameters',
  'responseTemplates',
])

/** Whether a key is one of the service's extensions, known or not. */
export function isServiceExtension(key: string): boolean {
  return key.startsWith('x-amazon-') || key.startsWith('x-aws-')
}
