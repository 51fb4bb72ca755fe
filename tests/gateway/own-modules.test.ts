import { describe, expect, it } from 'vitest'
import {
  ADMITTED,
  type CachedResponse,
  createGateway,
  HeaderList,
  type IntegrationFactory,
  IntegrationFault,
  QUOTA_EXCEEDED,
  type Quota,
  type ResponseCache,
  type ThrottleStore,
  type TokenBucket,
} from '../../src/index.js'
import {
  type BackendMood,
  cacheContract,
  createVirtualClock,
  integrationContract,
  throttleContract,
  type VirtualClock,
} from '../../src/testing/index.js'
import { makeDefinition } from '../integration/make-request.js'

// Written from the interfaces alone, in the plainest way: what the package exports is enough for a module of one's own.

const DAY = 86_400_000

function firstDayOf({ period }: Quota, day: number): number {
  const date = new Date(day * DAY)
  if (period === 'DAY') return day
  return day - (period === 'WEEK' ? date.getUTCDay() : date.getUTCDate() - 1)
}

/** Buckets that count tokens, quotas that count days. Every answer comes later. */
function createPlainThrottle(): ThrottleStore {
  const buckets = new Map<string, { tokens: number; at: number }>()
  const quotas = new Map<string, { first: number; days: Map<number, number> }>()
  const tokensOf = ({ key, rateLimit, burstLimit }: TokenBucket, now: number): number => {
    const { tokens, at } = buckets.get(key) ?? { tokens: burstLimit, at: now }
    return Math.min(burstLimit, tokens + (Math.max(0, now - at) * rateLimit) / 1000)
  }
  const recordOf = (quota: Quota, day: number): { first: number; days: Map<number, number> } =>
    quotas.get(quota.key) ?? { first: firstDayOf(quota, day), days: new Map() }
  const isUsedUp = (quota: Quota, day: number): boolean => {
    const { first, days } = recordOf(quota, day)
    const start = firstDayOf(quota, day)
    let used = start === first ? quota.offset : 0
    for (const [on, count] of days) if (firstDayOf(quota, on) === start) used += count
    return used >= quota.limit
  }
  const take = (wanted: readonly TokenBucket[], now: number, quota?: Quota): number => {
    const day = Math.floor(now / DAY)
    const empty = (bucket: TokenBucket): boolean => {
      const tokens = tokensOf(bucket, now)
      buckets.set(bucket.key, { tokens, at: now })
      return bucket.rateLimit <= 0 || bucket.burstLimit < 1 || tokens < 1 - 1e-9
    }
    const refusing = wanted.map((bucket, index) => (empty(bucket) ? index : -1)).filter((index) => index >= 0)
    const ofPlan = refusing.find((index) => wanted[index]?.level.startsWith('plan'))
    if (ofPlan !== undefined) return ofPlan
    if (quota !== undefined && isUsedUp(quota, day)) return QUOTA_EXCEEDED
    if (refusing[0] !== undefined) return refusing[0]
    if (quota !== undefined) {
      const record = recordOf(quota, day)
      record.days.set(day, (record.days.get(day) ?? 0) + 1)
      quotas.set(quota.key, record)
    }
    for (const bucket of wanted) buckets.set(bucket.key, { tokens: tokensOf(bucket, now) - 1, at: now })
    return ADMITTED
  }
  return {
    take: (wanted, now, quota) => Promise.resolve(take(wanted, now, quota)),
    usage: (key, firstDay, lastDay) => {
      const record = quotas.get(key)
      const used = Array.from({ length: lastDay - firstDay + 1 }, (_, at) => record?.days.get(firstDay + at) ?? 0)
      return Promise.resolve({ firstPeriod: record?.first, used })
    },
    setUsage: (quota, used, now) => {
      const day = Math.floor(now / DAY)
      const record = recordOf(quota, day)
      const start = firstDayOf(quota, day)
      for (const on of record.days.keys()) if (on >= start) record.days.delete(on)
      record.days.set(day, used)
      quotas.set(quota.key, record)
      return Promise.resolve()
    },
  }
}

/** A map of maps. Every answer comes later. */
function createPlainCache(): ResponseCache & { readonly keys: () => string[] } {
  const spaces = new Map<string, Map<string, CachedResponse>>()
  let [hits, misses] = [0, 0]
  return {
    keys: () => [...spaces].flatMap(([space, entries]) => [...entries.keys()].map((key) => `${space} ${key}`)),
    get: async (namespace, key, now) => {
      const found = spaces.get(namespace)?.get(key)
      const live = found !== undefined && found.expiresAt > now ? found : undefined
      if (live === undefined) misses++
      else hits++
      return live
    },
    set: async (namespace, key, response, now) => {
      const entries = spaces.get(namespace) ?? new Map<string, CachedResponse>()
      spaces.set(namespace, entries)
      const fits = response.body.byteLength <= 1_048_576 && response.expiresAt > now
      if (fits) entries.set(key, response)
      else entries.delete(key)
      return fits
    },
    delete: async (namespace, key) => void spaces.get(namespace)?.delete(key),
    flush: async (namespace) => void spaces.delete(namespace),
    stats: () => ({ hits, misses, entries: undefined, bytes: undefined }),
  }
}

/** An integration of a type of one's own, whose back end can hang and fail. */
function createOwnIntegration(): { factory: IntegrationFactory; set: (mood: BackendMood) => void } {
  let mood: BackendMood = 'answer'
  const factory: IntegrationFactory = () => ({
    invoke: ({ call, body }) => {
      if (mood === 'fail') throw new IntegrationFault('network', 'down')
      if (mood === 'answer') return { statusCode: 200, headers: new HeaderList(), body: `own ${String(body)}` }
      return new Promise((_, reject) => {
        const { clock, deadline } = call
        clock.setTimeout(() => reject(new IntegrationFault('timeout', 'too slow')), deadline - clock.now())
      })
    },
  })
  return { factory, set: (next) => (mood = next) }
}

describe('a throttle store written outside the library keeps the contract', () => {
  for (const test of throttleContract(createPlainThrottle)) it(test.name, () => test.run())
})

describe('a response cache written outside the library keeps the contract', () => {
  for (const test of cacheContract(createPlainCache)) it(test.name, () => test.run())
})

describe('an integration written outside the library keeps the contract', () => {
  const subject = (
    _clock: VirtualClock,
  ): Parameters<typeof integrationContract>[0] extends (clock: any) => infer S ? S : never => {
    const { factory, set } = createOwnIntegration()
    return { factory, definition: makeDefinition({ type: 'OWN' }), backend: set }
  }
  for (const test of integrationContract(subject)) it(test.name, () => test.run())
})

describe('a gateway with modules of one’s own', () => {
  const definition = {
    openapi: '3.0.1',
    info: { title: 'test', version: '1' },
    paths: {
      '/own/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'ok' } },
          'x-amazon-apigateway-integration': {
            type: 'OWN',
            uri: 'http://own.invalid/',
            requestTemplates: { 'application/json': "$input.params('id')" },
            responses: { default: { statusCode: '200' } },
            cacheKeyParameters: ['method.request.path.id'],
          },
        },
      },
    },
  }
  const settings = { throttlingRateLimit: 1, throttlingBurstLimit: 2, cachingEnabled: true }

  it('asks them', async () => {
    const clock = createVirtualClock()
    const cache = createPlainCache()
    const { factory, set } = createOwnIntegration()
    const { handle } = createGateway({
      definition,
      stages: { prod: { cacheClusterEnabled: true, methodSettings: { '*/*': settings } } },
      integrations: { OWN: factory },
      throttle: createPlainThrottle(),
      cache,
      clock,
      logger: false,
    })
    const ask = async (id: string): Promise<[number, string]> => {
      const response = await handle({ method: 'GET', path: `/prod/own/${id}` })
      return [response.statusCode, response.text()]
    }
    expect(await ask('1')).toEqual([200, 'own 1'])
    expect(cache.keys()).toHaveLength(1)
    set('fail')
    expect(await ask('1')).toEqual([200, 'own 1'])
    expect((await ask('1'))[0]).toBe(429)
    await clock.advance(2000)
    expect((await ask('2'))[0]).toBe(504)
    expect(cache.stats().hits).toBe(1)
  })

  it('ends an integration that hangs at its time-out', async () => {
    const clock = createVirtualClock()
    const { factory, set } = createOwnIntegration()
    const { handle } = createGateway({ definition, integrations: { OWN: factory }, clock, logger: false })
    set('hang')
    const pending = handle({ method: 'GET', path: '/prod/own/1' })
    await clock.advance(29_000)
    expect((await pending).statusCode).toBe(504)
  })
})
