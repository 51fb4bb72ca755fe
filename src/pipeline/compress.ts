import { toBytes } from '../http/body.js'
import { chooseCoding, encode } from '../http/content-coding.js'
import { HeaderList } from '../http/header-list.js'
import type { Invocation } from './invocation.js'

/**
 * Compresses the answer when it is large enough and the client names a coding that the service has. Gateway responses are
 * compressed too (seen); what is encoded already stays as it is.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
 */
export function compressAnswer(invocation: Invocation, minimumSize: number): Promise<void> | undefined {
  const { responseBody } = invocation
  if (typeof responseBody !== 'string' && !(responseBody instanceof Uint8Array)) return undefined
  const coding = chooseCoding(invocation.headers.get('accept-encoding'))
  if (coding === undefined || invocation.responseHeaders?.has('content-encoding') === true) return undefined
  const bytes = toBytes(responseBody)
  if (bytes.byteLength < minimumSize || bytes.byteLength === 0) return undefined
  return encode(bytes, coding).then((encoded) => {
    const headers = new HeaderList(invocation.responseHeaders)
    headers.append('Content-Encoding', coding)
    invocation.responseHeaders = headers
    invocation.responseBody = encoded
  })
}
