import { describe, expect, it } from 'vitest'
import { createGateway, type Gateway } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/index.js'

let calls = 0
const routes = {
  'GET /pets': async () => ({ statusCode: 200, body: `${++calls}` }),
  'GET /broken': async () => ({ nothing: true }),
  'GET /guarded': { handler: async () => ({ statusCode: 200 }), authorizer: 'own' },
  'GET /mock': {
    integration: {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: {
        default: {
          statusCode: '200',
          responseTemplates: { 'application/json': '\n#set($x = $util.parseJson("{nope"))$x.a' },
        },
      },
    },
    responses: { '200': {} },
  },
}

function gatewayOf(): Gateway {
  return createGateway({
    clock: createVirtualClock(),
    logger: false,
    routes,
    authorizers: { own: { type: 'TOKEN', handler: async () => Promise.reject(new Error('the database is down')) } },
    stages: { prod: { methodSettings: { '*/*': { throttlingBurstLimit: 1, throttlingRateLimit: 1 } } } },
  })
}

describe('explain', () => {
  it('gives the answer and the way to it', async () => {
    const { response, target, steps, ...told } = await gatewayOf().explain({ method: 'GET', path: '/prod/pets' })
    expect(response?.statusCode).toBe(200)
    expect(target.stageName).toBe('prod')
    expect(steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'throttle continued',
      'makeProxyEvent continued',
      'callIntegration continued',
      'readProxyAnswer continued',
    ])
    expect(told.toText()).toMatch(/^GET \/prod\/pets\n {2}The API \w+ is meant[^]*\n {2}throttle +continued[^]*→ 200$/)
  })

  it('says why a step refused, which a client never learns', async () => {
    const { response, steps } = await gatewayOf().explain({
      method: 'GET',
      path: '/prod/guarded',
      headers: { authorization: 'x' },
    })
    expect([response?.statusCode, response?.text()]).toEqual([500, '{"message":null}'])
    expect(steps.at(-1)).toMatchObject({
      step: 'authorize',
      outcome: 'refused',
      reason: expect.stringContaining('the database is down') as string,
    })
    const broken = await gatewayOf().explain({ method: 'GET', path: '/prod/broken' })
    expect(broken.steps.at(-1)?.reason).toMatch(/answered something else than \{statusCode/)
  })

  it('names the line of a template that failed', async () => {
    const { steps } = await gatewayOf().explain({ method: 'GET', path: '/prod/mock' })
    expect(steps.at(-1)).toMatchObject({
      step: 'mapResponse',
      outcome: 'refused',
      reason: expect.stringContaining('line 2') as string,
    })
  })

  it('has no steps where nothing is routed, and says why', async () => {
    const { response, steps } = await gatewayOf().explain({ method: 'GET', path: '/prod/none' })
    expect([response?.statusCode, steps]).toEqual([403, []])
    const { target } = await gatewayOf().explain({ method: 'GET', path: '/gone/pets' })
    expect(target.why).toMatch(/none of its stages/)
  })

  it('calls nobody and takes no token in a dry run', async () => {
    const gateway = gatewayOf()
    const before = calls
    for (let i = 0; i < 3; i++) {
      const { response, steps, ...told } = await gateway.explain(
        { method: 'GET', path: '/prod/pets' },
        { dryRun: true },
      )
      expect([response, steps.at(-1)?.step]).toEqual([undefined, 'callIntegration'])
      expect(told.toText()).toMatch(/→ stopped before the integration$/)
    }
    expect(calls).toBe(before)
    expect((await gateway.handle({ method: 'GET', path: '/prod/pets' })).statusCode).toBe(200)
  })

  it('explains HTTP APIs', async () => {
    const gateway = createGateway({ protocolType: 'HTTP', logger: false, routes: { 'GET /a': async () => 'ok' } })
    const { response, steps } = await gateway.explain({ method: 'GET', path: '/a' })
    expect(response?.text()).toBe('ok')
    expect(steps.map(({ step }) => step)).toEqual(['makeEvent', 'callIntegration', 'readFunctionAnswer'])
    expect((await gateway.explain({ method: 'GET', path: '/a' }, { dryRun: true })).response).toBeUndefined()
  })
})
