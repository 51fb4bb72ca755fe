import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClientSocket, Connection } from '../../src/index.js'
import { connectClient } from '../../src/testing/index.js'
import { deferred, open, recorder, TWO_WAY } from './api.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function openRecording() {
  const [$default, $disconnect] = [recorder(), recorder()]
  return { gateway: open({ routes: { $default, $disconnect } }), $default, $disconnect }
}

describe('a message', () => {
  test('of 128 KB is taken, one byte more closes with 1009', async () => {
    const { gateway, $default, $disconnect } = openRecording()
    const client = await connectClient(gateway)
    await client.send('ä'.repeat(65_536))
    expect($default.events).toHaveLength(1)
    await client.send(`a${'ä'.repeat(65_536)}`)
    expect($default.events).toHaveLength(1)
    expect(client.closed).toMatchObject({ code: 1009, by: 'gateway' })
    expect($disconnect.events[0]?.requestContext).toMatchObject({ disconnectStatusCode: 1009 })
  })

  test('in binary closes with 1003', async () => {
    const { gateway, $default, $disconnect } = openRecording()
    const client = await connectClient(gateway)
    await client.send(new Uint8Array([1, 2]))
    expect(client.closed).toMatchObject({ code: 1003 })
    expect($default.events).toEqual([])
    expect($disconnect.events).toHaveLength(1)
  })

  test('may come as the bytes of its text; what is no UTF-8 closes with 1007', async () => {
    const { gateway, $default } = openRecording()
    const client = await connectClient(gateway)
    await client.send(bytes('\uFEFFhé'), { binary: false })
    expect($default.events[0]?.body).toBe('\uFEFFhé')
    await client.send(new Uint8Array([0xc3, 0x28]), { binary: false })
    expect(client.closed).toMatchObject({ code: 1007 })
  })

  test('in frames is put together, characters that are cut in two as well', async () => {
    const { gateway, $default } = openRecording()
    const client = await connectClient(gateway)
    const [first, ...rest] = bytes('é!')
    await client.send(new Uint8Array([first ?? 0]), { binary: false, final: false })
    expect($default.events).toEqual([])
    await client.send(new Uint8Array(rest), { final: false })
    await client.send('', { final: true })
    await client.send('next', { final: true })
    expect($default.events.map(({ body }) => body)).toEqual(['é!', 'next'])
  })

  test('in frames of 32 KB is taken, a larger frame closes with 1009', async () => {
    const { gateway, $default } = openRecording()
    const client = await connectClient(gateway)
    for (const final of [false, false, false, true]) await client.send('a'.repeat(32_768), { final })
    expect($default.events[0]?.body).toHaveLength(131_072)
    await client.send('a'.repeat(32_769), { final: true })
    expect(client.closed).toMatchObject({ code: 1009 })
  })

  test('in frames that are too much together closes with 1009', async () => {
    const { gateway, $default } = openRecording()
    const client = await connectClient(gateway)
    for (let i = 0; i < 4; i++) await client.send('a'.repeat(32_768), { final: false })
    await client.send('a', { final: true })
    expect(client.closed).toMatchObject({ code: 1009 })
    expect($default.events).toEqual([])
  })

  test('after the end is not looked at', async () => {
    const { gateway, $default } = openRecording()
    const client = await connectClient(gateway)
    await client.close(1000, 'bye')
    await client.send('late')
    expect($default.events).toEqual([])
  })
})

describe('time', () => {
  test('ends a connection after ten minutes without a message, either way', async () => {
    const { gateway, $disconnect } = openRecording()
    const client = await connectClient(gateway)
    await gateway.clock.advance(599_000)
    await client.send('x')
    await gateway.clock.advance(599_000)
    await gateway.connections.post(client.connectionId, 'y')
    await gateway.clock.advance(599_999)
    expect(client.closed).toBeUndefined()
    await gateway.clock.advance(1)
    expect(client.closed).toEqual({ code: 1001, reason: 'Going away', by: 'gateway' })
    expect($disconnect.events[0]?.requestContext).toMatchObject({ disconnectStatusCode: 1001 })
  })

  test('ends a connection after two hours', async () => {
    const { gateway, $disconnect } = openRecording()
    const client = await connectClient(gateway)
    for (let minutes = 0; minutes < 115; minutes += 5) {
      await gateway.clock.advance(300_000)
      await client.send('x')
    }
    await gateway.clock.advance(299_999)
    expect(client.closed).toBeUndefined()
    await gateway.clock.advance(1)
    expect(client.closed).toMatchObject({ code: 1001 })
    expect($disconnect.events).toHaveLength(1)
  })

  test('is watched only while there is a connection', async () => {
    const { gateway } = openRecording()
    expect(gateway.clock.nextTimerAt()).toBeUndefined()
    const [first, second] = [await connectClient(gateway), await connectClient(gateway)]
    await first.close()
    expect(gateway.clock.nextTimerAt()).toBeDefined()
    await second.close()
    expect(gateway.clock.nextTimerAt()).toBeUndefined()
  })
})

describe('a client that reads too slowly', () => {
  test('has its messages queued in order, up to a limit; then posts are refused with 429', async () => {
    const { gateway } = openRecording()
    const client = await connectClient(gateway, { reads: false })
    const large = 'a'.repeat(131_072)
    for (let i = 0; i < 8; i++) await gateway.connections.post(client.connectionId, large)
    const more = gateway.connections.post(client.connectionId, 'x')
    await expect(more).rejects.toMatchObject({ name: 'LimitExceededException', statusCode: 429 })
    const { statusCode } = await gateway.handle({
      method: 'POST',
      path: `/prod/@connections/${encodeURIComponent(client.connectionId)}`,
      body: 'x',
    })
    expect(statusCode).toBe(429)
    client.read()
    expect(client.received).toHaveLength(8)
    await gateway.connections.post(client.connectionId, 'x')
    expect(client.received.at(-1)).toBe('x')
  })

  test('is known by bufferedAmount too', async () => {
    const gateway = open({ routes: {} })
    const socket = { send: () => undefined, close: () => undefined, bufferedAmount: 1_048_576 }
    const connection = (await gateway.connect({ path: '/prod' }, socket)) as Connection
    await expect(gateway.connections.post(connection.connectionId, 'x')).rejects.toMatchObject({ statusCode: 429 })
    socket.bufferedAmount = 0
    await gateway.connections.post(connection.connectionId, 'x')
  })

  test('has answers dropped that it has no room for, and the log is told', async () => {
    const warned: unknown[] = []
    const log = (): undefined => undefined
    const gateway = open({
      routes: { $default: { handler: () => ({ body: 'a'.repeat(131_072) }), ...TWO_WAY } },
      logger: { debug: log, info: log, error: log, warn: (fields: unknown) => warned.push(fields) },
    })
    const client = await connectClient(gateway, { reads: false })
    for (let i = 0; i < 9; i++) await client.send('x')
    expect(warned).toEqual([expect.objectContaining({ connectionId: client.connectionId })])
  })
})

describe('the end of a connection', () => {
  const endings: Readonly<Record<string, (connection: Connection) => unknown>> = {
    'the client closes with a code': (connection) => connection.close(1000, 'bye'),
    'the client closes without one': (connection) => connection.close(),
    'the client is lost': (connection) => connection.close(1006),
    'a binary message': (connection) => connection.receive(new Uint8Array([1])),
    'a message that is too large': (connection) => connection.receive('a'.repeat(131_073)),
  }

  test.each(Object.entries(endings))('%s: $disconnect runs once, whatever comes after', async (_, end) => {
    const { gateway, $disconnect } = openRecording()
    const socket: ClientSocket = { send: () => undefined, close: () => undefined }
    const connection = (await gateway.connect({ path: '/prod' }, socket)) as Connection
    await end(connection)
    for (const again of Object.values(endings)) await again(connection)
    await gateway.connections.delete(connection.connectionId).catch(() => undefined)
    await gateway.clock.advance(8_000_000)
    await gateway.close()
    expect($disconnect.events).toHaveLength(1)
    expect(gateway.connections.size).toBe(0)
  })

  test.each([
    [1000, 'bye', 1000, 'bye'],
    [1001, undefined, 1001, ''],
    [undefined, undefined, 1005, 'Client-side close frame status not set'],
  ])(
    'by the client with %s %s is told to $disconnect',
    async (code, reason, disconnectStatusCode, disconnectReason) => {
      const { gateway, $disconnect } = openRecording()
      await (await connectClient(gateway)).close(code, reason)
      expect($disconnect.events[0]?.requestContext).toMatchObject({ disconnectStatusCode, disconnectReason })
    },
  )

  test('comes when the gateway closes, and close waits for $disconnect', async () => {
    const slow = deferred<object>()
    const $disconnect = recorder(() => slow.promise)
    const gateway = open({ routes: { $disconnect } })
    const client = await connectClient(gateway)
    const state = { closed: false }
    const closing = gateway.close().then(() => (state.closed = true))
    await gateway.clock.advance(0)
    expect([client.closed?.code, $disconnect.events.length, state.closed]).toEqual([1001, 1, false])
    slow.resolve({})
    await closing
  })

  test('does not mind a $disconnect function that raises or hangs, nor a socket that throws', async () => {
    const gateway = open({ routes: { $disconnect: () => Promise.reject(new Error('boom')) } })
    await (await connectClient(gateway)).close()
    const hanging = open({ routes: { $disconnect: () => new Promise(() => undefined) } })
    const ending = (await connectClient(hanging)).close()
    await hanging.clock.advance(29_000)
    await ending
    const { gateway: third, $disconnect } = openRecording()
    const broken = (): never => {
      throw new Error('socket')
    }
    const connection = (await third.connect({ path: '/prod' }, { send: broken, close: broken })) as Connection
    await expect(third.connections.post(connection.connectionId, 'x')).rejects.toMatchObject({ statusCode: 410 })
    expect($disconnect.events[0]?.requestContext).toMatchObject({ disconnectStatusCode: 1006 })
    const second = (await third.connect({ path: '/prod' }, { send: broken, close: broken })) as Connection
    await third.connections.delete(second.connectionId)
    expect($disconnect.events).toHaveLength(2)
  })
})

test('any sequence of happenings ends each connection once, and leaves nothing behind', async () => {
  const happening = fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      text: fc.string({ unit: 'binary', maxLength: 20 }),
      final: fc.option(fc.boolean(), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('bytes' as const), data: fc.uint8Array({ maxLength: 20 }), binary: fc.boolean() }),
    fc.constant({ kind: 'huge' as const }),
    fc.record({ kind: fc.constant('post' as const), text: fc.string() }),
    fc.constant({ kind: 'delete' as const }),
    fc.record({ kind: fc.constant('close' as const), code: fc.integer({ min: 1000, max: 4999 }), reason: fc.string() }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 700_000 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 12 }), async (happenings) => {
      const { gateway, $disconnect, $default } = openRecording()
      const client = await connectClient(gateway)
      const id = client.connectionId
      for (const one of happenings) {
        if (one.kind === 'text') await client.send(one.text, one.final === undefined ? {} : { final: one.final })
        else if (one.kind === 'bytes') await client.send(one.data, { binary: one.binary })
        else if (one.kind === 'huge') await client.send('a'.repeat(140_000))
        else if (one.kind === 'post') await gateway.connections.post(id, one.text).catch(() => undefined)
        else if (one.kind === 'delete') await gateway.connections.delete(id).catch(() => undefined)
        else if (one.kind === 'close') await client.close(one.code, one.reason)
        else await gateway.clock.advance(one.ms)
        expect($disconnect.events.length).toBe(client.closed === undefined ? 0 : 1)
        expect(gateway.connections.size).toBe(client.closed === undefined ? 1 : 0)
      }
      await gateway.close()
      expect($disconnect.events).toHaveLength(1)
      expect(gateway.connections.size).toBe(0)
      expect(gateway.clock.nextTimerAt()).toBeUndefined()
      for (const { body } of $default.events) expect(Buffer.byteLength(body ?? '')).toBeLessThanOrEqual(131_072)
    }),
    { numRuns: 150 },
  )
})
