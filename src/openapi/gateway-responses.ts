import type { GatewayResponseDefinition } from '../api/model.js'
import { childPointer, fieldsOf, isDocumentObject } from './document-tree.js'
import { GATEWAY_RESPONSE_KEYS } from './extensions.js'
import type { ImportContext } from './import-context.js'
import { integerOf, noteUnknownKeys, optional, refuse } from './import-context.js'
import { textMap } from './string-maps.js'
import { suggestName } from '../config/suggest-name.js'

const EXTENSION = 'x-amazon-apigateway-gateway-responses'

const RESPONSE_TYPES: readonly string[] = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
]

/**
 * Reads `x-amazon-apigateway-gateway-responses`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.html
 */
export function importGatewayResponses(context: ImportContext): Map<string, GatewayResponseDefinition> {
  const responses = new Map<string, GatewayResponseDefinition>()
  for (const [responseType, written] of fieldsOf(context.document[EXTENSION])) {
    const pointer = childPointer(`/${EXTENSION}`, responseType)
    if (!RESPONSE_TYPES.includes(responseType)) {
      const suggestion = suggestName(responseType, RESPONSE_TYPES)
      refuse(context, pointer, `${responseType} is no gateway response type.`, {
        allowed: RESPONSE_TYPES,
        ...optional('suggestion', suggestion),
      })
    } else if (!isDocumentObject(written)) {
      refuse(context, pointer, 'A gateway response is an object.', { found: written })
    } else {
      const located = { node: written, pointer }
      noteUnknownKeys(context, located, GATEWAY_RESPONSE_KEYS, 'gateway-response/unknown-key')
      // Samples of the documentation use 456: any number will do.
      const status = integerOf(context, located, 'statusCode', { min: 100, max: 999 })
      responses.set(responseType, {
        responseType,
        ...optional('statusCode', status === undefined ? undefined : String(status)),
        responseParameters: textMap(context, located, 'responseParameters'),
        responseTemplates: textMap(context, located, 'responseTemplates'),
        pointer,
      })
    }
  }
  return responses
}
