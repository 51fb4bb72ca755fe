import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConfigError, createGateway, type Gateway, isPosternError } from '../../src/index.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'

/** A definition whose mock routes say which version they are of. */
function definition(version: string, paths: readonly string[] = ['/pets']): Record<string, unknown> {
  const operation = {
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: { default: { statusCode: '200', responseTemplates: { 'application/json': version } } },
    },
  }
  return {
    openapi: '3.0.1',
    info: { title: 'pets', version: '1' },
    paths: Object.fromEntries(paths.map((path) => [path, { get: operation }])),
  }
}

function gatewayOf(): Gateway {
  return createGateway({
    clock: createVirtualClock(),
    random: createSeededRandom('apis'),
    logger: false,
    apis: { pets: { definition: definition('one'), stages: { prod: {} } } },
  })
}

async function ask({ handle }: Gateway, path = '/prod/pets', host = 'pets.execute-api.x'): Promise<string> {
  const response = await handle({ method: 'GET', path, host })
  return response.statusCode === 200 ? response.text() : String(response.statusCode)
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return isPosternError(error) ? error.code : String(error)
  }
}

describe('gateway.apis', () => {
  it('changes an API without changing what its stages answer, until it is deployed', async () => {
    const gateway = gatewayOf()
    const { apis } = gateway
    apis.replace('pets', definition('two'))
    expect(await ask(gateway)).toBe('one')
    expect(apis.get('pets')?.stages['prod']?.isStale).toBe(true)
    const { deploymentId } = apis.deploy('pets', { stageName: 'prod', description: 'second' })
    expect(await ask(gateway)).toBe('two')
    expect(apis.get('pets')).toMatchObject({
      deployments: [{}, { deploymentId, description: 'second' }],
      stages: { prod: { deploymentId, isStale: false } },
    })
  })

  it('rolls back, and forward again', async () => {
    const gateway = gatewayOf()
    const { apis } = gateway
    apis.replace('pets', definition('two'))
    const second = apis.deploy('pets', { stageName: 'prod' })
    apis.rollBack('pets', 'prod')
    expect(await ask(gateway)).toBe('one')
    apis.rollBack('pets', 'prod', second.deploymentId)
    expect(await ask(gateway)).toBe('two')
    expect(codeOf(() => apis.rollBack('pets', 'prod', 'gone'))).toBe('ERR_UNKNOWN_DEPLOYMENT')
  })

  it('merges a definition: what it names is replaced, the rest stays', async () => {
    const gateway = gatewayOf()
    gateway.apis.merge('pets', definition('more', ['/dogs']))
    gateway.apis.deploy('pets', { stageName: 'prod' })
    expect([await ask(gateway), await ask(gateway, '/prod/dogs')]).toEqual(['one', 'more'])
    gateway.apis.replace('pets', definition('only', ['/dogs']))
    gateway.apis.deploy('pets', { stageName: 'prod' })
    expect([await ask(gateway), await ask(gateway, '/prod/dogs')]).toEqual(['403', 'only'])
  })

  it('creates and deletes APIs, stages and deployments', async () => {
    const gateway = gatewayOf()
    const { apis } = gateway
    expect(apis.create({ definition: definition('new') }, { apiId: 'dogs' }).stages).toEqual({})
    expect(await ask(gateway, '/prod/pets', 'dogs.execute-api.x')).toBe('403')
    const first = apis.deploy('dogs', { stageName: 'test' })
    expect(await ask(gateway, '/test/pets', 'dogs.execute-api.x')).toBe('new')
    expect(codeOf(() => apis.create({ definition: definition('x') }, { apiId: 'dogs' }))).toBe('ERR_API_EXISTS')
    expect(codeOf(() => apis.deleteDeployment('dogs', first.deploymentId))).toBe('ERR_DEPLOYMENT_IN_USE')
    apis.deleteStage('dogs', 'test')
    apis.deleteDeployment('dogs', first.deploymentId)
    expect(apis.get('dogs')?.deployments).toEqual([])
    expect(await ask(gateway, '/test/pets', 'dogs.execute-api.x')).toBe('403')
    apis.delete('dogs')
    expect(apis.list()).toEqual(['pets'])
    expect(codeOf(() => apis.delete('dogs'))).toBe('ERR_UNKNOWN_API')
    expect(await ask(gateway)).toBe('one')
  })

  it('refuses a faulty change with every fault, and changes nothing', async () => {
    const gateway = gatewayOf()
    const broken = { ...definition('x'), paths: { '/a': { get: {} }, '/b': { get: {} } } }
    for (const run of [
      () => gateway.apis.replace('pets', broken),
      () => gateway.apis.create({ definition: broken }, { apiId: 'new' }),
    ]) {
      try {
        run()
        expect.unreachable()
      } catch (error) {
        expect((error as ConfigError).faults).toHaveLength(2)
      }
    }
    expect(gateway.apis.list()).toEqual(['pets'])
    expect(gateway.apis.get('pets')?.stages['prod']?.isStale).toBe(false)
    expect(codeOf(() => gateway.apis.deploy('pets', { stageName: 'no way!' }))).toBe('ERR_CONFIG')
    expect(gateway.apis.get('pets')?.deployments).toHaveLength(1)
  })

  it('changes settings of a stage and leaves its deployment', async () => {
    const gateway = createGateway({
      logger: false,
      routes: { 'GET /v': async (event) => ({ statusCode: 200, body: event.stageVariables?.['a'] ?? 'none' }) },
    })
    const [apiId = ''] = gateway.apis.list()
    gateway.apis.updateStage(apiId, 'prod', { variables: { a: 'set' } })
    expect((await gateway.handle({ method: 'GET', path: '/prod/v' })).text()).toBe('set')
  })

  it('takes changes of an HTTP API at once where the stage deploys by itself', async () => {
    const route = (body: string) => ({ $default: async () => ({ statusCode: 200, body }) })
    const gateway = createGateway({
      logger: false,
      apis: {
        web: { protocolType: 'HTTP', routes: route('one'), stages: { $default: { autoDeploy: true }, slow: {} } },
      },
    })
    gateway.apis.replace('web', { protocolType: 'HTTP', routes: route('two') })
    expect([await ask(gateway, '/x', 'web.x'), await ask(gateway, '/slow/x', 'web.x')]).toEqual(['two', 'one'])
  })

  it('answers each request from exactly one deployment, through 200 random edits', async () => {
    const gateway = gatewayOf()
    const { apis } = gateway
    const answers: Array<Promise<string>> = []
    let version = 'one'
    const edit = fc.constantFrom('replace', 'merge', 'deploy', 'roll back')
    for (const [at, kind] of fc.sample(edit, { numRuns: 200, seed: 7 }).entries()) {
      const before = version
      answers.push(ask(gateway).then((answer) => (answer === before ? 'same' : `${answer} for ${before}`)))
      if (kind === 'replace') apis.replace('pets', definition(`v${at}`))
      else if (kind === 'merge') apis.merge('pets', definition(`m${at}`))
      else if (kind === 'deploy') apis.deploy('pets', { stageName: 'prod' })
      else if (
        (apis.get('pets')?.deployments.length ?? 0) > 1 &&
        codeOf(() => apis.rollBack('pets', 'prod')) !== undefined
      )
        continue
      version = await ask(gateway)
    }
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['same']))
  })
})

describe('canaries', () => {
  const canary = (percentTraffic: number) => ({ stageName: 'prod', canarySettings: { percentTraffic } })

  it('take exactly the share that the seed gives, within half a percent of the setting', async () => {
    const counts = async (): Promise<{ production: number; canary: number } | undefined> => {
      const gateway = gatewayOf()
      gateway.apis.replace('pets', definition('two'))
      gateway.apis.deploy('pets', canary(30))
      for (let i = 0; i < 100_000; i++) await gateway.handle({ method: 'GET', path: '/prod/none', host: 'pets.x' })
      return gateway.apis.get('pets')?.stages['prod']?.canary?.requests
    }
    const first = await counts()
    expect(first).toEqual(await counts())
    expect((first?.production ?? 0) + (first?.canary ?? 0)).toBe(100_000)
    expect(Math.abs((first?.canary ?? 0) / 100_000 - 0.3)).toBeLessThan(0.005)
  })

  it('are promoted, or deleted', async () => {
    const gateway = gatewayOf()
    const { apis } = gateway
    apis.replace('pets', definition('two'))
    apis.deploy('pets', canary(100))
    expect(await ask(gateway)).toBe('two')
    expect(codeOf(() => apis.deploy('pets', { stageName: 'prod' }))).toBe('ERR_USAGE')
    apis.deleteCanary('pets', 'prod')
    expect(await ask(gateway)).toBe('one')
    apis.deploy('pets', canary(0))
    expect(await ask(gateway)).toBe('one')
    expect(apis.promoteCanary('pets', 'prod').canary).toBeUndefined()
    expect(await ask(gateway)).toBe('two')
    expect(codeOf(() => apis.promoteCanary('pets', 'prod'))).toBe('ERR_USAGE')
  })
})
