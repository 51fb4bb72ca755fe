import { createGatewayUsage, createUsagePlans, type GatewayUsage } from '../../throttle/index.js'
import { type Context, found, type Handlers } from '../context.js'
import { badRequest } from '../management-error.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { integerValue } from '../patch/values.js'
import type { UsagePlan } from '../../config/types.js'
import type { UsagePlanRecord } from '../store/account-records.js'
import { present } from '../store/fields.js'
import { usagePlanOf } from './usage-plans.js'

const USAGE_PATCH: PatchTable = {
  refusal: 'listed',
  targets: [{ path: '/remaining', ops: ['replace'], value: integerValue }],
}

/** A usage plan as the data plane takes it. */
export function toUsagePlan({ state }: Pick<Context, 'state'>, plan: UsagePlanRecord): UsagePlan {
  const { id, name, throttle, quota, apiStages } = plan
  const keys = state.usagePlanKeys.values().filter(({ usagePlanId }) => usagePlanId === id)
  return present({
    id,
    name,
    throttle,
    quota: quota as UsagePlan['quota'],
    apiStages,
    apiKeyIds: keys.map(({ keyId }) => keyId),
  })
}

/** The counts of one plan, where the data plane keeps them. */
function usageOf(context: Context, plan: UsagePlanRecord): GatewayUsage {
  const { throttle: store, clock } = context
  return createGatewayUsage(createUsagePlans({ usagePlans: [toUsagePlan(context, plan)], store }), store, clock)
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** The operations of what was used of a plan. */
export const usageHandlers: Handlers<'GetUsage' | 'UpdateUsage'> = {
  GetUsage: async ({ usagePlanId, keyId, startDate, endDate }, context) => {
    const usage = usageOf(context, usagePlanOf(context, usagePlanId))
    try {
      return await usage.report({ usagePlanId, startDate, endDate, ...(keyId !== undefined && { keyId }) })
    } catch (error) {
      if (error instanceof RangeError) throw badRequest(error.message)
      throw error
    }
  },
  UpdateUsage: async ({ usagePlanId, keyId, patchOperations }, context) => {
    const plan = usagePlanOf(context, usagePlanId)
    found(context.state.usagePlanKeys.get(`${usagePlanId}/${keyId}`), 'Invalid API Key identifier specified')
    const { quota } = plan
    if (quota === undefined) throw badRequest(`Usage Plan ${usagePlanId} has no quota`)
    const { remaining } = applyPatch<{ readonly remaining?: number }>({}, patchOperations, USAGE_PATCH)
    const usage = usageOf(context, plan)
    if (remaining !== undefined) await usage.setUsed({ usagePlanId, keyId, used: quota.limit - remaining })
    const today = dayOf(context.clock.now())
    return usage.report({ usagePlanId, keyId, startDate: today, endDate: today })
  },
}
