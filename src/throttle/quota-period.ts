import type { Quota, QuotaPeriod } from './types.js'

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000

/** Days since 1970-01-01 UTC of a time in milliseconds. */
export function dayOf(now: number): number {
  return Math.floor(now / DAY_MS)
}

/**
 * The first day of the period that holds `day`. Where the service starts a period is not documented; calendar days,
 * weeks from Sunday (older pages of the service number the days of a week from Sunday) and months, all in UTC, are
 * assumed.
 */
export function periodStart(period: QuotaPeriod, day: number): number {
  if (period === 'DAY') return day
  // Day 0 was a Thursday, so day 3 the first Sunday; the double remainder keeps days before 1970 right.
  if (period === 'WEEK') return day - ((((day + 4) % 7) + 7) % 7)
  return day - (new Date(day * DAY_MS).getUTCDate() - 1)
}

/** What the quota grants in the period that starts at `start`, given the first period in which it was used. */
export function limitIn(quota: Pick<Quota, 'limit' | 'offset'>, start: number, firstPeriod: number): number {
  return start === firstPeriod ? quota.limit - quota.offset : quota.limit
}

/** The day that `YYYY-MM-DD` names. Throws `RangeError` for any other text. */
export function parseDay(date: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  // Date.parse takes 31 February for 3 March in some engines: the text must come back.
  if (Number.isNaN(time) || formatDay(time / DAY_MS) !== date) {
    throw new RangeError(`"${date}" is not a date of the form YYYY-MM-DD`)
  }
  return time / DAY_MS
}

/** The `YYYY-MM-DD` of a day. */
export function formatDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}
