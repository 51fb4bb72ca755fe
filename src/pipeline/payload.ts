import type { JsonValue } from '../json/json-value.js'
import { parseStrictJson } from '../json/parse-json.js'
import { GatewayResponseError } from '../responses/gateway-response-error.js'

/** Parses a request payload for a mapping; what is no JSON is the service's 400 (observed). */
export function readPayload(text: string): JsonValue {
  try {
    return parseStrictJson(text)
  } catch (cause) {
    throw new GatewayResponseError('DEFAULT_4XX', { message: 'Invalid JSON in request body', cause })
  }
}
