import type { ContentHandling } from '../api/model.js'
import { fromBase64, toBase64, toBytes, toText } from '../http/body.js'

/** A payload that is text or bytes. */
export type TextOrBytes = string | Uint8Array

/**
 * The body that an integration gets. `undefined` when base64 was to be decoded and was none: the service answers 500
 * (configuration error).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function convertRequestBody(
  body: TextOrBytes,
  isBinary: boolean,
  handling: ContentHandling | undefined,
): TextOrBytes | undefined {
  if (handling === 'CONVERT_TO_BINARY') return isBinary ? toBytes(body) : fromBase64(toText(body))
  if (!isBinary) return toText(body)
  return handling === 'CONVERT_TO_TEXT' ? toBase64(body) : toBytes(body)
}

/** What decides how a response body is converted. */
export interface ResponseConversion {
  /** Whether the back end's content type is one of the API's binary media types. */
  readonly isBinary: boolean
  /** Whether the first type of the client's `Accept` is one. */
  readonly wantsBinary: boolean
  readonly handling: ContentHandling | undefined
}

/** The body that templates and the client get; `undefined` as in {@link convertRequestBody}. */
export function convertResponseBody(body: TextOrBytes, conversion: ResponseConversion): TextOrBytes | undefined {
  const { isBinary, wantsBinary, handling } = conversion
  if (isBinary) {
    const asText = handling === 'CONVERT_TO_TEXT' || (handling === undefined && !wantsBinary)
    return asText ? toBase64(body) : toBytes(body)
  }
  const decode = handling === 'CONVERT_TO_BINARY' || (handling === undefined && wantsBinary)
  return decode ? fromBase64(toText(body)) : toText(body)
}
