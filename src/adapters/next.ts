/**
 * The binding to the app router of Next.js.
 *
 * @module
 */

import { refuseReadBody, toHandleRequest, toResponse } from './fetch.js'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'

/** What Next.js passes beside the request: the parts of the path that the folder's name takes in. */
export interface NextRouteContext {
  readonly params?: NextParams | Promise<NextParams>
}

type NextParams = Readonly<Record<string, string | readonly string[] | undefined>>

/** A route handler of Next.js. */
export type NextHandler = (request: Request, context?: NextRouteContext) => Promise<Response>

/** The handlers that a `route.ts` exports. */
export type NextHandlers = Readonly<
  Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS', NextHandler>
>

/**
 * Mounts a gateway as a catch-all route: `app/prod/[...path]/route.ts` shows the stage as the service's URL does; below
 * another folder, `basePath: 'strip'` or `stage` takes the folder's path off.
 *
 * @example
 * ```ts no-run
 * import { createGateway } from 'postern'
 * import { nextHandlers } from 'postern/next'
 *
 * const gateway = createGateway({ routes: { 'GET /pets': () => ({ statusCode: 200, body: '[]' }) } })
 * export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = nextHandlers(gateway, { stage: 'prod' })
 * ```
 */
export function nextHandlers(gateway: GatewayHandler, options: AdapterOptions = {}): NextHandlers {
  const handler: NextHandler = async (request, context) => {
    refuseReadBody(request)
    const mount = options.mount ?? mountOf(request.url, await context?.params)
    return toResponse(await gateway.handle(toHandleRequest(request, { ...options, mount })), request.method)
  }
  return {
    GET: handler,
    POST: handler,
    PUT: handler,
    PATCH: handler,
    DELETE: handler,
    HEAD: handler,
    OPTIONS: handler,
  }
}

// The folder's catch-all is the one parameter that is a list; the path without so many parts is the mount. An optional
// catch-all (`[[...path]]`) of the mount itself is not there at all.
function mountOf(url: string, params: NextParams = {}): string {
  const rest = Object.values(params).find((value) => Array.isArray(value)) ?? []
  const segments = new URL(url).pathname.replace(/\/$/, '').split('/')
  return segments.slice(0, Math.max(1, segments.length - rest.length)).join('/')
}
