import type { ApiKey, UsagePlan } from '../config/types.js'
import { UsageError } from '../errors.js'
import type { Clock } from '../runtime/clock.js'
import type { RegisteredKey } from './key-registry.js'
import { createSubscription } from './subscription.js'
import type { ThrottleStore, UsageReport } from './types.js'
import type { RegisteredPlan, UsagePlans, UsageQuery } from './usage-plans.js'

/** What {@link GatewayUsage.report} is asked for, as the service's `GetUsage`. */
export interface GatewayUsageQuery extends UsageQuery {
  readonly usagePlanId: string
}

/** The API keys of the account; the next request sees a change. */
export interface GatewayApiKeys {
  get(keyId: string): RegisteredKey | undefined
  list(): RegisteredKey[]
  /** @throws UsageError (`ERR_USAGE`) when the id or the value is taken */
  add(key: ApiKey): RegisteredKey
  /** @throws UsageError when there is no such key, or the new value is taken */
  update(keyId: string, change: Partial<ApiKey>): RegisteredKey
  /** Removes the key from the account and its plans; false when there was none. */
  remove(keyId: string): boolean
}

/** The usage plans of the account; the next request sees a change. */
export interface GatewayUsagePlans {
  get(usagePlanId: string): RegisteredPlan | undefined
  list(): RegisteredPlan[]
  /** @throws UsageError (`ERR_USAGE`) when the id is taken */
  add(plan: UsagePlan): RegisteredPlan
  /** Buckets and counts keep what they hold. @throws UsageError when there is no such plan */
  update(usagePlanId: string, change: Partial<UsagePlan>): RegisteredPlan
  /** False when there was none. */
  remove(usagePlanId: string): boolean
  /** The ids of the plan's keys. @throws UsageError when there is no such plan */
  keys(usagePlanId: string): string[]
  /** @throws UsageError when there is no such plan or key */
  addKey(usagePlanId: string, keyId: string): void
  /** False when the key was not in the plan. @throws UsageError when there is no such plan */
  removeKey(usagePlanId: string, keyId: string): boolean
}

/**
 * Keys, plans and what was used of them, while the gateway runs. Changes live in this process; counts stand where the
 * throttle store keeps them, in Redis for every process.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export interface GatewayUsage {
  readonly apiKeys: GatewayApiKeys
  readonly usagePlans: GatewayUsagePlans
  /**
   * The service's `GetUsage`: for each key one pair a day, what was used on it and what then remained of the period.
   *
   * @throws UsageError when there is no such plan, RangeError for a date that is none (rejects)
   */
  report(query: GatewayUsageQuery): Promise<UsageReport>
  /**
   * The service's `UpdateUsage`: makes it look as if `used` requests had been made in the current period.
   *
   * @throws UsageError when there is no such plan, the plan has no quota, or the key is not in it (rejects)
   */
  setUsed(change: { readonly usagePlanId: string; readonly keyId: string; readonly used: number }): Promise<void>
}

/** Makes the part of a gateway that its usage plans are reached by. */
export function createGatewayUsage(plans: UsagePlans, store: ThrottleStore, clock: Clock): GatewayUsage {
  return {
    apiKeys: {
      get: (keyId) => plans.getKey(keyId),
      list: () => [...plans.keys()],
      add: (key) => plans.addKey(key),
      update: (keyId, change) => plans.updateKey(keyId, change),
      remove: (keyId) => plans.removeKey(keyId),
    },
    usagePlans: {
      get: (planId) => plans.getPlan(planId),
      list: () => [...plans.plans()],
      add: (plan) => plans.addPlan(plan),
      update: (planId, change) => plans.updatePlan(planId, change),
      remove: (planId) => plans.removePlan(planId),
      keys: (planId) => [...plans.keysOf(planId)],
      addKey: (planId, keyId) => {
        if (plans.getKey(keyId) === undefined) throw new UsageError('ERR_USAGE', `There is no API key "${keyId}"`)
        plans.addKeyToPlan(planId, keyId)
      },
      removeKey: (planId, keyId) => plans.removeKeyFromPlan(planId, keyId),
    },
    report: async ({ usagePlanId, ...query }) => plans.getUsage(usagePlanId, query),
    setUsed: async ({ usagePlanId, keyId, used }) => {
      const plan = plans.getPlan(usagePlanId)
      if (plan === undefined) throw new UsageError('ERR_USAGE', `There is no usage plan "${usagePlanId}"`)
      if (![...plans.keysOf(usagePlanId)].includes(keyId))
        throw new UsageError('ERR_USAGE', `The API key "${keyId}" is not in the usage plan "${usagePlanId}"`)
      const { quota } = createSubscription(plan, keyId, '', '')
      if (quota === undefined) throw new UsageError('ERR_USAGE', `The usage plan "${usagePlanId}" has no quota`)
      await store.setUsage(quota, used, clock.now())
    },
  }
}
