import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ConnectionRecord } from '../../src/index.js'
import {
  createRedisConnections,
  type RedisCommand,
  type RedisConnections,
  type RedisConnectionsOptions,
  type RedisSubscribe,
} from '../../src/redis/index.js'
import { connectionsContract } from '../../src/testing/contracts/connections.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'
import { connect, describeWithRedis, type RedisServer, startRedis } from './server.js'
import { ioredisSubscribe } from './subscribe.js'

const ID = 'AAAAAAAAAAAAAAA='

let server: RedisServer
let commands: Record<'ioredis' | 'node-redis', { readonly command: RedisCommand; readonly subscribe: RedisSubscribe }>
let ioredis: ReturnType<typeof connect>
const closing: Array<() => unknown> = []
const stopping: Array<() => unknown> = []
let made = 0

function make(options: Partial<RedisConnectionsOptions> = {}): RedisConnections {
  const store = createRedisConnections({ ...commands.ioredis, prefix: `test${made}`, ...options })
  stopping.push(() => store.close())
  return store
}

function recordOf(change: Partial<ConnectionRecord> = {}): ConnectionRecord {
  const now = Date.now()
  return {
    connectionId: ID,
    apiId: 'api',
    stage: 'prod',
    owner: 'owner',
    connectedAt: now,
    expiresAt: now + 7_200_000,
    sourceIp: '203.0.113.7',
    ...change,
  }
}

const describeCommand = { kind: 'describe', connectionId: ID } as const

describeWithRedis('connections in Redis', () => {
  beforeAll(async () => {
    server = await startRedis()
    ioredis = connect(server.port)
    await ioredis.client.connect()
    const url = `redis://127.0.0.1:${server.port}`
    const client = await createClient({ url }).connect()
    const subscriber = await client.duplicate().connect()
    const listener = new Redis(server.port)
    listener.on('error', () => undefined)
    client.on('error', () => undefined)
    subscriber.on('error', () => undefined)
    closing.push(
      () => ioredis.close(),
      () => client.destroy(),
      () => subscriber.destroy(),
      () => listener.disconnect(),
    )
    commands = {
      ioredis: { command: ioredis.command, subscribe: ioredisSubscribe(listener) },
      'node-redis': {
        command: (_key, args) =>
          client.sendCommand(args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg)))),
        subscribe: async (channel, listen) => {
          await subscriber.subscribe(channel, listen)
          return () => subscriber.unsubscribe(channel, listen)
        },
      },
    }
  })
  afterEach(async () => {
    for (const stop of stopping.splice(0)) await stop()
    made++
  })
  afterAll(async () => {
    for (const close of closing) close()
    await server.kill()
  })

  for (const client of ['ioredis', 'node-redis'] as const) {
    describe(`over ${client}`, () => {
      const suite = connectionsContract(() => {
        made++
        return [make(commands[client]), make(commands[client])]
      })
      for (const test of suite) it(test.name, () => test.run())
    })
  }

  describe('with a clock that a test holds', () => {
    const suite = connectionsContract(() => {
      made++
      const clock = createVirtualClock()
      return [make({ clock }), make({ clock })]
    })
    for (const test of suite) it(test.name, () => test.run())
  })

  it('lets Redis forget a connection when its time is over', async () => {
    const store = make()
    await store.add(recordOf({ expiresAt: Date.now() + 60_000 }))
    const left = await ioredis.client.pttl(`test${made}:w1r:${ID}`)
    expect(left).toBeGreaterThan(50_000)
    expect(left).toBeLessThanOrEqual(60_000)
  })

  it('keeps bytes that are no text, and text that is no Unicode', async () => {
    const seen: unknown[] = []
    const stop = await make().subscribe('owner', (command) => {
      if (command.kind === 'send') seen.push(command.data)
      return { outcome: 'done' }
    })
    stopping.push(stop)
    const sender = make()
    for (const data of [new Uint8Array([0xff, 0xfe]), 'half \ud83d a pair', '\u2028"\\\n', '']) {
      await sender.publish('owner', { kind: 'send', connectionId: ID, data })
    }
    expect(seen).toEqual([new Uint8Array([0xff, 0xfe]), 'half \ud83d a pair', '\u2028"\\\n', ''])
  })

  it('says of a process that died that its connections are gone, after three missed heartbeats', async () => {
    const listener = new Redis(server.port)
    let isDead = false
    const dying = make({
      heartbeatMs: 100,
      command: (key, args) => (isDead ? new Promise(() => undefined) : ioredis.command(key, args)),
      subscribe: ioredisSubscribe(listener),
    })
    await dying.subscribe('dying', () => ({ outcome: 'done' }))
    const sender = make({ heartbeatMs: 100 })
    expect(await sender.publish('dying', describeCommand)).toEqual({ outcome: 'done' })
    isDead = true
    listener.disconnect()
    const diedAt = Date.now()
    expect(await sender.publish('dying', describeCommand)).toEqual({ outcome: 'gone' })
    expect(Date.now() - diedAt).toBeLessThan(1500)
    expect(await sender.publish('dying', describeCommand)).toEqual({ outcome: 'gone' })
  })

  it('fails when a living process does not answer', async () => {
    const slow = make({ heartbeatMs: 50 })
    stopping.push(await slow.subscribe('hung', () => new Promise(() => undefined)))
    const sender = make({ heartbeatMs: 50, answerTimeoutMs: 120 })
    await expect(sender.publish('hung', describeCommand)).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' })
  })

  it('waits for a process that is about to listen again', async () => {
    let listen: ((message: string | Uint8Array) => void) | undefined
    const away = make({
      heartbeatMs: 100,
      subscribe: async (_channel, listener) => {
        listen = listener
        return () => undefined
      },
    })
    let obeyed = 0
    stopping.push(
      await away.subscribe('away', () => {
        obeyed++
        return { outcome: 'done' }
      }),
    )
    const answer = make({ heartbeatMs: 100 }).publish('away', describeCommand)
    const stop = await commands.ioredis.subscribe(`test${made}:w1c:away`, (message) => listen?.(message))
    stopping.push(stop)
    expect(await answer).toEqual({ outcome: 'done' })
    expect(obeyed).toBe(1)
  })

  it('registers its connections again when Redis has lost them', async () => {
    const owner = make({ heartbeatMs: 50 })
    stopping.push(await owner.subscribe('owner', () => ({ outcome: 'done' })))
    await owner.add(recordOf())
    await owner.add(recordOf({ connectionId: 'BBBBBBBBBBBBBBB=' }))
    await owner.remove('BBBBBBBBBBBBBBB=')
    await ioredis.client.flushall()
    const reader = make()
    await vi.waitFor(async () => expect(await reader.get(ID, Date.now())).toMatchObject({ owner: 'owner' }))
    expect(await reader.get('BBBBBBBBBBBBBBB=', Date.now())).toBeUndefined()
    expect(await reader.publish('owner', describeCommand)).toEqual({ outcome: 'done' })
  })

  it('ignores what is no command, no answer and no record', async () => {
    const obeyed: unknown[] = []
    const owner = make()
    stopping.push(
      await owner.subscribe('owner', (command) => {
        obeyed.push(command)
        return { outcome: 'done' }
      }),
    )
    const garbage = ['', 'no json', 'null', '[]', '["x"]', '["x",1,{}]', '["x",1,{"kind":"send","connectionId":"a"}]']
    for (const text of garbage) await ioredis.client.publish(`test${made}:w1c:owner`, text)
    await ioredis.client.set(`test${made}:w1r:${ID}`, '{"connectionId":7}')
    const sender = make()
    expect(await sender.publish('owner', describeCommand)).toEqual({ outcome: 'done' })
    expect(obeyed).toEqual([describeCommand])
    expect(owner.counters().garbage).toBe(garbage.length)
    expect(await sender.get(ID, Date.now())).toBeUndefined()
    expect(sender.counters().garbage).toBe(1)
  })

  it('fails at once, and tells of it, when Redis is not there', async () => {
    const events: unknown[] = []
    const store = make({
      command: () => Promise.reject(new Error('refused')),
      failuresToOpen: 1,
      onEvent: (event) => events.push(event),
    })
    await expect(store.add(recordOf())).rejects.toMatchObject({ reason: 'error' })
    await expect(store.get(ID, Date.now())).rejects.toMatchObject({ reason: 'open' })
    expect(events).toMatchObject([{ type: 'failure', operation: 'connections', reason: 'error' }, { type: 'open' }])
  })

  it('goes on after Redis was started again, empty', async () => {
    const own = await startRedis()
    const main = connect(own.port)
    await main.client.connect()
    const listener = new Redis(own.port, { retryStrategy: () => 20 })
    listener.on('error', () => undefined)
    const options = {
      command: main.command,
      subscribe: ioredisSubscribe(listener),
      heartbeatMs: 50,
      retryAfterMs: 50,
    }
    const [owner, sender] = [make(options), make(options)]
    stopping.push(
      () => own.kill(),
      () => main.close(),
      () => listener.disconnect(),
    )
    const stop = await owner.subscribe('owner', () => ({ outcome: 'done' }))
    await owner.add(recordOf())
    expect(await sender.publish('owner', describeCommand)).toEqual({ outcome: 'done' })
    await own.kill()
    await expect(sender.publish('owner', describeCommand)).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' })
    await expect(sender.add(recordOf({ connectionId: 'BBBBBBBBBBBBBBB=' }))).rejects.toThrow()
    await own.start()
    await vi.waitFor(async () => expect(await sender.get(ID, Date.now())).toMatchObject({ owner: 'owner' }), 10_000)
    expect(await sender.publish('owner', describeCommand)).toEqual({ outcome: 'done' })
    await stop()
  })
})
