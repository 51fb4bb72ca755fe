import type { UsagePlan } from '../config/types.js'
import { formatDay, limitIn, parseDay, periodStart } from './quota-period.js'
import { quotaKey } from './subscription.js'
import type { QuotaUse, ThrottleStore, UsageReport } from './types.js'
import type { UsageQuery } from './usage-plans.js'

/**
 * Makes the service's `GetUsage` answer: for each key and day, what was used on the day and what remained of the period
 * at its end. A plan without a quota counts nothing and reports no items.
 *
 * @throws RangeError when a date is none, or the last day is before the first
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html
 */
export async function reportUsage(
  store: ThrottleStore,
  record: { readonly plan: UsagePlan & { readonly id: string }; readonly keyIds: ReadonlySet<string> },
  query: UsageQuery,
): Promise<UsageReport> {
  const { plan, keyIds } = record
  const first = parseDay(query.startDate)
  const last = parseDay(query.endDate)
  if (last < first) throw new RangeError(`The end date ${query.endDate} is before the start date ${query.startDate}`)
  // A key's id may be anything, so the record has no prototype.
  const items = Object.create(null) as Record<string, Array<readonly [number, number]>>
  const { quota } = plan
  const wanted = query.keyId === undefined ? [...keyIds] : [query.keyId].filter((keyId) => keyIds.has(keyId))
  if (quota !== undefined) {
    const from = periodStart(quota.period, first)
    for (const keyId of wanted) {
      const use = await store.usage(quotaKey(plan.id, keyId), from, last)
      items[keyId] = remainders({ offset: 0, ...quota }, use, from).slice(first - from)
    }
  }
  return { usagePlanId: plan.id, startDate: formatDay(first), endDate: formatDay(last), items }
}

type PlanQuota = Required<NonNullable<UsagePlan['quota']>>

// One pair a day from the first day of a period on.
function remainders(quota: PlanQuota, use: QuotaUse, from: number): Array<readonly [number, number]> {
  let period = from
  let usedInPeriod = 0
  return use.used.map((used, index) => {
    const start = periodStart(quota.period, from + index)
    if (start !== period) {
      period = start
      usedInPeriod = 0
    }
    usedInPeriod += used
    return [used, Math.max(0, limitIn(quota, start, use.firstPeriod ?? Number.NaN) - usedInPeriod)] as const
  })
}
