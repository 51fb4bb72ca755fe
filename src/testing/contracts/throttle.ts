import { ADMITTED, QUOTA_EXCEEDED } from '../../throttle/types.js'
import type { Quota, ThrottleStore, TokenBucket } from '../../throttle/types.js'
import { assertSame } from './contract.js'
import type { ContractTest } from './contract.js'

/** 2024-01-15T12:00:00Z, a Monday. */
const NOON = Date.UTC(2024, 0, 15, 12)
const DAY = 86_400_000
const MONDAY = Math.floor(NOON / DAY)

/**
 * What every throttle store must do, as tests for any framework. Each test makes a store of its own, which must start
 * empty and must take `now` for the time (in Redis: the option `clock` of a clock that is not the system's).
 *
 * @example
 * import { throttleContract } from 'postern/testing'
 * import { createMemoryThrottle } from 'postern'
 *
 * for (const test of throttleContract(() => createMemoryThrottle())) await test.run()
 */
export function throttleContract(create: () => ThrottleStore | Promise<ThrottleStore>): ContractTest[] {
  return [...bucketTests(), ...levelTests(), ...quotaTests(), ...reportTests()].map(({ name, check }) => ({
    name,
    run: async () => {
      const store = await create()
      try {
        await check(store)
      } finally {
        await store.close?.()
      }
    },
  }))
}

interface StoreTest {
  readonly name: string
  readonly check: (store: ThrottleStore) => Promise<void>
}

function bucket(
  key: string,
  rateLimit: number,
  burstLimit: number,
  level: TokenBucket['level'] = 'method',
): TokenBucket {
  return { key: `m/api/stage/${key}`, level, rateLimit, burstLimit }
}

function quotaOf(limit: number, period: Quota['period'] = 'DAY', offset = 0, key = 'k'): Quota {
  return { key: `p/plan/${key}/quota`, limit, period, offset }
}

async function countAdmitted(times: number, take: () => number | Promise<number>): Promise<number> {
  let admitted = 0
  for (let i = 0; i < times; i++) if ((await take()) === ADMITTED) admitted++
  return admitted
}

function bucketTests(): StoreTest[] {
  return [
    {
      name: 'lets a burst through at once, then one request per token that comes back',
      check: async (store) => {
        const buckets = [bucket('a', 2, 3)]
        assertSame(await countAdmitted(5, () => store.take(buckets, NOON)), 3, 'burst of 3')
        assertSame(await store.take(buckets, NOON + 499), 0, 'no token after 499 ms')
        assertSame(await store.take(buckets, NOON + 500), ADMITTED, 'a token after 500 ms')
        assertSame(await countAdmitted(5, () => store.take(buckets, NOON + 60_000)), 3, 'a full bucket later')
      },
    },
    {
      name: 'admits exactly burst + rate × time under steady load',
      check: async (store) => {
        const buckets = [bucket('steady', 30, 7)]
        let admitted = 0
        for (let ms = 0; ms <= 2000; ms += 4) if ((await store.take(buckets, NOON + ms)) === ADMITTED) admitted++
        assertSame(admitted, 7 + 60, 'in two seconds at 30 a second')
      },
    },
    {
      name: 'decides for concurrent requests as for requests in a row',
      check: async (store) => {
        const buckets = [bucket('rush', 1, 10)]
        const verdicts = await Promise.all(Array.from({ length: 30 }, async () => store.take(buckets, NOON)))
        assertSame(verdicts.filter((verdict) => verdict === ADMITTED).length, 10, 'of 30 at once')
      },
    },
    {
      name: 'keeps keys apart, those that are names of object members too',
      check: async (store) => {
        for (const key of ['a', 'b', '__proto__', 'constructor', 'a/b', 'ü']) {
          assertSame(await store.take([bucket(key, 1, 1)], NOON), ADMITTED, `first of ${key}`)
          assertSame(await store.take([bucket(key, 1, 1)], NOON), 0, `second of ${key}`)
        }
      },
    },
  ]
}

function levelTests(): StoreTest[] {
  return [
    {
      name: 'names the first bucket that refuses, and takes nothing from the others',
      check: async (store) => {
        const wide = bucket('wide', 0.001, 2, 'plan')
        const narrow = bucket('narrow', 0.001, 1)
        assertSame(await store.take([wide, narrow], NOON), ADMITTED, 'both have tokens')
        assertSame(await store.take([wide, narrow], NOON), 1, 'the second refuses')
        assertSame(await store.take([wide], NOON), ADMITTED, 'the token of the first is still there')
        assertSame(await store.take([wide, narrow], NOON), 0, 'both refuse: the first is named')
      },
    },
    {
      name: 'admits everything without buckets, and nothing at a rate or burst of 0',
      check: async (store) => {
        assertSame(await store.take([], NOON), ADMITTED, 'no bucket')
        assertSame(await store.take([bucket('rate0', 0, 5)], NOON), 0, 'rate 0')
        assertSame(await store.take([bucket('burst0', 5, 0)], NOON), 0, 'burst 0')
      },
    },
    {
      name: 'does not hold a debt after the clock was set back',
      check: async (store) => {
        const buckets = [bucket('back', 1, 2)]
        assertSame(await countAdmitted(3, () => store.take(buckets, NOON + 3_600_000)), 2, 'an hour ahead')
        assertSame(await store.take(buckets, NOON), 0, 'back: empty')
        assertSame(await store.take(buckets, NOON + 1000), ADMITTED, 'and a second later one token')
      },
    },
  ]
}

function quotaTests(): StoreTest[] {
  const used = (store: ThrottleStore, quota: Quota, times: number, now: number): Promise<number> =>
    countAdmitted(times, () => store.take([], now, quota))
  return [
    {
      name: 'admits exactly the quota, in a row and at once',
      check: async (store) => {
        assertSame(await used(store, quotaOf(3), 5, NOON), 3, 'in a row')
        assertSame(await store.take([], NOON, quotaOf(3)), QUOTA_EXCEEDED, 'then')
        const rush = quotaOf(20, 'DAY', 0, 'rush')
        const verdicts = await Promise.all(Array.from({ length: 50 }, async () => store.take([], NOON, rush)))
        assertSame(verdicts.filter((verdict) => verdict === ADMITTED).length, 20, 'of 50 at once')
      },
    },
    {
      name: 'starts anew at midnight, on Sunday, and on the first of a month (UTC)',
      check: async (store) => {
        for (const [period, last] of [
          ['DAY', Date.UTC(2024, 0, 16) - 1],
          ['WEEK', Date.UTC(2024, 0, 21) - 1],
          ['MONTH', Date.UTC(2024, 1, 1) - 1],
        ] as const) {
          const quota = quotaOf(1, period, 0, period)
          assertSame(await used(store, quota, 2, NOON), 1, period)
          assertSame(await used(store, quota, 1, last), 0, `${period}, last millisecond`)
          assertSame(await used(store, quota, 2, last + 1), 1, `${period}, the next`)
        }
        const leap = quotaOf(1, 'MONTH', 0, 'leap')
        assertSame(await used(store, leap, 1, Date.UTC(2024, 1, 29)), 1, '29 February')
        assertSame(await used(store, leap, 1, Date.UTC(2024, 1, 1)), 0, 'of the same month')
        assertSame(await used(store, leap, 1, Date.UTC(2024, 2, 1)), 1, '1 March')
      },
    },
    {
      name: 'takes the offset off the first period only',
      check: async (store) => {
        const quota = quotaOf(5, 'DAY', 3)
        assertSame(await used(store, quota, 9, NOON), 2, 'first day')
        assertSame(await used(store, quota, 9, NOON + DAY), 5, 'second day')
      },
    },
    {
      name: 'asks the quota after the plan and before the stage, and counts only what is admitted',
      check: async (store) => {
        const quota = quotaOf(2)
        const plan = bucket('plan', 1, 0, 'plan')
        const stage = bucket('stage', 1, 0)
        assertSame(await store.take([plan], NOON, quota), 0, 'refused by the plan')
        assertSame(await store.take([stage], NOON, quota), 0, 'refused by the stage')
        assertSame(await used(store, quota, 3, NOON), 2, 'nothing was counted')
        assertSame(await store.take([plan], NOON, quota), 0, 'the plan comes first')
        assertSame(await store.take([stage], NOON, quota), QUOTA_EXCEEDED, 'the quota comes before the stage')
        const one = bucket('one', 0.001, 1)
        await store.take([one], NOON, quota)
        assertSame(await store.take([one], NOON), ADMITTED, 'a used up quota takes no token')
      },
    },
  ]
}

function reportTests(): StoreTest[] {
  return [
    {
      name: 'reports what was used per day',
      check: async (store) => {
        const quota = quotaOf(100, 'WEEK')
        assertSame((await store.usage(quota.key, MONDAY, MONDAY)).used, [0], 'before any use')
        for (const [day, times] of [
          [0, 2],
          [2, 3],
        ] as const) {
          for (let i = 0; i < times; i++) await store.take([], NOON + day * DAY, quota)
        }
        const use = await store.usage(quota.key, MONDAY - 1, MONDAY + 3)
        assertSame(use, { firstPeriod: MONDAY - 1, used: [0, 2, 0, 3, 0] }, 'use')
      },
    },
    {
      name: 'lets usage be set',
      check: async (store) => {
        const quota = quotaOf(10)
        await store.take([], NOON, quota)
        await store.setUsage(quota, 9, NOON)
        assertSame((await store.usage(quota.key, MONDAY, MONDAY)).used, [9], 'as set')
        assertSame(await countAdmitted(3, () => store.take([], NOON, quota)), 1, 'what is left')
      },
    },
  ]
}
