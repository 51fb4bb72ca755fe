// Row 5, the stores alone: a hit in memory, sealed, and in Redis. Through the whole gateway: rows/cache-hit.ts.
// npx tsx bench/cache.ts
import { Redis } from 'ioredis'
import { compileCacheKey, createEncryptedCache, createMemoryCache } from '../src/cache/index.js'
import type { CachedResponse } from '../src/cache/index.js'
import { createRedisStores } from '../src/redis/index.js'
import { compare } from './harness.js'
import { answersPerSecond, printRates, startBenchRedis } from './redis.js'

const KEYS = 10_000
const NAMESPACE = 'api/prod/deployment'
const body = new TextEncoder().encode(JSON.stringify({ ok: true, filler: 'x'.repeat(1000) }))
const now = Date.now()
const entry: CachedResponse = {
  statusCode: 200,
  headers: [
    ['Content-Type', 'application/json'],
    ['Cache-Control', 'no-store'],
  ],
  body,
  storedAt: now,
  expiresAt: now + 3_600_000,
}

let turn = 0
const next = (): number => (turn = (turn + 7919) % KEYS)

async function inMemory(): Promise<void> {
  const cache = createMemoryCache()
  const sealed = createEncryptedCache(createMemoryCache(), { keys: { k: new Uint8Array(32) }, activeKeyId: 'k' })
  const keyOf = compileCacheKey<readonly string[]>({
    cacheKeyParameters: ['method.request.path.id', 'method.request.querystring.page'],
    resourceId: 'abc123',
    reader:
      ({ location }) =>
      (request) =>
        request[location === 'path' ? 0 : 1],
  })
  const requests = Array.from({ length: KEYS }, (_, at) => [`id${at}`, '1'] as const)
  const keys = requests.map((request) => keyOf(request, 'GET'))
  const map = new Map(keys.map((key) => [key, entry]))
  for (const key of keys) {
    cache.set(NAMESPACE, key, entry, now)
    await sealed.set(NAMESPACE, key, entry, now)
  }
  const key = (): string => keys[next()] as string
  await compare({
    name: `5. The cache's stores, ${KEYS.toLocaleString('en')} entries`,
    candidates: {
      'Map.get': () => map.get(key()),
      'memory cache, hit': () => cache.get(NAMESPACE, key(), now),
      'key of two parameters': () => keyOf(requests[next()] as readonly string[], 'GET'),
      'memory cache, key and hit': () => cache.get(NAMESPACE, keyOf(requests[next()] as readonly string[], 'GET'), now),
      'memory cache, set': () => cache.set(NAMESPACE, key(), entry, now),
      'encrypted, hit of 1 KB': () => sealed.get(NAMESPACE, key(), now),
    },
  })
  const { entries = 0, bytes = 0 } = cache.stats()
  console.log(
    `  holds ${entries} entries in ${bytes} bytes by its own count: ${(bytes / entries).toFixed(0)} an entry of ${body.length}`,
  )
}

async function inRedis(): Promise<void> {
  const server = await startBenchRedis()
  if (server === undefined) {
    console.log('Redis: not measured, there is no redis-server')
    return
  }
  const client = new Redis(server.port)
  const { cache } = createRedisStores({
    command: (_key, [name, ...args]) =>
      client.call(String(name), ...args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg)))),
    timeoutMs: 5000,
  })
  const keys = Array.from({ length: KEYS }, (_, at) => `key${at}`)
  await Promise.all(keys.map(async (key) => cache.set(NAMESPACE, key, entry, now)))
  await Promise.all(keys.map((key) => client.set(key, Buffer.from(body))))
  const key = (): string => keys[next()] as string
  const rates = await answersPerSecond({
    'GET of 1 KB, one in flight': [1, () => client.get(key())],
    'postern hit of 1 KB, one in flight': [1, () => cache.get(NAMESPACE, key(), now)],
    'GET of 1 KB, 100 in flight': [100, () => client.get(key())],
    'postern hit of 1 KB, 100 in flight': [100, () => cache.get(NAMESPACE, key(), now)],
  })
  printRates('5. Hits a second in Redis', rates)
  if (cache.stats().misses > 0) throw new Error(`${cache.stats().misses} misses`)
  client.disconnect()
  await server.stop()
}

await inMemory()
await inRedis()
