/**
 * The binding to Cloudflare Workers.
 *
 * @module
 */

import { type FetchHandler, type FetchOptions, toFetchHandler } from './fetch.js'
import type { GatewayHandler } from './gateway-handler.js'

/** A Worker's module, to be its default export. */
export interface WorkersHandler {
  readonly fetch: FetchHandler
}

/**
 * Binds a gateway to Workers. The client's address is the one that Cloudflare writes into `CF-Connecting-IP`, which no client
 * can set.
 *
 * @example
 * ```ts no-run
 * import { createGateway } from 'postern'
 * import { workersHandler } from 'postern/workers'
 *
 * const gateway = createGateway({ routes: { 'GET /': () => ({ statusCode: 200, body: 'hello' }) } })
 * export default workersHandler(gateway)
 * ```
 */
export function workersHandler(gateway: GatewayHandler, options: FetchOptions = {}): WorkersHandler {
  return {
    fetch: toFetchHandler(gateway, {
      sourceIp: (request: Request) => request.headers.get('cf-connecting-ip') ?? undefined,
      ...options,
    }),
  }
}
