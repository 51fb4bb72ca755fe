/**
 * The enumerations of the service model, in the model's order.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Types.html
 */
export const ENUMERATIONS = {
  AccessAssociationSourceType: ['VPCE'],
  ApiKeySourceType: ['HEADER', 'AUTHORIZER'],
  ApiKeysFormat: ['csv'],
  AuthorizerType: ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'],
  CacheClusterSize: ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'],
  ConnectionType: ['INTERNET', 'VPC_LINK'],
  ContentHandling: ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'],
  DocumentationPartType: [
    'API',
    'AUTHORIZER',
    'MODEL',
    'RESOURCE',
    'METHOD',
    'PATH_PARAMETER',
    'QUERY_PARAMETER',
    'REQUEST_HEADER',
    'REQUEST_BODY',
    'RESPONSE',
    'RESPONSE_HEADER',
    'RESPONSE_BODY',
  ],
  EndpointAccessMode: ['BASIC', 'STRICT'],
  EndpointType: ['REGIONAL', 'EDGE', 'PRIVATE'],
  GatewayResponseType: [
    'DEFAULT_4XX',
    'DEFAULT_5XX',
    'RESOURCE_NOT_FOUND',
    'UNAUTHORIZED',
    'INVALID_API_KEY',
    'ACCESS_DENIED',
    'AUTHORIZER_FAILURE',
    'AUTHORIZER_CONFIGURATION_ERROR',
    'INVALID_SIGNATURE',
    'EXPIRED_TOKEN',
    'MISSING_AUTHENTICATION_TOKEN',
    'INTEGRATION_FAILURE',
    'INTEGRATION_TIMEOUT',
    'API_CONFIGURATION_ERROR',
    'UNSUPPORTED_MEDIA_TYPE',
    'BAD_REQUEST_PARAMETERS',
    'BAD_REQUEST_BODY',
    'REQUEST_TOO_LARGE',
    'THROTTLED',
    'QUOTA_EXCEEDED',
    'WAF_FILTERED',
  ],
  IntegrationType: ['HTTP', 'AWS', 'MOCK', 'HTTP_PROXY', 'AWS_PROXY'],
  IpAddressType: ['ipv4', 'dualstack'],
  LocationStatusType: ['DOCUMENTED', 'UNDOCUMENTED'],
  Op: ['add', 'remove', 'replace', 'move', 'copy', 'test'],
  PutMode: ['merge', 'overwrite'],
  QuotaPeriodType: ['DAY', 'WEEK', 'MONTH'],
  ResourceOwner: ['SELF', 'OTHER_ACCOUNTS'],
  ResponseTransferMode: ['BUFFERED', 'STREAM'],
  RoutingMode: ['BASE_PATH_MAPPING_ONLY', 'ROUTING_RULE_ONLY', 'ROUTING_RULE_THEN_BASE_PATH_MAPPING'],
} as const

/** Name of an enumeration. */
export type EnumerationName = keyof typeof ENUMERATIONS

/** The members whose text must have a form, which the service's refusals quote. */
export const PATTERNS = {
  StatusCode: '[1-5]\\d\\d',
  DocumentationStatusCode: '^([1-5]\\d\\d|\\*|\\s*)$',
} as const

/** Name of a form. */
export type PatternName = keyof typeof PATTERNS

/**
 * The values of an enumeration in the order in which a refusal lists them: as they lie in a hash table of 32 slots, the
 * later one first where two share a slot. The rule fits every list that was recorded.
 */
export function listEnumeration(values: readonly string[]): string {
  const slots = values.map((value, index) => ({ value, index, slot: javaHash(value) & 31 }))
  slots.sort((a, b) => a.slot - b.slot || b.index - a.index)
  return `[${slots.map(({ value }) => value).join(', ')}]`
}

// `String.hashCode` of Java.
function javaHash(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}
