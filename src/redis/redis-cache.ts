import { MAX_ENTRY_BYTES } from '../cache/types.js'
import type { CachedResponse, ResponseCache } from '../cache/types.js'
import { systemClock } from '../runtime/clock.js'
import { createCacheIndex, readSize } from './cache-index.js'
import { createGenerations } from './cache-generations.js'
import type { Generations } from './cache-generations.js'
import { readCacheEntry, writeCacheEntry } from './cache-entry.js'
import { FOREIGN_CLOCK_KEEP_MS } from './redis-throttle.js'
import { redisText, valueOf } from './redis-text.js'
import type { Guard } from './resilience.js'
import { StoreUnavailableError } from './store-unavailable-error.js'
import type { RedisCommand, RedisStoresOptions, WhenUnavailable } from './types.js'

const SIZE_NOT_KNOWN = { entries: undefined, bytes: undefined }

/**
 * Makes the cache that processes share. Each namespace has a generation, which its entries name: flushing sets a new
 * one, whatever the nodes of a cluster hold. It is read with each look-up, once a tick for all of them, so a flush is
 * seen by every process at once.
 */
export function createRedisCache(
  options: RedisStoresOptions,
  guard: Guard,
  whenUnavailable: WhenUnavailable,
): ResponseCache {
  const { command, prefix = 'postern', clock = systemClock } = options
  const keepMs = clock === systemClock ? 0 : FOREIGN_CLOCK_KEEP_MS
  // No request waits for a write; a clock that a test turns would pass over its budget while it is under way.
  const writesAreTimed = clock === systemClock
  const generations = createGenerations(options)
  const index = createCacheIndex(options, keepMs)
  const read = createReader(command, guard, generations)
  let hits = 0
  let misses = 0
  const keyOf = (namespace: string, key: string): string => {
    const place = redisText(namespace)
    return `${prefix}:c1:${place.length}:${place}${redisText(key)}`
  }

  const remove = (namespace: string, place: string): Promise<unknown> =>
    Promise.all([command(place, ['UNLINK', place]), index.remove(namespace, place)])

  return {
    get: async (namespace, key, now) => {
      try {
        const entry = await read(namespace, keyOf(namespace, key), now)
        if (entry === undefined) misses++
        else hits++
        return entry
      } catch (error) {
        guard.countWithoutRedis('cache', 1)
        misses++
        if (whenUnavailable === 'refuse') throw error
        return undefined
      }
    },
    set: async (namespace, key, response, now) => {
      const place = keyOf(namespace, key)
      if (response.body.byteLength > MAX_ENTRY_BYTES || response.expiresAt <= now) {
        await attempt(guard, () => remove(namespace, place), writesAreTimed)
        return false
      }
      const ttl = String(Math.ceil(response.expiresAt - now) + keepMs)
      const write = async (): Promise<unknown> => {
        const value = writeCacheEntry(response, generations.known(namespace) ?? (await generations.read(namespace)))
        const bytes = place.length + value.byteLength
        return Promise.all([
          command(place, ['SET', place, value, 'PX', ttl]),
          index.add(namespace, place, bytes, response.expiresAt, now),
        ])
      }
      return attempt(guard, write, writesAreTimed)
    },
    ...createRemovals(guard, remove, {
      placeOf: keyOf,
      renew: (namespace) => Promise.all([generations.renew(namespace), index.clear(namespace)]),
    }),
    stats: () => ({ hits, misses, entries: undefined, bytes: undefined }),
    size: (namespace, now) =>
      guard.run('cache', () => index.measure(namespace, now), readSize).catch(() => SIZE_NOT_KNOWN),
  }
}

interface RemovalsInput {
  readonly placeOf: (namespace: string, key: string) => string
  readonly renew: (namespace: string) => Promise<unknown>
}

// Whoever removes entries must know when they are still there: these two do not give way.
function createRemovals(
  guard: Guard,
  remove: (namespace: string, place: string) => Promise<unknown>,
  { placeOf, renew }: RemovalsInput,
): Pick<ResponseCache, 'delete' | 'flush'> {
  const run = (call: () => Promise<unknown>): Promise<void> => guard.run('cache', call, () => undefined)
  return {
    delete: (namespace, key) => run(() => remove(namespace, placeOf(namespace, key))),
    flush: (namespace) => run(() => renew(namespace)),
  }
}

type Reader = (namespace: string, key: string, now: number) => Promise<CachedResponse | undefined>

function createReader(command: RedisCommand, guard: Guard, generations: Generations): Reader {
  return async (namespace, key, now) => {
    const [generation, value] = await guard.run(
      'cache',
      () => Promise.all([generations.read(namespace), command(key, ['GET', key])]),
      (reply) => {
        const [generation, held] = reply as [string, unknown]
        return [generation, valueOf(held)] as const
      },
    )
    if (value === undefined) return undefined
    const entry = readCacheEntry(value, generation)
    if (entry === 'garbage') guard.reportGarbage('cache')
    return typeof entry === 'string' || entry.expiresAt <= now ? undefined : entry
  }
}

// What a store cannot do while Redis is down, a later request does.
async function attempt(guard: Guard, call: () => Promise<unknown>, timed: boolean): Promise<boolean> {
  try {
    await guard.run('cache', call, () => true, timed)
    return true
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
    guard.countWithoutRedis('cache', 1)
    return false
  }
}
