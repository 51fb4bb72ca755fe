import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A server that writes whatever it is told, right or wrong. */
export interface RawServer {
  readonly url: string
  readonly port: number
  /** What each connection received, as text, in order of connecting. */
  readonly received: string[]
  /** Connections that are open now. */
  open(): number
  close(): Promise<void>
}

/** Starts a server; `serve` is called once a connection, when the head of a request has come. */
export async function startRawServer(serve: (socket: Socket, connection: number) => void): Promise<RawServer> {
  const received: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const index = received.push('') - 1
    let served = false
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => {
      received[index] += chunk.toString('latin1')
      if (served || !received[index]?.includes('\r\n\r\n')) return
      served = true
      serve(socket, index)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    open: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
