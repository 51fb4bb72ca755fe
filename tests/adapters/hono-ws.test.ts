import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { createAdaptorServer, upgradeWebSocket } from '@hono/node-server'
import { Hono } from 'hono'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { honoHandler, honoWebSocket } from '../../src/adapters/hono.js'
import {
  createGateway,
  type Gateway,
  type WebSocketFunctionEvent,
  type WebSocketGatewayConfig,
} from '../../src/index.js'
import { ROOT } from '../support/public-entries.js'
import { upgradeRaw } from './ws-raw.js'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const TWO_WAY = { routeResponseSelectionExpression: '$default', routeResponses: { $default: {} } }

async function serve(
  routes: NonNullable<WebSocketGatewayConfig['routes']>,
): Promise<{ gateway: Gateway; port: number }> {
  const gateway = createGateway({ logger: false, protocolType: 'WEBSOCKET', routes })
  const app = new Hono()
  app.get('/prod', honoWebSocket(gateway, upgradeWebSocket))
  app.all('/prod/*', honoHandler(gateway))
  const server = createAdaptorServer({
    fetch: app.fetch,
    // Its type asks for an event handler that takes less than `ws` gives.
    websocket: { server: new WebSocketServer({ noServer: true }) as never },
  }) as Server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    await gateway.close()
    server.closeAllConnections()
    server.close()
  })
  return { gateway, port: (server.address() as AddressInfo).port }
}

async function connected(port: number, options = {}): Promise<WebSocket> {
  const client = new WebSocket(`ws://127.0.0.1:${port}/prod?room=blue`, options)
  closing.push(() => client.terminate())
  await once(client, 'open')
  return client
}

async function answerTo(client: WebSocket, message: string): Promise<string> {
  const answer = once(client, 'message')
  client.send(message)
  return String((await answer)[0])
}

describe('honoWebSocket, on Hono’s server for Node', () => {
  it('takes a client through connect, messages and disconnect', async () => {
    const events: WebSocketFunctionEvent[] = []
    const note = (event: WebSocketFunctionEvent) => {
      events.push(structuredClone(event))
      return { statusCode: 200 }
    }
    const { gateway, port } = await serve({
      $connect: note,
      $default: { ...TWO_WAY, handler: (event) => ({ statusCode: 200, body: `echo ${event.body}` }) },
      $disconnect: note,
    })
    const client = await connected(port, { headers: { 'X-Custom': 'kept' } })
    expect(await answerTo(client, 'grüße')).toBe('echo grüße')
    expect(gateway.connections.size).toBe(1)
    client.close(4001, 'done')
    await vi.waitFor(() => expect(events).toHaveLength(2))
    expect(events).toMatchObject([
      {
        headers: { 'X-Custom': 'kept' },
        queryStringParameters: { room: 'blue' },
        requestContext: { eventType: 'CONNECT', identity: { sourceIp: '127.0.0.1' } },
      },
      { requestContext: { disconnectStatusCode: 4001, disconnectReason: 'done' } },
    ])
    expect(gateway.connections.size).toBe(0)
  })

  it('refuses before the upgrade', async () => {
    const { port } = await serve({ $connect: () => ({ statusCode: 401, body: 'who are you?' }) })
    const client = await upgradeRaw(port)
    expect(client.head).toMatch(/^HTTP\/1\.1 401 /)
    client.socket.destroy()
  })

  it('answers @connections beside it, and closes what sends bytes', async () => {
    const { port } = await serve({
      $default: {
        ...TWO_WAY,
        handler: ({ requestContext }) => ({ statusCode: 200, body: requestContext.connectionId }),
      },
    })
    const client = await connected(port)
    const id = await answerTo(client, 'id')
    const address = `http://127.0.0.1:${port}/prod/@connections/${encodeURIComponent(id)}`
    const message = once(client, 'message')
    expect((await fetch(address, { method: 'POST', body: 'pushed' })).status).toBe(200)
    expect(String((await message)[0])).toBe('pushed')
    const end = once(client, 'close')
    client.send(new Uint8Array([1]))
    expect((await end)[0]).toBe(1003)
    await vi.waitFor(async () => expect((await fetch(address)).status).toBe(410))
  })

  it('leaves requests that want no upgrade to the next handler', async () => {
    const { port } = await serve({})
    const answer = await fetch(`http://127.0.0.1:${port}/prod`)
    // The gateway's own: the route for `@connections` takes in the path of the sockets too.
    expect([answer.status, await answer.json()]).toEqual([403, { message: 'Forbidden' }])
  })
})

describe('on Bun', () => {
  it.each(['hono', 'crossws'])('%s: connect, message, refusal, end', async (name) => {
    const bun = spawn(`${ROOT}node_modules/.bin/bun`, ['tests/adapters/runtimes/bun-websocket.ts', name], { cwd: ROOT })
    closing.push(() => bun.kill())
    let errors = ''
    bun.stderr.on('data', (text) => (errors += String(text)))
    const lines: string[] = []
    const port = await new Promise<number>((resolve, reject) => {
      bun.once('exit', () => reject(new Error(errors)))
      bun.stdout.on('data', (text) => {
        lines.push(...String(text).trim().split('\n'))
        if (lines[0] !== undefined) resolve(Number(lines[0]))
      })
    })
    const client = await connected(port)
    const id = await answerTo(client, 'id')
    expect(id).toMatch(/^[\w-]{15}=$/)
    const message = once(client, 'message')
    const address = `http://127.0.0.1:${port}/prod/@connections/${encodeURIComponent(id)}`
    expect((await fetch(address, { method: 'POST', body: 'pushed' })).status).toBe(200)
    expect(String((await message)[0])).toBe('pushed')
    const refused = await upgradeRaw(port, '/prod?refuse=1')
    expect(refused.head).toMatch(/^HTTP\/1\.1 401 /)
    refused.socket.destroy()
    client.close(4001, 'done')
    await vi.waitFor(() => expect(lines.slice(1)).toEqual(['4001 done']))
  })
})
