/**
 * The gateway responses of REST APIs: what the gateway itself answers when it refuses or fails.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export type GatewayResponseType =
  | 'ACCESS_DENIED'
  | 'API_CONFIGURATION_ERROR'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'DEFAULT_4XX'
  | 'DEFAULT_5XX'
  | 'EXPIRED_TOKEN'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'INVALID_SIGNATURE'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'QUOTA_EXCEEDED'
  | 'REQUEST_TOO_LARGE'
  | 'RESOURCE_NOT_FOUND'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'WAF_FILTERED'

/** What a type answers unless it is customised or the refusal says otherwise. */
export interface GatewayResponseDefault {
  readonly statusCode: number
  readonly message: string
  /** The value of `x-amzn-ErrorType`. */
  readonly errorType: string
  /**
   * Whether the refusal comes from the execution of the method: such bodies have a blank after the colon,
   * `{"message": "…"}`, those of the steps before have none (recorded).
   */
  readonly inExecution: boolean
}

const INTERNAL = 'Internal server error'
const internal = (statusCode: number, message: string = INTERNAL): GatewayResponseDefault => ({
  statusCode,
  message,
  errorType: 'InternalServerErrorException',
  inExecution: true,
})
const badRequest = (message: string, statusCode = 400): GatewayResponseDefault => ({
  statusCode,
  message,
  errorType: 'BadRequestException',
  inExecution: true,
})
const refused = (statusCode: number, message: string, errorType: string): GatewayResponseDefault => ({
  statusCode,
  message,
  errorType,
  inExecution: false,
})

/** By type; the statuses are those of the service's table. */
export const GATEWAY_RESPONSE_DEFAULTS: Readonly<Record<GatewayResponseType, GatewayResponseDefault>> = {
  ACCESS_DENIED: refused(403, 'Access Denied', 'AccessDeniedException'),
  API_CONFIGURATION_ERROR: internal(500),
  AUTHORIZER_CONFIGURATION_ERROR: refused(500, INTERNAL, 'AuthorizerConfigurationException'),
  AUTHORIZER_FAILURE: refused(500, INTERNAL, 'AuthorizerConfigurationException'),
  BAD_REQUEST_BODY: badRequest('Invalid request body'),
  BAD_REQUEST_PARAMETERS: badRequest('Missing required request parameters: []'),
  DEFAULT_4XX: badRequest('Bad Request'),
  DEFAULT_5XX: internal(500),
  EXPIRED_TOKEN: refused(403, 'The security token included in the request is expired', 'ExpiredTokenException'),
  INTEGRATION_FAILURE: internal(504),
  INTEGRATION_TIMEOUT: internal(504, 'Endpoint request timed out'),
  INVALID_API_KEY: refused(403, 'Forbidden', 'ForbiddenException'),
  INVALID_SIGNATURE: refused(
    403,
    'The request signature we calculated does not match the signature you provided.',
    'InvalidSignatureException',
  ),
  MISSING_AUTHENTICATION_TOKEN: refused(403, 'Missing Authentication Token', 'MissingAuthenticationTokenException'),
  QUOTA_EXCEEDED: refused(429, 'Limit Exceeded', 'LimitExceededException'),
  REQUEST_TOO_LARGE: badRequest('Request Too Long', 413),
  RESOURCE_NOT_FOUND: refused(404, 'Not Found', 'NotFoundException'),
  THROTTLED: refused(429, 'Too Many Requests', 'TooManyRequestsException'),
  UNAUTHORIZED: refused(401, 'Unauthorized', 'UnauthorizedException'),
  UNSUPPORTED_MEDIA_TYPE: badRequest('Unsupported Media Type', 415),
  WAF_FILTERED: refused(403, 'Forbidden', 'ForbiddenException'),
}

/** Whether a name is one of the types. */
export function isGatewayResponseType(name: string): name is GatewayResponseType {
  return Object.hasOwn(GATEWAY_RESPONSE_DEFAULTS, name)
}
