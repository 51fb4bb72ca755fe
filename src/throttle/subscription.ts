import type { ThrottleSettings, UsagePlan } from '../config/types.js'
import { bucketFor } from './bucket-for.js'
import { normalizeMethodKey } from './method-settings.js'
import { storeKey } from './store-key.js'
import type { Quota, TokenBucket } from './types.js'

/** One key's place in one plan, as seen from one stage. */
export interface Subscription {
  readonly planId: string
  readonly keyId: string
  /** The key's bucket over all stages of the plan. */
  readonly bucket: TokenBucket | undefined
  readonly quota: Quota | undefined
  /** The key's bucket for one method of the stage, by `methodKey`. */
  readonly methodBucket: ((methodKey: string) => TokenBucket | undefined) | undefined
}

/** Makes the buckets and the quota of a key in a plan. Throttles of a plan stand for each of its keys on its own. */
export function createSubscription(
  plan: UsagePlan & { readonly id: string },
  keyId: string,
  apiId: string,
  stage: string,
): Subscription {
  const key = storeKey('p', plan.id, keyId)
  const entry = plan.apiStages?.find((it) => it.stage === stage && (it.apiId === undefined || it.apiId === apiId))
  return {
    planId: plan.id,
    keyId,
    bucket: bucketFor('plan', key, plan.throttle?.rateLimit, plan.throttle?.burstLimit),
    quota: plan.quota && {
      key: quotaKey(plan.id, keyId),
      limit: plan.quota.limit,
      period: plan.quota.period,
      offset: plan.quota.offset ?? 0,
    },
    methodBucket: entry?.throttle && methodBuckets(entry.throttle, storeKey(key, apiId, stage)),
  }
}

/** Under what a store counts the quota of a key in a plan. */
export function quotaKey(planId: string, keyId: string): string {
  return `${storeKey('p', planId, keyId)}/quota`
}

// Buckets are made at the key's first request for a method: most keys never call most methods.
function methodBuckets(
  throttle: Readonly<Record<string, ThrottleSettings>>,
  prefix: string,
): (methodKey: string) => TokenBucket | undefined {
  const limits = new Map(Object.entries(throttle).map(([key, settings]) => [normalizeMethodKey(key), settings]))
  const buckets = new Map<string, TokenBucket | undefined>()
  return (methodKey) => {
    const settings = limits.get(methodKey)
    if (settings === undefined) return undefined
    let bucket = buckets.get(methodKey)
    if (bucket === undefined) {
      bucket = bucketFor('plan-method', storeKey(prefix, methodKey), settings.rateLimit, settings.burstLimit)
      buckets.set(methodKey, bucket)
    }
    return bucket
  }
}
