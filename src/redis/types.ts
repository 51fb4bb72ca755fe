import type { AuthorizerResults } from '../authorizer/types.js'
import type { ResponseCache } from '../cache/types.js'
import type { ConnectionStore } from '../connections/index.js'
import type { Clock } from '../runtime/clock.js'
import type { Random } from '../runtime/random.js'
import type { ThrottleLevel, ThrottleStore } from '../throttle/types.js'

/**
 * One command to Redis through a client of the user's own.
 *
 * @param key - the key that the command is about: a cluster client sends it to the node that holds it
 * @param args - the command and its arguments, `['GET', key]`
 * @returns the reply as the client gives it
 * @example
 * import type { RedisCommand } from 'postern/redis'
 * import type { Redis } from 'ioredis'
 *
 * export const ioredisCommand = (client: Redis): RedisCommand =>
 *   (_key, [name, ...args]) => client.call(String(name), ...args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg))))
 */
export type RedisCommand = (key: string, args: ReadonlyArray<string | Uint8Array>) => Promise<unknown>

/** What a call was for. */
export type RedisOperation = 'throttle' | 'cache' | 'authorizerResults' | 'connections'

/** Something that an operator wants to know. */
export type RedisEvent =
  /** A call failed: the time budget ran out, the client rejected, or the reply made no sense. */
  | {
      readonly type: 'failure'
      readonly operation: RedisOperation
      readonly reason: 'timeout' | 'error' | 'garbage'
      readonly error?: unknown
    }
  /** So many requests were decided without Redis: admitted or refused, not found, not stored, as `onUnavailable` says. */
  | { readonly type: 'gave-way'; readonly operation: Exclude<RedisOperation, 'connections'>; readonly requests: number }
  /** Too many calls in a row failed: none is made until a trial after `retryAfterMs`. */
  | { readonly type: 'open' }
  /** A trial went well: calls are made again. */
  | { readonly type: 'closed' }

/** What was counted since the stores were made. */
export interface RedisCounters {
  /** Calls made to Redis. */
  readonly calls: number
  readonly timeouts: number
  readonly errors: number
  readonly garbage: number
  /** How often the circuit was opened. */
  readonly opened: number
  /** Requests decided without Redis, by what they asked for. */
  readonly withoutRedis: Readonly<Record<Exclude<RedisOperation, 'connections'>, number>>
}

/** What a store does while Redis cannot be asked. */
export type WhenUnavailable = 'allow' | 'refuse'

/** Options of `createRedisStores`. */
export interface RedisStoresOptions {
  readonly command: RedisCommand
  /** Stands in front of every key. Default `postern`. */
  readonly prefix?: string
  /**
   * The gateway's clock, where it is not the system's: then times come from it. Left out, the Redis server's time rules
   * for tokens and quotas, so that processes whose clocks differ agree.
   */
  readonly clock?: Clock
  /** Milliseconds that a call may take, on the clock. Default 50. */
  readonly timeoutMs?: number
  /** Calls that fail in a row before the circuit opens. Default 5. */
  readonly failuresToOpen?: number
  /** Milliseconds that the circuit stays open before one call tries again. Default 1000. */
  readonly retryAfterMs?: number
  /**
   * `allow` (default): a throttle admits, a cache misses. `refuse`: a throttle refuses with 429, a look-up in the cache
   * rejects. Authorizer results always fall back to asking the authorizer.
   */
  readonly onUnavailable?: WhenUnavailable | { readonly throttle?: WhenUnavailable; readonly cache?: WhenUnavailable }
  /** Told of failures and of the circuit; must not throw. */
  readonly onEvent?: (event: RedisEvent) => void
  /**
   * Spreads the buckets over a cluster's slots: those of a key in a plan are on one, those of a stage on another, so a
   * request with an API key takes two calls. Default false: all buckets are on one slot, a request takes one call.
   */
  readonly cluster?: boolean
  /**
   * Levels whose tokens are taken from Redis in blocks of up to so many and spent in the process. Default
   * `{ account: 100 }`: the account's bucket, which every request needs, would be a hot key. Never more than the rate
   * and burst are admitted in all; at most one block a process may be spent up to a second late.
   */
  readonly leases?: Readonly<Partial<Record<ThrottleLevel, number>>>
}

/** What `createRedisStores` gives: stores for the gateway's config, and what they counted. */
export interface RedisStores {
  readonly cache: ResponseCache
  readonly throttle: ThrottleStore
  readonly authorizerResults: AuthorizerResults
  counters(): RedisCounters
}

/**
 * Listens on a channel through a client of the user's own, and gives what ends it. A connection that has subscribed can do nothing
 * else in Redis, so it is another one than that of {@link RedisCommand}. It must listen again by itself after it was cut off, as
 * ioredis and node-redis do.
 *
 * @example
 * import type { Redis } from 'ioredis'
 * import type { RedisSubscribe } from 'postern/redis'
 *
 * export const ioredisSubscribe = (client: Redis): RedisSubscribe => async (channel, listener) => {
 *   const onMessage = (from: string, message: string) => from === channel && listener(message)
 *   client.on('message', onMessage)
 *   await client.subscribe(channel)
 *   return async () => {
 *     client.off('message', onMessage)
 *     await client.unsubscribe(channel)
 *   }
 * }
 */
export type RedisSubscribe = (
  channel: string,
  listener: (message: string | Uint8Array) => void,
) => Promise<() => unknown>

/** Options of `createRedisConnections`. */
export interface RedisConnectionsOptions extends Pick<
  RedisStoresOptions,
  'command' | 'prefix' | 'clock' | 'failuresToOpen' | 'retryAfterMs' | 'onEvent'
> {
  readonly subscribe: RedisSubscribe
  /** Milliseconds that a call to Redis may take, on the clock. Default 2000: nobody gets in without it. */
  readonly timeoutMs?: number
  /** Milliseconds between the signs of life of a process; after three missed ones its connections are gone. Default 2000. */
  readonly heartbeatMs?: number
  /** Milliseconds that a living process may take to answer; then the call fails, and may have been obeyed. Default 10,000. */
  readonly answerTimeoutMs?: number
  /** Where the name comes from that answers to this process are sent to. Default: the platform's source. */
  readonly random?: Random
  /** Redis is a cluster: it cannot tell whether a process listens, so that only heartbeats show that one is dead. Default false. */
  readonly cluster?: boolean
}

/** What `createRedisConnections` gives: the store for the gateway's config. */
export interface RedisConnections extends ConnectionStore {
  /** Ends the subscription for answers; the gateway that has the store is closed before. The client is never closed. */
  close(): Promise<void>
  counters(): RedisCounters
}
