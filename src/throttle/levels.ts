import type { MethodSetting, ThrottleSettings } from '../config/types.js'
import { bucketFor } from './bucket-for.js'
import { methodKey } from './method-settings.js'
import type { TokenBucket } from './types.js'
import { storeKey } from './store-key.js'
import type { Subscription } from './subscription.js'

/** The buckets of one method, made ready before the first request. */
export interface MethodLevels {
  /** How a plan's `apiStages[].throttle` names the method. */
  readonly methodKey: string
  /** Buckets that stand for every caller: the method's on its stage, the account's. */
  readonly shared: readonly TokenBucket[]
}

/** What {@link compileLevels} needs to know of a method. */
export interface LevelsInput {
  readonly apiId: string
  readonly stage: string
  /** Resource path, with its leading slash. */
  readonly path: string
  /** The definition's method, `ANY` included. */
  readonly httpMethod: string
  /** Effective settings of the method; see `methodSettingsFor`. */
  readonly settings: MethodSetting
  /** The bucket of {@link accountBucket}, where the account has a limit. */
  readonly account?: TokenBucket | undefined
}

/**
 * The account's bucket, one for all APIs of the gateway. Without a setting there is none: the service's 10,000 requests
 * a second are a limit of its Regions, which a process of one's own does not have.
 */
export function accountBucket(throttle: ThrottleSettings | undefined): TokenBucket | undefined {
  return bucketFor('account', 'account', throttle?.rateLimit, throttle?.burstLimit)
}

/** Makes the levels of one method of one stage ready. Each method has a bucket of its own, also where one setting stands for all. */
export function compileLevels(input: LevelsInput): MethodLevels {
  const name = methodKey(input.path, input.httpMethod)
  const { throttlingRateLimit, throttlingBurstLimit } = input.settings
  const key = storeKey('m', input.apiId, input.stage, name)
  const method = bucketFor('method', key, throttlingRateLimit, throttlingBurstLimit)
  return { methodKey: name, shared: [method, input.account].filter((bucket) => bucket !== undefined) }
}

/**
 * The buckets of one request in the service's order: plan and method, plan, stage method, account. Only a request with
 * an API key of a throttled plan makes a list of its own.
 */
export function bucketsFor(levels: MethodLevels, subscription: Subscription | undefined): readonly TokenBucket[] {
  if (subscription === undefined) return levels.shared
  const plan = subscription.bucket
  const planMethod = subscription.methodBucket?.(levels.methodKey)
  if (planMethod !== undefined) {
    return plan === undefined ? [planMethod, ...levels.shared] : [planMethod, plan, ...levels.shared]
  }
  return plan === undefined ? levels.shared : [plan, ...levels.shared]
}
