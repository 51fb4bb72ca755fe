/**
 * A request handler for clients of the AWS SDK v3 whose calls a gateway in the same process answers, without a port.
 *
 * @module
 */

import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import { toResponse } from './fetch.js'

/** What the handler needs of a gateway. */
export interface SdkGateway {
  handle(request: HandleRequest): Promise<HandleResponse>
}

/** A request as the clients of the SDK make it. */
export interface SdkRequest {
  readonly method: string
  readonly hostname: string
  readonly port?: number
  /** As it goes over the wire. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  // The clients' own type, and whoever gives a body of another kind gets an error for it.
  readonly body?: unknown
}

/** A response as the clients of the SDK read it. */
export interface SdkResponse {
  readonly statusCode: number
  readonly reason?: string
  readonly headers: Record<string, string>
  readonly body: ReadableStream<Uint8Array> | undefined
}

/** The `requestHandler` of an SDK client. */
export interface SdkRequestHandler {
  readonly metadata: { readonly handlerProtocol: string }
  handle(request: SdkRequest, options?: { readonly abortSignal?: unknown }): Promise<{ readonly response: SdkResponse }>
  destroy(): void
  updateHttpClientConfig(): void
  httpHandlerConfigs(): Record<string, never>
}

/** Options of {@link gatewayRequestHandler}. */
export interface SdkHandlerOptions {
  /** The address that calls come from, as the gateway sees it. Default: the gateway's own, `127.0.0.1`. */
  readonly sourceIp?: string
}

/**
 * Makes the `requestHandler` of an AWS SDK v3 client. The client signs and parses as ever; only the way to the service is a function
 * call. The endpoint's host and path choose API and stage, as those of a URL would.
 *
 * @example
 * ```ts no-run
 * import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
 * import { createGateway } from 'postern'
 * import { gatewayRequestHandler } from 'postern/aws-sdk'
 *
 * const gateway = createGateway({ protocolType: 'WEBSOCKET', routes: { $default: () => ({ statusCode: 200 }) } })
 * const client = new ApiGatewayManagementApiClient({
 *   endpoint: 'https://ws.example.com/prod',
 *   region: 'us-east-1',
 *   credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
 *   requestHandler: gatewayRequestHandler(gateway),
 * })
 * await client.send(new PostToConnectionCommand({ ConnectionId: 'R0oXAdfD0kwCH6w=', Data: 'hello' }))
 * ```
 */
export function gatewayRequestHandler(gateway: SdkGateway, options: SdkHandlerOptions = {}): SdkRequestHandler {
  const { sourceIp } = options
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, { abortSignal } = {}) => {
      const { method, headers, body } = request
      const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined
      signal?.throwIfAborted()
      const answer = gateway.handle({
        method,
        path: pathOf(request),
        headers: Object.entries(headers),
        host: headers['host'] ?? hostOf(request),
        ...(isBody(body) && { body }),
        ...(sourceIp !== undefined && { sourceIp }),
        ...(signal !== undefined && { signal }),
      })
      return { response: toSdkResponse(await unlessAborted(answer, signal), method) }
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
}

function isBody(body: unknown): body is NonNullable<HandleRequest['body']> {
  if (typeof body === 'string' || body instanceof Uint8Array) return true
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

function hostOf({ hostname, port }: SdkRequest): string {
  return port === undefined ? hostname : `${hostname}:${port}`
}

function pathOf({ path, query = {} }: SdkRequest): string {
  const parts: string[] = []
  for (const name of Object.keys(query).toSorted()) {
    const value = query[name] ?? null
    const values = Array.isArray(value) ? (value as readonly string[]) : [value as string | null]
    for (const one of values) parts.push(one === null ? escape(name) : `${escape(name)}=${escape(one)}`)
  }
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`
}

// As signatures have it: all but the unreserved characters of RFC 3986.
function escape(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

// A function in process cannot be stopped; a client that has given up does not wait for it.
async function unlessAborted(
  answer: Promise<HandleResponse>,
  signal: AbortSignal | undefined,
): Promise<HandleResponse> {
  if (signal === undefined) return answer
  let giveUp: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason instanceof Error ? signal.reason : new Error('The call was aborted.'))
    signal.addEventListener('abort', giveUp)
  })
  try {
    return await Promise.race([answer, aborted])
  } finally {
    if (giveUp !== undefined) signal.removeEventListener('abort', giveUp)
  }
}

// The SDK reads streams, and looks fields up in lower case.
function toSdkResponse(answer: HandleResponse, method: string): SdkResponse {
  const { status, headers, body } = toResponse(answer, method)
  return { statusCode: status, headers: Object.fromEntries(headers), body: body ?? undefined }
}
