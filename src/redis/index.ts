/**
 * `postern/redis`: cache, throttle and authorizer results that several processes share, over a client of your own.
 *
 * @module
 */
export { createRedisStores } from './create-redis-stores.js'
export { StoreUnavailableError } from './store-unavailable-error.js'
export type {
  RedisCommand,
  RedisCounters,
  RedisEvent,
  RedisOperation,
  RedisStores,
  RedisStoresOptions,
  WhenUnavailable,
} from './types.js'
