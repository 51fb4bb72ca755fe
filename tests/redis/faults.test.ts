import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRedisStores, StoreUnavailableError } from '../../src/redis/index.js'
import type { RedisEvent, RedisStores, RedisStoresOptions } from '../../src/redis/index.js'
import { ADMITTED } from '../../src/throttle/index.js'
import type { TokenBucket } from '../../src/throttle/index.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'
import { connect, describeWithRedis, startRedis } from './server.js'
import type { RedisServer } from './server.js'

const bucket = (key: string, level: TokenBucket['level'] = 'method'): TokenBucket => ({
  key,
  level,
  rateLimit: 0.001,
  burstLimit: 2,
})
const entry = (now: number) => ({
  statusCode: 200,
  headers: [],
  body: new Uint8Array(3),
  storedAt: now,
  expiresAt: now + 300_000,
})
const output = { principalId: 'user', policyDocument: {} }

/** Everything that a request may ask of Redis; how long the slowest took. */
async function askEverything(
  stores: RedisStores,
): Promise<{ verdict: number; found: unknown; result: unknown; ms: number }> {
  const now = Date.now()
  const startedAt = performance.now()
  const [verdict, , found, result] = await Promise.all([
    stores.throttle.take([bucket('m/a/s/x')], now),
    stores.cache.set('n', 'k', entry(now), now),
    stores.cache.get('n', 'k', now),
    stores.authorizerResults.get('k', now),
    stores.throttle.take([bucket('account', 'account')], now),
  ])
  return { verdict, found, result, ms: performance.now() - startedAt }
}

describeWithRedis('when Redis fails', () => {
  let server: RedisServer
  let client: ReturnType<typeof connect>
  let events: RedisEvent[]
  const make = (options: Partial<RedisStoresOptions> = {}) =>
    createRedisStores({
      command: client.command,
      retryAfterMs: 100,
      onEvent: (event) => events.push(event),
      prefix: `faults${performance.now()}`,
      ...options,
    })

  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.kill())
  beforeEach(async () => {
    events = []
    client = connect(server.port)
    await client.client.connect()
  })
  afterEach(() => client.close())

  const recovers = async (stores: RedisStores) => {
    const deadline = Date.now() + 10_000
    while (events.at(-1)?.type !== 'closed') {
      if (Date.now() > deadline) throw new Error('did not recover')
      await sleep(20)
      await stores.cache.get('n', 'k', Date.now())
    }
    const before = stores.counters().withoutRedis.throttle
    const buckets = [bucket(`m/a/s/${performance.now()}`)]
    const verdicts = []
    for (let i = 0; i < 3; i++) verdicts.push(await stores.throttle.take(buckets, Date.now()))
    expect(verdicts).toEqual([ADMITTED, ADMITTED, 0])
    expect(stores.counters().withoutRedis.throttle).toBe(before)
  }

  it('goes on within the time budget while it is paused, and recovers', async () => {
    const stores = make()
    expect((await askEverything(stores)).verdict).toBe(ADMITTED)
    server.signal('SIGSTOP')
    const rounds = []
    for (let i = 0; i < 20; i++) rounds.push(await askEverything(stores))
    server.signal('SIGCONT')
    const slowest = Math.max(...rounds.map(({ ms }) => ms))
    const total = rounds.reduce((sum, { ms }) => sum + ms, 0)
    console.log(`paused: slowest of 20 requests ${slowest.toFixed(0)} ms, all ${total.toFixed(0)} ms`)
    for (const { verdict, found, result } of rounds)
      expect([verdict, found, result]).toEqual([ADMITTED, undefined, undefined])
    // 50 ms and what a busy machine adds.
    expect(slowest).toBeLessThan(500)
    // The circuit opens: most requests do not wait at all.
    expect(rounds.filter(({ ms }) => ms < 20).length).toBeGreaterThan(10)
    expect(events.some(({ type }) => type === 'open')).toBe(true)
    expect(stores.counters().timeouts).toBeGreaterThanOrEqual(5)
    await recovers(stores)
  })

  it('goes on at once while it is killed, and recovers when it comes back empty', async () => {
    const stores = make()
    await askEverything(stores)
    await server.kill()
    const rounds = []
    for (let i = 0; i < 20; i++) rounds.push(await askEverything(stores))
    const slowest = Math.max(...rounds.map(({ ms }) => ms))
    console.log(`killed: slowest of 20 requests ${slowest.toFixed(0)} ms`)
    for (const { verdict, found } of rounds) expect([verdict, found]).toEqual([ADMITTED, undefined])
    expect(slowest).toBeLessThan(500)
    expect(stores.counters().withoutRedis.cache).toBeGreaterThan(0)
    await server.start()
    await recovers(stores)
  })

  it('sends its scripts again to a server that forgot them', async () => {
    const stores = make()
    expect(await stores.throttle.take([bucket('m/a/s/y')], Date.now())).toBe(ADMITTED)
    await client.client.script('FLUSH')
    expect(await stores.throttle.take([bucket('m/a/s/y')], Date.now())).toBe(ADMITTED)
    expect(await stores.throttle.take([bucket('m/a/s/y')], Date.now())).toBe(0)
    expect(events).toEqual([])
  })

  it('misses an entry that something else wrote, and says so', async () => {
    const stores = make({ prefix: 'foreign' })
    const now = Date.now()
    await stores.cache.set('n', 'k', entry(now), now)
    await stores.authorizerResults.set('k', { output, expiresAt: now + 1000 }, now)
    const keys = await client.client.keys('foreign:*')
    expect(keys).toHaveLength(2)
    for (const garbage of ['', '{}', '[1]\n', '{"output":{},"expiresAt":9e99}', '[2,"",200,0,9e99,[],"utf8"]\nx']) {
      for (const key of keys) await client.client.set(key, garbage)
      expect(await stores.cache.get('n', 'k', now)).toBeUndefined()
      expect(await stores.authorizerResults.get('k', now)).toBeUndefined()
    }
    expect(stores.counters().garbage).toBe(10)
  })
})

describe('without Redis', () => {
  const down = () => Promise.reject(new Error('down'))

  it('refuses where that is the setting', async () => {
    const stores = createRedisStores({ command: down, onUnavailable: 'refuse' })
    expect(await stores.throttle.take([bucket('k')], 0)).toBe(0)
    expect(await stores.throttle.take([bucket('k', 'account')], 0)).toBe(0)
    await expect(stores.cache.get('n', 'k', 0)).rejects.toBeInstanceOf(StoreUnavailableError)
    expect(await stores.cache.set('n', 'k', entry(0), 0)).toBe(false)
    expect(await stores.authorizerResults.get('k', 0)).toBeUndefined()
  })

  it('says so when entries could not be removed: what was to be flushed is still there', async () => {
    const stores = createRedisStores({ command: down })
    await expect(stores.cache.flush('n')).rejects.toBeInstanceOf(StoreUnavailableError)
    await expect(stores.cache.delete('n', 'k')).rejects.toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' })
    expect(await stores.cache.size?.('n', 0)).toEqual({ entries: undefined, bytes: undefined })
  })

  it('gives way for the one and refuses for the other where that is the setting', async () => {
    const stores = createRedisStores({ command: down, onUnavailable: { throttle: 'refuse' } })
    expect(await stores.throttle.take([bucket('k')], 0)).toBe(0)
    expect(await stores.cache.get('n', 'k', 0)).toBeUndefined()
  })

  it.each([
    ['text', 'nonsense'],
    ['a number', 7],
    ['nothing', null],
    ['a list', ['1', '2']],
    ['an object', {}],
    ['the verdicts of others', '11'],
  ])('takes %s for no answer', async (_name, reply) => {
    const events: RedisEvent[] = []
    const stores = createRedisStores({ command: async () => reply, onEvent: (event) => events.push(event) })
    expect(await stores.throttle.take([bucket('k')], 0)).toBe(ADMITTED)
    expect(await stores.throttle.take([bucket('k', 'account')], 0)).toBe(ADMITTED)
    expect(await stores.cache.get('n', 'k', 0)).toBeUndefined()
    expect(await stores.authorizerResults.get('k', 0)).toBeUndefined()
    expect(
      events.filter((event) => event.type === 'failure' && event.reason === 'garbage').length,
    ).toBeGreaterThanOrEqual(2)
  })

  it('takes a client that throws for one that fails', async () => {
    const command = () => {
      throw new Error('not connected')
    }
    const stores = createRedisStores({ command })
    expect(await stores.throttle.take([bucket('k')], 0)).toBe(ADMITTED)
    expect(await stores.cache.get('n', 'k', 0)).toBeUndefined()
    expect(stores.counters().errors).toBe(2)
  })

  it("waits on the gateway's clock, opens after failures in a row, tries again once a second, closes", async () => {
    const clock = createVirtualClock()
    const events: RedisEvent[] = []
    let answer: string | undefined
    let calls = 0
    const command = () => {
      calls++
      return answer === undefined ? new Promise<never>(() => undefined) : Promise.resolve(answer)
    }
    const stores = createRedisStores({ command, clock, onEvent: (event) => events.push(event) })
    const ask = async (wait: number) => {
      const verdict = stores.throttle.take([bucket('k')], clock.now())
      await clock.advance(wait)
      return verdict
    }
    for (let i = 0; i < 5; i++) expect(await ask(50)).toBe(ADMITTED)
    const gaveWay = { type: 'gave-way', operation: 'throttle', requests: 1 }
    expect(events.slice(-3)).toEqual([
      { type: 'failure', operation: 'throttle', reason: 'timeout' },
      { type: 'open' },
      gaveWay,
    ])
    expect(calls).toBe(5)
    expect(await ask(0)).toBe(ADMITTED)
    expect(calls).toBe(5)
    await clock.advance(1000)
    expect(await ask(50)).toBe(ADMITTED)
    expect(calls).toBe(6)
    await clock.advance(1000)
    answer = '2'
    expect(await ask(0)).toBe(0)
    expect(events.at(-1)).toEqual({ type: 'closed' })
    expect(await ask(0)).toBe(0)
    expect(stores.counters()).toEqual({
      calls: 8,
      timeouts: 6,
      errors: 0,
      garbage: 0,
      opened: 1,
      withoutRedis: { throttle: 7, cache: 0, authorizerResults: 0 },
    })
  })
})
