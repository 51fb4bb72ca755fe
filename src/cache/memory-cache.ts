import QuickLRU from 'quick-lru'
import { MAX_ENTRY_BYTES } from './types.js'
import type { CachedResponse, CacheStats, ResponseCache } from './types.js'

/** Options of {@link createMemoryCache}. */
export interface MemoryCacheOptions {
  /**
   * Bytes held at most, over all namespaces; default 67,108,864 (64 MiB). `cacheClusterSize` (0.5 to 237 GB) is only a
   * setting of the stage: a process rarely has that much to give.
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
}

/** One namespace: its entries, and the bytes they take. */
interface Shelf {
  readonly entries: QuickLRU<string, CachedResponse>
  bytes: number
}

/** What an entry takes beside its texts and bytes: objects, arrays and its place in the map, measured on V8. */
const ENTRY_OVERHEAD = 400
const HEADER_OVERHEAD = 64
/** Room made at once when the budget is reached, so that not every new entry has to look for the oldest. */
const EVICTION_SHARE = 1 / 16

/**
 * Makes the default store: quick-lru a namespace, and one byte budget over all. Expiry stands in the entries, on the
 * gateway's clock; quick-lru's own `maxAge`, on the system's, is not used.
 */
export function createMemoryCache(options: MemoryCacheOptions = {}): MemoryCache {
  const maxBytes = options.maxBytes ?? 64 * 1024 * 1024
  const maxEntries = options.maxEntries ?? 65_536
  const shelves = new Map<string, Shelf>()
  let hits = 0
  let misses = 0
  let bytes = 0

  const takeOff = (shelf: Shelf, key: string, entry: CachedResponse): void => {
    const size = sizeOf(key, entry)
    shelf.bytes -= size
    bytes -= size
  }
  const makeShelf = (namespace: string): Shelf => {
    const shelf: Shelf = {
      entries: new QuickLRU({ maxSize: maxEntries, onEviction: (key, entry) => takeOff(shelf, key, entry) }),
      bytes: 0,
    }
    shelves.set(namespace, shelf)
    return shelf
  }
  const remove = (shelf: Shelf, key: string): void => {
    const entry = shelf.entries.peek(key)
    if (entry === undefined) return
    takeOff(shelf, key, entry)
    shelf.entries.delete(key)
  }
  const evict = (target: number): void => {
    while (bytes > target) {
      const shelf = largest(shelves.values())
      if (shelf === undefined) return
      for (const [key] of shelf.entries.entriesAscending()) {
        remove(shelf, key)
        if (bytes <= target) return
      }
    }
  }

  return {
    get: (namespace, key, now) => {
      const shelf = shelves.get(namespace)
      const entry = shelf?.entries.get(key)
      if (shelf === undefined || entry === undefined) {
        misses++
        return undefined
      }
      if (entry.expiresAt <= now) {
        remove(shelf, key)
        misses++
        return undefined
      }
      hits++
      return entry
    },
    set: (namespace, key, response, now) => {
      const shelf = shelves.get(namespace) ?? makeShelf(namespace)
      // quick-lru would keep the old entry in its older generation and count it twice.
      remove(shelf, key)
      const size = sizeOf(key, response)
      if (response.body.byteLength > MAX_ENTRY_BYTES || response.expiresAt <= now || size > maxBytes) return false
      if (bytes + size > maxBytes) evict(maxBytes - Math.max(size, maxBytes * EVICTION_SHARE))
      shelf.bytes += size
      bytes += size
      shelf.entries.set(key, response)
      return true
    },
    delete: (namespace, key) => {
      const shelf = shelves.get(namespace)
      if (shelf !== undefined) remove(shelf, key)
    },
    flush: (namespace) => {
      bytes -= shelves.get(namespace)?.bytes ?? 0
      shelves.delete(namespace)
    },
    stats: (): CacheStats => {
      let entries = 0
      for (const shelf of shelves.values()) entries += shelf.entries.size
      return { hits, misses, entries, bytes }
    },
  }
}

function largest(shelves: Iterable<Shelf>): Shelf | undefined {
  let found: Shelf | undefined
  for (const shelf of shelves) if (shelf.bytes > (found?.bytes ?? 0)) found = shelf
  return found
}

// Texts are taken as one byte a character, which V8 needs for all that HTTP headers may hold.
function sizeOf(key: string, entry: CachedResponse): number {
  let size = ENTRY_OVERHEAD + key.length + entry.body.byteLength
  for (const [name, value] of entry.headers) size += HEADER_OVERHEAD + name.length + value.length
  return size
}
