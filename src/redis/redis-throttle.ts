import { systemClock } from '../runtime/clock.js'
import { ADMITTED } from '../throttle/types.js'
import type { Quota, QuotaUse, ThrottleStore, TokenBucket } from '../throttle/types.js'
import { createLeases } from './leases.js'
import { textOf, valueOf } from './redis-text.js'
import type { Guard } from './resilience.js'
import { isOfPlan, PERIODS } from './throttle-batch.js'
import type { ThrottleContext } from './throttle-context.js'
import { createThrottleQueue } from './throttle-queue.js'
import { REDIS_EPOCH_MS, SET_USAGE } from './throttle-scripts.js'
import type { RedisStoresOptions, WhenUnavailable } from './types.js'

/** Milliseconds that Redis keeps what has expired by a clock that is not its own. */
export const FOREIGN_CLOCK_KEEP_MS = 3_600_000
const SERVER_CLOCK_KEEP_MS = 1000
/** The slot of all buckets where they are not spread over a cluster. */
const ONE_SLOT = ''
const DEFAULT_LEASES = { account: 100 } as const

/** Makes the throttle store that processes share. */
export function createRedisThrottle(
  options: RedisStoresOptions,
  guard: Guard,
  whenUnavailable: WhenUnavailable,
): ThrottleStore {
  const context = createContext(options, guard, whenUnavailable)
  const queue = createThrottleQueue(context)
  const blocks: NonNullable<RedisStoresOptions['leases']> = options.leases ?? DEFAULT_LEASES
  const blockOf = (bucket: TokenBucket): number => blocks[bucket.level] ?? 0
  const leases = createLeases(context, blockOf)

  // Groups on one slot each, in the service's order; the quota stands with the plan.
  const askAll = async (buckets: readonly TokenBucket[], quota: Quota | undefined, now: number): Promise<number> => {
    const groups = groupBySlot(buckets, quota, context.slotOf)
    for (const [index, group] of groups.entries()) {
      const verdict = await queue.ask(group.slot, group.buckets, group.quota, now)
      if (verdict === ADMITTED) continue
      const refund = groups.slice(0, index).map((it) => queue.ask(it.slot, it.buckets, it.quota, now, true))
      await Promise.all(refund)
      return verdict < 0 ? verdict : buckets.indexOf(group.buckets[verdict] as TokenBucket)
    }
    return ADMITTED
  }

  const takeWithLeases = async (buckets: readonly TokenBucket[], now: number, quota?: Quota): Promise<number> => {
    const spent: TokenBucket[] = []
    const asked: TokenBucket[] = []
    for (const [index, bucket] of buckets.entries()) {
      if (blockOf(bucket) <= 0) asked.push(bucket)
      else if (leases.spend(bucket, now) ?? (await leases.renewAndSpend(bucket, now))) spent.push(bucket)
      else {
        for (const before of spent) leases.giveBack(before)
        return index
      }
    }
    const verdict = await askAll(asked, quota, now)
    if (verdict === ADMITTED) return ADMITTED
    for (const bucket of spent) leases.giveBack(bucket)
    return verdict < 0 ? verdict : buckets.indexOf(asked[verdict] as TokenBucket)
  }

  return {
    take: (buckets, now, quota) => {
      const [first] = buckets
      if (!buckets.some((bucket) => blockOf(bucket) > 0)) {
        // One slot for all: the script knows the order and gives nothing back.
        return options.cluster === true ? askAll(buckets, quota, now) : queue.ask(ONE_SLOT, buckets, quota, now)
      }
      if (first === undefined || buckets.length > 1 || quota !== undefined) return takeWithLeases(buckets, now, quota)
      // The only bucket, and a block of its tokens is here: no promise, no round trip.
      const spent = leases.spend(first, now)
      return spent === undefined ? takeWithLeases(buckets, now, quota) : spent ? ADMITTED : 0
    },
    usage: (key, firstDay, lastDay) => readUsage(context, key, firstDay, lastDay),
    setUsage: async (quota, used, now) => {
      const key = context.keyOf(context.slotOf(quota.key), quota.key)
      const args = [context.timeOf(now), '0', String(PERIODS.indexOf(quota.period)), String(used)]
      await guard.run('throttle', () => SET_USAGE.run(context.command, [key], args), String)
    },
  }
}

function createContext(options: RedisStoresOptions, guard: Guard, whenUnavailable: WhenUnavailable): ThrottleContext {
  const { clock = systemClock, prefix = 'postern', cluster = false } = options
  const serverTime = clock === systemClock
  return {
    command: options.command,
    guard,
    timeOf: serverTime ? () => '' : (now) => String(now - REDIS_EPOCH_MS),
    keepMs: serverTime ? SERVER_CLOCK_KEEP_MS : FOREIGN_CLOCK_KEEP_MS,
    keyOf: (slot, key) => `{${prefix}:t2${slot}}:${key}`,
    // Kind, plan and key, or kind, API and stage: what requests have in common is on one slot.
    slotOf: cluster ? (key) => `:${key.split('/').slice(0, 3).join('/')}` : () => ONE_SLOT,
    withoutRedis: whenUnavailable === 'allow' ? ADMITTED : 0,
  }
}

interface Group {
  readonly slot: string
  readonly buckets: TokenBucket[]
  quota: Quota | undefined
}

function groupBySlot(
  buckets: readonly TokenBucket[],
  quota: Quota | undefined,
  slotOf: (key: string) => string,
): readonly Group[] {
  const groups: Group[] = []
  const groupOf = (slot: string): Group => {
    const last = groups.at(-1)
    if (last?.slot === slot) return last
    const group: Group = { slot, buckets: [], quota: undefined }
    groups.push(group)
    return group
  }
  for (const bucket of buckets) if (isOfPlan(bucket)) groupOf(slotOf(bucket.key)).buckets.push(bucket)
  if (quota !== undefined) groupOf(slotOf(quota.key)).quota = quota
  for (const bucket of buckets) if (!isOfPlan(bucket)) groupOf(slotOf(bucket.key)).buckets.push(bucket)
  return groups
}

async function readUsage(
  { command, guard, keyOf, slotOf }: ThrottleContext,
  quotaKey: string,
  firstDay: number,
  lastDay: number,
): Promise<QuotaUse> {
  const key = keyOf(slotOf(quotaKey), quotaKey)
  const days = Array.from({ length: Math.max(0, lastDay - firstDay + 1) }, (_, index) => `d${firstDay + index}`)
  const toNumber = (held: unknown): number | undefined => {
    const value = valueOf(held)
    return value === undefined ? undefined : Number(textOf(value))
  }
  return guard.run(
    'throttle',
    () => command(key, ['HMGET', key, 'f', ...days]),
    (reply) => {
      if (!Array.isArray(reply) || reply.length !== days.length + 1)
        throw new TypeError('The reply to HMGET makes no sense')
      const [firstPeriod, ...used] = reply.map(toNumber)
      return { firstPeriod, used: used.map((count) => count ?? 0) }
    },
  )
}
