import { type Context, found, type Handlers } from '../context.js'
import { badRequest, conflict } from '../management-error.js'
import { pageOf } from '../pages.js'
import { present } from '../store/fields.js'
import type { UsagePlanRecord } from '../store/account-records.js'

const UNKNOWN_PLAN = 'Invalid Usage Plan ID specified'
const UNKNOWN_KEY = 'Invalid API Key identifier specified'

function planOf({ state }: Context, id: string): UsagePlanRecord {
  return found(state.usagePlans.get(id), UNKNOWN_PLAN)
}

/** A key as it is shown among those of a plan: with its value (recorded). */
function show({ state }: Context, keyId: string): { readonly id: string; readonly name?: string } {
  const { id, name, value } = found(state.apiKeys.get(keyId), UNKNOWN_KEY)
  return present({ id, name, type: 'API_KEY', value })
}

/** Puts a key into a plan; of two plans with the same stage a key may be in one. */
export function subscribe(context: Context, usagePlanId: string, keyId: string): void {
  const { usagePlanKeys, usagePlans } = context.state
  if (usagePlanKeys.has(`${usagePlanId}/${keyId}`))
    throw conflict(`API Key ${keyId} is already in the Usage Plan ${usagePlanId}`)
  const covered = new Set(planOf(context, usagePlanId).apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`))
  for (const held of usagePlanKeys.values()) {
    if (held.keyId !== keyId) continue
    const twice = usagePlans
      .get(held.usagePlanId)
      ?.apiStages.find(({ apiId, stage }) => covered.has(`${apiId}:${stage}`))
    if (twice !== undefined)
      throw conflict(
        `Usage plan ID ${usagePlanId} cannot be added because API Key ${keyId} cannot reference multiple Usage Plans with the same Api stage: ${twice.apiId}:${twice.stage}`,
      )
  }
  usagePlanKeys.set(`${usagePlanId}/${keyId}`, { usagePlanId, keyId })
}

/** The operations of the keys of usage plans. */
export const usagePlanKeyHandlers: Handlers<
  'CreateUsagePlanKey' | 'GetUsagePlanKey' | 'GetUsagePlanKeys' | 'DeleteUsagePlanKey'
> = {
  CreateUsagePlanKey: ({ usagePlanId, keyId, keyType }, context) => {
    planOf(context, usagePlanId)
    if (keyType !== 'API_KEY') throw badRequest('Invalid key type specified. Must be API_KEY')
    const shown = show(context, keyId)
    subscribe(context, usagePlanId, keyId)
    return shown
  },
  GetUsagePlanKey: ({ usagePlanId, keyId }, context) => {
    planOf(context, usagePlanId)
    found(context.state.usagePlanKeys.get(`${usagePlanId}/${keyId}`), UNKNOWN_KEY)
    return show(context, keyId)
  },
  GetUsagePlanKeys: (input, context) => {
    const { id } = planOf(context, input.usagePlanId)
    const keys = context.state.usagePlanKeys
      .values()
      .filter(({ usagePlanId }) => usagePlanId === id)
      .map(({ keyId }) => show(context, keyId))
    return pageOf(
      keys.filter(({ name = '' }) => name.startsWith(input.nameQuery ?? '')),
      input,
    )
  },
  DeleteUsagePlanKey: ({ usagePlanId, keyId }, context) => {
    planOf(context, usagePlanId)
    found(context.state.usagePlanKeys.get(`${usagePlanId}/${keyId}`), UNKNOWN_KEY)
    context.state.usagePlanKeys.delete(`${usagePlanId}/${keyId}`)
  },
}
