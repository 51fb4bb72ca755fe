import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { RequestHandler, Response as ExpressResponse } from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import type { GatewayHandler } from '../../src/adapters/gateway-handler.js'
import { toBytes } from '../../src/http/body.js'
import { HeaderList } from '../../src/http/header-list.js'
import type { HandleRequest } from '../../src/http/request.js'
import { createResponse, type HandleResponse } from '../../src/http/response.js'
import { type Running, starters } from './servers.js'

interface Seen {
  readonly request: HandleRequest
  readonly body: Uint8Array
}

interface Answer {
  readonly status: number
  readonly message: IncomingMessage
  readonly body: Buffer
}

let running: Running | undefined
afterEach(async () => {
  await running?.close()
  running = undefined
})

/** A gateway that keeps what it was asked and answers as told. */
function recorder(
  answer: () => HandleResponse = () => createResponse(200, new HeaderList(), 'ok'),
): GatewayHandler & { seen: Seen[] } {
  const seen: Seen[] = []
  return {
    seen,
    handle: async (request) => {
      seen.push({ request, body: await readAll(request.body) })
      return answer()
    },
    matches: ({ path }) => path.startsWith('/prod/known'),
  }
}

async function readAll(body: HandleRequest['body']): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array()
  if (typeof body === 'string' || body instanceof Uint8Array) return toBytes(body)
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function call(
  port: number,
  path: string,
  options: { method?: string; headers?: string[]; body?: string | Uint8Array } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = ['Host', `127.0.0.1:${port}`, ...(options.headers ?? [])]
    if (options.body !== undefined) headers.push('Content-Length', String(Buffer.byteLength(options.body)))
    const sent = httpRequest({ port, host: '127.0.0.1', path, method: options.method ?? 'GET', headers }, (message) => {
      const chunks: Buffer[] = []
      message.on('data', (chunk: Buffer) => chunks.push(chunk))
      message.on('end', () => resolve({ status: message.statusCode ?? 0, message, body: Buffer.concat(chunks) }))
    })
    sent.on('error', reject)
    sent.end(options.body)
  })
}

describe.each(Object.entries(starters))('%s', (name, start) => {
  test('passes method, path, query and exact bytes of a body', async () => {
    const gateway = recorder()
    running = await start(gateway)
    const body = '{"a": 1,  "b":"é"}'
    const answer = await call(running.port, '/prod/pets?type=cat&type=d%20g', {
      method: 'POST',
      headers: ['Content-Type', 'application/json'],
      body,
    })
    expect(answer.status).toBe(200)
    expect(answer.body.toString()).toBe('ok')
    const [seen] = gateway.seen
    expect(seen?.request.method).toBe('POST')
    expect(seen?.request.path).toBe('/prod/pets?type=cat&type=d%20g')
    expect(Buffer.from(seen?.body ?? []).toString()).toBe(body)
  })

  test('keeps two cookies apart, and bytes that are no text', async () => {
    const bytes = new Uint8Array([0, 255, 128, 10])
    const headers = new HeaderList([
      ['Content-Type', 'image/png'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ])
    running = await start(recorder(() => createResponse(201, headers, bytes)))
    const answer = await call(running.port, '/prod/pets')
    expect(answer.status).toBe(201)
    expect(answer.message.headers['set-cookie']).toEqual(['a=1', 'b=2'])
    expect(answer.body).toEqual(Buffer.from(bytes))
  })

  test('passes binary bodies and the client address', async () => {
    const gateway = recorder()
    running = await start(gateway)
    await call(running.port, '/prod/x', { method: 'PUT', body: new Uint8Array([0, 255, 1, 2]) })
    expect([...(gateway.seen[0]?.body ?? [])]).toEqual([0, 255, 1, 2])
    if (name !== 'hono') expect(gateway.seen[0]?.request.sourceIp).toBe('127.0.0.1')
  })

  test('strips the mount when the stage is named', async () => {
    const gateway = recorder()
    running = await start(gateway, { stage: 'live' })
    await call(running.port, '/prod/pets/1')
    expect(gateway.seen[0]?.request.stage).toBe('live')
    expect(gateway.seen[0]?.request.path).toBe(name === 'node' ? '/prod/pets/1' : '/pets/1')
  })

  test('leaves an unknown route to the app, if it may', async () => {
    // A bare server has no app behind the gateway.
    if (name === 'node') return
    running = await start(recorder(), { fallthrough: true })
    expect((await call(running.port, '/prod/unknown')).status).toBe(418)
    expect((await call(running.port, '/prod/known')).status).toBe(200)
  })

  test('answers HEAD without a body', async () => {
    running = await start(recorder())
    const answer = await call(running.port, '/prod/pets', { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(answer.body.byteLength).toBe(0)
  })

  test('streams a body as it comes', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (const text of ['a', 'b', 'c']) yield new TextEncoder().encode(text)
    }
    running = await start(recorder(() => createResponse(200, new HeaderList(), chunks())))
    expect((await call(running.port, '/prod/s')).body.toString()).toBe('abc')
  })

  test('tells the gateway that the client has gone', async () => {
    let gone: (() => void) | undefined
    const aborted = new Promise<void>((resolve) => (gone = resolve))
    const started = new Promise<void>((resolve) => {
      const gateway: GatewayHandler = {
        handle: ({ signal }) => {
          signal?.addEventListener('abort', () => gone?.())
          resolve()
          return new Promise(() => {})
        },
      }
      void start(gateway).then((server) => {
        running = server
        const sent = httpRequest({ port: server.port, host: '127.0.0.1', path: '/prod/slow' })
        sent.on('error', () => {})
        sent.end()
        void started.then(() => sent.destroy())
      })
    })
    await aborted
  })
})

test('a body that was read already is refused with the way out', async () => {
  const { default: express } = await import('express')
  const { expressMiddleware } = await import('../../src/adapters/express.js')
  const app = express()
  const errors: unknown[] = []
  app.use(express.json())
  app.use('/prod', expressMiddleware(recorder()) as unknown as RequestHandler)
  app.use((error: unknown, _request: unknown, response: ExpressResponse, _next: unknown) => {
    errors.push(error)
    response.status(500).end()
  })
  const server = app.listen(0)
  const { port } = server.address() as { port: number }
  const answer = await call(port, '/prod/x', {
    method: 'POST',
    headers: ['Content-Type', 'application/json'],
    body: '{"a":1}',
  })
  server.closeAllConnections()
  server.close()
  expect(answer.status).toBe(500)
  expect(errors).toMatchObject([{ code: 'ERR_BODY_ALREADY_READ' }])
})
