import { createHash } from 'node:crypto'
import type { CacheSize } from '../cache/types.js'
import { redisText, textOf, valueOf } from './redis-text.js'
import { createScript } from './script.js'
import type { RedisScript } from './script.js'
import type { RedisStoresOptions } from './types.js'

/**
 * What a namespace holds, beside its entries: when each expires and how large it is. Redis can be asked for neither in a
 * cluster, where a namespace's entries are on every node; the index is on one slot, and only writes touch it.
 */
export interface CacheIndex {
  /** Notes a write; `bytes` is the size of key and value. */
  add(namespace: string, key: string, bytes: number, expiresAt: number, now: number): Promise<unknown>
  remove(namespace: string, key: string): Promise<unknown>
  clear(namespace: string): Promise<unknown>
  /** The reply for {@link readSize}. */
  measure(namespace: string, now: number): Promise<unknown>
}

/** Longer than any entry lives. */
const INDEX_MS = 7_200_000

// KEYS: expiry by digest (sorted set), size by digest (hash; the total under the empty field).
const PURGE = `
local call = redis.call
local function forget(id)
  local size = call('HGET', KEYS[2], id)
  if size then
    call('HDEL', KEYS[2], id)
    call('HINCRBY', KEYS[2], '', -size)
  end
  call('ZREM', KEYS[1], id)
end
local function purge(now, most)
  for _, id in ipairs(call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, most)) do forget(id) end
end
`

// ARGV: now, digest, bytes, expiry, milliseconds to keep the index.
const ADD: RedisScript = createScript(`${PURGE}
purge(ARGV[1], 10)
forget(ARGV[2])
call('ZADD', KEYS[1], ARGV[4], ARGV[2])
call('HSET', KEYS[2], ARGV[2], ARGV[3])
call('HINCRBY', KEYS[2], '', ARGV[3])
call('PEXPIRE', KEYS[1], ARGV[5])
call('PEXPIRE', KEYS[2], ARGV[5])
return 'OK'`)

// ARGV: digest.
const REMOVE: RedisScript = createScript(`${PURGE}
forget(ARGV[1])
return 'OK'`)

// ARGV: now. Answers with entries and bytes, a text as \`3 1200\`.
const MEASURE: RedisScript = createScript(`${PURGE}
purge(ARGV[1], 5000)
return call('ZCARD', KEYS[1]) .. ' ' .. (call('HGET', KEYS[2], '') or '0')`)

/** Makes the index of a cache. */
export function createCacheIndex({ command, prefix = 'postern' }: RedisStoresOptions, keepMs: number): CacheIndex {
  const keysOf = (namespace: string): [string, string] => {
    const slot = `{${prefix}:i1:${redisText(namespace)}}`
    return [`${slot}:expiry`, `${slot}:size`]
  }
  const digestOf = (key: string): string => createHash('sha1').update(key).digest('base64url')
  return {
    add: (namespace, key, bytes, expiresAt, now) => {
      const numbers = [bytes, expiresAt, INDEX_MS + keepMs].map(String)
      return ADD.run(command, keysOf(namespace), [String(now), digestOf(key), ...numbers])
    },
    remove: (namespace, key) => REMOVE.run(command, keysOf(namespace), [digestOf(key)]),
    clear: (namespace) => {
      const keys = keysOf(namespace)
      return command(keys[0], ['UNLINK', ...keys])
    },
    measure: (namespace, now) => MEASURE.run(command, keysOf(namespace), [String(now)]),
  }
}

/** Reads the reply to {@link CacheIndex.measure}. Throws when it is none. */
export function readSize(reply: unknown): CacheSize {
  const match = /^(\d+) (\d+)$/.exec(textOf(valueOf(reply) ?? ''))
  if (match === null) throw new TypeError('The reply to a measuring script makes no sense')
  return { entries: Number(match[1]), bytes: Number(match[2]) }
}
