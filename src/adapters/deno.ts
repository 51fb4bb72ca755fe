/**
 * The binding to Deno's server.
 *
 * @module
 */

import { type FetchHandler, type FetchOptions, toFetchHandler } from './fetch.js'
import type { GatewayHandler } from './gateway-handler.js'

/** What Deno tells of a connection, as far as the binding looks at it. */
export interface DenoServeInfo {
  readonly remoteAddr?: { readonly hostname?: string }
}

/**
 * Binds a gateway to `Deno.serve`, with the client's address.
 *
 * @example
 * ```js
 * import { createGateway } from 'npm:postern'
 * import { denoHandler } from 'npm:postern/deno'
 *
 * Deno.serve(denoHandler(createGateway({ routes: { 'GET /': () => ({ statusCode: 200, body: 'hello' }) } })))
 * ```
 */
export function denoHandler(gateway: GatewayHandler, options: FetchOptions = {}): FetchHandler {
  return toFetchHandler(gateway, {
    sourceIp: (_request: Request, info: DenoServeInfo | undefined) => info?.remoteAddr?.hostname,
    ...options,
  })
}
