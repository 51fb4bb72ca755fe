import { Cluster } from 'ioredis'
import { createCluster } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRedisStores } from '../../src/redis/index.js'
import type { RedisCommand, RedisStores, RedisStoresOptions } from '../../src/redis/index.js'
import { cacheContract } from '../../src/testing/contracts/cache.js'
import { throttleContract } from '../../src/testing/contracts/throttle.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'
import { ADMITTED } from '../../src/throttle/index.js'
import type { TokenBucket } from '../../src/throttle/index.js'
import { startCluster } from './cluster-server.js'
import type { RedisCluster } from './cluster-server.js'
import { commandOf, describeWithRedis } from './server.js'

const NOON = Date.UTC(2024, 0, 15, 12)

describeWithRedis('a Redis cluster of three masters', () => {
  let cluster: RedisCluster
  let commands: Record<'ioredis' | 'node-redis', RedisCommand>
  const closing: Array<() => unknown> = []
  let made = 0

  beforeAll(async () => {
    cluster = await startCluster()
    const [port = 0] = cluster.ports
    const ioredis = new Cluster([{ host: '127.0.0.1', port }])
    await ioredis.ping()
    const nodeRedis = await createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] }).connect()
    closing.push(
      () => ioredis.disconnect(),
      () => nodeRedis.destroy(),
    )
    commands = {
      ioredis: commandOf(ioredis),
      'node-redis': (key, args) =>
        nodeRedis.sendCommand(
          key,
          false,
          args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg))),
        ),
    }
  })
  afterAll(async () => {
    for (const close of closing) close()
    await cluster.stop()
  })

  for (const client of ['ioredis', 'node-redis'] as const) {
    const open = (options: Partial<RedisStoresOptions> = {}): RedisStores =>
      createRedisStores({
        command: commands[client],
        clock: createVirtualClock(),
        prefix: `${client}${++made}`,
        // A key on another node than the others of its call would be an error: none is.
        onEvent: (event) => {
          throw new Error(`unexpected: ${JSON.stringify(event)}`)
        },
        ...options,
      })

    describe(`over the cluster of ${client}`, () => {
      for (const test of cacheContract(() => open().cache)) it(`cache ${test.name}`, () => test.run())
      for (const cluster of [true, false]) {
        describe(cluster ? 'with buckets spread over slots' : 'with all buckets on one slot', () => {
          for (const test of throttleContract(() => open({ cluster }).throttle))
            it(`throttle ${test.name}`, () => test.run())
        })
      }

      it('asks one node for the levels of a stage, one for those of a plan, and none for the account', async () => {
        const asked: string[] = []
        const command: RedisCommand = (key, args) => {
          asked.push(key)
          return commands[client](key, args)
        }
        const { throttle } = open({ cluster: true, command })
        const levels: TokenBucket[] = [
          { key: 'p/gold/ada/api/prod/pets/GET', level: 'plan-method', rateLimit: 10, burstLimit: 10 },
          { key: 'p/gold/ada', level: 'plan', rateLimit: 10, burstLimit: 10 },
          { key: 'm/api/prod/pets/GET', level: 'method', rateLimit: 10, burstLimit: 10 },
          { key: 'account', level: 'account', rateLimit: 1e6, burstLimit: 1e6 },
        ]
        const quota = { key: 'p/gold/ada/quota', limit: 100, period: 'DAY', offset: 0 } as const
        // Scripts are sent and tokens leased at the first request.
        for (let i = 0; i < 2; i++) expect(await throttle.take(levels, NOON, quota)).toBe(ADMITTED)
        asked.length = 0
        expect(await throttle.take(levels, NOON, quota)).toBe(ADMITTED)
        expect(asked.map((key) => key.replace(/^\{[^:]*/, '{'))).toEqual([
          '{:t2:p/gold/ada}:p/gold/ada/api/prod/pets/GET',
          '{:t2:m/api/prod}:m/api/prod/pets/GET',
        ])
      })

      it('spreads entries and buckets over the nodes, and says what the cache holds', async () => {
        const before = await cluster.sizes()
        const { cache, throttle } = open({ cluster: true })
        const entry = {
          statusCode: 200,
          headers: [],
          body: new Uint8Array(9),
          storedAt: NOON,
          expiresAt: NOON + 60_000,
        }
        for (let i = 0; i < 100; i++) {
          await cache.set('api/prod', `key ${i}`, entry, NOON)
          const buckets = [{ key: `p/plan/${i}`, level: 'plan', rateLimit: 1, burstLimit: 2 } as const]
          expect(await throttle.take(buckets, NOON)).toBe(ADMITTED)
        }
        const grown = (await cluster.sizes()).map((size, at) => size - (before[at] ?? 0))
        console.log(`${client}: 100 entries and 100 buckets on the nodes: ${grown.join(' ')}`)
        for (const size of grown) expect(size).toBeGreaterThan(30)
        expect((await cache.size?.('api/prod', NOON))?.entries).toBe(100)
        await cache.flush('api/prod')
        expect(await cache.get('api/prod', 'key 7', NOON)).toBeUndefined()
        expect(await cache.size?.('api/prod', NOON)).toEqual({ entries: 0, bytes: 0 })
      })
    })
  }
})
