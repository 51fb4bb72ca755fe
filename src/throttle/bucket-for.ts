import type { ThrottleLevel, TokenBucket } from './types.js'

/** What the service gives a method's entry that sets only one of the two. */
export const DEFAULT_RATE_LIMIT = 10_000
export const DEFAULT_BURST_LIMIT = 5_000

/**
 * A bucket for a rate and a burst as they are set: none where neither is set, none where one is negative (the service
 * writes -1 for "not limited"); the one that is missing gets the service's default.
 */
export function bucketFor(
  level: ThrottleLevel,
  key: string,
  rateLimit: number | undefined,
  burstLimit: number | undefined,
): TokenBucket | undefined {
  if (rateLimit === undefined && burstLimit === undefined) return undefined
  const rate = rateLimit ?? DEFAULT_RATE_LIMIT
  const burst = burstLimit ?? DEFAULT_BURST_LIMIT
  return rate < 0 || burst < 0 ? undefined : { key, level, rateLimit: rate, burstLimit: burst }
}
