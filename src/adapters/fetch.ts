import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'

/** Answers WHATWG requests: `Bun.serve({ fetch })`, Workers, tests. */
export type FetchHandler = (request: Request, ...ignored: unknown[]) => Promise<Response>

/**
 * Binds a gateway to WHATWG `Request` and `Response`. Such requests have lost the case of header names, so mappings ignore
 * it; `..` in a path and a body on GET never get here.
 */
export function toFetchHandler(gateway: GatewayHandler, options: AdapterOptions = {}): FetchHandler {
  return async (request) => toResponse(await gateway.handle(toHandleRequest(request, options)), request.method)
}

/** Reads a WHATWG request without touching more of it than needed. */
export function toHandleRequest(
  request: Request,
  options: AdapterOptions & { readonly sourceIp?: string } = {},
): HandleRequest {
  const { url } = request
  const hostStart = url.indexOf('://') + 3
  const pathStart = url.indexOf('/', hostStart)
  const fragment = url.indexOf('#', pathStart)
  const headers: Array<readonly [string, string]> = []
  for (const [name, value] of request.headers) headers.push([name, value])
  const forwarded =
    options.trustProxy === true ? request.headers.get('x-forwarded-for')?.split(',', 1)[0]?.trim() : undefined
  const sourceIp = forwarded ?? options.sourceIp
  return {
    method: request.method,
    path: pathStart < 0 ? '/' : url.slice(pathStart, fragment < 0 ? undefined : fragment),
    headers,
    headerCase: 'lost',
    host: url.slice(hostStart, pathStart < 0 ? undefined : pathStart),
    signal: request.signal,
    ...(request.body !== null && { body: request.body }),
    ...(options.stage !== undefined && { stage: options.stage }),
    ...(sourceIp !== undefined && { sourceIp }),
  }
}

const BODILESS = new Set([101, 204, 205, 304])

/** Makes a WHATWG response. */
export function toResponse(response: HandleResponse, method = 'GET'): Response {
  const headers = new Headers()
  for (const [name, value] of response.headers) headers.append(name, value)
  const bodiless = method === 'HEAD' || BODILESS.has(response.statusCode)
  return new Response(bodiless ? null : toBody(response.body), { status: response.statusCode, headers })
}

function toBody(body: HandleResponse['body']): string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>
  const iterator = body[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
}
