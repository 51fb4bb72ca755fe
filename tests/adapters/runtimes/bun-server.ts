import { toFetchHandler } from '../../../src/adapters/fetch.js'
import { createSmokeGateway } from './gateway.js'

interface BunServer {
  readonly port: number
  requestIP(request: Request): { readonly address: string } | null
}

declare const Bun: { serve(options: { port: number; hostname: string; fetch: unknown }): BunServer }

const fetch = toFetchHandler(createSmokeGateway(), {
  sourceIp: (request: Request, server: BunServer) => server.requestIP(request)?.address,
})
console.log(Bun.serve({ port: 0, hostname: '127.0.0.1', fetch }).port)
