import { systemClock } from '../runtime/clock.js'
import { createRedisCache } from './redis-cache.js'
import { createRedisResults } from './redis-results.js'
import { createRedisThrottle } from './redis-throttle.js'
import { createGuard } from './resilience.js'
import type { RedisStores, RedisStoresOptions } from './types.js'

/**
 * Makes stores that several processes share through one Redis, so that they act as one gateway. The client is the
 * user's own, reached by one function; it is never closed here.
 *
 * @example
 * ```ts no-run
 * import { createGateway } from 'postern'
 * import { createRedisStores } from 'postern/redis'
 * import { createClient } from 'redis'
 *
 * const client = await createClient().connect()
 * const stores = createRedisStores({
 *   command: (_key, args) => client.sendCommand(args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg)))),
 * })
 * const gateway = createGateway({
 *   cache: stores.cache,
 *   throttle: stores.throttle,
 *   authorizerResults: stores.authorizerResults,
 *   routes: { 'GET /pets': () => ({ statusCode: 200, body: '[]' }) },
 * })
 * ```
 */
export function createRedisStores(given: RedisStoresOptions): RedisStores {
  // A client that throws in place of rejecting must fail one call and not two.
  const options: RedisStoresOptions = { ...given, command: async (key, args) => given.command(key, args) }
  const guard = createGuard({
    clock: options.clock ?? systemClock,
    timeoutMs: options.timeoutMs ?? 50,
    failuresToOpen: options.failuresToOpen ?? 5,
    retryAfterMs: options.retryAfterMs ?? 1000,
    onEvent: options.onEvent ?? (() => undefined),
  })
  const { onUnavailable = 'allow' } = options
  const when = typeof onUnavailable === 'string' ? { throttle: onUnavailable, cache: onUnavailable } : onUnavailable
  return {
    cache: createRedisCache(options, guard, when.cache ?? 'allow'),
    throttle: createRedisThrottle(options, guard, when.throttle ?? 'allow'),
    authorizerResults: createRedisResults(options, guard),
    counters: () => guard.counters(),
  }
}
