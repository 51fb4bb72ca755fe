import { MAX_ENTRY_BYTES } from '../../cache/types.js'
import type { CachedResponse, ResponseCache } from '../../cache/types.js'
import { assertSame } from './contract.js'
import type { ContractTest } from './contract.js'

const NOW = Date.UTC(2024, 0, 15, 12)

/**
 * What every response cache must do, as tests for any framework. Each test makes a store of its own, which must start
 * empty and must take `now` for the time (in Redis: the option `clock` of a clock that is not the system's).
 *
 * @example
 * import { cacheContract } from 'postern/testing'
 * import { createMemoryCache } from 'postern'
 *
 * for (const test of cacheContract(() => createMemoryCache())) await test.run()
 */
export function cacheContract(create: () => ResponseCache | Promise<ResponseCache>): ContractTest[] {
  return [...entryTests(), ...placeTests(), ...removalTests()].map(({ name, check }) => ({
    name,
    run: async () => {
      const cache = await create()
      try {
        await check(cache)
      } finally {
        await cache.close?.()
      }
    },
  }))
}

interface CacheTest {
  readonly name: string
  readonly check: (cache: ResponseCache) => Promise<void>
}

function entry(body: string | Uint8Array, ttl = 300_000): CachedResponse {
  return {
    statusCode: 203,
    headers: [
      ['Content-Type', 'text/plain'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=ü'],
    ],
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    storedAt: NOW,
    expiresAt: NOW + ttl,
  }
}

async function bodyAt(cache: ResponseCache, namespace: string, key: string, now = NOW): Promise<string | undefined> {
  const found = await cache.get(namespace, key, now)
  return found && new TextDecoder().decode(found.body)
}

function entryTests(): CacheTest[] {
  return [
    {
      name: 'gives back what was stored, bytes and headers as they were',
      check: async (cache) => {
        const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
        for (const body of [bytes, new TextEncoder().encode('grüße €'), new Uint8Array(0)]) {
          const stored = entry(body)
          assertSame(await cache.set('api/prod', 'k', stored, NOW), true, 'stored')
          const found = await cache.get('api/prod', 'k', NOW)
          assertSame(found?.statusCode, 203, 'status')
          assertSame(found?.headers, stored.headers, 'headers')
          assertSame([...(found?.body ?? [1])], [...body], 'body')
          assertSame([found?.storedAt, found?.expiresAt], [NOW, NOW + 300_000], 'times')
        }
      },
    },
    {
      name: 'serves an entry until its time has come and not after',
      check: async (cache) => {
        await cache.set('api/prod', 'k', entry('x', 1000), NOW)
        assertSame(await bodyAt(cache, 'api/prod', 'k', NOW + 999), 'x', 'a millisecond before')
        assertSame(await bodyAt(cache, 'api/prod', 'k', NOW + 1000), undefined, 'at its time')
        assertSame(await cache.set('api/prod', 'late', entry('x', -1), NOW), false, 'expired when stored')
        assertSame(await bodyAt(cache, 'api/prod', 'late'), undefined, 'expired when stored')
      },
    },
  ]
}

function placeTests(): CacheTest[] {
  return [
    {
      name: 'keeps namespaces and keys apart, whatever they are made of',
      check: async (cache) => {
        const places = [
          ['a', 'b/c'],
          ['a/b', 'c'],
          ['a', 'b:c'],
          ['__proto__', 'constructor'],
          ['a', '\uD800'],
          ['a', '\uDBFF'],
          ['a', '\uFFFD'],
          ['a', ''],
          ['', 'a'],
          ['a{b}', 'c'],
          ['a', '{b}c'],
        ] as const
        for (const [namespace, key] of places)
          await cache.set(namespace, key, entry(JSON.stringify([namespace, key])), NOW)
        for (const [namespace, key] of places) {
          assertSame(await bodyAt(cache, namespace, key), JSON.stringify([namespace, key]), `${namespace} ${key}`)
        }
      },
    },
    {
      name: 'refuses what is larger than the service keeps, and forgets what stood there',
      check: async (cache) => {
        await cache.set('api/prod', 'k', entry('old'), NOW)
        assertSame(
          await cache.set('api/prod', 'k', entry(new Uint8Array(MAX_ENTRY_BYTES + 1)), NOW),
          false,
          'too large',
        )
        assertSame(await bodyAt(cache, 'api/prod', 'k'), undefined, 'the old one')
      },
    },
  ]
}

function removalTests(): CacheTest[] {
  return [
    {
      name: 'replaces an entry',
      check: async (cache) => {
        await cache.set('api/prod', 'k', entry('old'), NOW)
        await cache.set('api/prod', 'k', entry('new'), NOW)
        assertSame(await bodyAt(cache, 'api/prod', 'k'), 'new', 'entry')
      },
    },
    {
      name: 'deletes one entry, and flushes one namespace',
      check: async (cache) => {
        for (const namespace of ['api/prod', 'api/test']) {
          for (const key of ['a', 'b']) await cache.set(namespace, key, entry(key), NOW)
        }
        await cache.delete('api/prod', 'a')
        assertSame(await bodyAt(cache, 'api/prod', 'a'), undefined, 'deleted')
        assertSame(await bodyAt(cache, 'api/prod', 'b'), 'b', 'its neighbour')
        await cache.flush('api/prod')
        assertSame(await bodyAt(cache, 'api/prod', 'b'), undefined, 'flushed')
        assertSame(await bodyAt(cache, 'api/test', 'b'), 'b', 'the other stage')
        await cache.set('api/prod', 'b', entry('again'), NOW)
        assertSame(await bodyAt(cache, 'api/prod', 'b'), 'again', 'stored after a flush')
      },
    },
    {
      name: 'counts hits and misses',
      check: async (cache) => {
        await cache.set('api/prod', 'k', entry('x', 1000), NOW)
        await cache.get('api/prod', 'k', NOW)
        await cache.get('api/prod', 'other', NOW)
        await cache.get('api/prod', 'k', NOW + 5000)
        const { hits, misses } = cache.stats()
        assertSame([hits, misses], [1, 2], 'hits and misses')
      },
    },
  ]
}
