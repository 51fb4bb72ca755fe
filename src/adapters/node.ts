/**
 * The binding to `node:http`.
 *
 * @module
 */

import { Buffer } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { UsageError } from '../errors.js'
import type { BodyInput, HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'

/** A listener for `http.createServer`. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Binds a gateway to `node:http` (and `https`, `http2` in compatibility mode).
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { createGateway } from 'postern'
 * import { toNodeHandler } from 'postern/node'
 *
 * const gateway = createGateway({ routes: { 'GET /': async () => ({ statusCode: 200, body: 'hello' }) } })
 * const server = createServer(toNodeHandler(gateway))
 * ```
 */
export function toNodeHandler(gateway: GatewayHandler, options: AdapterOptions = {}): NodeHandler {
  return (request, response) => {
    serveNode(gateway, request, response, options).catch((error: unknown) => {
      // Misuse by the program, as a body that was read before: it must show, and the client must not wait.
      response.statusCode = 500
      response.end()
      throw error
    })
  }
}

/** What a binding on top of this one says of a request. */
export interface ServeOptions extends AdapterOptions {
  /** The path for the gateway; default: the request's own. */
  readonly path?: string
  /** Told once the request is the gateway's to answer. */
  readonly onServe?: () => unknown
}

/**
 * Answers one request; `false` when it was left to the app (`fallthrough`). Other bindings that stand on node:http use it.
 */
export async function serveNode(
  gateway: GatewayHandler,
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<boolean> {
  const gone = new AbortController()
  const handled = readNodeRequest(request, options, gone.signal)
  if (options.fallthrough === true && gateway.matches?.(handled) === false) return false
  options.onServe?.()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  await writeNodeResponse(await gateway.handle(handled), request, response)
  return true
}

interface Parsed {
  readonly body?: unknown
  readonly rawBody?: unknown
}

/** Reads what the gateway needs of a request; its body is not read yet. */
export function readNodeRequest(
  request: IncomingMessage,
  options: AdapterOptions & { readonly path?: string },
  signal: AbortSignal,
): HandleRequest {
  const headers: Array<readonly [string, string]> = []
  const { rawHeaders } = request
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i] as string, rawHeaders[i + 1] as string])
  const body = bodyOf(request)
  return {
    method: request.method ?? 'GET',
    path: options.path ?? request.url ?? '/',
    headers,
    sourceIp: clientAddress(request, options.trustProxy === true),
    signal,
    ...(body !== undefined && { body }),
    ...(options.stage !== undefined && { stage: options.stage }),
  }
}

function bodyOf(request: IncomingMessage & Parsed): BodyInput | undefined {
  const { rawBody, body } = request
  if (rawBody instanceof Uint8Array || typeof rawBody === 'string') return rawBody
  if (body instanceof Uint8Array) return body
  if (request.readableEnded && body !== undefined && hasPayload(request)) {
    // Rebuilt from an object, the bytes would differ from those that were sent: signatures and binary bodies break.
    throw new UsageError(
      'ERR_BODY_ALREADY_READ',
      'A body parser has read the request before the gateway could. Mount the gateway before the parser, or keep the bytes as `request.rawBody`.',
    )
  }
  return hasPayload(request) ? request : undefined
}

function hasPayload({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',', 1)[0]
        ?.trim()
    : undefined
  const address =
    forwarded !== undefined && forwarded !== '' ? forwarded : (request.socket.remoteAddress ?? '127.0.0.1')
  // A dual-stack socket shows IPv4 peers as mapped IPv6 addresses.
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}

/** Writes the answer, with back-pressure; ends quietly when the client has gone. */
export async function writeNodeResponse(
  answer: HandleResponse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.statusCode = answer.statusCode
  for (const name of new Set([...answer.headers].map(([key]) => key.toLowerCase()))) {
    if (FRAMING.has(name)) continue
    const values = answer.headers.getAll(name)
    const written = [...answer.headers].find(([key]) => key.toLowerCase() === name)?.[0] ?? name
    // One call a name: a second one for the same name would replace the first.
    response.setHeader(written, values.length === 1 ? (values[0] as string) : values)
  }
  const { body } = answer
  if (typeof body === 'string' || body instanceof Uint8Array) {
    if (request.method !== 'HEAD') response.setHeader('Content-Length', Buffer.byteLength(body))
    response.end(request.method === 'HEAD' ? undefined : body)
    return
  }
  await stream(body, response)
}

// The server computes the framing itself.
const FRAMING = new Set(['transfer-encoding', 'content-length', 'connection', 'keep-alive'])

async function stream(body: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  try {
    for await (const chunk of body) {
      if (response.destroyed) return
      if (!response.write(chunk)) await new Promise<void>((resolve) => drainedOrGone(response, resolve))
    }
    response.end()
  } catch {
    // The head is sent: all that is left is to cut the connection, so that the client sees the answer is not whole.
    response.destroy()
  }
}

function drainedOrGone(response: ServerResponse, resolve: () => void): void {
  const done = (): void => {
    response.off('drain', done)
    response.off('close', done)
    resolve()
  }
  response.once('drain', done)
  response.once('close', done)
}
