/**
 * The binding to Koa 2 and 3.
 *
 * @module
 */

import type { Context, Middleware } from 'koa'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { mountedPath, takenOff } from './mounted-path.js'
import { serveNode } from './node.js'

/**
 * Mounts a gateway in a Koa app, before any body parser.
 *
 * @example
 * ```ts no-run
 * import Koa from 'koa'
 * import { createGateway } from 'postern'
 * import { koaMiddleware } from 'postern/koa'
 *
 * const gateway = createGateway({ routes: { 'GET /pets': () => ({ statusCode: 200, body: '[]' }) } })
 * new Koa().use(koaMiddleware(gateway)).listen(3000)
 * ```
 */
export function koaMiddleware(gateway: GatewayHandler, options: AdapterOptions = {}): Middleware {
  return async (context: Context, next) => {
    const mount = options.mount ?? takenOff(context.originalUrl, context.url)
    const served = await serveNode(gateway, context.req, context.res, {
      ...options,
      path: mountedPath(context.originalUrl, mount, options),
      clientIp: context.ip,
      parsed: context.request as { readonly body?: unknown; readonly rawBody?: unknown },
      // The answer is written to Node's own response; Koa must not write one after it.
      onAnswer: () => (context.respond = false),
    })
    if (!served) await next()
  }
}
