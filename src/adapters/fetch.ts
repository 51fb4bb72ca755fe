import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import { UsageError } from '../errors.js'
import { clientAddress } from './client-address.js'
import { finalAnswer } from './final-answer.js'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { mountedPath } from './mounted-path.js'
import { isBodiless, wireHeaders } from './wire-headers.js'

/** Answers WHATWG requests: `Bun.serve({ fetch })`, Workers, tests. */
export type FetchHandler = (request: Request, ...ignored: unknown[]) => Promise<Response>

/** Options of bindings to WHATWG requests. */
export interface FetchOptions extends AdapterOptions {
  /**
   * The client's address, which each runtime tells in its own way: gets the request and what the runtime passes beside it.
   * In Bun: `(request, server) => server.requestIP(request)?.address`.
   */
  readonly sourceIp?: (request: Request, ...rest: never[]) => string | undefined
}

/**
 * Binds a gateway to WHATWG `Request` and `Response`. Such requests have lost the case of header names, so mappings ignore
 * it; `..` in a path and a body on GET never get here.
 */
export function toFetchHandler(gateway: GatewayHandler, options: FetchOptions = {}): FetchHandler {
  const { sourceIp: addressOf, ...adapter } = options
  return async (request, ...rest) => {
    const sourceIp = addressOf?.(request, ...(rest as never[]))
    refuseReadBody(request)
    const answer = await gateway.handle(toHandleRequest(request, { ...adapter, sourceIp }))
    return toResponse(answer, request.method)
  }
}

/**
 * Nothing is left to read of a body that somebody has read before.
 *
 * @throws {UsageError} `ERR_BODY_ALREADY_READ`
 */
export function refuseReadBody(request: Request): void {
  if (!request.bodyUsed) return
  throw new UsageError(
    'ERR_BODY_ALREADY_READ',
    'The body of this request has been read before the gateway could. Hand the request over first, or a `request.clone()`.',
  )
}

/** What a binding on top of this one knows of a request. */
export interface FetchRequestOptions extends AdapterOptions {
  /** Address of the immediate peer. */
  readonly sourceIp?: string | undefined
}

/** Reads a WHATWG request without touching more of it than needed. */
export function toHandleRequest(request: Request, options: FetchRequestOptions = {}): HandleRequest {
  const { url, headers, body } = request
  const hostStart = url.indexOf('://') + 3
  const pathStart = url.indexOf('/', hostStart)
  const fragment = url.indexOf('#', hostStart)
  const path = pathStart < 0 ? '/' : url.slice(pathStart, fragment < 0 ? undefined : fragment)
  const { stage, trustProxy } = options
  const forwarded = trustProxy === undefined ? null : headers.get('x-forwarded-for')
  const sourceIp = clientAddress(options.sourceIp, forwarded ?? undefined, trustProxy)
  return {
    method: request.method,
    path: mountedPath(path, options.mount ?? '', options),
    headers: [...headers],
    headerCase: 'lost',
    host: headers.get('host') ?? url.slice(hostStart, pathStart < 0 ? undefined : pathStart),
    get signal(): AbortSignal {
      return request.signal
    },
    ...(body !== null && { body }),
    ...(stage !== undefined && { stage }),
    ...(sourceIp !== undefined && { sourceIp }),
  }
}

const encoder = new TextEncoder()

/** Makes a WHATWG response. */
export function toResponse(given: HandleResponse, method = 'GET'): Response {
  const answer = finalAnswer(given)
  const { statusCode, body } = answer
  const { fields, isAscii } = wireHeaders(answer.headers)
  const bodiless = isBodiless(method, statusCode)
  const response = new Response(bodiless ? null : toBody(body, isAscii), { status: statusCode })
  // Headers are put into the response that is there: handed to its constructor they are read and checked twice over.
  const { headers } = response
  let isTyped = false
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] as string
    const isType: boolean = !isTyped && name.toLowerCase() === 'content-type'
    // A response of text has a content type of its own, which ours replaces.
    if (isType) headers.set(name, fields[i + 1] as string)
    else headers.append(name, fields[i + 1] as string)
    isTyped ||= isType
  }
  const length = bodiless && method === 'HEAD' ? answer.headers.get('content-length') : undefined
  if (length !== undefined) headers.set('content-length', length)
  return response
}

function toBody(
  body: HandleResponse['body'],
  isAscii: boolean,
): string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  // Servers on Node join head and text into one UTF-8 string, which would encode bytes of the head again.
  if (typeof body === 'string') return isAscii ? body : encoder.encode(body)
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>
  const iterator = body[Symbol.asyncIterator]()
  const source = {
    pull: async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: async (): Promise<void> => {
      await iterator.return?.()
    },
  }
  // No chunk is fetched before it is asked for.
  return new ReadableStream<Uint8Array>(source, { highWaterMark: 0 })
}
