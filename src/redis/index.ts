/**
 * `postern/redis`: cache, throttle, authorizer results and WebSocket connections that several processes share, over a client of your
 * own.
 *
 * @module
 */
export { createRedisStores } from './create-redis-stores.js'
export { createRedisConnections } from './redis-connections.js'
export { StoreUnavailableError } from './store-unavailable-error.js'
export type {
  RedisCommand,
  RedisConnections,
  RedisConnectionsOptions,
  RedisCounters,
  RedisEvent,
  RedisOperation,
  RedisStores,
  RedisStoresOptions,
  RedisSubscribe,
  WhenUnavailable,
} from './types.js'
