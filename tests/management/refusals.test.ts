import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createManagement, ManagementError } from '../../src/management/index.js'
import { OPERATIONS, type OperationName } from '../../src/management/service-model/operations.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'
import { dumpAccount } from './dump-account.js'
import { createMockApi } from './mock-api.js'

const NAMES = [...OPERATIONS.keys()] as OperationName[]
const UPDATES = NAMES.filter((name) => name.startsWith('Update'))

const HOSTILE = ['__proto__', 'constructor', 'toString', '', '/', '~', '~1', '*', '-', 'live', 'GET', '200']
const hostileText = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 12 }))
const hostileValue = fc.oneof(
  hostileText,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(hostileText),
  fc.object(),
)

const path = fc.oneof(
  fc.constantFrom(
    '/name',
    '/description',
    '/binaryMediaTypes/image~1png',
    '/minimumCompressionSize',
    '/endpointConfiguration/types/0',
    '/requestParameters/method.request.querystring.a',
    '/requestParameters/__proto__',
    '/requestModels/application~1json',
    '/responseTemplates/application~1json',
    '/canarySettings/deploymentId',
    '/canarySettings/stageVariableOverrides/__proto__',
    '/variables/__proto__',
    '/*/*/throttling/rateLimit',
    '/__proto__/GET/caching/enabled',
    '/apiStages',
    '/quota/limit',
    '/authorizationType',
    '/parentId',
    '/pathPart',
  ),
  fc.array(hostileText, { minLength: 1, maxLength: 4 }).map((names) => `/${names.join('/')}`),
)

const operation = fc.record(
  { op: fc.constantFrom('add', 'remove', 'replace', 'copy', 'move', 'test', 'upsert'), path, value: hostileText },
  { requiredKeys: ['op', 'path'] },
)

async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
    return undefined
  } catch (error) {
    return error
  }
}

describe('a refused call', () => {
  it('is a ManagementError and changes nothing, whatever is patched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...UPDATES), fc.array(operation, { maxLength: 5 }), async (name, operations) => {
        const management = createManagement({ random: createSeededRandom(1), clock: createVirtualClock() })
        const { restApiId, resourceId, deploymentId } = await createMockApi(management)
        const ids = { restApiId, resourceId, deploymentId, httpMethod: 'GET', statusCode: '200', stageName: 'live' }
        const input = { ...ids, responseType: 'DEFAULT_4XX', modelName: 'Empty', patchOperations: operations }
        const before = await dumpAccount(management)
        const refusal = await refusalOf(management.call(name, input as never))
        if (refusal === undefined) return
        expect(refusal).toBeInstanceOf(ManagementError)
        expect(await dumpAccount(management)).toBe(before)
      }),
      { numRuns: 200 },
    )
  })

  it('is a ManagementError and changes nothing, whatever is in the input', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...NAMES.filter((name) => !name.startsWith('TestInvoke'))),
        fc.array(hostileValue, { minLength: 20, maxLength: 20 }),
        async (name, values) => {
          const management = createManagement({ random: createSeededRandom(1), clock: createVirtualClock() })
          const { restApiId, resourceId } = await createMockApi(management)
          const members = Object.keys(OPERATIONS.get(name)?.[2] ?? {})
          const given = Object.fromEntries(members.map((member, index) => [member, values[index]]))
          const before = await dumpAccount(management)
          const refusal = await refusalOf(
            management.call(name, {
              restApiId,
              resourceId,
              parentId: resourceId,
              httpMethod: 'GET',
              ...given,
            } as never),
          )
          if (refusal === undefined) return
          expect(refusal).toBeInstanceOf(ManagementError)
          expect(await dumpAccount(management)).toBe(before)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('takes back what a patch did before the operation that is refused', async () => {
    const { call } = createManagement()
    const { output } = await call('CreateRestApi', { name: 'atlas' })
    const restApiId = String(output['id'])
    const patchOperations = [
      { op: 'replace', path: '/name', value: 'changed' },
      { op: 'replace', path: '/colour', value: 'blue' },
    ] as const
    await expect(call('UpdateRestApi', { restApiId, patchOperations })).rejects.toMatchObject({
      code: 'BadRequestException',
      message: 'Invalid patch path /colour',
      status: 400,
    })
    expect((await call('GetRestApi', { restApiId })).output).toMatchObject({ name: 'atlas' })
  })

  it('takes back an API that an import had begun', async () => {
    const { call } = createManagement()
    await expect(
      call('ImportRestApi', { body: '{"openapi": "3.0.1", "paths": {"no-slash": {}}}' }),
    ).rejects.toBeInstanceOf(ManagementError)
    expect((await call('GetRestApis', {})).output).toEqual({ items: [] })
  })
})
