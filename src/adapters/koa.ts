/**
 * The binding to Koa 2 and 3.
 *
 * @module
 */

import type { Context, Middleware } from 'koa'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { mountedPath } from './mounted-path.js'
import { serveNode } from './node.js'

/** Options of the binding; `mount` is the path that a router took off, since Koa itself has none. */
export interface KoaOptions extends AdapterOptions {
  readonly mount?: string
}

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
export function koaMiddleware(gateway: GatewayHandler, options: KoaOptions = {}): Middleware {
  return async (context: Context, next) => {
    const path = mountedPath(context.originalUrl, options.mount ?? '', options)
    // The answer is written to Node's own response; Koa must not write one after it.
    const served = await serveNode(gateway, context.req, context.res, {
      ...options,
      path,
      onServe: () => (context.respond = false),
    })
    if (!served) await next()
  }
}
