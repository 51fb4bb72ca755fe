import { textOf, valueOf } from './redis-text.js'
import { REFUND } from './throttle-scripts.js'
import type { Quota, QuotaPeriod, TokenBucket } from '../throttle/types.js'

/** One decision that waits for its turn. */
export interface Ask {
  readonly buckets: readonly TokenBucket[]
  readonly quota: Quota | undefined
  /** Gives back what an earlier decision took. */
  readonly refund: boolean
  readonly settle: (verdict: number) => void
}

/**
 * How many decisions one script call may hold. The server does nothing else meanwhile; and while it decides those of one
 * call, this process writes the next call and reads the last: with twice as many in a call both wait for each other.
 */
export const MAX_ASKS = 50

/** What decisions are written in: digits of 94 values that are ASCII, so that they are as long in any client. */
const DIGITS = 94
const DIGIT_ZERO = 33

/** A period is its place here in what a script is told. */
export const PERIODS: readonly QuotaPeriod[] = ['DAY', 'WEEK', 'MONTH']

/** Keys and arguments of one call. */
export interface BatchCall {
  readonly keys: readonly string[]
  readonly args: readonly string[]
}

/**
 * Writes decisions as one call of the script; each key and each limit once.
 *
 * @param now - first argument of the script
 * @param keep - milliseconds that a full bucket stays in Redis
 */
export function writeBatch(asks: readonly Ask[], keyOf: (key: string) => string, now: string, keep: number): BatchCall {
  const bucketKeys: string[] = []
  const quotaKeys: string[] = []
  const limits: number[] = []
  const quotas: number[] = []
  const decisions: number[] = []
  const writePair = (index: number): unknown =>
    decisions.push(DIGIT_ZERO + Math.floor(index / DIGITS), DIGIT_ZERO + (index % DIGITS))
  const indexes = new Map<string, number>()
  const limitIndexes = new Map<number, Map<number, number>>()

  const bucketIndex = (bucket: TokenBucket): number => {
    let index = indexes.get(bucket.key)
    if (index === undefined) {
      index = bucketKeys.push(keyOf(bucket.key))
      indexes.set(bucket.key, index)
    }
    return index
  }
  const limitIndex = ({ rateLimit, burstLimit }: TokenBucket): number => {
    let byBurst = limitIndexes.get(rateLimit)
    if (byBurst === undefined) limitIndexes.set(rateLimit, (byBurst = new Map()))
    let index = byBurst.get(burstLimit)
    if (index === undefined) {
      const interval = rateLimit > 0 && burstLimit >= 1 ? 1000 / rateLimit : 0
      index = limits.push(interval, finite(interval * burstLimit)) / 2
      byBurst.set(burstLimit, index)
    }
    return index
  }
  const quotaIndex = (quota: Quota | undefined): number => {
    if (quota === undefined) return 0
    let index = indexes.get(quota.key)
    if (index === undefined) {
      index = quotaKeys.push(keyOf(quota.key))
      quotas.push(finite(quota.limit), PERIODS.indexOf(quota.period), quota.offset)
      indexes.set(quota.key, index)
    }
    return index
  }

  for (const { buckets, quota, refund } of asks) {
    let ofPlan = 0
    while (ofPlan < buckets.length && isOfPlan(buckets[ofPlan] as TokenBucket)) ofPlan++
    decisions.push(DIGIT_ZERO + buckets.length, DIGIT_ZERO + (refund ? REFUND : ofPlan))
    writePair(quotaIndex(quota))
    for (const bucket of buckets) {
      writePair(bucketIndex(bucket))
      writePair(limitIndex(bucket))
    }
  }
  const list = [bucketKeys.length, limits.length / 2, ...limits, quotas.length / 3, ...quotas]
  const args = [now, String(keep), JSON.stringify(list), String.fromCharCode(...decisions)]
  return { keys: quotaKeys.length === 0 ? bucketKeys : [...bucketKeys, ...quotaKeys], args }
}

// JSON has no infinity, which a limit may be.
function finite(limit: number): number {
  return Math.min(limit, Number.MAX_VALUE)
}

const CODE_OF_TWO = 50

/** Reads the script's answer: one verdict a decision. Throws when it is none. */
export function readVerdicts(reply: unknown, count: number): number[] {
  const text = textOf(valueOf(reply) ?? '')
  if (text.length !== count || !/^\d*$/.test(text)) throw new TypeError('The reply to a throttle script makes no sense')
  const verdicts: number[] = []
  for (let i = 0; i < count; i++) verdicts.push(text.charCodeAt(i) - CODE_OF_TWO)
  return verdicts
}

/** Whether the bucket stands before the quota. */
export function isOfPlan(bucket: TokenBucket): boolean {
  return bucket.level === 'plan' || bucket.level === 'plan-method'
}
