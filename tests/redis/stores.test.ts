import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEncryptedCache } from '../../src/cache/index.js'
import { createRedisStores } from '../../src/redis/index.js'
import type { RedisCommand, RedisStores, RedisStoresOptions } from '../../src/redis/index.js'
import { cacheContract } from '../../src/testing/contracts/cache.js'
import { throttleContract } from '../../src/testing/contracts/throttle.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'
import { ADMITTED } from '../../src/throttle/index.js'
import type { TokenBucket } from '../../src/throttle/index.js'
import { connect, describeWithRedis, startRedis } from './server.js'
import type { RedisServer } from './server.js'

const NOON = Date.UTC(2024, 0, 15, 12)
let server: RedisServer
let ioredis: ReturnType<typeof connect>
let commands: Record<'ioredis' | 'node-redis', RedisCommand>
const closing: Array<() => unknown> = []
let made = 0

// A prefix of its own for each store: each test starts empty.
const stores = (options: Partial<RedisStoresOptions> = {}): RedisStores =>
  createRedisStores({
    command: commands.ioredis,
    clock: createVirtualClock(),
    prefix: `test${++made}`,
    onEvent: (event) => {
      throw new Error(`unexpected: ${JSON.stringify(event)}`)
    },
    ...options,
  })

describeWithRedis('stores in Redis', () => {
  beforeAll(async () => {
    server = await startRedis()
    ioredis = connect(server.port)
    await ioredis.client.connect()
    const nodeRedis = await createClient({ url: `redis://127.0.0.1:${server.port}` }).connect()
    closing.push(
      () => ioredis.close(),
      () => nodeRedis.destroy(),
    )
    commands = {
      ioredis: ioredis.command,
      'node-redis': (_key, args) =>
        nodeRedis.sendCommand(args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg)))),
    }
  })
  afterAll(async () => {
    for (const close of closing) close()
    await server.kill()
  })

  for (const client of ['ioredis', 'node-redis'] as const) {
    describe(`over ${client}`, () => {
      const make = (options: Partial<RedisStoresOptions> = {}) => stores({ command: commands[client], ...options })
      for (const test of cacheContract(() => make().cache)) it(`cache ${test.name}`, () => test.run())
      for (const test of throttleContract(() => make().throttle)) it(`throttle ${test.name}`, () => test.run())
    })
  }

  describe('over a client that gives bytes', () => {
    const make = () =>
      stores({
        command: (_key, [name, ...args]) =>
          ioredis.client.callBuffer(
            String(name),
            ...args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg))),
          ),
      })
    for (const test of cacheContract(() => make().cache)) it(`cache ${test.name}`, () => test.run())
    for (const test of throttleContract(() => make().throttle)) it(`throttle ${test.name}`, () => test.run())
  })

  describe('with buckets spread over slots', () => {
    for (const test of throttleContract(() => stores({ cluster: true }).throttle)) it(test.name, () => test.run())
  })

  describe('with tokens leased in blocks', () => {
    const leased = throttleContract(() => stores({ leases: { method: 4, plan: 4 } }).throttle)
    // Tokens in hand may be spent after the clock was set back, and a lease answers before the quota.
    const exceptions = ['set back', 'asks the quota']
    for (const test of leased.filter(({ name }) => !exceptions.some((part) => name.includes(part)))) {
      it(test.name, () => test.run())
    }

    it('asks Redis once for many requests', async () => {
      let calls = 0
      const command: RedisCommand = (key, args) => {
        calls++
        return commands.ioredis(key, args)
      }
      const { throttle } = stores({ command, leases: { account: 100 } })
      const account: TokenBucket = { key: 'account', level: 'account', rateLimit: 1000, burstLimit: 5000 }
      for (let i = 0; i < 2000; i++) expect(await throttle.take([account], NOON)).toBe(ADMITTED)
      expect(calls).toBeLessThan(30)
    })

    it('gives tokens back that were not spent', async () => {
      const first = stores({ prefix: 'back', leases: { account: 100 } }).throttle
      const account: TokenBucket = { key: 'account', level: 'account', rateLimit: 0.001, burstLimit: 20 }
      for (let second = 0; second < 20; second++)
        expect(await first.take([account], NOON + second * 2000)).toBe(ADMITTED)
      expect(await first.take([account], NOON + 60_000)).toBe(0)
    })
  })

  it('decides all requests of one tick, on all levels, in one call for fifty of them', async () => {
    let calls = 0
    const command: RedisCommand = (key, args) => {
      calls++
      return commands.ioredis(key, args)
    }
    const { throttle } = stores({ command })
    const bucket = (level: TokenBucket['level'], key: string): TokenBucket => ({
      key,
      level,
      rateLimit: 10,
      burstLimit: 50,
    })
    await throttle.take([], NOON, { key: 'warm', limit: 1, period: 'DAY', offset: 0 })
    calls = 0
    const verdicts = await Promise.all(
      Array.from({ length: 100 }, async (_, i) =>
        throttle.take([bucket('plan', `p/plan/${i % 4}`), bucket('method', 'm/a/s/x')], NOON, {
          key: `p/plan/${i % 4}/quota`,
          limit: 10,
          period: 'DAY',
          offset: 0,
        }),
      ),
    )
    expect(verdicts.filter((verdict) => verdict === ADMITTED)).toHaveLength(40)
    expect(calls).toBe(2)
  })

  it("goes by the server's time where the gateway has the system's clock", async () => {
    const { throttle, cache } = createRedisStores({
      command: commands.ioredis,
      prefix: `test${++made}`,
      timeoutMs: 5000,
    })
    const bucket: TokenBucket = { key: 'm/a/s/x', level: 'method', rateLimit: 0.01, burstLimit: 2 }
    // A process whose clock is an hour ahead has no more tokens than the others.
    const times = [0, 3_600_000, 7_200_000].map((ahead) => Date.now() + ahead)
    const verdicts = []
    for (const now of times) verdicts.push(await throttle.take([bucket], now))
    expect(verdicts).toEqual([ADMITTED, ADMITTED, 0])
    const now = Date.now()
    const entry = { statusCode: 200, headers: [], body: new Uint8Array(3), storedAt: now, expiresAt: now + 60_000 }
    await cache.set('n', 'k', entry, now)
    expect(await cache.get('n', 'k', now)).toBeDefined()
    const [key] = (await ioredis.client.keys(`test${made}:c1:*`)) as [string]
    expect(await ioredis.client.pttl(key)).toBeGreaterThan(50_000)
    expect(await ioredis.client.pttl(key)).toBeLessThanOrEqual(60_000)
  })

  it('says what a namespace really holds', async () => {
    const { cache } = stores()
    const size = async (now = NOON) => cache.size?.('api/prod', now)
    const entry = (bytes: number, ttl: number) => ({
      statusCode: 200,
      headers: [],
      body: new Uint8Array(bytes),
      storedAt: NOON,
      expiresAt: NOON + ttl,
    })
    expect(await size()).toEqual({ entries: 0, bytes: 0 })
    await cache.set('api/prod', 'long', entry(10, 60_000), NOON)
    await cache.set('api/prod', 'short', entry(10, 1000), NOON)
    await cache.set('api/test', 'other', entry(10, 60_000), NOON)
    const two = await size()
    expect(two?.entries).toBe(2)
    await cache.set('api/prod', 'long', entry(1010, 60_000), NOON)
    expect(await size()).toEqual({ entries: 2, bytes: (two?.bytes ?? 0) + 1000 })
    expect((await size(NOON + 1000))?.entries).toBe(1)
    await cache.delete('api/prod', 'long')
    expect(await size(NOON + 1000)).toEqual({ entries: 0, bytes: 0 })
    await cache.set('api/prod', 'a', entry(10, 60_000), NOON)
    await cache.flush('api/prod')
    expect(await size()).toEqual({ entries: 0, bytes: 0 })
    expect((await cache.size?.('api/test', NOON))?.entries).toBe(1)
  })

  it('holds sealed entries only, where they are to be encrypted', async () => {
    const { cache } = stores({ prefix: 'sealed' })
    const sealed = createEncryptedCache(cache, { keys: { k: new Uint8Array(32) }, activeKeyId: 'k' })
    const headers = [['X-A', 'hidden']] as const
    const entry = { statusCode: 200, headers, body: Buffer.from('hidden'), storedAt: NOON, expiresAt: NOON + 60_000 }
    expect(await sealed.set('n', 'a hidden key', entry, NOON)).toBe(true)
    expect(await sealed.get('n', 'a hidden key', NOON)).toMatchObject({ headers, statusCode: 200 })
    const keys = await ioredis.client.keys('sealed:c1:*')
    expect(keys).toHaveLength(1)
    expect(`${keys[0]}${await ioredis.client.get(keys[0]!)}`).not.toContain('hidden')
    expect((await sealed.size?.('n', NOON))?.entries).toBe(1)
  })

  it('keeps results of authorizers until they expire', async () => {
    const { authorizerResults } = stores()
    const stored = {
      output: { principalId: 'ü', policyDocument: { Statement: [] }, context: { a: 1 } },
      expiresAt: NOON + 1000,
    }
    await authorizerResults.set('key', stored, NOON)
    expect(await authorizerResults.get('key', NOON + 999)).toEqual(stored)
    expect(await authorizerResults.get('key', NOON + 1000)).toBeUndefined()
    expect(await authorizerResults.get('other', NOON)).toBeUndefined()
  })

  it('leaves nothing behind for good', async () => {
    const { throttle, cache, authorizerResults } = stores({ prefix: 'mortal' })
    await throttle.take([{ key: 'm/a/s/x', level: 'method', rateLimit: 1, burstLimit: 1 }], NOON, {
      key: 'p/a/b/quota',
      limit: 1,
      period: 'DAY',
      offset: 0,
    })
    const entry = { statusCode: 200, headers: [], body: new Uint8Array(3), storedAt: NOON, expiresAt: NOON + 60_000 }
    await cache.set('n', 'k', entry, NOON)
    await cache.flush('n')
    await authorizerResults.set('a', { output: { principalId: '', policyDocument: {} }, expiresAt: NOON + 1000 }, NOON)
    const keys = (await ioredis.client.keys('*')).filter((key) => key.includes('mortal'))
    expect(keys).toHaveLength(5)
    for (const key of keys) expect(await ioredis.client.pttl(key)).toBeGreaterThan(0)
  })
})
