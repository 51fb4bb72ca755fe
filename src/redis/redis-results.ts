import type { AuthorizerResults, StoredOutput } from '../authorizer/types.js'
import { systemClock } from '../runtime/clock.js'
import { FOREIGN_CLOCK_KEEP_MS } from './redis-throttle.js'
import { redisText, textOf, valueOf } from './redis-text.js'
import type { Guard } from './resilience.js'
import type { RedisStoresOptions } from './types.js'

/**
 * Makes the store of authorizer results that processes share. Whatever goes wrong is a missing result: the authorizer is
 * asked, nobody gets in by it.
 */
export function createRedisResults(options: RedisStoresOptions, guard: Guard): AuthorizerResults {
  const { command, prefix = 'postern', clock = systemClock } = options
  const keepMs = clock === systemClock ? 0 : FOREIGN_CLOCK_KEEP_MS
  const keyOf = (key: string): string => `${prefix}:a1:${redisText(key)}`

  return {
    get: async (key, now) => {
      const place = keyOf(key)
      try {
        const value = await guard.run('authorizerResults', () => command(place, ['GET', place]), valueOf)
        if (value === undefined) return undefined
        const stored = parse(value)
        if (stored === undefined) guard.reportGarbage('authorizerResults')
        return stored === undefined || stored.expiresAt <= now ? undefined : stored
      } catch {
        guard.countWithoutRedis('authorizerResults', 1)
        return undefined
      }
    },
    set: async (key, stored, now) => {
      const place = keyOf(key)
      const ttl = Math.ceil(stored.expiresAt - now)
      if (ttl <= 0) return
      const args = ['SET', place, JSON.stringify(stored), 'PX', String(ttl + keepMs)]
      try {
        await guard.run('authorizerResults', () => command(place, args), String)
      } catch {
        guard.countWithoutRedis('authorizerResults', 1)
      }
    },
  }
}

function parse(value: string | Uint8Array): StoredOutput | undefined {
  try {
    const stored = JSON.parse(textOf(value)) as unknown
    return isStoredOutput(stored) ? stored : undefined
  } catch {
    return undefined
  }
}

function isStoredOutput(value: unknown): value is StoredOutput {
  if (typeof value !== 'object' || value === null) return false
  const { output, expiresAt } = value as Record<string, unknown>
  if (typeof expiresAt !== 'number' || typeof output !== 'object' || output === null) return false
  return typeof (output as Record<string, unknown>)['principalId'] === 'string' && 'policyDocument' in output
}
