import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { UsageError } from '../errors.js'
import type { BodyInput, HandleRequest } from '../http/request.js'
import { clientAddress } from './client-address.js'
import type { AdapterOptions } from './gateway-handler.js'
import { tlsInfo } from './tls-info.js'

/** What a binding knows better than the request itself. */
export interface NodeRequestOptions extends AdapterOptions {
  /** The path for the gateway; default: the request's own. */
  readonly path?: string
  /** The client's address as the framework found it by its own settings; used when `trustProxy` is not given. */
  readonly clientIp?: string | undefined
}

/**
 * Reads all that the gateway needs of a request but its body, which stays unread.
 *
 * @param response left out: the request is not given up when the client goes
 */
export function readNodeHead(
  request: IncomingMessage,
  response: ServerResponse | undefined,
  options: NodeRequestOptions,
): HandleRequest {
  const tls = tlsInfo(request.socket)
  const isHttp2 = request.httpVersionMajor === 2
  const sourceIp = sourceAddress(request, options)
  const { stage } = options
  const head: Mutable<HandleRequest> = {
    method: request.method ?? 'GET',
    path: originForm(options.path ?? request.url ?? '/'),
    headers: headerPairs(request),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(stage !== undefined && { stage }),
    ...(tls !== undefined && { tls }),
    ...(isHttp2 && { headerCase: 'lost' as const, host: String(request.headers[':authority'] ?? '') }),
  }
  if (response === undefined) return head
  Object.defineProperty(head, RESPONSE, { value: response, writable: true })
  return Object.defineProperty(head, 'signal', SIGNAL)
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

const RESPONSE = Symbol('response')

// Made when it is read: most requests end without anybody asking. One getter for all requests: one of its own would give each
// request a hidden class of its own, which V8 keeps for a while with all that the getter sees.
const SIGNAL: PropertyDescriptor & ThisType<{ [RESPONSE]: ServerResponse | AbortSignal }> = {
  get() {
    const kept = this[RESPONSE]
    return kept instanceof AbortSignal ? kept : (this[RESPONSE] = signalOf(kept))
  },
  enumerable: true,
  configurable: true,
}

function headerPairs({ rawHeaders }: IncomingMessage): Array<readonly [string, string]> {
  const pairs: Array<readonly [string, string]> = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    // HTTP/2 puts method, path and host among the fields.
    if (!name.startsWith(':')) pairs.push([name, rawHeaders[i + 1] as string])
  }
  return pairs
}

function sourceAddress(request: IncomingMessage, { trustProxy, clientIp }: NodeRequestOptions): string | undefined {
  if (trustProxy === undefined) return clientAddress(clientIp ?? request.socket.remoteAddress, undefined)
  const forwarded = request.headers['x-forwarded-for']
  const text = Array.isArray(forwarded) ? forwarded.join(',') : forwarded
  return clientAddress(request.socket.remoteAddress, text, trustProxy)
}

// A client that takes us for a proxy asks for `http://host/path`; the service knows paths only.
function originForm(url: string): string {
  if (url.startsWith('/') || url === '*') return url
  const scheme = url.indexOf('://')
  const slash = scheme < 0 ? -1 : url.indexOf('/', scheme + 3)
  return slash < 0 ? '/' : url.slice(slash)
}

function signalOf(response: ServerResponse): AbortSignal {
  const { socket, httpVersionMajor } = response.req
  if (httpVersionMajor === 1 && !response.closed && !socket.destroyed) return signalOfSocket(socket, response)
  const gone = new AbortController()
  const check = (): void => {
    if (!response.writableFinished) gone.abort()
  }
  if (response.closed) check()
  else response.once('close', check)
  return gone.signal
}

const GONE = Symbol('gone')

/** The signal of a connection, and the answer that is awaited on it. */
interface Gone {
  readonly controller: AbortController
  response: ServerResponse
}

// One for all requests of a connection: to make an AbortController a request costs half as much as to proxy it.
function signalOfSocket(socket: Socket & { [GONE]?: Gone }, response: ServerResponse): AbortSignal {
  const known = socket[GONE]
  if (known !== undefined) {
    known.response = response
    return known.controller.signal
  }
  const gone: Gone = { controller: new AbortController(), response }
  socket[GONE] = gone
  socket.once('close', () => {
    if (!gone.response.writableFinished) gone.controller.abort()
  })
  return gone.controller.signal
}

interface Parsed {
  readonly body?: unknown
  readonly rawBody?: unknown
}

/**
 * The body of a request: its bytes as they come or, where a parser has taken them, as it kept them.
 *
 * @throws {UsageError} `ERR_BODY_ALREADY_READ` when a parser has taken them and kept none
 */
export function nodeBody(request: IncomingMessage & Parsed, parsed: Parsed = request): BodyInput | undefined {
  if (!hasPayload(request)) return undefined
  const kept = keptBytes(request) ?? keptBytes(parsed)
  if (kept !== undefined) return kept
  if (!request.readableDidRead && !request.readableEnded) return chunksOf(request)
  // Rebuilt from an object, the bytes would differ from those that were sent: signatures and binary bodies break.
  throw new UsageError(
    'ERR_BODY_ALREADY_READ',
    'A body parser has read the request before the gateway could. Mount the gateway before the parser, or keep the bytes ' +
      'as `request.rawBody` or, with a raw parser, as a Buffer in `request.body`.',
  )
}

function keptBytes({ rawBody, body }: Parsed): string | Uint8Array | undefined {
  if (rawBody instanceof Uint8Array || typeof rawBody === 'string') return rawBody
  return body instanceof Uint8Array ? body : undefined
}

function hasPayload({ headers, httpVersionMajor, readableEnded }: IncomingMessage): boolean {
  const length = headers['content-length']
  if (length !== undefined) return length !== '0'
  // HTTP/2 frames bodies without either field.
  return headers['transfer-encoding'] !== undefined || (httpVersionMajor === 2 && !readableEnded)
}

// The plain iterator destroys the connection when its reader stops early, and with it the answer that says why (413).
function chunksOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>,
  }
}
