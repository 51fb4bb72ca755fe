import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../src/management/account/parse-csv.js'
import { createManagement } from '../../src/management/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { createMemoryThrottle } from '../../src/throttle/index.js'
import { createMockApi } from './mock-api.js'

describe('usage', () => {
  it('is what the throttle store has counted, and can be set', async () => {
    const throttle = createMemoryThrottle()
    const clock = createVirtualClock()
    const { call } = createManagement({ throttle, clock })
    const { output: plan } = await call('CreateUsagePlan', { name: 'cards', quota: { limit: 10, period: 'DAY' } })
    const { output: key } = await call('CreateApiKey', { name: 'ada' })
    const ids = { usagePlanId: String(plan['id']), keyId: String(key['id']) }
    await call('CreateUsagePlanKey', { ...ids, keyType: 'API_KEY' })
    const patchOperations = [{ op: 'replace', path: '/remaining', value: '4' }] as const
    await call('UpdateUsage', { ...ids, patchOperations })
    const today = '2024-01-15'
    const { output } = await call('GetUsage', { ...ids, startDate: today, endDate: today })
    expect(output).toEqual({
      usagePlanId: ids.usagePlanId,
      startDate: today,
      endDate: today,
      items: { [ids.keyId]: [[6, 4]] },
    })
    await expect(
      call('UpdateUsage', { ...ids, patchOperations: [{ op: 'add', path: '/remaining', value: '4' }] }),
    ).rejects.toThrow("Invalid patch path  '/remaining' specified for op 'add'. Please choose supported operations")
  })
})

describe('usage plans', () => {
  it('take limits of single methods by their escaped path', async () => {
    const management = createManagement()
    const { restApiId } = await createMockApi(management)
    const { output: plan } = await management.call('CreateUsagePlan', {
      name: 'cards',
      apiStages: [{ apiId: restApiId, stage: 'live' }],
    })
    const usagePlanId = String(plan['id'])
    const path = `/apiStages/${restApiId}:live/throttle/~1maps~1{id}/GET`
    const { output } = await management.call('UpdateUsagePlan', {
      usagePlanId,
      patchOperations: [
        { op: 'replace', path: `${path}/rateLimit`, value: '5' },
        { op: 'replace', path: `${path}/burstLimit`, value: '9' },
      ],
    })
    expect(output).toMatchObject({
      apiStages: [{ apiId: restApiId, stage: 'live', throttle: { '/maps/{id}/GET': { rateLimit: 5, burstLimit: 9 } } }],
    })
    await expect(
      management.call('UpdateUsagePlan', {
        usagePlanId,
        patchOperations: [{ op: 'remove', path: `/apiStages/${restApiId}:live` }],
      }),
    ).rejects.toThrow(
      `Invalid patch path  '/apiStages/${restApiId}:live' specified for op 'remove'. Must be one of: [/apiStages, /quota, /throttle, /productCode, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle]`,
    )
  })

  it('refuse stages that are not there, and give the data plane what is', async () => {
    const management = createManagement()
    const { restApiId } = await createMockApi(management)
    await expect(
      management.call('CreateUsagePlan', { name: 'cards', apiStages: [{ apiId: restApiId, stage: 'night' }] }),
    ).rejects.toThrow(`API Stage not found: ${restApiId}:night`)
    await management.call('CreateUsagePlan', { name: 'cards', apiStages: [{ apiId: restApiId, stage: 'live' }] })
    expect(management.usagePlans()).toMatchObject([{ name: 'cards', apiStages: [{ apiId: restApiId }], apiKeyIds: [] }])
  })
})

describe('ImportApiKeys', () => {
  it('reads names, values and plans, and warns of plans that are not there', async () => {
    const { call, apiKeys } = createManagement()
    const { output: plan } = await call('CreateUsagePlan', { name: 'cards' })
    const body = `Name,key,description,Enabled,usageplanIds\n"Ada, L.",aaaaaaaaaabbbbbbbbbb,"the ""first""",true,"${String(plan['id'])},nope"\n`
    const { output } = await call('ImportApiKeys', { body, format: 'csv' })
    expect(output['warnings']).toHaveLength(1)
    expect(apiKeys()).toMatchObject([{ name: 'Ada, L.', value: 'aaaaaaaaaabbbbbbbbbb', enabled: true }])
  })

  it('reads quotes and line ends of either kind', () => {
    expect(parseCsv('a,b\r\n"1,""2""","x\ny"\r\n')).toEqual([{ a: '1,"2"', b: 'x\ny' }])
  })
})

describe('domain names', () => {
  it('are mapped to stages that are there', async () => {
    const management = createManagement()
    const { restApiId } = await createMockApi(management)
    const domainName = 'maps.example'
    await management.call('CreateDomainName', { domainName, endpointConfiguration: { types: ['REGIONAL'] } })
    await management.call('CreateBasePathMapping', { domainName, restApiId, stage: 'live' })
    expect((await management.call('GetBasePathMapping', { domainName, basePath: '(none)' })).output).toEqual({
      basePath: '(none)',
      restApiId,
      stage: 'live',
    })
    await expect(management.call('CreateBasePathMapping', { domainName, restApiId })).rejects.toMatchObject({
      code: 'ConflictException',
    })
    const patchOperations = [{ op: 'replace', path: '/basePath', value: 'v1' }] as const
    await management.call('UpdateBasePathMapping', { domainName, basePath: '(none)', patchOperations })
    expect((await management.call('GetBasePathMappings', { domainName })).output).toMatchObject({
      items: [{ basePath: 'v1' }],
    })
  })
})

describe('lists', () => {
  it('come in pages that together are the whole, in order', async () => {
    const { call } = createManagement()
    for (let index = 0; index < 7; index += 1) await call('CreateRestApi', { name: `api${index}` })
    const names: string[] = []
    let position: string | undefined
    do {
      const { output } = await call('GetRestApis', { limit: 3, ...(position !== undefined && { position }) })
      names.push(...(output['items'] as ReadonlyArray<{ name: string }>).map(({ name }) => name))
      position = output['position'] as string | undefined
    } while (position !== undefined)
    expect(names).toEqual(['api0', 'api1', 'api2', 'api3', 'api4', 'api5', 'api6'])
  })
})
