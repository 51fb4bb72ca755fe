import { dayOf, limitIn, periodStart } from './quota-period.js'
import type { Quota, QuotaUse } from './types.js'

/** Days of use that are kept for reports: the longest period and the 90 days that the service's report goes back. */
export const KEPT_DAYS = 124

/** Counts requests against quotas, in memory. */
export interface QuotaCounters {
  /** Whether one more request fits; counts nothing. */
  fits(quota: Quota, now: number): boolean
  /** Counts one request. */
  count(quota: Quota, now: number): void
  usage(key: string, firstDay: number, lastDay: number): QuotaUse
  setUsage(quota: Quota, used: number, now: number): void
}

interface Counter {
  firstPeriod: number
  /** First day of the period that `used` counts. */
  period: number
  used: number
  /** Day and count in turn, ascending: a Map a key would cost four times as much. */
  readonly days: number[]
}

/** Makes counters that live as long as the process. */
export function createQuotaCounters(): QuotaCounters {
  const counters = new Map<string, Counter>()

  // A quota's counter as it stands in the period of `day`; a new period starts from nothing.
  const current = (quota: Quota, day: number): Counter => {
    const start = periodStart(quota.period, day)
    let counter = counters.get(quota.key)
    if (counter === undefined) {
      counter = { firstPeriod: start, period: start, used: 0, days: [] }
      counters.set(quota.key, counter)
    } else if (counter.period !== start) {
      counter.period = start
      counter.used = usedSince(counter.days, start)
    }
    return counter
  }

  return {
    fits: (quota, now) => {
      const counter = current(quota, dayOf(now))
      return counter.used < limitIn(quota, counter.period, counter.firstPeriod)
    },
    count: (quota, now) => {
      const day = dayOf(now)
      const counter = current(quota, day)
      counter.used++
      addToDay(counter.days, day, 1)
    },
    usage: (key, firstDay, lastDay) => {
      const counter = counters.get(key)
      const used = Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, () => 0)
      const days = counter?.days ?? []
      for (let i = 0; i < days.length; i += 2) {
        const index = (days[i] as number) - firstDay
        if (index >= 0 && index < used.length) used[index] = days[i + 1] as number
      }
      return { firstPeriod: counter?.firstPeriod, used }
    },
    setUsage: (quota, used, now) => {
      const day = dayOf(now)
      const counter = current(quota, day)
      addToDay(counter.days, day, used - counter.used)
      counter.used = used
    },
  }
}

// Not simply 0: a plan whose period was changed from DAY to MONTH has used days in the month already.
function usedSince(days: readonly number[], start: number): number {
  let sum = 0
  for (let i = 0; i < days.length; i += 2) if ((days[i] as number) >= start) sum += days[i + 1] as number
  return sum
}

function addToDay(days: number[], day: number, count: number): void {
  const last = days.length - 2
  if (last >= 0 && (days[last] as number) >= day) {
    // A clock that was set back counts on the day it had reached.
    days[last + 1] = (days[last + 1] as number) + count
    return
  }
  days.push(day, count)
  while (days.length > 2 && (days[0] as number) <= day - KEPT_DAYS) days.splice(0, 2)
}
