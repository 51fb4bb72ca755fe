/** One of several processes with WebSocket clients of its own that post to each other's; forked by connections-processes.ts. */
import { Redis } from 'ioredis'
import { type ConnectionsError, createGateway } from '../../src/index.js'
import { createRedisConnections } from '../../src/redis/index.js'
import { connectClient, type TestClient } from '../../src/testing/index.js'
import { connect } from './server.js'
import { ioredisSubscribe } from './subscribe.js'

/** What a process is told. */
export type Order =
  | { readonly kind: 'post'; readonly posts: ReadonlyArray<readonly [connectionId: string, text: string]> }
  | { readonly kind: 'report' }
  | { readonly kind: 'stop' }

/** What a process tells. */
export type Report =
  | { readonly kind: 'ready'; readonly ids: readonly string[] }
  /** A tenth of the posts is answered. */
  | { readonly kind: 'progress' }
  /** `ok`, or the name of the error, of each post in order. */
  | { readonly kind: 'posted'; readonly outcomes: readonly string[] }
  /** What each client got, by connection. */
  | { readonly kind: 'received'; readonly received: Readonly<Record<string, readonly unknown[]>> }

export const HEARTBEAT_MS = 300
const IN_FLIGHT = 50

async function run(port: number, count: number, tell: (report: Report) => void): Promise<void> {
  const connection = connect(port)
  await connection.client.connect()
  const listener = new Redis(port)
  const connections = createRedisConnections({
    command: connection.command,
    subscribe: ioredisSubscribe(listener),
    heartbeatMs: HEARTBEAT_MS,
  })
  const gateway = createGateway({
    protocolType: 'WEBSOCKET',
    connections,
    routes: { $default: () => ({ statusCode: 200 }) },
  })
  const clients: TestClient[] = []
  for (let at = 0; at < count; at++) clients.push(await connectClient(gateway))

  const post = async (id: string, text: string): Promise<string> => {
    try {
      await gateway.connections.post(id, text)
      return 'ok'
    } catch (error) {
      return (error as ConnectionsError).name
    }
  }
  const postAll = async (posts: ReadonlyArray<readonly [string, string]>): Promise<void> => {
    const outcomes: string[] = []
    let next = 0
    let answered = 0
    const loop = async (): Promise<void> => {
      for (let at = next++; at < posts.length; at = next++) {
        const [id, text] = posts[at] as readonly [string, string]
        outcomes[at] = await post(id, text)
        if (++answered === Math.ceil(posts.length / 10)) tell({ kind: 'progress' })
      }
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, loop))
    tell({ kind: 'posted', outcomes })
  }
  process.on('message', (order: Order) => {
    if (order.kind === 'post') void postAll(order.posts)
    else if (order.kind === 'report') {
      tell({
        kind: 'received',
        received: Object.fromEntries(clients.map((client) => [client.connectionId, client.received])),
      })
    } else void gateway.close().then(() => process.exit(0))
  })
  tell({ kind: 'ready', ids: clients.map(({ connectionId }) => connectionId) })
}

const [port, count] = process.argv.slice(2)
if (process.send !== undefined && port !== undefined && count !== undefined) {
  void run(Number(port), Number(count), (report) => process.send?.(report))
}
