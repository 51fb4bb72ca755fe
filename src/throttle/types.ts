/** The levels a throttle may stand on, in the order in which the service asks them. */
export type ThrottleLevel = 'plan-method' | 'plan' | 'method' | 'account'

/** One token bucket that a request must take a token from. */
export interface TokenBucket {
  /** Unique over the whole gateway: holds the API, stage, plan and key it belongs to. */
  readonly key: string
  readonly level: ThrottleLevel
  /** Tokens that come back per second. 0 or less refuses everything. */
  readonly rateLimit: number
  /** Size of the bucket in tokens: how many requests may come at once. Less than 1 refuses everything. */
  readonly burstLimit: number
}

/** Calendar period of a quota, in UTC. */
export type QuotaPeriod = 'DAY' | 'WEEK' | 'MONTH'

/** The quota that a request counts against. */
export interface Quota {
  /** Unique over the whole gateway: holds plan and key. */
  readonly key: string
  /** Requests per period. */
  readonly limit: number
  readonly period: QuotaPeriod
  /** Requests taken off the limit in the first period in which the store sees the key. */
  readonly offset: number
}

/** What a store knows of one quota: how much of it was used on which day. */
export interface QuotaUse {
  /** First day (days since 1970-01-01 UTC) of the period in which the key was first used; undefined: never used. */
  readonly firstPeriod: number | undefined
  /** Requests counted per day, from the first day asked for to the last. */
  readonly used: readonly number[]
}

/** {@link ThrottleStore.take}: the request may go on. */
export const ADMITTED = -1
/** {@link ThrottleStore.take}: the quota is used up. */
export const QUOTA_EXCEEDED = -2

/**
 * Holds token buckets and quotas. The default keeps them in memory; `postern/redis` shares them between processes.
 * A store of one's own is held to the suite `throttleContract` of `postern/testing`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export interface ThrottleStore {
  /**
   * Takes one token from every bucket and one request from the quota, or nothing from any of them: a request that one
   * level refuses costs the caller nothing on the others. (The service says nothing about it and calls its limits best
   * effort; taking tokens for refused requests would let a busy stage starve a client's own plan.)
   *
   * The buckets come in the service's order, those of the plan first; the quota is asked between plan and stage.
   *
   * @param now - milliseconds of the gateway's clock; a store that shares a server's clock may ignore it
   * @returns {@link ADMITTED}, {@link QUOTA_EXCEEDED}, or the index of the first bucket that refuses
   */
  take(buckets: readonly TokenBucket[], now: number, quota?: Quota): number | Promise<number>
  /**
   * Reads what was counted against a quota.
   *
   * @param firstDay - days since 1970-01-01 UTC
   * @param lastDay - inclusive
   */
  usage(quotaKey: string, firstDay: number, lastDay: number): QuotaUse | Promise<QuotaUse>
  /** Makes the quota look as if `used` requests had been counted in the period of `now` (the service's `UpdateUsage`). */
  setUsage(quota: Quota, used: number, now: number): void | Promise<void>
  close?(): void | Promise<void>
}

/** The service's `GetUsage`: per key one pair a day, what was used on it and what then remained of the period. */
export interface UsageReport {
  readonly usagePlanId: string
  /** `YYYY-MM-DD`. */
  readonly startDate: string
  readonly endDate: string
  readonly items: Readonly<Record<string, ReadonlyArray<readonly [used: number, remaining: number]>>>
}
