/**
 * The binding of WebSocket APIs to `ws`, on a server of `node:http`: a bare one, or the one under Express, Koa or Fastify.
 *
 * @module
 */

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { CLOSE, MESSAGE_LIMIT } from '../connections/index.js'
import { HeaderList } from '../http/header-list.js'
import type { HandleRequest } from '../http/request.js'
import { createResponse, type HandleResponse } from '../http/response.js'
import { badRequest } from '../responses/http-refusal.js'
import { type Clock, systemClock } from '../runtime/clock.js'
import { consoleLogger } from '../runtime/console-logger.js'
import type { AdapterOptions } from './gateway-handler.js'
import { mountedPath } from './mounted-path.js'
import { readNodeHead } from './node-request.js'
import type { WebSocketGateway } from './websocket-gateway.js'
import { WsClient } from './ws-client.js'
import { isHandshake, writeUpgradeRefusal } from './ws-refusal.js'

/** A server that upgrades: of `node:http` or `node:https`. */
export interface UpgradeServer {
  on(event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): unknown
  off(event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): unknown
}

/** Options of {@link attachWebSocket}. `fallthrough` leaves upgrades that mean no WebSocket API to the server's other listeners. */
export interface WebSocketOptions extends AdapterOptions {
  /**
   * Milliseconds between two pings; a client that gives no sign of life between them is cut off, and its `$disconnect` has the code
   * 1006. 0: no pings, a client whose network is gone is noticed at the next message or after 10 idle minutes. Default 30,000.
   */
  readonly pingInterval?: number
  /** The clock of the pings. Default: the system's. */
  readonly clock?: Clock
}

/** A server's binding to a gateway. */
export interface WebSocketBinding {
  /** Clients that are connected. */
  readonly size: number
  /** Takes no further upgrades and says goodbye to the clients (1001). The server is left alone, and so is the gateway. */
  close(): void
}

/**
 * Lets a gateway answer the WebSocket upgrades of a server. `$connect` decides before the upgrade: who is refused gets its status,
 * headers and body over plain HTTP.
 *
 * @example
 * ```ts no-run
 * import { createServer } from 'node:http'
 * import { createGateway } from 'postern'
 * import { toNodeHandler } from 'postern/node'
 * import { attachWebSocket } from 'postern/ws'
 *
 * const gateway = createGateway({
 *   protocolType: 'WEBSOCKET',
 *   routes: {
 *     $default: async (event) => {
 *       await gateway.connections.post(event.requestContext.connectionId, `you said ${event.body}`)
 *       return { statusCode: 200 }
 *     },
 *   },
 * })
 * const server = createServer(toNodeHandler(gateway)) // answers `@connections`
 * attachWebSocket(server, gateway)
 * server.listen(3000) // ws://localhost:3000/prod
 * ```
 */
export function attachWebSocket(
  server: UpgradeServer,
  gateway: WebSocketGateway,
  options: WebSocketOptions = {},
): WebSocketBinding {
  const clients = new Set<WsClient>()
  const { upgrade, stop } = createUpgrade(gateway, clients)
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = request.url ?? '/'
    const path = mountedPath(url, options.mount ?? '', options)
    const call = readNodeHead(request, undefined, { ...options, path })
    if (options.fallthrough === true && gateway.resolveTarget?.(call).protocolType !== 'WEBSOCKET') return
    upgrade(call, request, socket, head).catch((error: unknown) => {
      consoleLogger.error({ error }, 'an upgrade could not be handed to the gateway')
      socket.destroy()
    })
  }
  server.on('upgrade', onUpgrade)
  const stopPings = startPings(clients, options)
  return {
    get size() {
      return clients.size
    },
    close: () => {
      server.off('upgrade', onUpgrade)
      stop()
      stopPings()
      for (const client of clients) client.close(CLOSE.goingAway, 'Going away')
    },
  }
}

type Upgrade = (call: HandleRequest, request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>

function createUpgrade(
  gateway: WebSocketGateway,
  clients: Set<WsClient>,
): { readonly upgrade: Upgrade; readonly stop: () => void } {
  const chosen = new WeakMap<IncomingMessage, string>()
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MESSAGE_LIMIT,
    // The service does not compress (its answers to upgrades name no extension).
    perMessageDeflate: false,
    autoPong: false,
    handleProtocols: (_offered, request) => chosen.get(request) ?? false,
  })
  const onEnd = (client: WsClient): void => void clients.delete(client)

  const upgrade: Upgrade = async (call, request, socket, head) => {
    // The server has taken its own listener off; a client that resets the connection is no fault of ours.
    socket.on('error', ignore)
    if (!isHandshake(request)) return writeUpgradeRefusal(malformed(), request, socket)
    const client = new WsClient(socket, onEnd)
    const accepted = await gateway.connect(call, client)
    if ('statusCode' in accepted) return writeUpgradeRefusal(accepted, request, socket)
    const { subprotocol } = accepted
    if (subprotocol !== undefined && TOKEN.test(subprotocol)) chosen.set(request, subprotocol)
    client.watch()
    let isUpgraded = false
    // Calls back before it returns, or not at all: the client has gone while `$connect` ran, or the binding was closed.
    server.handleUpgrade(request, socket, head, (webSocket) => {
      isUpgraded = true
      clients.add(client)
      client.open(webSocket, accepted)
    })
    if (!isUpgraded) await accepted.close(CLOSE.abnormal)
  }
  return { upgrade, stop: () => server.close() }
}

// What a function chose goes into a header line, and must stay within it.
const TOKEN = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/

function ignore(): void {}

function malformed(): HandleResponse {
  const { statusCode, headers, body } = badRequest()
  return createResponse(statusCode, new HeaderList(headers), body)
}

const PING_INTERVAL = 30_000

/** Sets one timer for all clients; gives what stops it. */
function startPings(
  clients: ReadonlySet<WsClient>,
  { pingInterval = PING_INTERVAL, clock = systemClock }: WebSocketOptions,
): () => void {
  if (pingInterval === 0) return () => undefined
  const ping = (): void => {
    for (const client of clients) client.check()
    timer = clock.setTimeout(ping, pingInterval)
  }
  let timer = clock.setTimeout(ping, pingInterval)
  return () => clock.clearTimeout(timer)
}
