import { describe, expect, it } from 'vitest'
import { createManagement } from '../../src/management/index.js'
import { ENUMERATIONS, listEnumeration } from '../../src/management/service-model/enumerations.js'

describe('the order of an enumeration in a refusal', () => {
  it('is the one that was recorded', () => {
    expect(listEnumeration(ENUMERATIONS.Op)).toBe('[add, remove, move, test, replace, copy]')
    expect(listEnumeration(ENUMERATIONS.IntegrationType)).toBe('[HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]')
    expect(listEnumeration(ENUMERATIONS.EndpointType)).toBe('[PRIVATE, EDGE, REGIONAL]')
  })
})

describe('validation', () => {
  it('names every fault, before it looks whether the API is there', async () => {
    const { call } = createManagement()
    const patchOperations = [{ op: 'upsert' as 'add', path: '/name' }]
    await expect(call('UpdateStage', { restApiId: 'nope', stageName: 'x', patchOperations })).rejects.toMatchObject({
      code: 'ValidationException',
      message:
        "1 validation error detected: Value 'upsert' at 'updateStageInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]",
    })
  })

  it('wants what the model requires', async () => {
    const { handle } = createManagement()
    const response = await handle({ method: 'POST', path: '/restapis', body: '{}' })
    expect(response.json()).toEqual({
      message:
        "1 validation error detected: Value null at 'createRestApiInput.name' failed to satisfy constraint: Member must not be null",
    })
  })

  it('holds a status code in the path to its form', async () => {
    const { call } = createManagement()
    const place = { restApiId: 'nope', resourceId: 'nope', httpMethod: 'GET', statusCode: '9' }
    await expect(call('GetMethodResponse', place)).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '9' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d",
    })
  })
})
