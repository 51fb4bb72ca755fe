import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The HTTP back end of the pet store: what stands behind its HTTP integrations. */
export interface Warehouse {
  /** `127.0.0.1:PORT` */
  readonly address: string
  close(): void
}

/** Starts the back end on a free port. */
export async function startWarehouse(): Promise<Warehouse> {
  let asked = 0
  const server: Server = createServer((request, response) => {
    asked++
    const known = request.url === '/stock/1'
    response.writeHead(known || request.url?.startsWith('/daily') === true ? 200 : 404, {
      'content-type': 'application/json',
    })
    response.end(JSON.stringify(known ? { name: 'Ada', count: 3, asked } : { path: request.url, asked }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
