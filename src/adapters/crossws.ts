/**
 * The binding of WebSocket APIs to `crossws`: Bun, Deno, Node, and what stands on it (Nitro, h3).
 *
 * @module
 */

import type { Hooks, Peer } from 'crossws'
import { systemClock } from '../runtime/clock.js'
import { type FetchOptions, toHandleRequest, toResponse } from './fetch.js'
import { LateSocket } from './late-socket.js'
import type { WebSocketGateway } from './websocket-gateway.js'

/** The hooks that a gateway needs, for any adapter of `crossws`. */
export type WebSocketHooks = Pick<Hooks, 'upgrade' | 'open' | 'message' | 'drain' | 'close' | 'error'>

const KEY = 'postern'

/**
 * Makes hooks that hand the WebSocket clients of a server to a gateway. `$connect` decides before the upgrade; a refusal goes out as
 * the response to it.
 *
 * @param options as of the bindings to WHATWG requests; `sourceIp` tells the client's address where `request.ip` does not
 * @example
 * ```ts no-run
 * import { serve } from 'crossws/server'
 * import { createGateway } from 'postern'
 * import { websocketHooks } from 'postern/crossws'
 *
 * const gateway = createGateway({ protocolType: 'WEBSOCKET', routes: { $default: () => ({ statusCode: 200 }) } })
 * serve({ port: 3000, fetch: gateway.fetch, websocket: websocketHooks(gateway) })
 * ```
 */
export function websocketHooks(gateway: WebSocketGateway, options: FetchOptions = {}): WebSocketHooks {
  const { sourceIp: addressOf = knownAddress, ...adapter } = options
  return {
    upgrade: async (request) => {
      const socket = new LateSocket(systemClock)
      const call = toHandleRequest(request, { ...adapter, sourceIp: addressOf(request) })
      const accepted = await gateway.connect(call, socket)
      if ('statusCode' in accepted) return toResponse(accepted)
      socket.accept(accepted)
      const { subprotocol: protocol } = accepted
      return { context: { [KEY]: socket }, ...(protocol !== undefined && { protocol }) }
    },
    open: (peer) => {
      socketOf(peer)?.open({
        send: (data) => peer.send(data),
        close: (code, reason) => peer.close(code, reason),
        get bufferedAmount() {
          return peer.bufferedAmount
        },
      })
    },
    message: (peer, message) => {
      // A text frame comes as text.
      const { rawData } = message
      socketOf(peer)?.receive(typeof rawData === 'string' ? rawData : message.uint8Array())
    },
    drain: (peer) => socketOf(peer)?.drain(),
    close: (peer, { code, reason }) => socketOf(peer)?.end(code, reason),
    // The close hook follows.
    error: () => undefined,
  }
}

function socketOf(peer: Peer): LateSocket | undefined {
  const socket = peer.context[KEY]
  return socket instanceof LateSocket ? socket : undefined
}

// What srvx, the server under crossws, tells of a request.
function knownAddress(request: Request): string | undefined {
  const { ip } = request as { readonly ip?: unknown }
  return typeof ip === 'string' ? ip : undefined
}
