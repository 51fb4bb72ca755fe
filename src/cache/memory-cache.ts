import { createShelves } from './shelves.js'
import { MAX_ENTRY_BYTES } from './types.js'
import type { CachedResponse, ResponseCache } from './types.js'

/** Options of {@link createMemoryCache}. */
export interface MemoryCacheOptions {
  /**
   * Bytes held at most, over all namespaces; default 67,108,864 (64 MiB). `cacheClusterSize` (0.5 to 237 GB) is only a
   * setting of the stage: a process rarely has that much to give. `stats().bytes` says what is really held.
   */
  readonly maxBytes?: number
  /** Entries of one namespace that count as recent; up to twice as many are held. Default 65,536. */
  readonly maxEntries?: number
}

/** The in-memory store: every answer comes at once. */
export interface MemoryCache extends ResponseCache {
  get(namespace: string, key: string, now: number): CachedResponse | undefined
  set(namespace: string, key: string, response: CachedResponse, now: number): boolean
  delete(namespace: string, key: string): void
  flush(namespace: string): void
  size(namespace: string): { readonly entries: number; readonly bytes: number }
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024
const DEFAULT_MAX_ENTRIES = 65_536

/**
 * Makes the default store: quick-lru a namespace, and one byte budget over all. Expiry stands in the entries, on the
 * gateway's clock; quick-lru's own `maxAge`, on the system's, is not used.
 */
export function createMemoryCache(options: MemoryCacheOptions = {}): MemoryCache {
  const shelves = createShelves(options.maxBytes ?? DEFAULT_MAX_BYTES, options.maxEntries ?? DEFAULT_MAX_ENTRIES)
  let hits = 0
  let misses = 0
  return {
    get: (namespace, key, now) => {
      const entry = shelves.get(namespace, key)
      if (entry !== undefined && entry.expiresAt > now) {
        hits++
        return entry
      }
      if (entry !== undefined) shelves.remove(namespace, key)
      misses++
      return undefined
    },
    set: (namespace, key, response, now) => {
      if (response.body.byteLength <= MAX_ENTRY_BYTES && response.expiresAt > now) {
        return shelves.put(namespace, key, response)
      }
      shelves.remove(namespace, key)
      return false
    },
    delete: (namespace, key) => shelves.remove(namespace, key),
    flush: (namespace) => shelves.flush(namespace),
    stats: () => ({ hits, misses, entries: shelves.count(), bytes: shelves.bytes }),
    size: (namespace) => shelves.size(namespace),
  }
}
