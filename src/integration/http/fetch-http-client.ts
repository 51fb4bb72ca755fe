import { HeaderList } from '../../http/header-list.js'
import { IntegrationFault, type EndpointResponse, type HttpCall, type HttpClient } from '../types.js'
import { toHttpFault } from './http-fault.js'
import { parseHttpUrl } from './http-url.js'
import { requestFields } from './request-fields.js'

/** What {@link fetchHttpClient} takes. */
export interface FetchHttpClientOptions {
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch
  /** Bytes of a buffered response; default 10 MB. */
  readonly maxResponseSize?: number
}

const MAX_RESPONSE_SIZE = 10_485_760

/**
 * Makes an HTTP client of `fetch`, for runtimes without Node's sockets. `fetch` lower-cases header names, adds some of its own
 * and decodes compressed bodies; so the fields that told of the encoding are left out. VPC links and `tlsConfig` need Node.
 */
export function fetchHttpClient(options: FetchHttpClientOptions = {}): HttpClient {
  const limit = options.maxResponseSize ?? MAX_RESPONSE_SIZE
  return async (call) => {
    try {
      const { fetch = globalThis.fetch } = options
      return await toEndpointResponse(await fetch(call.url, requestInit(call)), call.stream, limit)
    } catch (error) {
      throw toHttpFault(error, call.url)
    }
  }
}

function requestInit(call: HttpCall): RequestInit {
  parseHttpUrl(call.url)
  if (call.target !== undefined || call.tls !== undefined) {
    throw new IntegrationFault(
      'internal',
      'VPC links and tlsConfig need the HTTP client of Node: fetch cannot do either',
    )
  }
  const { flat } = requestFields(call.headers)
  const headers = new Headers()
  for (let i = 0; i < flat.length; i += 2) headers.append(flat[i] as string, flat[i + 1] as string)
  const hasBody = call.body !== undefined && call.body.length > 0 && call.method !== 'GET' && call.method !== 'HEAD'
  return {
    method: call.method,
    headers,
    redirect: 'manual',
    signal: call.signal,
    ...(hasBody && { body: call.body as string | Uint8Array<ArrayBuffer> }),
  }
}

async function toEndpointResponse(response: Response, stream: boolean, limit: number): Promise<EndpointResponse> {
  const { status: statusCode } = response
  const headers = readHeaders(response.headers)
  if (response.body === null) return { statusCode, headers, body: new Uint8Array() }
  if (stream) return { statusCode, headers, body: response.body as AsyncIterable<Uint8Array> }
  const body = new Uint8Array(await response.arrayBuffer())
  if (body.byteLength <= limit) return { statusCode, headers, body }
  const message = `Integration response of reported length ${body.byteLength} is larger than allowed maximum of ${limit} bytes.`
  throw new IntegrationFault('internal', message)
}

function readHeaders(headers: Headers): HeaderList {
  const decoded = headers.has('content-encoding')
  const list = new HeaderList()
  for (const [name, value] of headers) {
    if (decoded && (name === 'content-encoding' || name === 'content-length')) continue
    list.append(name, value)
  }
  return list
}
