/**
 * The binding to Hono.
 *
 * @module
 */

import type { Context, Handler } from 'hono'
import { toHandleRequest, toResponse } from './fetch.js'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { mountedPath } from './mounted-path.js'

/** Options of the binding. */
export interface HonoOptions extends AdapterOptions {
  /** The path that the app's route stands at: `/prod` of `/prod/*`; needed by `basePath: 'strip'` only. */
  readonly mount?: string
  /** The client's address: each runtime tells it differently (`getConnInfo` of Hono's adapters). */
  readonly sourceIp?: (context: Context) => string | undefined
}

/**
 * Mounts a gateway in a Hono app.
 *
 * @example
 * ```ts
 * import { Hono } from 'hono'
 * import { createGateway } from 'postern'
 * import { honoHandler } from 'postern/hono'
 *
 * const gateway = createGateway({ routes: { 'GET /pets': () => ({ statusCode: 200, body: '[]' }) } })
 * const app = new Hono().all('/prod/*', honoHandler(gateway))
 * console.log((await app.request('/prod/pets')).status)
 * ```
 */
export function honoHandler(gateway: GatewayHandler, options: HonoOptions = {}): Handler {
  const { sourceIp: addressOf, ...adapter } = options
  return async (context, next) => {
    const sourceIp = addressOf?.(context)
    const read = toHandleRequest(context.req.raw, { ...adapter, ...(sourceIp !== undefined && { sourceIp }) })
    const request = { ...read, path: mountedPath(read.path, options.mount ?? '', options) }
    if (options.fallthrough === true && gateway.matches?.(request) === false) return next()
    return toResponse(await gateway.handle(request), request.method)
  }
}
