import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import nodeAdapter from 'crossws/adapters/node'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { websocketHooks } from '../../src/adapters/crossws.js'
import type { FetchOptions } from '../../src/adapters/fetch.js'
import { toNodeHandler } from '../../src/adapters/node.js'
import {
  createGateway,
  type Gateway,
  type WebSocketFunctionEvent,
  type WebSocketGatewayConfig,
} from '../../src/index.js'
import { frame, upgradeRaw } from './ws-raw.js'

type Routes = NonNullable<WebSocketGatewayConfig['routes']>

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const TWO_WAY = { routeResponseSelectionExpression: '$default', routeResponses: { $default: {} } }
const ECHO = {
  ...TWO_WAY,
  handler: (event: WebSocketFunctionEvent) => ({ statusCode: 200, body: `echo ${event.body}` }),
}

async function serve(routes: Routes, options?: FetchOptions): Promise<{ gateway: Gateway; port: number }> {
  const gateway = createGateway({ logger: false, protocolType: 'WEBSOCKET', routes })
  const adapter = nodeAdapter({ hooks: websocketHooks(gateway, options) })
  const server = createServer(toNodeHandler(gateway))
  server.on('upgrade', (request, socket, head) => void adapter.handleUpgrade(request, socket, head))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    await gateway.close()
    await adapter.close()
    server.closeAllConnections()
    server.close()
  })
  return { gateway, port: (server.address() as AddressInfo).port }
}

async function connected(port: number, protocols: string[] = []): Promise<WebSocket> {
  const client = new WebSocket(`ws://127.0.0.1:${port}/prod?room=blue`, protocols)
  closing.push(() => client.terminate())
  await once(client, 'open')
  return client
}

async function answerTo(client: WebSocket, message: string): Promise<string> {
  const answer = once(client, 'message')
  client.send(message)
  return String((await answer)[0])
}

describe('websocketHooks, on the Node adapter of crossws', () => {
  it('takes a client through connect, messages and disconnect', async () => {
    const events: WebSocketFunctionEvent[] = []
    const note = (event: WebSocketFunctionEvent) => {
      events.push(structuredClone(event))
      return { statusCode: 200 }
    }
    const { gateway, port } = await serve({ $connect: note, $default: ECHO, $disconnect: note })
    const client = await connected(port)
    expect(await answerTo(client, 'grüße')).toBe('echo grüße')
    expect(gateway.connections.size).toBe(1)
    client.close(4001, 'done')
    await vi.waitFor(() => expect(events).toHaveLength(2))
    expect(events).toMatchObject([
      { queryStringParameters: { room: 'blue' }, requestContext: { eventType: 'CONNECT' } },
      { requestContext: { disconnectStatusCode: 4001, disconnectReason: 'done' } },
    ])
    expect(gateway.connections.size).toBe(0)
  })

  it('refuses before the upgrade, with status, headers and body', async () => {
    const { port } = await serve({ $connect: () => ({ statusCode: 401, body: 'who are you?' }) })
    const client = await upgradeRaw(port)
    expect(client.head).toMatch(/^HTTP\/1\.1 401 /)
    expect(client.head).toMatch(/x-amzn-requestid: /i)
    client.socket.destroy()
  })

  it('takes the subprotocol that the function chose', async () => {
    const { port } = await serve({
      $connect: () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'chat.v2' } }),
    })
    expect((await connected(port, ['chat.v1', 'chat.v2'])).protocol).toBe('chat.v2')
  })

  it('delivers posts, and closes a connection that is deleted', async () => {
    const { gateway, port } = await serve({
      $default: {
        ...TWO_WAY,
        handler: ({ requestContext }) => ({ statusCode: 200, body: requestContext.connectionId }),
      },
    })
    const client = await connected(port)
    const id = await answerTo(client, 'id')
    const message = once(client, 'message')
    await gateway.connections.post(id, 'pushed')
    expect(String((await message)[0])).toBe('pushed')
    const end = once(client, 'close')
    await gateway.connections.delete(id)
    expect((await end)[0]).toBe(1000)
    await expect(gateway.connections.post(id, 'late')).rejects.toMatchObject({ name: 'GoneException' })
  })

  it('closes a client that sends bytes (1003) or more than 128 KB (1009)', async () => {
    const ends: unknown[] = []
    const { port } = await serve({
      $default: ECHO,
      $disconnect: ({ requestContext }) => {
        ends.push(requestContext['disconnectStatusCode'])
        return { statusCode: 200 }
      },
    })
    const binary = await connected(port)
    const binaryEnd = once(binary, 'close')
    binary.send(new Uint8Array([1]))
    expect((await binaryEnd)[0]).toBe(1003)
    const large = await connected(port)
    const largeEnd = once(large, 'close')
    large.send('x'.repeat(131_073))
    expect((await largeEnd)[0]).toBe(1009)
    await vi.waitFor(() => expect(ends).toEqual([1003, 1009]))
  })

  it('ends a connection whose client broke the protocol, once', async () => {
    const ends: unknown[] = []
    const { gateway, port } = await serve({
      $disconnect: ({ requestContext }) => {
        ends.push(requestContext['disconnectStatusCode'])
        return { statusCode: 200 }
      },
    })
    const client = await upgradeRaw(port)
    client.socket.write(frame(11, ''))
    await client.next()
    client.socket.destroy()
    await vi.waitFor(() => expect(ends).toEqual([1006]))
    expect(gateway.connections.size).toBe(0)
  })

  it('tells the client’s address where the app knows it', async () => {
    const seen: unknown[] = []
    const connect = ({ requestContext }: WebSocketFunctionEvent) => {
      seen.push(requestContext.identity.sourceIp)
      return { statusCode: 200 }
    }
    const { port } = await serve({ $connect: connect }, { sourceIp: () => '198.51.100.7' })
    await connected(port)
    expect(seen).toEqual(['198.51.100.7'])
  })
})
