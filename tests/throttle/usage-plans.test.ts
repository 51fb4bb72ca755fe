import { describe, expect, it } from 'vitest'
import { bucketsFor, compileLevels, createMemoryThrottle, createUsagePlans } from '../../src/throttle/index.js'
import type { UsagePlan } from '../../src/config/types.js'

const NOON = Date.UTC(2024, 0, 15, 12)
const KEYS = [
  { id: 'a', value: 'value-a' },
  { id: 'b', value: 'value-b', enabled: false },
]
const registry = (...usagePlans: UsagePlan[]) => {
  const store = createMemoryThrottle()
  return { store, plans: createUsagePlans({ apiKeys: KEYS, usagePlans, store }) }
}

describe('API keys', () => {
  it('finds a key by its value, disabled ones too, and nothing by names of object members', () => {
    const { plans } = registry()
    expect(plans.findKey('value-a')?.id).toBe('a')
    expect(plans.findKey('value-b')?.enabled).toBe(false)
    expect(plans.findKey('__proto__')).toBeUndefined()
    expect(plans.findKey('constructor')).toBeUndefined()
  })

  it('refuses a second key with the same id or value', () => {
    const { plans } = registry()
    expect(() => plans.addKey({ id: 'a', value: 'other' })).toThrow('"a" already')
    expect(() => plans.addKey({ id: 'c', value: 'value-a' })).toThrow('that of key "a"')
    expect(() => plans.updateKey('a', { value: 'value-b' })).toThrow('that of key "b"')
  })

  it('heeds keys that are added, changed and removed while it runs', () => {
    const { plans } = registry({ id: 'p', apiKeyIds: ['a', 'c'] })
    const a = plans.findKey('value-a')!
    expect(plans.subscription(a, 'api', 'prod')?.planId).toBe('p')
    plans.removeKey('a')
    expect(plans.findKey('value-a')).toBeUndefined()
    expect(plans.subscription(a, 'api', 'prod')).toBeUndefined()
    expect([...plans.keysOf('p')]).toEqual(['c'])
    const c = plans.addKey({ id: 'c', value: 'value-c' })
    expect(plans.subscription(c, 'api', 'prod')?.planId).toBe('p')
    plans.updateKey('c', { value: 'value-d', enabled: false })
    expect(plans.findKey('value-c')).toBeUndefined()
    expect(plans.findKey('value-d')).toMatchObject({ id: 'c', enabled: false })
  })
})

describe('usage plans', () => {
  it('cover the stages they name, of one API or of any', () => {
    const { plans } = registry(
      { id: 'one', apiKeyIds: ['a'], apiStages: [{ apiId: 'api1', stage: 'prod' }] },
      { id: 'any', apiKeyIds: ['a'], apiStages: [{ stage: 'test' }] },
    )
    expect(plans.planFor('a', 'api1', 'prod')?.id).toBe('one')
    expect(plans.planFor('a', 'api2', 'prod')).toBeUndefined()
    expect(plans.planFor('a', 'api2', 'test')?.id).toBe('any')
    expect(plans.planFor('b', 'api1', 'prod')).toBeUndefined()
  })

  it('take effect at the next request when they change', () => {
    const { plans } = registry({ id: 'p', apiKeyIds: ['a'], throttle: { rateLimit: 1, burstLimit: 1 } })
    const key = plans.findKey('value-a')!
    const first = plans.subscription(key, 'api', 'prod')
    expect(plans.subscription(key, 'api', 'prod')).toBe(first)
    plans.updatePlan('p', { throttle: { rateLimit: 5, burstLimit: 6 } })
    expect(plans.subscription(key, 'api', 'prod')?.bucket).toMatchObject({ rateLimit: 5, burstLimit: 6 })
    plans.removeKeyFromPlan('p', 'a')
    expect(plans.subscription(key, 'api', 'prod')).toBeUndefined()
    plans.addKeyToPlan('p', 'a')
    expect(plans.subscription(key, 'api', 'prod')?.planId).toBe('p')
    plans.removePlan('p')
    expect(plans.subscription(key, 'api', 'prod')).toBeUndefined()
  })

  it('give each key buckets of its own, in the order plan and method, plan, stage method, account', () => {
    const { plans } = registry({
      id: 'p',
      apiKeyIds: ['a', 'b'],
      throttle: { rateLimit: 1, burstLimit: 1 },
      apiStages: [
        { stage: 'prod', throttle: { '/pets/GET': { rateLimit: 2, burstLimit: 2 }, '//GET': { rateLimit: 3 } } },
      ],
    })
    const account = { key: 'account', level: 'account', rateLimit: 9, burstLimit: 9 } as const
    const levels = (path: string) =>
      compileLevels({
        apiId: 'x',
        stage: 'prod',
        path,
        httpMethod: 'GET',
        settings: { throttlingRateLimit: 4 },
        account,
      })
    const limits = (path: string, keyValue: string) =>
      bucketsFor(levels(path), plans.subscription(plans.findKey(keyValue)!, 'x', 'prod')).map((bucket) => [
        bucket.level,
        bucket.rateLimit,
        bucket.burstLimit,
      ])
    expect(limits('/pets', 'value-a')).toEqual([
      ['plan-method', 2, 2],
      ['plan', 1, 1],
      ['method', 4, 5000],
      ['account', 9, 9],
    ])
    expect(limits('/', 'value-a')[0]).toEqual(['plan-method', 3, 5000])
    expect(limits('/other', 'value-a').map(([level]) => level)).toEqual(['plan', 'method', 'account'])
    const keyOf = (value: string) =>
      bucketsFor(levels('/pets'), plans.subscription(plans.findKey(value)!, 'x', 'prod')).map(({ key }) => key)
    expect(new Set([...keyOf('value-a'), ...keyOf('value-b')]).size).toBe(6)
  })

  it('have no bucket where a limit is -1 or not set', () => {
    const { plans } = registry({ id: 'p', apiKeyIds: ['a'], throttle: { rateLimit: -1, burstLimit: -1 } })
    const levels = compileLevels({ apiId: 'x', stage: 's', path: '/', httpMethod: 'GET', settings: {} })
    expect(bucketsFor(levels, plans.subscription(plans.findKey('value-a')!, 'x', 's'))).toEqual([])
  })
})

describe('usage report', () => {
  it('pairs what was used with what remained, day by day and period by period', async () => {
    const { store, plans } = registry({
      id: 'p',
      apiKeyIds: ['a', 'b'],
      quota: { limit: 10, period: 'WEEK', offset: 1 },
    })
    const { quota } = plans.subscription(plans.findKey('value-a')!, 'x', 's')!
    const use = (day: number, times: number) => {
      for (let i = 0; i < times; i++) store.take([], NOON + day * 86_400_000, quota)
    }
    use(0, 2)
    use(1, 3)
    use(6, 4) // the Sunday after: a new week, without the offset
    const report = await plans.getUsage('p', { startDate: '2024-01-15', endDate: '2024-01-21' })
    expect(report).toMatchObject({ usagePlanId: 'p', startDate: '2024-01-15', endDate: '2024-01-21' })
    expect(report.items['a']).toEqual([
      [2, 7],
      [3, 4],
      [0, 4],
      [0, 4],
      [0, 4],
      [0, 4],
      [4, 6],
    ])
    expect(report.items['b']?.[0]).toEqual([0, 10])
    const later = await plans.getUsage('p', { startDate: '2024-01-17', endDate: '2024-01-17', keyId: 'a' })
    expect(later.items).toEqual({ a: [[0, 4]] })
  })

  it('refuses dates that are none and plans that are not there', async () => {
    const { plans } = registry({ id: 'p', apiKeyIds: ['a'] })
    await expect(plans.getUsage('p', { startDate: '2024-02-31', endDate: '2024-03-01' })).rejects.toThrow('2024-02-31')
    await expect(plans.getUsage('p', { startDate: '2024-01-02', endDate: '2024-01-01' })).rejects.toThrow('before')
    expect(() => plans.getUsage('q', { startDate: '2024-01-01', endDate: '2024-01-01' })).toThrow('"q"')
  })
})
