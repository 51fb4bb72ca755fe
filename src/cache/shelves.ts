import QuickLRU from 'quick-lru'
import type { CachedResponse } from './types.js'

/** One namespace: its entries, and the bytes they take. */
interface Shelf {
  readonly entries: QuickLRU<string, CachedResponse>
  bytes: number
}

/** Entries by namespace under one byte budget. */
export interface Shelves {
  readonly bytes: number
  /** Counts as a use of the entry. */
  get(namespace: string, key: string): CachedResponse | undefined
  /** False: it is larger than the whole budget. */
  put(namespace: string, key: string, entry: CachedResponse): boolean
  remove(namespace: string, key: string): void
  flush(namespace: string): void
  count(): number
  /** Of one namespace. */
  size(namespace: string): { readonly entries: number; readonly bytes: number }
}

/** What an entry takes beside its texts and bytes: objects, arrays and its place in the map, measured on V8. */
const ENTRY_OVERHEAD = 400
const HEADER_OVERHEAD = 64
/** Room made at once when the budget is reached, so that not every new entry has to look for the oldest. */
const EVICTION_SHARE = 1 / 16

/**
 * Makes shelves: quick-lru a namespace. What is over budget goes oldest first from the largest namespace; entries that
 * were asked for since room was last made stay.
 */
export function createShelves(maxBytes: number, maxEntries: number): Shelves {
  const shelves = new Map<string, Shelf>()
  const total = { bytes: 0 }

  const makeShelf = (namespace: string): Shelf => {
    const onEviction = (key: string, entry: CachedResponse): void => account(total, shelf, -sizeOf(key, entry))
    const shelf: Shelf = { entries: new QuickLRU({ maxSize: maxEntries, onEviction }), bytes: 0 }
    shelves.set(namespace, shelf)
    return shelf
  }
  const evictTo = (target: number): void => {
    for (let over = total.bytes - target; over > 0; over = total.bytes - target) {
      const shelf = largest(shelves.values())
      if (shelf === undefined) return
      evictFrom(total, shelf, over)
    }
  }

  return {
    get bytes() {
      return total.bytes
    },
    get: (namespace, key) => shelves.get(namespace)?.entries.get(key),
    put: (namespace, key, entry) => {
      const shelf = shelves.get(namespace) ?? makeShelf(namespace)
      // quick-lru would keep the old entry in its older generation and count it twice.
      take(total, shelf, key)
      const size = sizeOf(key, entry)
      if (size > maxBytes) return false
      if (total.bytes + size > maxBytes) evictTo(maxBytes - Math.max(size, maxBytes * EVICTION_SHARE))
      account(total, shelf, size)
      shelf.entries.set(key, entry)
      return true
    },
    remove: (namespace, key) => {
      const shelf = shelves.get(namespace)
      if (shelf !== undefined) take(total, shelf, key)
    },
    flush: (namespace) => {
      total.bytes -= shelves.get(namespace)?.bytes ?? 0
      shelves.delete(namespace)
    },
    count: () => {
      let entries = 0
      for (const shelf of shelves.values()) entries += shelf.entries.size
      return entries
    },
    size: (namespace) => {
      const shelf = shelves.get(namespace)
      return { entries: shelf?.entries.size ?? 0, bytes: shelf?.bytes ?? 0 }
    },
  }
}

function account(total: { bytes: number }, shelf: Shelf, change: number): void {
  shelf.bytes += change
  total.bytes += change
}

function take(total: { bytes: number }, shelf: Shelf, key: string): void {
  const entry = shelf.entries.peek(key)
  if (entry === undefined) return
  account(total, shelf, -sizeOf(key, entry))
  shelf.entries.delete(key)
}

function evictFrom(total: { bytes: number }, shelf: Shelf, over: number): void {
  let count = 0
  let found = 0
  for (const [key, entry] of shelf.entries.entriesAscending()) {
    if (found >= over) {
      // quick-lru also makes what is left its older generation: what is not asked for until the next time goes then.
      shelf.entries.evict(count)
      return
    }
    found += sizeOf(key, entry)
    count++
  }
  shelf.entries.clear()
  account(total, shelf, -shelf.bytes)
}

// Undefined when all are empty.
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
