import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import type { LoadOrder, LoadReport } from './websocket-server.js'

/** What a server did under load. */
export interface LoadFigures {
  /** Connections that were open at once. */
  readonly connections: number
  /** Kilobytes of the process, and of its heap, for each connection. */
  readonly rssPerConnection: number
  readonly heapPerConnection: number
  /** Messages in, and as many out. */
  readonly echoesPerSecond: number
  /** Microseconds of CPU for one in and out. */
  readonly cpuPerEcho: number
  /** Milliseconds from a message to its answer. */
  readonly p50: number
  readonly p99: number
  /** Milliseconds until each client had the broadcast. */
  readonly broadcast: number
  /** How often each client got the broadcast, at least and at most. */
  readonly copies: readonly [least: number, most: number]
}

/** How much load; `talking` divides `connections`. */
export interface Load {
  readonly connections: number
  /** Clients that talk at once. */
  readonly talking: number
  readonly echoes: number
}

const AT_ONCE = 100
const KB = 1024

/** Puts a server under load: all clients connect, talk in turns, and get a broadcast. */
export async function measureLoad(kind: 'gateway' | 'bare', load: Load): Promise<LoadFigures> {
  const child = startServer(kind)
  const clients: WebSocket[] = []
  try {
    const { port } = await reportOf(child)
    // What the first connections load and compile is not theirs.
    const warm = await connectAll(port, 20)
    await echo(warm, { connections: 20, talking: 20, echoes: 200 })
    const before = await measure(child)
    clients.push(...(await connectAll(port, load.connections)))
    const open = await measure(child)
    const { seconds, latencies } = await echo(clients, load)
    const after = await measure(child)
    const { broadcast, copies } = await receiveBroadcast(child, clients)
    for (const client of warm) client.terminate()
    return {
      connections: open.connections - before.connections,
      rssPerConnection: (open.rss - before.rss) / load.connections / KB,
      heapPerConnection: (open.heap - before.heap) / load.connections / KB,
      echoesPerSecond: load.echoes / seconds,
      cpuPerEcho: (after.cpu - open.cpu) / load.echoes,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      broadcast,
      copies,
    }
  } finally {
    for (const client of clients) client.terminate()
    child.kill()
  }
}

// The bench runs what tsc made, the tests run the source.
function startServer(kind: string): ChildProcess {
  const extension = extname(import.meta.url)
  const execArgv = extension === '.ts' ? ['--import', 'tsx', '--expose-gc'] : ['--expose-gc']
  return fork(fileURLToPath(new URL(`websocket-server${extension}`, import.meta.url)), [kind], { execArgv })
}

async function reportOf(child: ChildProcess): Promise<LoadReport> {
  const [report] = (await once(child, 'message')) as [LoadReport]
  return report
}

function measure(child: ChildProcess): Promise<LoadReport> {
  const report = reportOf(child)
  child.send('measure' satisfies LoadOrder)
  return report
}

async function connectAll(port: number, count: number): Promise<WebSocket[]> {
  const clients: WebSocket[] = []
  let left = count
  const loop = async (): Promise<void> => {
    while (left-- > 0) {
      const client = new WebSocket(`ws://127.0.0.1:${port}/prod`, { perMessageDeflate: false })
      await once(client, 'open')
      clients.push(client)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, loop))
  return clients
}

/** Lets so many clients at once send a message and wait for its answer; each time it is another one's turn. */
async function echo(
  clients: readonly WebSocket[],
  { talking, echoes }: Load,
): Promise<{ readonly seconds: number; readonly latencies: number[] }> {
  const latencies: number[] = []
  let next = 0
  const loop = (first: number): Promise<void> =>
    new Promise((resolve, reject) => {
      // Clients of one loop are of no other: an answer has one who waits for it.
      let turn = first
      const talk = (): void => {
        if (next++ >= echoes) {
          resolve()
          return
        }
        const client = clients[turn] as WebSocket
        turn = (turn + talking) % clients.length
        const text = `{"action":"echo","n":${next},"data":"${'x'.repeat(60)}"}`
        const sentAt = performance.now()
        client.once('message', (data) => {
          latencies.push(performance.now() - sentAt)
          const answer = (data as Buffer).toString()
          if (answer === text) talk()
          else reject(new Error(`expected ${text}, got ${answer}`))
        })
        client.send(text)
      }
      talk()
    })
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: talking }, (_, at) => loop(at)))
  return { seconds: (performance.now() - startedAt) / 1000, latencies }
}

async function receiveBroadcast(
  child: ChildProcess,
  clients: readonly WebSocket[],
): Promise<Pick<LoadFigures, 'broadcast' | 'copies'>> {
  const copies = clients.map(() => 0)
  let missing = clients.length
  const all = new Promise<void>((resolve) => {
    clients.forEach((client, at) => {
      client.on('message', () => {
        copies[at] = (copies[at] as number) + 1
        if (--missing === 0) resolve()
      })
    })
  })
  const startedAt = performance.now()
  child.send('broadcast' satisfies LoadOrder)
  await all
  const broadcast = performance.now() - startedAt
  // What would come twice comes before the answer to this.
  await measure(child)
  return { broadcast, copies: [Math.min(...copies), Math.max(...copies)] }
}

function quantile(figures: readonly number[], share: number): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length * share)] ?? Number.NaN
}

/** The figures in a line. */
export function describeFigures(kind: string, figures: LoadFigures): string {
  const { connections, rssPerConnection, heapPerConnection, echoesPerSecond, cpuPerEcho, p50, p99, broadcast } = figures
  return (
    `${kind}: ${connections} connections, ${rssPerConnection.toFixed(1)} KB each (heap ${heapPerConnection.toFixed(1)} KB); ` +
    `${echoesPerSecond.toFixed(0)} messages/s in and out, ${cpuPerEcho.toFixed(0)} µs CPU each, p50 ${p50.toFixed(1)} ms, ` +
    `p99 ${p99.toFixed(1)} ms; broadcast to all in ${broadcast.toFixed(0)} ms`
  )
}
