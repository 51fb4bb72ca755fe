/**
 * The binding to Express 4 and 5.
 *
 * @module
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { mountedPath } from './mounted-path.js'
import { serveNode } from './node.js'

/** An Express request, as far as the binding looks at it. */
export type ExpressRequest = IncomingMessage & {
  /** The path as it came. */
  readonly originalUrl: string
  /** The path that the middleware is mounted at. */
  readonly baseUrl: string
  /** The client's address by the app's `trust proxy` setting. */
  readonly ip?: string | undefined
}

/** A middleware of Express. */
export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Mounts a gateway in an Express app. Mount it before any body parser: the gateway needs the bytes that were sent.
 *
 * @example
 * ```ts no-run
 * import express from 'express'
 * import { createGateway } from 'postern'
 * import { expressMiddleware } from 'postern/express'
 *
 * const gateway = createGateway({ routes: { 'GET /pets': () => ({ statusCode: 200, body: '[]' }) } })
 * const app = express()
 * app.use('/prod', expressMiddleware(gateway))
 * app.use(express.json())
 * app.listen(3000)
 * ```
 */
export function expressMiddleware(gateway: GatewayHandler, options: AdapterOptions = {}): ExpressMiddleware {
  return (request, response, next) => {
    const path = mountedPath(request.originalUrl, options.mount ?? request.baseUrl, options)
    serveNode(gateway, request, response, { ...options, path, clientIp: request.ip }).then((served) => {
      if (!served) next()
    }, next)
  }
}
