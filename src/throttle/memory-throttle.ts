import { createBuckets } from './memory-buckets.js'
import { createQuotaCounters } from './memory-quotas.js'
import { ADMITTED, QUOTA_EXCEEDED } from './types.js'
import type { Quota, QuotaUse, ThrottleStore, TokenBucket } from './types.js'

/** Options of {@link createMemoryThrottle}. */
export interface MemoryThrottleOptions {
  /**
   * Buckets held at most; default 8,388,608 (a Map of V8 ends at twice that). Above it the bucket that was used longest
   * ago is forgotten, which gives its caller a full bucket.
   */
  readonly maxBuckets?: number
}

/** The in-memory store: every answer comes at once. */
export interface MemoryThrottle extends ThrottleStore {
  take(buckets: readonly TokenBucket[], now: number, quota?: Quota): number
  usage(quotaKey: string, firstDay: number, lastDay: number): QuotaUse
  setUsage(quota: Quota, used: number, now: number): void
  /** Buckets held: those that are not full, and a few that became full and were not swept yet. */
  readonly size: number
}

/** A millionth of a token: what sums of floating point intervals may be off. */
const SLACK = 1e-6
/** In place of a time: the bucket refuses. */
const NONE_LEFT = Number.NEGATIVE_INFINITY
/**
 * Makes the default store. A bucket is one number, the time at which it will be full again (a generic cell rate
 * algorithm, the same as a token bucket to the token): a missing number is a full bucket, so full ones are dropped.
 * The numbers lie in slots of one array: as values of the Map each decision would leave one behind as garbage.
 * No timer: new buckets sweep old ones.
 */
export function createMemoryThrottle(options: MemoryThrottleOptions = {}): MemoryThrottle {
  const buckets = createBuckets(options.maxBuckets ?? 8_388_608)
  const quotas = createQuotaCounters()
  // What pass one of a decision found and pass two writes.
  let slots = new Int32Array(8)
  let taken = new Float64Array(8)
  // Times count from the first request: near zero a double still resolves millionths of a millisecond.
  let epoch = Number.NaN

  const take = (levels: readonly TokenBucket[], now: number, quota?: Quota): number => {
    if (Number.isNaN(epoch)) epoch = now
    const at = now - epoch
    const count = levels.length
    if (count > slots.length) {
      slots = new Int32Array(count * 2)
      taken = new Float64Array(count * 2)
    }
    for (let i = 0; i < count; i++) {
      const level = levels[i] as TokenBucket
      const slot = buckets.find(level.key)
      const full = fullAfter(level, slot < 0 ? at : buckets.fullAt(slot), at)
      if (full === NONE_LEFT) {
        if (slot >= 0) forgiveDebt(level, slot, at)
        return refusal(level, i, quota, now)
      }
      slots[i] = slot
      taken[i] = full
    }
    if (quota !== undefined) {
      if (!quotas.fits(quota, now)) return QUOTA_EXCEEDED
      quotas.count(quota, now)
    }
    let added = 0
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number
      if (slot < 0) added++
      buckets.write(slot < 0 ? buckets.add((levels[i] as TokenBucket).key) : slot, taken[i] as number)
    }
    // Only now: a sweep may free a slot that was found above.
    if (added > 0) buckets.sweep(at, added)
    return ADMITTED
  }

  // After the clock was set back or a limit was lowered a bucket is empty, and fills from now on.
  const forgiveDebt = (bucket: TokenBucket, slot: number, at: number): void => {
    const emptyUntil = at + (1000 * bucket.burstLimit) / bucket.rateLimit
    if (buckets.fullAt(slot) > emptyUntil) buckets.write(slot, emptyUntil)
  }

  // The quota stands between the plan's buckets and the stage's, so it answers before a stage that refuses too.
  const refusal = (bucket: TokenBucket, index: number, quota: Quota | undefined, now: number): number => {
    const ofPlan = bucket.level === 'plan' || bucket.level === 'plan-method'
    return quota === undefined || ofPlan || quotas.fits(quota, now) ? index : QUOTA_EXCEEDED
  }

  return {
    take,
    usage: (key, firstDay, lastDay) => quotas.usage(key, firstDay, lastDay),
    setUsage: (quota, used, now) => quotas.setUsage(quota, used, now),
    get size() {
      return buckets.size()
    },
  }
}

// The time at which the bucket will be full again once one token is taken at `at`, or {@link NONE_LEFT}.
function fullAfter(bucket: TokenBucket, fullAt: number, at: number): number {
  const rate = bucket.rateLimit
  if (!(rate > 0) || !(bucket.burstLimit >= 1)) return NONE_LEFT
  const interval = 1000 / rate
  const capacity = interval * bucket.burstLimit
  if (fullAt <= at) return at + interval
  // No bucket lacks more than all its tokens.
  const lacking = Math.min(fullAt - at, capacity) + interval
  return lacking <= capacity + interval * SLACK ? at + lacking : NONE_LEFT
}
