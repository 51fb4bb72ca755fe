import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, request as httpRequest, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import express from 'express'
import Fastify from 'fastify'
import Koa from 'koa'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { expressMiddleware } from '../../src/adapters/express.js'
import { fastifyGateway } from '../../src/adapters/fastify.js'
import { koaMiddleware } from '../../src/adapters/koa.js'
import { toNodeHandler } from '../../src/adapters/node.js'
import { attachWebSocket, type WebSocketBinding, type WebSocketOptions } from '../../src/adapters/ws.js'
import {
  createGateway,
  type Gateway,
  type WebSocketFunctionEvent,
  type WebSocketGatewayConfig,
} from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { upgradeRaw } from './ws-raw.js'

type Routes = NonNullable<WebSocketGatewayConfig['routes']>

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const ECHO = {
  handler: (event: { readonly body?: string }) => ({ statusCode: 200, body: `echo ${String(event.body)}` }),
  routeResponseSelectionExpression: '$default',
  routeResponses: { $default: {} },
}

function open(routes: Routes, config: Partial<WebSocketGatewayConfig> = {}): Gateway {
  const gateway = createGateway({ logger: false, ...config, protocolType: 'WEBSOCKET', routes })
  closing.push(() => gateway.close())
  return gateway
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function serve(
  gateway: Gateway,
  options: WebSocketOptions = {},
): Promise<{ readonly port: number; readonly binding: WebSocketBinding }> {
  const server = createServer(toNodeHandler(gateway))
  const binding = attachWebSocket(server, gateway, options)
  closing.push(() => binding.close())
  return { port: await listen(server), binding }
}

/** A client of `ws` that is connected. */
async function connected(url: string, protocols: string[] = [], options = {}): Promise<WebSocket> {
  const client = new WebSocket(url, protocols, options)
  closing.push(() => client.terminate())
  await once(client, 'open')
  return client
}

async function answerTo(client: WebSocket, message: string): Promise<string> {
  const answer = once(client, 'message')
  client.send(message)
  return String((await answer)[0])
}

const closed = async (client: WebSocket): Promise<{ code: number; reason: string }> => {
  const [code, reason] = (await once(client, 'close')) as [number, Buffer]
  return { code, reason: reason.toString() }
}

/** The answer to an upgrade that is refused. */
function refusal(port: number, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const call = httpRequest({
        port,
        path,
        headers: {
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Version': '13',
          'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
          ...headers,
        },
      })
      call.on('upgrade', () => reject(new Error('The client was let in.')))
      call.on('error', reject)
      call.on('response', (response) => {
        let body = ''
        response.on('data', (chunk) => (body += String(chunk)))
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
      })
      call.end()
    },
  )
}

describe('attachWebSocket', () => {
  it('takes a client through connect, messages and disconnect', async () => {
    const events: WebSocketFunctionEvent[] = []
    const note = (event: WebSocketFunctionEvent) => {
      events.push(structuredClone(event))
      return { statusCode: 200 }
    }
    const gateway = open({ $connect: note, $default: ECHO, $disconnect: note })
    const { port, binding } = await serve(gateway)
    const client = await connected(`ws://127.0.0.1:${port}/prod?room=blue`, [], { headers: { 'X-Custom': 'kept' } })
    expect(await answerTo(client, 'grüße')).toBe('echo grüße')
    expect(gateway.connections.size).toBe(1)
    expect(binding.size).toBe(1)
    client.close(4001, 'done')
    expect(await closed(client)).toEqual({ code: 4001, reason: 'done' })
    await vi.waitFor(() => expect(events).toHaveLength(2))
    expect(events[0]).toMatchObject({
      headers: { 'X-Custom': 'kept', Host: `127.0.0.1:${port}` },
      queryStringParameters: { room: 'blue' },
      requestContext: { eventType: 'CONNECT', identity: { sourceIp: '127.0.0.1' } },
    })
    expect(events[1]).toMatchObject({
      requestContext: { eventType: 'DISCONNECT', disconnectStatusCode: 4001, disconnectReason: 'done' },
    })
    expect(gateway.connections.size).toBe(0)
    expect(binding.size).toBe(0)
  })

  it('answers a refused upgrade with status, headers and body, and no 101', async () => {
    const { port } = await serve(open({ $connect: () => ({ statusCode: 401, body: 'who are you?' }) }))
    const answer = await refusal(port, '/prod')
    expect(answer).toMatchObject({ status: 401, body: 'who are you?', headers: { connection: 'close' } })
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[\w-]{15}=$/)
    expect(answer.headers['content-length']).toBe('12')
  })

  it('refuses what is no stage with 403', async () => {
    const { port } = await serve(open({ $default: ECHO }))
    expect(await refusal(port, '/nowhere')).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' })
  })

  it.each([
    ['another version', { 'Sec-WebSocket-Version': '12' }],
    ['a key that is none', { 'Sec-WebSocket-Key': 'short' }],
    ['subprotocols that are none', { 'Sec-WebSocket-Protocol': 'a,,b' }],
    ['another protocol', { Upgrade: 'h2c' }],
  ])('answers 400 to a handshake with %s, before $connect', async (_, headers) => {
    const connect = vi.fn(() => ({ statusCode: 200 }))
    const { port } = await serve(open({ $connect: connect }))
    expect(await refusal(port, '/prod', headers)).toMatchObject({ status: 400 })
    expect(connect).not.toHaveBeenCalled()
  })

  it('takes the subprotocol that the function chose', async () => {
    const { port } = await serve(
      open({
        $connect: () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'chat.v2' } }),
        $default: ECHO,
      }),
    )
    const client = await connected(`ws://127.0.0.1:${port}/prod`, ['chat.v1', 'chat.v2'])
    expect(client.protocol).toBe('chat.v2')
  })

  it.each(['a\r\nX-Evil: 1', 'two words'])('lets the subprotocol %j into no header line', async (value) => {
    const { port } = await serve(
      open({ $connect: () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': value } }) }),
    )
    const client = await upgradeRaw(port, '/prod', ['Sec-WebSocket-Protocol: a'])
    expect(client.head).not.toMatch(/Evil|words/)
    client.socket.destroy()
  })

  it('names the stage by an option, and believes proxies only when told', async () => {
    const seen: unknown[] = []
    const connect = ({ requestContext }: WebSocketFunctionEvent) => {
      seen.push([requestContext.stage, requestContext.identity.sourceIp])
      return { statusCode: 200 }
    }
    const headers = { 'X-Forwarded-For': '198.51.100.1' }
    const first = await serve(open({ $connect: connect }), { stage: 'prod' })
    await connected(`ws://127.0.0.1:${first.port}/`, [], { headers })
    const second = await serve(open({ $connect: connect }), { stage: 'prod', mount: '/live', trustProxy: true })
    await connected(`ws://127.0.0.1:${second.port}/live`, [], { headers })
    expect(seen).toEqual([
      ['prod', '127.0.0.1'],
      ['prod', '198.51.100.1'],
    ])
  })

  it('leaves other upgrades to other listeners with fallthrough', async () => {
    const gateway = open({ $default: ECHO })
    const server = createServer(toNodeHandler(gateway))
    attachWebSocket(server, gateway, { fallthrough: true })
    server.on('upgrade', (request, socket) => {
      if (request.url === '/prod') return
      socket.end('HTTP/1.1 418 I am another listener\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    })
    const port = await listen(server)
    expect(await refusal(port, '/hot-reload')).toMatchObject({ status: 418 })
    const client = await connected(`ws://127.0.0.1:${port}/prod`)
    expect(await answerTo(client, 'hi')).toBe('echo hi')
  })

  it('answers @connections on the same server', async () => {
    const { port } = await serve(
      open({
        $default: {
          ...ECHO,
          handler: ({ requestContext }) => ({ statusCode: 200, body: requestContext.connectionId }),
        },
      }),
    )
    const client = await connected(`ws://127.0.0.1:${port}/prod`)
    const id = await answerTo(client, 'who am I?')
    const address = `http://127.0.0.1:${port}/prod/@connections/${encodeURIComponent(id)}`
    const message = once(client, 'message')
    expect((await fetch(address, { method: 'POST', body: 'pushed' })).status).toBe(200)
    expect(String((await message)[0])).toBe('pushed')
    expect(await (await fetch(address)).json()).toMatchObject({ identity: { sourceIp: '127.0.0.1' } })
    const end = closed(client)
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(204)
    expect(await end).toEqual({ code: 1000, reason: 'Connection Closed Normally' })
    expect((await fetch(address, { method: 'POST', body: 'late' })).status).toBe(410)
  })

  it('says goodbye when it is closed, and when the gateway is', async () => {
    const first = await serve(open({ $default: ECHO }))
    const one = await connected(`ws://127.0.0.1:${first.port}/prod`)
    const end = closed(one)
    first.binding.close()
    expect((await end).code).toBe(1001)
    const gateway = open({ $default: ECHO })
    const second = await serve(gateway)
    const other = await connected(`ws://127.0.0.1:${second.port}/prod`)
    const otherEnd = closed(other)
    await gateway.close()
    expect((await otherEnd).code).toBe(1001)
    expect(await refusal(second.port, '/prod')).toMatchObject({ status: 503 })
  })

  it('closes clients at the limits of the gateway’s clock', async () => {
    const clock = createVirtualClock()
    const ends: unknown[] = []
    const gateway = open(
      { $default: ECHO, $disconnect: ({ requestContext }) => void ends.push(requestContext['disconnectStatusCode']) },
      { clock },
    )
    const { port } = await serve(gateway)
    const client = await connected(`ws://127.0.0.1:${port}/prod`)
    const end = closed(client)
    await clock.advance(600_000)
    expect((await end).code).toBe(1001)
    expect(ends).toEqual([1001])
  })
})

describe('on node:https', () => {
  const file = (name: string): Buffer => readFileSync(new URL(`certificates/${name}`, import.meta.url))

  it('tells $connect of the client’s certificate', async () => {
    const connects: unknown[] = []
    const gateway = open({ $default: ECHO })
    const server = createTlsServer({
      key: file('server.key'),
      cert: file('server.pem'),
      ca: file('ca.pem'),
      requestCert: true,
    })
    attachWebSocket(server, {
      connect: (request, socket) => {
        connects.push(request.tls?.clientCert?.subjectDN)
        return gateway.connect(request, socket)
      },
    })
    const port = await listen(server)
    const client = await connected(`wss://localhost:${port}/prod`, [], {
      ca: file('ca.pem'),
      key: file('client.key'),
      cert: file('client.pem'),
      checkServerIdentity: () => undefined,
    })
    expect(await answerTo(client, 'hi')).toBe('echo hi')
    expect(connects).toEqual([expect.stringContaining('CN=')])
  })
})

describe('frameworks on node:http', () => {
  const apps: Record<string, (gateway: Gateway) => Promise<Server>> = {
    express: async (gateway) => createServer(express().use('/prod', expressMiddleware(gateway))),
    koa: async (gateway) => {
      const callback = new Koa().use(koaMiddleware(gateway)).callback()
      return createServer((request, response) => void callback(request, response))
    },
    fastify: async (gateway) => {
      const app = Fastify({ forceCloseConnections: true })
      await app.register(fastifyGateway, { gateway, prefix: '/prod' })
      await app.ready()
      return app.server
    },
  }

  it.each(Object.keys(apps))('%s: sockets and @connections on one port', async (name) => {
    const gateway = open({
      $default: { ...ECHO, handler: ({ requestContext }) => ({ statusCode: 200, body: requestContext.connectionId }) },
    })
    const server = await (apps[name] as (typeof apps)[string])(gateway)
    attachWebSocket(server, gateway)
    const port = await listen(server)
    const client = await connected(`ws://127.0.0.1:${port}/prod`)
    const id = await answerTo(client, 'id')
    const message = once(client, 'message')
    const address = `http://127.0.0.1:${port}/prod/@connections/${encodeURIComponent(id)}`
    expect((await fetch(address, { method: 'POST', body: 'pushed' })).status).toBe(200)
    expect(String((await message)[0])).toBe('pushed')
  })
})
