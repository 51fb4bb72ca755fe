/** A WebSocket server under load, the gateway's or a bare one of `ws`; forked by websocket-load.ts. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { attachWebSocket } from '../../src/adapters/ws.js'
import { createGateway } from '../../src/index.js'

/** What the server is told. */
export type LoadOrder = 'measure' | 'broadcast'

/** What it tells: its port, then bytes and CPU time at each measure. */
export interface LoadReport {
  readonly port: number
  readonly connections: number
  /** Bytes. */
  readonly rss: number
  /** Bytes on the heap and beside it. */
  readonly heap: number
  /** Microseconds of CPU since the start. */
  readonly cpu: number
}

interface Subject {
  readonly size: () => number
  /** Sends a text to all clients. */
  readonly broadcast: (text: string) => Promise<void>
}

const server = createServer()

function bare(): Subject {
  const webSockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 131_072 })
  webSockets.on('connection', (socket: WebSocket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  return {
    size: () => webSockets.clients.size,
    broadcast: async (text) => {
      for (const client of webSockets.clients) client.send(text)
    },
  }
}

function gateway(): Subject {
  const ids = new Set<string>()
  const { connections, handle, ...rest } = createGateway({
    protocolType: 'WEBSOCKET',
    // The service's own limits would be what is measured.
    account: { throttle: { rateLimit: 1_000_000, burstLimit: 1_000_000 } },
    routes: {
      $connect: ({ requestContext }) => {
        ids.add(requestContext.connectionId)
        return { statusCode: 200 }
      },
      $default: {
        handler: ({ body }) => ({ statusCode: 200, body }),
        routeResponseSelectionExpression: '$default',
        routeResponses: { $default: {} },
      },
      $disconnect: ({ requestContext }) => {
        ids.delete(requestContext.connectionId)
        return { statusCode: 200 }
      },
    },
  })
  attachWebSocket(server, rest)
  return {
    size: () => connections.size,
    broadcast: async (body) => {
      const posts = [...ids].map((id) =>
        handle({ method: 'POST', path: `/prod/@connections/${encodeURIComponent(id)}`, body }),
      )
      const refused = (await Promise.all(posts)).filter(({ statusCode }) => statusCode !== 200)
      if (refused.length > 0) throw new Error(`${refused.length} posts failed: ${String(refused[0]?.statusCode)}`)
    },
  }
}

const subject = process.argv[2] === 'gateway' ? gateway() : bare()

function report(): void {
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const { port } = server.address() as AddressInfo
  process.send?.({ port, connections: subject.size(), rss, heap: heapUsed + external, cpu: user + system })
}

process.on('message', (order: LoadOrder) => {
  if (order === 'broadcast') void subject.broadcast('x'.repeat(100))
  else report()
})
server.listen(0, '127.0.0.1', 10_000, report)
