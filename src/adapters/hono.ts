/**
 * The binding to Hono.
 *
 * @module
 */

import type { IncomingMessage } from 'node:http'
import type { Context, Handler } from 'hono'
import type { UpgradeWebSocket, WSEvents } from 'hono/ws'
import { UsageError } from '../errors.js'
import type { HandleRequest } from '../http/request.js'
import { systemClock } from '../runtime/clock.js'
import { toHandleRequest, toResponse } from './fetch.js'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { LateSocket } from './late-socket.js'
import { mountedPath } from './mounted-path.js'
import type { WebSocketGateway } from './websocket-gateway.js'

/** Options of the binding. */
export interface HonoOptions extends AdapterOptions {
  /**
   * The client's address: each runtime tells it differently (`getConnInfo` of Hono's adapters). Default: the socket's, on
   * Hono's server for Node.
   */
  readonly sourceIp?: (context: Context) => string | undefined
}

/**
 * Mounts a gateway in a Hono app. On Hono's server for Node the gateway sees headers and path as they were sent, else as a
 * WHATWG request carries them.
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
  return async (context, next) => {
    const head = readHead(context, options)
    if (options.fallthrough === true && gateway.matches?.(head) === false) return next()
    const body = await unreadBody(context, head.body)
    const request = body === head.body ? head : { ...head, body }
    return toResponse(await gateway.handle(request as HandleRequest), head.method)
  }
}

/**
 * Hands the WebSocket clients of a Hono app to a gateway: `$connect` decides before the upgrade, through the helper of the app's
 * runtime. Requests that want no upgrade go to the next handler, such as {@link honoHandler} for `@connections`.
 *
 * @param upgradeWebSocket the helper for the app's runtime, of `@hono/node-server`, `hono/bun`, `hono/deno` or `hono/cloudflare-workers`
 * @example
 * ```ts no-run
 * import { Hono } from 'hono'
 * import { upgradeWebSocket, websocket } from 'hono/bun'
 * import { createGateway } from 'postern'
 * import { honoHandler, honoWebSocket } from 'postern/hono'
 *
 * const gateway = createGateway({ protocolType: 'WEBSOCKET', routes: { $default: () => ({ statusCode: 200 }) } })
 * const app = new Hono()
 * app.get('/prod', honoWebSocket(gateway, upgradeWebSocket))
 * app.all('/prod/*', honoHandler(gateway))
 * export default { fetch: app.fetch, websocket }
 * ```
 */
export function honoWebSocket<Socket, Options>(
  gateway: WebSocketGateway,
  upgradeWebSocket: UpgradeWebSocket<Socket, Options>,
  options: HonoOptions = {},
): Handler {
  return async (context, next) => {
    if (context.req.header('upgrade')?.toLowerCase() !== 'websocket') return next()
    const socket = new LateSocket(systemClock)
    // The body that a WHATWG request may have is nothing to an upgrade.
    const accepted = await gateway.connect(readHead(context, options), socket)
    if ('statusCode' in accepted) return toResponse(accepted)
    socket.accept(accepted)
    const { subprotocol: protocol } = accepted
    // Deno takes the subprotocol from here; on the others it is the runtime that chooses.
    const choice = protocol === undefined ? undefined : ({ protocol } as Options)
    return (await upgradeWebSocket(() => eventsOf<Socket>(socket), choice)(context, next)) ?? context.res
  }
}

function eventsOf<Socket>(socket: LateSocket): WSEvents<Socket> {
  return {
    onOpen: (_, client) => {
      const raw = client.raw as { readonly bufferedAmount?: number } | undefined
      socket.open({
        send: (data) => client.send(data as string | Uint8Array<ArrayBuffer>),
        close: (code, reason) => client.close(code, reason),
        get bufferedAmount() {
          return raw?.bufferedAmount
        },
      })
    },
    // Whatever is no text is refused, so its bytes are not read.
    onMessage: ({ data }) => socket.receive(typeof data === 'string' ? data : NO_TEXT),
    onClose: ({ code, reason }) => socket.end(code, reason),
  }
}

const NO_TEXT = new Uint8Array()

function readHead(context: Context, { sourceIp: addressOf, mount, ...options }: HonoOptions): HandleRequest {
  const incoming = (context.env as { readonly incoming?: IncomingMessage } | undefined)?.incoming
  const sourceIp = addressOf?.(context) ?? incoming?.socket?.remoteAddress
  const head = toHandleRequest(context.req.raw, { ...options, basePath: 'keep', sourceIp })
  const seen = incoming?.rawHeaders === undefined ? head : asSent(head, incoming)
  return { ...seen, path: mountedPath(seen.path, mount ?? routeMount(context.req.routePath), options) }
}

// What a WHATWG request loses is still in Node's own. An app under `mount` has another URL than was sent: that one holds.
function asSent(head: HandleRequest, { rawHeaders, url }: IncomingMessage): HandleRequest {
  const headers: Array<readonly [string, string]> = []
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i] as string, rawHeaders[i + 1] as string])
  const isWhole = url !== undefined && url.startsWith('/') && new URL(`http://x${url}`).pathname === pathOf(head.path)
  return { ...head, headers, headerCase: 'kept', ...(isWhole && { path: url }) }
}

function pathOf(path: string): string {
  const query = path.indexOf('?')
  return query < 0 ? path : path.slice(0, query)
}

/** `/prod` of the route `/prod/*`: what stands before the part that takes in the rest. */
function routeMount(routePath: string): string {
  const segments = routePath.split('/')
  const rest = segments.findIndex((segment) => segment.startsWith('*') || segment.includes('{'))
  return rest < 0 ? '' : segments.slice(0, rest).join('/')
}

/** The body, also when a middleware before us has taken it as bytes, which Hono keeps. */
async function unreadBody({ req }: Context, body: HandleRequest['body']): Promise<HandleRequest['body']> {
  if (!req.raw.bodyUsed) return body
  const { arrayBuffer, blob } = req.bodyCache
  if (arrayBuffer !== undefined || blob !== undefined) return new Uint8Array(await req.arrayBuffer())
  throw new UsageError(
    'ERR_BODY_ALREADY_READ',
    'A middleware has read the body before the gateway could. Mount the gateway before it, or read with `c.req.arrayBuffer()`.',
  )
}
