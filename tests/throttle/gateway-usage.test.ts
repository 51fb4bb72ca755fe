import { describe, expect, it } from 'vitest'
import { createGateway } from '../../src/index.js'
import type { GatewayConfig } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'

const DAY = 86_400_000
const open = (config: Partial<GatewayConfig> = {}) => {
  const clock = createVirtualClock({ now: Date.UTC(2024, 0, 15, 12) })
  const gateway = createGateway({
    routes: { 'GET /pets': { handler: async () => ({ statusCode: 200, body: '[]' }), apiKeyRequired: true } },
    apiKeys: [{ id: 'ada', value: 'value-of-ada' }],
    usagePlans: [{ id: 'gold', apiKeyIds: ['ada'], quota: { limit: 5, period: 'WEEK' } }],
    clock,
    logger: false,
    ...config,
  })
  const call = async (key: string) =>
    (await gateway.handle({ method: 'GET', path: '/prod/pets', headers: { 'x-api-key': key } })).statusCode
  return { ...gateway, clock, call }
}

describe('gateway.usage', () => {
  it("reports in GetUsage's shape what requests used", async () => {
    const { usage, call, clock } = open()
    await call('value-of-ada')
    await call('value-of-ada')
    await clock.advance(DAY)
    for (let i = 0; i < 3; i++) expect(await call('value-of-ada')).toBe(200)
    expect(await call('value-of-ada')).toBe(429)
    const query = { usagePlanId: 'gold', startDate: '2024-01-15', endDate: '2024-01-16' }
    const items = {
      ada: [
        [2, 3],
        [3, 0],
      ],
    }
    expect(await usage.report(query)).toEqual({ ...query, items })
    expect((await usage.report({ ...query, keyId: 'bob' })).items).toEqual({})
    await expect(usage.report({ ...query, usagePlanId: 'none' })).rejects.toMatchObject({ code: 'ERR_USAGE' })
    await expect(usage.report({ ...query, endDate: 'soon' })).rejects.toBeInstanceOf(RangeError)
  })

  it('heeds keys and plans that are added, changed and removed while it runs', async () => {
    const { usage, call } = open()
    expect(await call('value-of-bob')).toBe(403)
    expect(usage.apiKeys.add({ id: 'bob', value: 'value-of-bob' })).toMatchObject({ id: 'bob', enabled: true })
    expect(await call('value-of-bob')).toBe(403)
    usage.usagePlans.addKey('gold', 'bob')
    expect(await call('value-of-bob')).toBe(200)
    usage.apiKeys.update('bob', { enabled: false })
    expect(await call('value-of-bob')).toBe(403)
    usage.apiKeys.update('bob', { enabled: true })
    expect(usage.usagePlans.removeKey('gold', 'bob')).toBe(true)
    expect(await call('value-of-bob')).toBe(403)
    usage.usagePlans.add({ id: 'tin', apiKeyIds: ['bob'], throttle: { rateLimit: 1, burstLimit: 1 } })
    expect([await call('value-of-bob'), await call('value-of-bob')]).toEqual([200, 429])
    usage.usagePlans.update('tin', { throttle: { rateLimit: 1, burstLimit: 3 } })
    expect(await call('value-of-bob')).toBe(200)
    expect(usage.usagePlans.list().map(({ id }) => id)).toEqual(['gold', 'tin'])
    expect(usage.usagePlans.keys('tin')).toEqual(['bob'])
    expect(usage.usagePlans.remove('tin')).toBe(true)
    expect(await call('value-of-bob')).toBe(403)
    expect(usage.apiKeys.remove('bob')).toBe(true)
    expect(usage.apiKeys.remove('bob')).toBe(false)
    expect(usage.apiKeys.list().map(({ id }) => id)).toEqual(['ada'])
    expect(usage.apiKeys.get('ada')).toMatchObject({ value: 'value-of-ada' })
    expect(usage.usagePlans.get('gold')).toMatchObject({ quota: { limit: 5 } })
  })

  it('sets what a key has used, as UpdateUsage does', async () => {
    const { usage, call } = open()
    await usage.setUsed({ usagePlanId: 'gold', keyId: 'ada', used: 4 })
    expect([await call('value-of-ada'), await call('value-of-ada')]).toEqual([200, 429])
    await usage.setUsed({ usagePlanId: 'gold', keyId: 'ada', used: 0 })
    expect(await call('value-of-ada')).toBe(200)
  })

  it('says what is wrong with a change', async () => {
    const { usage } = open({ usagePlans: [{ id: 'gold', apiKeyIds: ['ada'] }] })
    expect(() => usage.apiKeys.add({ id: 'ada', value: 'x' })).toThrow('"ada" already')
    expect(() => usage.usagePlans.addKey('gold', 'none')).toThrow('"none"')
    expect(() => usage.usagePlans.addKey('none', 'ada')).toThrow('"none"')
    expect(() => usage.usagePlans.update('none', {})).toThrow('"none"')
    const used = { usagePlanId: 'gold', keyId: 'ada', used: 1 }
    await expect(usage.setUsed(used)).rejects.toThrow('no quota')
    await expect(usage.setUsed({ ...used, keyId: 'bob' })).rejects.toThrow('not in the usage plan')
    await expect(usage.setUsed({ ...used, usagePlanId: 'none' })).rejects.toThrow('no usage plan')
  })
})
