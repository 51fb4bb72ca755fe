import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { toNodeHandler } from '../../src/adapters/node.js'
import { attachWebSocket, type WebSocketBinding, type WebSocketOptions } from '../../src/adapters/ws.js'
import { createGateway, type Gateway, type WebSocketGatewayConfig } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { closeCode, closePayload, frame, handshake, type RawClient, upgradeRaw } from './ws-raw.js'

const TEXT = 1
const BINARY = 2
const CONTINUATION = 0
const CLOSE = 8
const PING = 9
const PONG = 10
const KB = 1024

interface Served {
  readonly gateway: Gateway
  readonly port: number
  readonly binding: WebSocketBinding
  /** Messages that reached `$default`, in order. */
  readonly messages: string[]
  /** The codes that `$disconnect` was told. */
  readonly ends: unknown[]
}

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function note<T>(list: T[], value: T): { readonly statusCode: number } {
  list.push(value)
  return { statusCode: 200 }
}

/** A gateway behind a real socket, that notes what reaches it. */
async function serve(
  routes: NonNullable<WebSocketGatewayConfig['routes']> = {},
  options: WebSocketOptions & { readonly gateway?: Partial<WebSocketGatewayConfig> } = {},
): Promise<Served> {
  const messages: string[] = []
  const ends: unknown[] = []
  const gateway = createGateway({
    logger: false,
    ...options.gateway,
    protocolType: 'WEBSOCKET',
    routes: {
      $default: (event) => note(messages, event.body),
      $disconnect: (event) => note(ends, event.requestContext.disconnectStatusCode),
      ...routes,
    },
  })
  const server = createServer(toNodeHandler(gateway))
  const binding = attachWebSocket(server, gateway, options)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    await gateway.close()
    binding.close()
    server.closeAllConnections()
    server.close()
  })
  return { gateway, port: (server.address() as AddressInfo).port, binding, messages, ends }
}

async function raw(port: number): Promise<RawClient> {
  const client = await upgradeRaw(port)
  closing.push(() => client.socket.destroy())
  return client
}

const zeros = (size: number) => Buffer.alloc(size, 'x')

/** Splits a text into frames of a size. */
function fragments(text: Uint8Array, size: number): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 0; at < text.length; at += size) {
    const opcode = at === 0 ? TEXT : CONTINUATION
    frames.push(frame(opcode, text.subarray(at, at + size), { fin: at + size >= text.length }))
  }
  return frames
}

describe('what a client may not send', () => {
  const over = frame(TEXT, zeros(32 * KB + 1))
  it.each<[string, readonly Buffer[], number]>([
    ['invalid UTF-8', [frame(TEXT, Buffer.from([0x68, 0xff, 0x69]))], 1007],
    ['UTF-8 that is cut at the end', [frame(TEXT, Buffer.from([0xe2, 0x82]))], 1007],
    ['a binary frame', [frame(BINARY, 'bytes')], 1003],
    ['a frame over 32 KB', [over], 1009],
    ['the head of a frame over 32 KB, and no more', [over.subarray(0, 12)], 1009],
    ['a frame that says that it is of 2^62 bytes', [Buffer.from('81ff4000000000000000aaaaaaaa', 'hex')], 1009],
    ['a message over 128 KB in small frames', fragments(zeros(128 * KB + 1), 16 * KB), 1009],
    ['a later fragment over 32 KB', [frame(TEXT, 'a', { fin: false }), frame(CONTINUATION, zeros(33 * KB))], 1009],
    ['a frame without a mask', [frame(TEXT, 'bare', { masked: false })], 1002],
    ['an unknown opcode', [frame(11, '')], 1002],
    ['a continuation of nothing', [frame(CONTINUATION, 'more')], 1002],
    ['a control frame in pieces', [frame(PING, 'ping', { fin: false })], 1002],
    ['a close code that is none', [frame(CLOSE, closePayload(1005))], 1002],
    ['a second message within the first', [frame(TEXT, 'a', { fin: false }), frame(TEXT, 'b')], 1002],
  ])('%s: the connection is closed, $disconnect runs once', async (_, frames, code) => {
    const { port, ends, messages, gateway } = await serve()
    const client = await raw(port)
    for (const bytes of frames) client.socket.write(bytes)
    expect(closeCode(await client.next())).toBe(code)
    client.socket.end(frame(CLOSE, closePayload(code)))
    await client.ended
    await vi.waitFor(() => expect(ends).toEqual([code]))
    expect(messages).toEqual([])
    expect(gateway.connections.size).toBe(0)
  })
})

describe('what a client may send', () => {
  it.each<[string, readonly Buffer[], string]>([
    ['a frame of 32 KB', [frame(TEXT, zeros(32 * KB))], String(zeros(32 * KB))],
    ['a message of 128 KB in frames of 32 KB', fragments(zeros(128 * KB), 32 * KB), String(zeros(128 * KB))],
    ['characters cut by frames', fragments(Buffer.from('grüße €'), 1), 'grüße €'],
    ['an empty message', [frame(TEXT, '')], ''],
    ['a byte order mark', [frame(TEXT, '\ufeffmarked')], '\ufeffmarked'],
    [
      'a message with a ping in its middle',
      [frame(TEXT, 'a', { fin: false }), frame(PING, ''), frame(CONTINUATION, 'b')],
      'ab',
    ],
  ])('%s', async (_, frames, message) => {
    const { port, messages } = await serve()
    const client = await raw(port)
    for (const bytes of frames) client.socket.write(bytes)
    await vi.waitFor(() => expect(messages).toEqual([message]))
  })

  it('frames whose bytes come one by one', async () => {
    const { port, messages } = await serve()
    const client = await raw(port)
    client.socket.setNoDelay(true)
    for (const byte of frame(TEXT, zeros(200))) {
      client.socket.write(Buffer.from([byte]))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await vi.waitFor(() => expect(messages).toEqual([String(zeros(200))]))
  })
})

describe('what a client gets', () => {
  it('is cut into frames of 32 KB at most', async () => {
    const { port, gateway, messages } = await serve({
      $default: (event) => note(messages, event.requestContext.connectionId),
    })
    const client = await raw(port)
    client.socket.write(frame(TEXT, 'id'))
    await vi.waitFor(() => expect(messages).toHaveLength(1))
    const text = '€'.repeat(40_000)
    await gateway.connections.post(messages[0] as string, text)
    await vi.waitFor(() => expect(client.frames.at(-1)?.fin).toBe(true))
    expect(client.frames.map(({ opcode }) => opcode)).toEqual([TEXT, 0, 0, 0])
    expect(Math.max(...client.frames.map(({ payload }) => payload.length))).toBe(32 * KB)
    expect(String(Buffer.concat(client.frames.map(({ payload }) => payload)))).toBe(text)
  })
})

describe('pings', () => {
  it('are answered with their data', async () => {
    const { port } = await serve()
    const client = await raw(port)
    client.socket.write(frame(PING, 'are you there?'))
    const pong = await client.next()
    expect([pong?.opcode, String(pong?.payload)]).toEqual([PONG, 'are you there?'])
  })

  it('in a flood, from a client that does not read, leave no pile of pongs', async () => {
    const { port, messages } = await serve()
    const client = await raw(port)
    client.socket.pause()
    const flood = Buffer.concat(Array.from({ length: 10_000 }, () => frame(PING, zeros(125))))
    for (let round = 0; round < 30; round++) {
      if (!client.socket.write(flood)) await once(client.socket, 'drain')
    }
    client.socket.write(frame(TEXT, 'still here'))
    await vi.waitFor(() => expect(messages).toEqual(['still here']), 20_000)
    client.socket.resume()
    client.socket.write(frame(CLOSE, closePayload(1000)))
    await client.ended
    // What the system keeps for a client that does not read is answered, and little more.
    expect(client.frames.filter(({ opcode }) => opcode === PONG).length).toBeLessThan(200_000)
  })
})

describe('half-open sockets', () => {
  it('are found by pings: a client that gives no sign of life is cut off', async () => {
    const clock = createVirtualClock()
    const { port, ends, gateway } = await serve({}, { clock, pingInterval: 1000 })
    const client = await raw(port)
    await vi.waitFor(() => expect(gateway.connections.size).toBe(1))
    await clock.advance(1000)
    expect((await client.next())?.opcode).toBe(PING)
    client.socket.write(frame(PONG, ''))
    await vi.waitFor(async () => {
      // A sign of life reaches the server some time; until then the clock stands still.
      client.socket.write(frame(PING, 'sync'))
      expect((await client.next())?.opcode).toBe(PONG)
    })
    await clock.advance(1000)
    expect((await client.next())?.opcode).toBe(PING)
    expect(ends).toEqual([])
    await clock.advance(1000)
    await client.ended
    await vi.waitFor(() => expect(ends).toEqual([1006]))
    expect(gateway.connections.size).toBe(0)
  })

  it('are not asked where pings are off', async () => {
    const clock = createVirtualClock()
    const { port } = await serve({}, { clock, pingInterval: 0 })
    await raw(port)
    expect(clock.nextTimerAt()).toBeUndefined()
  })
})

describe('ways to end', () => {
  it.each<[string, (client: RawClient) => void, number]>([
    ['a close frame with a code', ({ socket }) => socket.write(frame(CLOSE, closePayload(4000, 'bye'))), 4000],
    ['a close frame without one', ({ socket }) => socket.write(frame(CLOSE, '')), 1005],
    ['a FIN without a close frame', ({ socket }) => socket.end(), 1006],
    ['a reset', ({ socket }) => socket.resetAndDestroy(), 1006],
    [
      'two close frames',
      ({ socket }) => socket.write(Buffer.concat([frame(CLOSE, closePayload(1000)), frame(CLOSE, closePayload(1001))])),
      1000,
    ],
  ])('%s: $disconnect once', async (_, end, code) => {
    const { port, ends, gateway } = await serve()
    const client = await raw(port)
    await vi.waitFor(() => expect(gateway.connections.size).toBe(1))
    end(client)
    await vi.waitFor(() => expect(ends).toEqual([code]))
    await client.ended
    expect(gateway.connections.size).toBe(0)
    expect(ends).toHaveLength(1)
  })

  it('a close frame, and a post before the connection is down: 410, and the code of the frame', async () => {
    const ids: string[] = []
    const { port, ends, gateway } = await serve({ $default: (event) => note(ids, event.requestContext.connectionId) })
    const client = await raw(port)
    client.socket.write(frame(TEXT, 'id'))
    await vi.waitFor(() => expect(ids).toHaveLength(1))
    client.socket.write(frame(CLOSE, closePayload(4000)))
    expect(closeCode(await client.next())).toBe(4000)
    await expect(gateway.connections.post(ids[0] as string, 'late')).rejects.toMatchObject({ name: 'GoneException' })
    client.socket.end()
    await client.ended
    expect(ends).toEqual([4000])
  })

  it('the gateway and the client at once: $disconnect once', async () => {
    const { port, ends, gateway } = await serve()
    const client = await raw(port)
    await vi.waitFor(() => expect(gateway.connections.size).toBe(1))
    client.socket.write(frame(CLOSE, closePayload(4000)))
    await gateway.close()
    await client.ended
    expect(ends).toHaveLength(1)
  })

  it('before the upgrade: $connect ran, so $disconnect does', async () => {
    let letIn: (() => void) | undefined
    const { port, ends, gateway, binding } = await serve({
      $connect: () => new Promise((resolve) => (letIn = () => resolve({ statusCode: 200 }))),
    })
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    socket.write(handshake('/prod'))
    await vi.waitFor(() => expect(letIn).toBeDefined())
    socket.resetAndDestroy()
    // A second client's round trip: the server has seen the reset by then.
    const other = await fetch(`http://127.0.0.1:${port}/prod`)
    expect(other.status).toBe(403)
    letIn?.()
    await vi.waitFor(() => expect(ends).toEqual([1006]))
    expect(gateway.connections.size).toBe(0)
    expect(binding.size).toBe(0)
  })
})

describe('$connect that fails', () => {
  it('answers 502 to a handler that throws', async () => {
    const { port, ends } = await serve({
      $connect: () => {
        throw new Error('no')
      },
    })
    const client = await raw(port)
    expect(client.head).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/)
    await client.ended
    expect(ends).toEqual([])
  })

  it('answers 504 to a handler that hangs, when its time is over', async () => {
    const clock = createVirtualClock()
    let called = false
    const { port, ends } = await serve({ $connect: () => new Promise(() => (called = true)) }, { gateway: { clock } })
    const upgrading = raw(port)
    await vi.waitFor(() => expect(called).toBe(true))
    await clock.advance(29_000)
    expect((await upgrading).head).toMatch(/^HTTP\/1\.1 504 /)
    expect(ends).toEqual([])
  })
})

describe('clients that are too fast or too slow', () => {
  it('a client that does not read is refused further messages, and no other is held up', async () => {
    const ids: string[] = []
    const { port, gateway } = await serve({ $default: (event) => note(ids, event.requestContext.connectionId) })
    const slow = await raw(port)
    slow.socket.write(frame(TEXT, 'id'))
    await vi.waitFor(() => expect(ids).toHaveLength(1))
    slow.socket.pause()
    const message = 'x'.repeat(128 * KB)
    let taken = 0
    const fill = async (): Promise<void> => {
      for (; taken < 1000; taken++) await gateway.connections.post(ids[0] as string, message)
    }
    await expect(fill()).rejects.toMatchObject({ name: 'LimitExceededException', statusCode: 429 })
    expect(taken).toBeGreaterThan(7)
    slow.socket.resume()
    await vi.waitFor(() => expect(slow.frames.filter(({ fin }) => fin)).toHaveLength(taken), 10_000)
    await gateway.connections.post(ids[0] as string, 'again')
  })

  it('a client whose messages take long is not read from until some are done', async () => {
    const done: Array<() => void> = []
    const { port } = await serve({
      $default: () => new Promise((resolve) => done.push(() => resolve({ statusCode: 200 }))),
    })
    const client = await raw(port)
    // Each read of the server holds many small frames: what it has read is taken, no more is read.
    const many = Buffer.concat(Array.from({ length: 20_000 }, (_, at) => frame(TEXT, zeros(100 + (at % 2)))))
    client.socket.write(many)
    await vi.waitFor(() => expect(done.length).toBeGreaterThanOrEqual(64))
    // Round trips of another client: the server has had its turns.
    const other = await raw(port)
    for (let turn = 0; turn < 20; turn++) {
      other.socket.write(frame(PING, ''))
      await other.next()
    }
    expect(done.length).toBeLessThan(5000)
    let finished = 0
    await vi.waitFor(() => {
      for (; finished < done.length; finished++) done[finished]?.()
      expect(finished).toBe(20_000)
    }, 20_000)
  })
})
