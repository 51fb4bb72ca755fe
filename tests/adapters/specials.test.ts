import { createServer } from 'node:http'
import express, { type RequestHandler, type Response as ExpressResponse } from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { afterEach, describe, expect, test } from 'vitest'
import { expressMiddleware } from '../../src/adapters/express.js'
import { fastifyGateway } from '../../src/adapters/fastify.js'
import type { AdapterOptions, GatewayHandler } from '../../src/adapters/gateway-handler.js'
import { honoHandler } from '../../src/adapters/hono.js'
import { koaMiddleware } from '../../src/adapters/koa.js'
import { toNodeHandler } from '../../src/adapters/node.js'
import { call } from './call.js'
import { ok, recorder } from './recorder.js'
import { listen, type Running } from './servers.js'

let running: Running | undefined
afterEach(async () => {
  await running?.close()
  running = undefined
})

const post = { method: 'POST', headers: ['Content-Type', 'application/json'], body: '{"a": 1}' }
const TWO_COOKIES: Array<[string, string]> = [
  ['Set-Cookie', 'a=1'],
  ['Set-Cookie', 'b=2'],
]

describe('Express', () => {
  const mount = (gateway: GatewayHandler, options?: AdapterOptions): RequestHandler =>
    expressMiddleware(gateway, options)

  async function serve(use: (app: express.Express) => void): Promise<number> {
    const app = express()
    use(app)
    running = await listen(createServer(app))
    return running.port
  }

  test('refuses a body that a parser has read, and says how to mount', async () => {
    const errors: unknown[] = []
    const gateway = recorder()
    const port = await serve((app) => {
      app.use(express.json(), mount(gateway))
      app.use((error: unknown, _request: unknown, response: ExpressResponse, _next: unknown) => {
        errors.push(error)
        response.status(500).end()
      })
    })
    expect((await call(port, '/prod/x', post)).status).toBe(500)
    expect(errors).toMatchObject([
      {
        code: 'ERR_BODY_ALREADY_READ',
        message: expect.stringMatching(/Mount the gateway before the parser/) as unknown,
      },
    ])
    expect(gateway.seen).toEqual([])
  })

  test('passes requests without a body behind a parser', async () => {
    const gateway = recorder()
    const port = await serve((app) => app.use(express.json(), mount(gateway)))
    expect((await call(port, '/prod/x')).status).toBe(200)
    expect(gateway.only.request.body).toBeUndefined()
  })

  test('leaves a parsed body to the app where it has no route', async () => {
    const port = await serve((app) => {
      app.use(express.json(), mount(recorder(), { fallthrough: true }))
      app.post('/mine', (request, response) => void response.json(request.body))
    })
    expect((await call(port, '/mine', post)).body.toString()).toBe('{"a":1}')
  })

  test.each([
    ['a raw parser', express.raw({ type: '*/*' })],
    [
      'a parser that keeps rawBody',
      express.json({ verify: (request, _, bytes) => void Object.assign(request, { rawBody: bytes }) }),
    ],
  ])('takes the bytes of %s', async (_, parser) => {
    const gateway = recorder()
    const port = await serve((app) => app.use(parser, mount(gateway)))
    expect((await call(port, '/prod/x', post)).status).toBe(200)
    expect(gateway.only.body.toString()).toBe('{"a": 1}')
  })

  test("keeps the gateway's cookies beside the app's own, and its other headers over the app's", async () => {
    const port = await serve((app) => {
      app.use((_request, response, next) => {
        response.setHeader('Set-Cookie', 'session=0')
        response.setHeader('X-App', 'app')
        response.setHeader('X-Both', 'app')
        next()
      })
      app.use(mount(recorder(() => ok('', [...TWO_COOKIES, ['X-Both', 'gateway']]))))
    })
    const { headers } = (await call(port, '/prod/x')).message
    expect(headers['set-cookie']).toEqual(['session=0', 'a=1', 'b=2'])
    expect(headers).toMatchObject({ 'x-app': 'app', 'x-both': 'gateway', 'x-powered-by': 'Express' })
  })

  test("follows the app's own trust in proxies", async () => {
    const gateway = recorder()
    const port = await serve((app) => app.set('trust proxy', 'loopback').use(mount(gateway)))
    await call(port, '/prod/x', { headers: ['X-Forwarded-For', '6.6.6.6, 7.7.7.7'] })
    expect(gateway.only.request.sourceIp).toBe('7.7.7.7')
  })

  test('strips the mounts of nested routers', async () => {
    const gateway = recorder()
    const inner = express.Router().use('/:tenant', mount(gateway, { basePath: 'strip' }))
    const port = await serve((app) => app.use('/api', inner))
    await call(port, '/api/acme/prod/pets?x=1')
    expect(gateway.only.request.path).toBe('/prod/pets?x=1')
  })

  test('writes nothing when the app has answered meanwhile', async () => {
    let answered = (): void => {}
    const done = new Promise<void>((resolve) => (answered = resolve))
    const gateway: GatewayHandler = { handle: () => done.then(() => ok('late')) }
    const port = await serve((app) => {
      app.use((_request, response, next) => {
        next()
        response.status(503).end('timeout', answered)
      })
      app.use(mount(gateway))
    })
    const answer = await call(port, '/prod/x')
    expect([answer.status, answer.body.toString()]).toEqual([503, 'timeout'])
  })
})

describe('Koa', () => {
  test('takes the bytes that a parser kept, else refuses', async () => {
    const gateway = recorder()
    const app = new Koa({ env: 'test' })
    app.silent = true
    app.use(async (context, next) => {
      const chunks: Buffer[] = []
      for await (const chunk of context.req) chunks.push(chunk as Buffer)
      if (context.path.endsWith('/kept')) Object.assign(context.request, { rawBody: Buffer.concat(chunks).toString() })
      Object.assign(context.request, { body: {} })
      await next()
    })
    app.use(koaMiddleware(gateway))
    const codes: unknown[] = []
    app.on('error', (error: { code?: string }) => codes.push(error.code))
    running = await listen(createServer((request, response) => void app.callback()(request, response)))
    expect((await call(running.port, '/prod/kept', post)).status).toBe(200)
    expect(gateway.only.body.toString()).toBe('{"a": 1}')
    expect((await call(running.port, '/prod/lost', post)).status).toBe(500)
  })

  test('sends headers that the app has set, and lets middleware look at the end', async () => {
    const app = new Koa()
    let after = 0
    app.use(async (context, next) => {
      context.set('X-App', '1')
      await next()
      after = context.res.statusCode
    })
    app.use(koaMiddleware(recorder(() => ok('', TWO_COOKIES))))
    running = await listen(createServer((request, response) => void app.callback()(request, response)))
    const { headers } = (await call(running.port, '/prod/x')).message
    expect(headers).toMatchObject({ 'x-app': '1', 'set-cookie': ['a=1', 'b=2'] })
    expect(after).toBe(200)
  })
})

describe('Fastify', () => {
  test('parses in the app as before, and not in the scope of the gateway', async () => {
    const app = Fastify({ forceCloseConnections: true })
    const gateway = recorder()
    app.addHook('onRequest', async (_request, reply) => void reply.header('x-app', '1'))
    app.post('/mine', async (request) => request.body)
    await app.register(fastifyGateway, { gateway, prefix: '/prod' })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as { port: number }
    running = { port, close: () => app.close() }
    expect((await call(port, '/mine', post)).body.toString()).toBe('{"a":1}')
    const answer = await call(port, '/prod/x', { ...post, body: '{broken' })
    expect([answer.status, answer.message.headers['x-app']]).toEqual([200, '1'])
    expect(gateway.only.body.toString()).toBe('{broken')
  })

  test('serves the mount itself, paths of any length, and content types of any kind', async () => {
    const app = Fastify({ forceCloseConnections: true })
    const gateway = recorder()
    await app.register(fastifyGateway, { gateway, prefix: '/prod', basePath: 'strip' })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as { port: number }
    running = { port, close: () => app.close() }
    const long = `/${'x'.repeat(3000)}`
    for (const path of ['/prod', '/prod/', '/prod?a=1', `/prod${long}`]) await call(port, path)
    await call(port, '/prod/t', { method: 'POST', headers: ['Content-Type', 'no type at all'], body: 'x' })
    await call(port, '/prod/u', { method: 'POST', body: 'x' })
    expect(gateway.seen.map(({ request }) => request.path)).toEqual(['/', '/', '/?a=1', long, '/t', '/u'])
  })
})

describe('Hono', () => {
  test('finds its mount from the route, and strips it', async () => {
    const gateway = recorder()
    const inner = new Hono().all('/:tenant/*', honoHandler(gateway, { basePath: 'strip' }))
    await new Hono().route('/api', inner).request('/api/acme/prod/pets?x=1')
    expect(gateway.only.request.path).toBe('/prod/pets?x=1')
  })

  test('says that header case is lost where it is', async () => {
    const gateway = recorder()
    await new Hono().all('*', honoHandler(gateway)).request('/prod/x')
    expect(gateway.only.request.headerCase).toBe('lost')
  })

  test('takes a body that was read as bytes, and refuses one that was read otherwise', async () => {
    const gateway = recorder()
    const errors: unknown[] = []
    const app = new Hono()
    app.use('/bytes/*', async (context, next) => {
      await context.req.arrayBuffer()
      await next()
    })
    app.use('/text/*', async (context, next) => {
      await context.req.text()
      await next()
    })
    app.all('*', honoHandler(gateway))
    app.onError((error, context) => {
      errors.push(error)
      return context.text('', 500)
    })
    await app.request('/bytes/x', { method: 'POST', body: new Uint8Array([0, 255]) })
    expect([...gateway.only.body]).toEqual([0, 255])
    await app.request('/text/x', { method: 'POST', body: 'x' })
    expect(errors).toMatchObject([{ code: 'ERR_BODY_ALREADY_READ' }])
  })

  test('takes the address that the app gives', async () => {
    const gateway = recorder()
    await new Hono().all('*', honoHandler(gateway, { sourceIp: () => '9.9.9.9' })).request('/prod/x')
    expect(gateway.only.request.sourceIp).toBe('9.9.9.9')
  })
})

describe('node:http', () => {
  test('is a middleware of Connect, too', async () => {
    const gateway = recorder()
    const handler = toNodeHandler(gateway, { fallthrough: true, basePath: 'strip' })
    running = await listen(
      createServer((request, response) => {
        Object.assign(request, { originalUrl: request.url, url: (request.url ?? '').replace('/api', '') })
        handler(request, response, () => response.writeHead(404).end())
      }),
    )
    expect((await call(running.port, '/api/unknown')).status).toBe(404)
    expect((await call(running.port, '/api/prod/known?x=1')).status).toBe(200)
    expect(gateway.only.request.path).toBe('/prod/known?x=1')
  })

  test('takes the path out of an absolute URL', async () => {
    const gateway = recorder()
    running = await listen(createServer(toNodeHandler(gateway)))
    await call(running.port, 'http://elsewhere.example/prod/x?y=http://z')
    expect(gateway.only.request.path).toBe('/prod/x?y=http://z')
  })

  test('passes TRACE-like methods, a body on GET and dots in the path', async () => {
    const gateway = recorder()
    running = await listen(createServer(toNodeHandler(gateway)))
    await call(running.port, '/prod/a/../b/./c', { method: 'TRACE' })
    await call(running.port, '/prod/x', { body: 'of a GET' })
    expect(gateway.seen.map(({ request }) => `${request.method} ${request.path}`)).toEqual([
      'TRACE /prod/a/../b/./c',
      'GET /prod/x',
    ])
    expect(gateway.seen[1]?.body.toString()).toBe('of a GET')
  })
})
