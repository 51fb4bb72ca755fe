/**
 * The cache module: responses per stage and method, their keys, lifetimes and invalidation.
 *
 * @module
 */

// The store, the default, and what may be put around it
export { MAX_ENTRY_BYTES } from './types.js'
export type { CachedResponse, CacheSize, CacheStats, ResponseCache } from './types.js'
export { createMemoryCache } from './memory-cache.js'
export type { MemoryCache, MemoryCacheOptions } from './memory-cache.js'
export { createEncryptedCache } from './encrypt.js'
export type { CacheEncryption } from './encrypt.js'
export { checkCacheEncryption, readCacheEncryption } from './encryption-keys.js'
export type { CacheEncryptionConfig, CacheEncryptionKey } from './encryption-keys.js'
export { createStageCaches, namespaceOf } from './stage-caches.js'
export type {
  CachePlace,
  GatewayCacheStats,
  StageCache,
  StageCaches,
  StageCachesOptions,
  StageCacheStats,
} from './stage-caches.js'
export { createCoalescer } from './coalesce.js'
export type { Coalescer } from './coalesce.js'
export { decodeCachedResponse, encodeCachedResponse } from './codec.js'

// What a request does with it
export { CACHE_CLUSTER_SIZES, cacheSettingsFor } from './settings.js'
export type { CacheSettings, CacheSettingsInput } from './settings.js'
export { compileCacheKey, parseCacheKeyParameter } from './key.js'
export type { CacheKeyBuilder, CacheKeyInput, CacheKeyParameter, CacheKeyValue } from './key.js'
export { decideCacheControl, IGNORED_CACHE_CONTROL_WARNING, INVALIDATE_CACHE_ACTION } from './control.js'
export type { CacheControlDecision } from './control.js'
