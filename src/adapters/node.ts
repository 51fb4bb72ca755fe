/**
 * The binding to `node:http`.
 *
 * @module
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import { consoleLogger } from '../runtime/console-logger.js'
import { finalAnswer } from './final-answer.js'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { mountedPath, takenOff } from './mounted-path.js'
import { nodeBody, type NodeRequestOptions, readNodeHead } from './node-request.js'
import { writeNodeResponse } from './node-response.js'

/** A listener for `http.createServer`; with a third argument, a middleware of Connect and its like. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void

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
  return (request, response, next) => {
    const url = request.url ?? '/'
    const original = (request as { readonly originalUrl?: string }).originalUrl ?? url
    const path = mountedPath(original, options.mount ?? takenOff(original, url), options)
    // A bare server has nothing behind the gateway.
    const fallthrough = next !== undefined && options.fallthrough === true
    serveNode(gateway, request, response, { ...options, fallthrough, path }).then(
      (served) => {
        if (!served) next?.()
      },
      (error: unknown) => (next === undefined ? answerFailure(error, response) : next(error)),
    )
  }
}

// Misuse by the program, as a body that was read before: it must show, the client must not wait, and the server must live on.
function answerFailure(error: unknown, response: ServerResponse): void {
  consoleLogger.error({ error }, 'a request could not be handed to the gateway')
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(500, { 'Content-Type': 'application/json' })
  response.end('{"message": "Internal server error"}')
}

/** What a binding on top of this one says of a request. */
export interface ServeOptions extends NodeRequestOptions {
  /** Where a framework keeps what its parsers read; default: the request itself. */
  readonly parsed?: { readonly body?: unknown; readonly rawBody?: unknown }
  /** Told right before the answer is written: from here on the response is the gateway's. */
  readonly onAnswer?: () => unknown
}

/**
 * Answers one request; `false` when it was left to the app (`fallthrough`). Other bindings that stand on node:http use it.
 *
 * @throws {UsageError} `ERR_BODY_ALREADY_READ`, before anything is written
 */
export async function serveNode(
  gateway: GatewayHandler,
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<boolean> {
  const head = readNodeHead(request, response, options)
  if (options.fallthrough === true && gateway.matches?.(head) === false) return false
  const body = nodeBody(request, options.parsed)
  if (body !== undefined) (head as { body?: HandleRequest['body'] }).body = body
  const answer = await answerOf(gateway, head, response)
  options.onAnswer?.()
  if (answer !== undefined) await writeNodeResponse(answer, request, response)
  return true
}

/** The gateway's answer; `undefined` when the client has gone and what became of its request concerns nobody. */
async function answerOf(
  gateway: GatewayHandler,
  request: HandleRequest,
  response: ServerResponse,
): Promise<HandleResponse | undefined> {
  try {
    return finalAnswer(await gateway.handle(request))
  } catch (error) {
    if (response.destroyed || response.closed) return undefined
    throw error
  }
}
