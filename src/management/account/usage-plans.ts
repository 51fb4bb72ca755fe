import { type Context, found, type Handlers } from '../context.js'
import { badRequest, notFound } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { Input } from '../service-model/operations.js'
import type { ValueOf } from '../service-model/shapes.js'
import { filled, present, someText } from '../store/fields.js'
import type { ApiStageRecord, UsagePlanRecord } from '../store/account-records.js'
import { USAGE_PLAN_PATCH } from './usage-plan-patch.js'

/** The plan of that id. @throws ManagementError when there is none */
export function usagePlanOf({ state }: Context, id: string): UsagePlanRecord {
  return found(state.usagePlans.get(id), 'Invalid Usage Plan ID specified')
}

function quotaOf(quota: ValueOf<'quota'> | undefined): UsagePlanRecord['quota'] {
  if (quota === undefined) return undefined
  const { limit, offset = 0, period } = quota
  if (limit === undefined || period === undefined) throw badRequest('Usage Plan quota must have a limit and a period')
  if (limit < 0 || offset < 0) throw badRequest('Usage Plan quota limit and offset must not be negative')
  return { limit, offset, period }
}

function checkPlan(plan: UsagePlanRecord, { state }: Context): void {
  for (const { apiId, stage } of plan.apiStages) {
    // Observed: the text as it is, its places unfilled.
    if (!apiId || !stage) throw badRequest('Invalid API Stage {api: %s, stage: %s} specified for usageplan %s')
    if (state.apis.get(apiId)?.stages.has(stage) !== true) throw notFound(`API Stage not found: ${apiId}:${stage}`)
  }
}

function create(input: Input<'CreateUsagePlan'>, context: Context): UsagePlanRecord {
  if (input.name === '') throw badRequest('Usage Plan name must not be empty')
  const id = context.newId(6)
  const plan: UsagePlanRecord = present({
    id,
    name: input.name,
    description: someText(input.description),
    apiStages: (input.apiStages ?? []) as readonly ApiStageRecord[],
    throttle: input.throttle,
    quota: quotaOf(input.quota),
    tags: filled(input.tags as Readonly<Record<string, string>> | undefined),
  })
  checkPlan(plan, context)
  return context.state.usagePlans.set(id, plan)
}

/** Asked for by itself a plan shows its tags, be there none (recorded). */
function show(plan: UsagePlanRecord): UsagePlanRecord {
  return { ...plan, tags: plan.tags ?? {} }
}

function list(input: Input<'GetUsagePlans'>, { state }: Context): object {
  const { keyId } = input
  const plans = state.usagePlans.values()
  return pageOf(
    keyId === undefined ? plans : plans.filter(({ id }) => state.usagePlanKeys.has(`${id}/${keyId}`)),
    input,
  )
}

/** The operations of usage plans. */
export const usagePlanHandlers: Handlers<
  'CreateUsagePlan' | 'GetUsagePlan' | 'GetUsagePlans' | 'UpdateUsagePlan' | 'DeleteUsagePlan'
> = {
  CreateUsagePlan: create,
  GetUsagePlan: ({ usagePlanId }, context) => show(usagePlanOf(context, usagePlanId)),
  GetUsagePlans: list,
  UpdateUsagePlan: ({ usagePlanId, patchOperations }, context) => {
    const patched = applyPatch(usagePlanOf(context, usagePlanId), patchOperations, USAGE_PLAN_PATCH)
    const plan = present({ ...patched, quota: quotaOf(patched.quota as ValueOf<'quota'> | undefined) })
    checkPlan(plan, context)
    return show(context.state.usagePlans.set(usagePlanId, plan))
  },
  DeleteUsagePlan: ({ usagePlanId }, context) => {
    const plan = usagePlanOf(context, usagePlanId)
    if (plan.apiStages.length > 0)
      throw badRequest(`Cannot delete Usage Plan ${plan.id} because there are API Stages associated with it.`)
    const { usagePlans, usagePlanKeys } = context.state
    usagePlans.delete(plan.id)
    for (const { usagePlanId: planId, keyId } of usagePlanKeys.values())
      if (planId === plan.id) usagePlanKeys.delete(`${planId}/${keyId}`)
  },
}
