import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createManagement } from '../../src/management/index.js'
import { type DefinitionError, describeApi, exportApi, importApi } from '../../src/openapi/index.js'
import { createMockApi } from './mock-api.js'

interface ImportCase {
  readonly id: string
  readonly openapi?: object
  readonly mode?: string
  readonly parameters?: object
  readonly expectError?: object
}

function importCases(): ImportCase[] {
  const folder = fileURLToPath(new URL('../conformance/cases/import/', import.meta.url))
  return readdirSync(folder)
    .flatMap((file) => (JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as { cases: ImportCase[] }).cases)
    .filter(({ openapi, mode = 'import', parameters, expectError }) => {
      return openapi !== undefined && mode === 'import' && parameters === undefined && expectError === undefined
    })
}

// What the control plane makes up, and where a definition was read, are not the definition's.
function comparable(view: unknown): unknown {
  const made = new Set(['id', 'cacheNamespace', 'pointer', 'rootResourceId', 'createdDate', 'schema', 'path'])
  return JSON.parse(JSON.stringify(view, (key, value: unknown) => (made.has(key) ? undefined : value)))
}

describe('an imported API', () => {
  it.each(importCases().map((each) => [each.id, each] as const))(
    '%s comes back as it went in',
    async (_id, { openapi }) => {
      const { call, restApi } = createManagement()
      const { output } = await call('ImportRestApi', { body: JSON.stringify(openapi) })
      const held = restApi(String(output['id']))
      expect(held).toBeDefined()
      const { restApi: settings, ...parts } = describeApi(held as NonNullable<typeof held>)
      const { restApi: expected, ...expectedParts } = describeApi(importApi(openapi).api)
      expect(comparable(settings)).toEqual(comparable(expected))
      expect(comparable(parts)).toEqual(comparable(expectedParts))
    },
  )
})

describe('PutRestApi', () => {
  it('merges into what is there and keeps the ids of what stays', async () => {
    const { call } = createManagement()
    const document = (path: string): string =>
      JSON.stringify({ openapi: '3.0.1', info: { title: 'a', version: '1' }, paths: { [path]: { get: {} } } })
    const { output } = await call('ImportRestApi', { body: document('/maps') })
    const restApiId = String(output['id'])
    const idOf = async (path: string): Promise<unknown> => {
      const { output: resources } = await call('GetResources', { restApiId })
      return (resources['items'] as ReadonlyArray<{ id: string; path: string }>).find((each) => each.path === path)?.id
    }
    const before = await idOf('/maps')
    await call('PutRestApi', { restApiId, mode: 'merge', body: document('/charts') })
    expect(await idOf('/maps')).toBe(before)
    expect(await idOf('/charts')).toBeDefined()
    await call('PutRestApi', { restApiId, mode: 'overwrite', body: document('/charts') })
    expect(await idOf('/maps')).toBeUndefined()
  })

  it('says what the importer refuses in the service’s words', async () => {
    const { call } = createManagement()
    const body = JSON.stringify({ openapi: '3.0.1', info: { title: 'a', version: '1' }, paths: { maps: {} } })
    const refusal: unknown = await call('ImportRestApi', { body }).catch((error: unknown) => error)
    const direct = ((): unknown => {
      try {
        return importApi(body)
      } catch (error) {
        return error
      }
    })() as DefinitionError
    expect(refusal).toMatchObject(direct.serviceError)
  })
})

describe('what a stage serves', () => {
  it('is the API as it was deployed, whatever is changed after', async () => {
    const management = createManagement()
    const { restApiId, resourceId } = await createMockApi(management)
    await management.call('DeleteMethod', { restApiId, resourceId, httpMethod: 'GET' })
    expect(management.restApi(restApiId)?.resources.get('/')?.methods.size).toBe(0)
    expect(management.deployed(restApiId, 'live')?.api.resources.get('/')?.methods.size).toBe(1)
  })

  it('has the settings of the stage in the names that the data plane takes', async () => {
    const management = createManagement()
    const { restApiId, deploymentId } = await createMockApi(management)
    const patchOperations = [
      { op: 'replace', path: '/~1maps~1{id}/GET/throttling/rateLimit', value: '2.5' },
      { op: 'replace', path: '/variables/wing', value: 'east' },
      { op: 'replace', path: '/cacheClusterEnabled', value: 'true' },
      { op: 'replace', path: '/canarySettings/percentTraffic', value: '10' },
    ] as const
    await management.call('UpdateStage', { restApiId, stageName: 'live', patchOperations })
    expect(management.deployed(restApiId, 'live')?.stage).toMatchObject({
      deploymentId,
      variables: { wing: 'east' },
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      methodSettings: { '~1maps~1{id}/GET': { throttlingRateLimit: 2.5, throttlingBurstLimit: 5000 } },
      canarySettings: { percentTraffic: 10, useStageCache: false },
    })
    expect(management.deployed(restApiId, 'nowhere')).toBeUndefined()
  })

  it('is told of, with every call that has changed something', async () => {
    const changes: string[] = []
    const management = createManagement({ onChange: ({ operation }) => void changes.push(operation) })
    const { restApiId } = await createMockApi(management)
    await management.call('GetStages', { restApiId })
    await management.call('DeleteStage', { restApiId, stageName: 'other' }).catch(() => undefined)
    await management.call('DeleteStage', { restApiId, stageName: 'live' })
    expect(changes.slice(-2)).toEqual(['CreateDeployment', 'DeleteStage'])
  })
})

describe('an export', () => {
  it.each(['oas30', 'swagger'] as const)('as %s is that of the API which was imported', async (exportType) => {
    const { call } = createManagement()
    const { openapi } = importCases().find(({ id }) => id === 'import.methods.http-integration-gets-its-defaults') ?? {}
    const { output: api } = await call('ImportRestApi', { body: JSON.stringify(openapi) })
    const restApiId = String(api['id'])
    await call('CreateDeployment', { restApiId, stageName: 'live' })
    const parameters = { extensions: 'integrations,authorizers' }
    const { output } = await call('GetExport', { restApiId, stageName: 'live', exportType, parameters })
    const direct = exportApi(importApi(openapi, { apiId: restApiId }).api, {
      exportType,
      stageName: 'live',
      parameters,
    })
    expect(JSON.parse(String(output['body'])).paths).toEqual(JSON.parse(direct.body).paths)
  })
})
