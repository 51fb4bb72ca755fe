import QuickLRU from 'quick-lru'
import type { AuthorizerResults, StoredOutput } from './types.js'

const DEFAULT_MAX_ENTRIES = 10_000

/** Keeps results in memory: at most twice `maxEntries` (quick-lru's way), expired ones until they are met. */
export function createMemoryResults(maxEntries: number = DEFAULT_MAX_ENTRIES): AuthorizerResults {
  const entries = new QuickLRU<string, StoredOutput>({ maxSize: maxEntries })
  return {
    get: (key, now) => {
      const stored = entries.get(key)
      if (stored === undefined || stored.expiresAt > now) return stored
      entries.delete(key)
      return undefined
    },
    set: (key, stored) => {
      entries.set(key, stored)
    },
  }
}
