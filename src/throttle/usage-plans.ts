import type { ApiKey, UsagePlan } from '../config/types.js'
import { UsageError } from '../errors.js'
import { createKeyRegistry } from './key-registry.js'
import type { KeyRecord, KeyRegistry, RegisteredKey } from './key-registry.js'
import { createSubscription } from './subscription.js'
import type { Subscription } from './subscription.js'
import type { ThrottleStore, UsageReport } from './types.js'
import { reportUsage } from './usage-report.js'

/** A usage plan as the gateway holds it. */
export interface RegisteredPlan extends UsagePlan {
  readonly id: string
}

/** Which days of which plan a report is about. */
export interface UsageQuery {
  /** `YYYY-MM-DD`, UTC. */
  readonly startDate: string
  /** Inclusive. */
  readonly endDate: string
  /** Left out: all keys of the plan. */
  readonly keyId?: string
}

/** What {@link createUsagePlans} takes. */
export interface UsagePlansOptions {
  readonly apiKeys?: readonly ApiKey[] | undefined
  readonly usagePlans?: readonly UsagePlan[] | undefined
  /** Where quotas are counted; for reports. */
  readonly store: ThrottleStore
}

/**
 * The account's API keys and usage plans. They may change while the gateway runs: the next request sees it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export interface UsagePlans extends KeyRegistry {
  getPlan(planId: string): RegisteredPlan | undefined
  plans(): Iterable<RegisteredPlan>
  /** @throws UsageError when the id is taken */
  addPlan(plan: UsagePlan): RegisteredPlan
  /** Changes members of a plan. Buckets keep what they have lent. @throws UsageError when there is no such plan */
  updatePlan(planId: string, change: Partial<UsagePlan>): RegisteredPlan
  removePlan(planId: string): boolean
  /** The ids of the plan's keys. */
  keysOf(planId: string): Iterable<string>
  addKeyToPlan(planId: string, keyId: string): void
  removeKeyFromPlan(planId: string, keyId: string): boolean

  /** The plan by which the key may call the stage; undefined: the service answers 403 Forbidden. */
  planFor(keyId: string, apiId: string, stage: string): RegisteredPlan | undefined
  /** As {@link planFor}, with the buckets and the quota of the key in that plan; remembered for the next request. */
  subscription(key: RegisteredKey, apiId: string, stage: string): Subscription | undefined
  /** The service's `GetUsage`. @throws UsageError when there is no such plan, RangeError for a date that is none */
  getUsage(planId: string, query: UsageQuery): Promise<UsageReport>
}

interface PlanRecord {
  plan: RegisteredPlan
  readonly keyIds: Set<string>
}

/** Makes the registry of an account's keys and plans. */
export function createUsagePlans(options: UsagePlansOptions): UsagePlans {
  const plans = new Map<string, PlanRecord>()
  // Counts the changes: what a key remembers of its plan is good as long as none came after it.
  let version = 0
  let made = 0

  const keys = createKeyRegistry(options.apiKeys ?? [], (keyId) => {
    for (const { keyIds } of plans.values()) keyIds.delete(keyId)
    version++
  })
  const record = (planId: string): PlanRecord => {
    const found = plans.get(planId)
    if (found === undefined) throw new UsageError('ERR_USAGE', `There is no usage plan "${planId}"`)
    version++
    return found
  }
  const addPlan = (plan: UsagePlan): RegisteredPlan => {
    const registered: RegisteredPlan = { ...plan, id: plan.id ?? `plan${++made}` }
    if (plans.has(registered.id)) throw new UsageError('ERR_USAGE', `There is a usage plan "${registered.id}" already`)
    plans.set(registered.id, { plan: registered, keyIds: new Set(plan.apiKeyIds) })
    version++
    return registered
  }
  const planFor = (keyId: string, apiId: string, stage: string): RegisteredPlan | undefined => {
    for (const { plan, keyIds } of plans.values()) {
      if (keyIds.has(keyId) && covers(plan, apiId, stage)) return plan
    }
    return undefined
  }
  for (const plan of options.usagePlans ?? []) addPlan(plan)

  return {
    ...keys,
    getPlan: (planId) => plans.get(planId)?.plan,
    plans: () => Array.from(plans.values(), (held) => held.plan),
    addPlan,
    updatePlan: (planId, change) => changePlan(record(planId), change),
    removePlan: (planId) => {
      version++
      return plans.delete(planId)
    },
    keysOf: (planId) => record(planId).keyIds.values(),
    addKeyToPlan: (planId, keyId) => {
      record(planId).keyIds.add(keyId)
    },
    removeKeyFromPlan: (planId, keyId) => record(planId).keyIds.delete(keyId),
    planFor,
    subscription: (key, apiId, stage) => {
      const held = keys.getKey(key.id)
      return held && rememberedSubscription(held, version, apiId, stage, planFor)
    },
    getUsage: (planId, query) => reportUsage(options.store, record(planId), query),
  }
}

function changePlan(record: PlanRecord, change: Partial<UsagePlan>): RegisteredPlan {
  record.plan = { ...record.plan, ...change, id: record.plan.id }
  if (change.apiKeyIds !== undefined) {
    record.keyIds.clear()
    for (const keyId of change.apiKeyIds) record.keyIds.add(keyId)
  }
  return record.plan
}

function rememberedSubscription(
  key: KeyRecord,
  version: number,
  apiId: string,
  stage: string,
  planFor: UsagePlans['planFor'],
): Subscription | undefined {
  if (key.lastVersion === version && key.lastStage === stage && key.lastApi === apiId) return key.lastSubscription
  const plan = planFor(key.id, apiId, stage)
  key.lastSubscription = plan && createSubscription(plan, key.id, apiId, stage)
  key.lastVersion = version
  key.lastStage = stage
  key.lastApi = apiId
  return key.lastSubscription
}

function covers(plan: RegisteredPlan, apiId: string, stage: string): boolean {
  const { apiStages } = plan
  if (apiStages === undefined) return true
  return apiStages.some((entry) => entry.stage === stage && (entry.apiId === undefined || entry.apiId === apiId))
}
