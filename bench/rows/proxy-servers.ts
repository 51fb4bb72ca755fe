// The servers of the proxy rows, each in a process of its own: `proxy-servers.ts KIND BACKEND`.
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a server's process tells its parent. */
export type ServerMessage =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'missing'; readonly what: string }
  /** Since the last question: CPU microseconds; peak of the resident memory, in MB, of the whole life. */
  | { readonly kind: 'usage'; readonly cpu: number; readonly peak: number }

const tell = (message: ServerMessage): void => void process.send?.(message)
const [kind = '', backend = ''] = process.argv.slice(2)
const BODY = JSON.stringify({ items: 'x'.repeat(1024 - 12) })
const CHUNK = Buffer.alloc(64 * 1024, 'x')
const FILE = 10 * 1_048_576

function createBackend(): RequestListener {
  return (request, response) => {
    if (request.url?.endsWith('/file') !== true) {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1024' }).end(BODY)
      return
    }
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': String(FILE) })
    let sent = 0
    const write = (): void => {
      while (sent < FILE) {
        sent += CHUNK.byteLength
        if (!response.write(CHUNK)) return void response.once('drain', write)
      }
      response.end()
    }
    write()
  }
}

/** What one would write oneself on undici's lowest level: headers and bytes passed on as they come. */
async function createByHand(): Promise<RequestListener> {
  const { Pool } = await import('undici')
  const pool = new Pool(backend, { connections: 128, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
  return (request, response) => {
    const headers = endToEnd(request.rawHeaders)
    const path = (request.url ?? '/').slice('/prod'.length)
    pool.dispatch(
      { path, method: request.method as 'GET', headers, body: null },
      {
        onConnect: () => {},
        onHeaders: (statusCode, raw, resume) => {
          response.on('drain', resume)
          response.writeHead(statusCode, endToEnd(raw.map((field) => field.toString('latin1'))))
          return true
        },
        onData: (chunk) => response.write(chunk),
        onComplete: () => void response.end(),
        onError: () => void response.destroy(),
      },
    )
  }
}

function endToEnd(fields: readonly string[]): string[] {
  const kept: string[] = []
  for (let at = 0; at < fields.length; at += 2) {
    if (!HOP_BY_HOP.has((fields[at] as string).toLowerCase())) kept.push(fields[at] as string, fields[at + 1] as string)
  }
  return kept
}

const HOP_BY_HOP = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'upgrade'])

async function createPostern(): Promise<RequestListener> {
  const { createGateway } = await import('../../src/index.js')
  const { toNodeHandler } = await import('../../src/adapters/node.js')
  const integration = (path: string): object => ({
    get: {
      responses: { 200: { description: 'ok' } },
      'x-amazon-apigateway-integration': {
        type: 'http_proxy',
        httpMethod: 'GET',
        uri: backend + path,
        ...(path === '/file' && { responseTransferMode: 'STREAM' }),
      },
    },
  })
  const gateway = createGateway({
    definition: {
      openapi: '3.0.1',
      info: { title: 'bench', version: '1' },
      paths: { '/small': integration('/small'), '/file': integration('/file') },
    },
    account: { throttle: { rateLimit: 1e9, burstLimit: 1e9 } },
    logger: false,
  })
  return toNodeHandler(gateway)
}

async function createFastify(): Promise<undefined> {
  const name = '@fastify/http-proxy'
  let plugin: { readonly default: unknown }
  try {
    plugin = (await import(name)) as { readonly default: unknown }
  } catch {
    tell({ kind: 'missing', what: `${name} is not installed` })
    return
  }
  const { default: fastify } = await import('fastify')
  const app = fastify()
  await app.register(plugin.default as never, { upstream: backend, prefix: '/prod' })
  await app.listen({ port: 0, host: '127.0.0.1' })
  tell({ kind: 'listening', port: (app.server.address() as AddressInfo).port })
}

async function listenerOf(): Promise<RequestListener | undefined> {
  if (kind === 'backend') return createBackend()
  if (kind === 'by-hand') return createByHand()
  return kind === 'postern' ? createPostern() : createFastify()
}

const listener = await listenerOf()
if (listener !== undefined) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1', 1024, () => tell({ kind: 'listening', port: (server.address() as AddressInfo).port }))
}

let last = process.cpuUsage()
process.on('message', () => {
  const { user, system } = process.cpuUsage(last)
  last = process.cpuUsage()
  tell({ kind: 'usage', cpu: user + system, peak: process.resourceUsage().maxRSS / 1024 })
})
process.on('disconnect', () => process.exit())
