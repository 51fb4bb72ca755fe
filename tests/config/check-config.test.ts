import { describe, expect, it } from 'vitest'
import { checkConfig } from '../../src/config/check-config.js'
import type { ConfigFault } from '../../src/errors.js'

const API = { definition: {} }

/** The faults of an API's config, which is fine but for what is put over it. */
function faultsOf(more: object): readonly ConfigFault[] {
  return checkConfig({ ...API, ...more })
}

function faultsOfSetting(setting: object): readonly ConfigFault[] {
  return faultsOf({ stages: { prod: { methodSettings: { 'pets/GET': setting } } } })
}

const SETTING = '/stages/prod/methodSettings/pets~1GET'

describe('the checker of the config', () => {
  it('finds nothing wrong with settings that are left out or undefined', () => {
    expect(faultsOf({})).toEqual([])
    expect(faultsOf({ stages: undefined, cache: undefined, apis: undefined })).toEqual([])
  })

  it('gives all faults in the same order, whatever the order of the keys', () => {
    const wrong = { zzz: 1, apiKeySource: 'BODY', clock: {}, account: 5, stages: { 'a b': {} } }
    const turned = Object.fromEntries(Object.entries(wrong).toReversed())
    const pointers = ['/zzz', '/stages/a b', '/apiKeySource', '/account', '/clock']
    expect(faultsOf(wrong).map(({ pointer }) => pointer)).toEqual(pointers)
    expect(faultsOf(turned)).toEqual(faultsOf(wrong))
  })

  it.each([null, undefined, 5, 'text', [], () => ({})])('refuses %j in place of a config', (config) => {
    expect(checkConfig(config)).toMatchObject([
      { pointer: '', message: 'The value is of the wrong kind', allowed: ['object'] },
    ])
  })

  it('says which setting was probably meant', () => {
    expect(faultsOf({ bineryMediaTypes: [] })).toEqual([
      {
        pointer: '/bineryMediaTypes',
        message: 'There is no setting "bineryMediaTypes"',
        suggestion: 'binaryMediaTypes',
      },
    ])
    expect(faultsOfSetting({ cacheTtl: 5, cachingEnable: true })).toMatchObject([
      { pointer: `${SETTING}/cacheTtl`, allowed: expect.arrayContaining(['cacheTtlInSeconds']) },
      { pointer: `${SETTING}/cachingEnable`, suggestion: 'cachingEnabled' },
    ])
  })

  it('says which value was probably meant', () => {
    expect(faultsOf({ protocolType: 'REAST' })).toEqual([
      {
        pointer: '/protocolType',
        message: 'The value is not one of those allowed',
        found: 'REAST',
        allowed: ['REST', 'HTTP', 'WEBSOCKET'],
        suggestion: 'REST',
      },
    ])
  })

  it('knows each protocol by its own settings', () => {
    const stages = { prod: { routeSettings: {} } }
    expect(checkConfig({ protocolType: 'HTTP', target: 'https://x.example', stages })).toEqual([])
    expect(faultsOf({ stages }).map(({ pointer }) => pointer)).toEqual(['/stages/prod/routeSettings'])
    expect(checkConfig({ apis: { a: { protocolType: 'HTTP', routes: {}, models: {} } } })).toMatchObject([
      { pointer: '/apis/a/models', message: expect.stringContaining('REST and WebSocket APIs validate') as string },
    ])
  })

  it('lets the integrations of a WebSocket API stand beside integration modules', () => {
    const integrations = { own: () => ({}), echo: { integrationType: 'MOCK' } }
    expect(checkConfig({ protocolType: 'WEBSOCKET', routes: {}, integrations })).toEqual([])
    expect(faultsOf({ integrations })).toMatchObject([{ pointer: '/integrations/echo', allowed: ['function'] }])
  })

  it.each([
    ['cacheTtlInSeconds', 3601, '0 to 3600'],
    ['cacheTtlInSeconds', -1, '0 to 3600'],
    ['throttlingRateLimit', -0.5, 'at least 0'],
    ['throttlingBurstLimit', -1, 'at least 0'],
  ])('refuses %s %d, beyond the limits of the service', (key, found, allowed) => {
    expect(faultsOfSetting({ [key]: found })).toEqual([
      { pointer: `${SETTING}/${key}`, message: 'The value is out of range', found, allowed: [allowed] },
    ])
  })

  it('takes the limits themselves', () => {
    expect(faultsOfSetting({ cacheTtlInSeconds: 0, throttlingRateLimit: 0, throttlingBurstLimit: 0 })).toEqual([])
    expect(faultsOfSetting({ cacheTtlInSeconds: 3600 })).toEqual([])
    expect(faultsOf({ minimumCompressionSize: 10_485_760 })).toEqual([])
    expect(faultsOf({ minimumCompressionSize: 10_485_761 })).toHaveLength(1)
    expect(faultsOf({ stages: { prod: { canarySettings: { percentTraffic: 100 } } } })).toEqual([])
    expect(faultsOf({ stages: { prod: { canarySettings: { percentTraffic: 100.1 } } } })).toHaveLength(1)
  })

  it('takes a number for a whole number only when it is one', () => {
    expect(faultsOfSetting({ cacheTtlInSeconds: 1.5 })).toMatchObject([{ found: 1.5, allowed: ['whole number'] }])
    expect(faultsOfSetting({ throttlingRateLimit: NaN })).toMatchObject([{ found: 'NaN', allowed: ['number'] }])
  })

  it('checks stage names, and has the stage $default for HTTP APIs only', () => {
    const stages = { 'a-b_1': {}, 'no/slash': {}, ['x'.repeat(129)]: {}, $default: {} }
    expect(faultsOf({ stages }).map(({ message }) => message)).toEqual([
      'A stage name has letters, digits, - and _, at most 128',
      'A stage name has letters, digits, - and _, at most 128',
      'Only an HTTP API has a stage $default',
    ])
    expect(checkConfig({ ...API, protocolType: 'HTTP', stages: { $default: {} } })).toEqual([])
  })

  it('checks names, length and number of stage variables', () => {
    const ofVariables = (variables: object): readonly ConfigFault[] => faultsOf({ stages: { prod: { variables } } })
    expect(ofVariables({ a_1: 'see docs', long: 'x'.repeat(512) })).toEqual([])
    expect(ofVariables({ 'a-b': '1' })).toMatchObject([{ pointer: '/stages/prod/variables/a-b', found: 'a-b' }])
    expect(ofVariables({ a: 'x'.repeat(513), b: 1 }).map(({ pointer }) => pointer)).toEqual([
      '/stages/prod/variables/a',
      '/stages/prod/variables/b',
    ])
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, '']))
    expect(ofVariables(many)).toMatchObject([{ found: 101, allowed: ['at most 100'] }])
  })

  it('knows a module by its methods, its own or inherited', () => {
    class Store {
      get(): void {}
      set(): void {}
    }
    expect(faultsOf({ authorizerResults: new Store() })).toEqual([])
    expect(faultsOf({ cache: new Store() })).toEqual([
      {
        pointer: '/cache',
        message: 'There are no methods delete(), flush(), stats()',
        found: [],
        allowed: ['get()', 'set()', 'delete()', 'flush()', 'stats()'],
      },
    ])
    expect(faultsOf({ random: { next: () => 0 } })).toMatchObject([
      { pointer: '/random', message: 'There is no method fill()', found: ['next'] },
    ])
    expect(faultsOf({ stage: 'prod' })).toMatchObject([{ pointer: '/stage', allowed: ['object with resolve()'] }])
  })

  it('knows a function from what is none', () => {
    const functions = { a: () => 1, b: { invoke: () => 1 }, c: 'name', d: {} }
    expect(faultsOf({ functions })).toMatchObject([
      { pointer: '/functions/c', found: 'name', allowed: ['function', 'object with invoke()'] },
      { pointer: '/functions/d', message: 'There is no method invoke()' },
    ])
    expect(faultsOf({ http: {}, onFinding: 1 }).map(({ pointer }) => pointer)).toEqual(['/http', '/onFinding'])
  })

  it('tells an authorizer of one’s own from a description of one', () => {
    const own = { authorize: () => ({}), anything: 1 }
    expect(faultsOf({ authorizers: { own, described: { type: 'TOKEN', handler: 'f' } } })).toEqual([])
    expect(faultsOf({ authorizers: { a: { typ: 'TOKEN' } } })).toMatchObject([
      { pointer: '/authorizers/a/typ', suggestion: 'type' },
      { pointer: '/authorizers/a/type', message: 'The setting is missing' },
    ])
  })

  it('takes `logger: false` and no other value that is no logger', () => {
    expect(faultsOf({ logger: false })).toEqual([])
    expect(faultsOf({ logger: true })).toMatchObject([{ pointer: '/logger', found: true }])
    expect(faultsOf({ logger: { error: () => 1 } })).toMatchObject([
      { message: 'There are no methods debug(), info(), warn()' },
    ])
  })

  it('refuses capabilities that are still to come by their names', () => {
    expect(faultsOf({ stages: { prod: { accessLogSettings: {} } } })).toEqual([
      { pointer: '/stages/prod/accessLogSettings', message: 'accessLogSettings is not built yet' },
    ])
  })

  it('wants something to serve, of the config or of each API', () => {
    expect(checkConfig({})).toEqual([
      {
        pointer: '',
        message: 'There is no API: give a definition or routes',
        allowed: ['definition', 'routes', 'apis'],
      },
    ])
    expect(checkConfig({ apis: {} })).toEqual([])
    expect(checkConfig({ apis: { 'a/b': {}, c: { routes: {} } } })).toMatchObject([{ pointer: '/apis/a~1b' }])
    // A key that is misspelt is the cause: one fault says it.
    expect(checkConfig({ definitions: {} })).toMatchObject([{ pointer: '/definitions', suggestion: 'definition' }])
  })

  it('does not look into routes and definitions, which have readers of their own', () => {
    const sealed = new Proxy(
      {},
      {
        get: () => expect.unreachable('read'),
        ownKeys: () => expect.unreachable('listed'),
        has: () => expect.unreachable('asked'),
      },
    )
    expect(checkConfig({ definition: sealed, routes: sealed, policy: sealed })).toEqual([])
  })
})

describe('the checker of domains', () => {
  it('checks their shape; what they say of APIs is checked where those are known', () => {
    const invokeApi = { apiId: 'a', stage: 'prod' }
    const fine = {
      apiMappings: [{ apiId: 'nobody' }],
      routingRules: [{ priority: 1, actions: [{ invokeApi }], conditions: [{ matchBasePaths: { anyOf: ['v1'] } }] }],
      routingMode: 'ROUTING_RULE_ONLY',
      mutualTlsAuthentication: { truststore: 'PEM' },
    }
    expect(faultsOf({ domains: { 'api.example.com': fine } })).toEqual([])
    const wrong = {
      apiMappings: [{ stage: 'prod' }],
      routingRules: [{ priority: 0, actions: [{ invoke: invokeApi }] }],
      routingMode: 'ROUTING_RULES_ONLY',
      accessAssociations: {},
    }
    expect(faultsOf({ domains: { d: wrong } }).map(({ pointer, suggestion }) => [pointer, suggestion])).toEqual([
      ['/domains/d/apiMappings/0/apiId', undefined],
      ['/domains/d/routingRules/0/priority', undefined],
      ['/domains/d/routingRules/0/actions/0/invoke', undefined],
      ['/domains/d/routingRules/0/actions/0/invokeApi', undefined],
      ['/domains/d/routingMode', 'ROUTING_RULE_ONLY'],
      ['/domains/d/accessAssociations', undefined],
    ])
  })
})

describe('the checker of API keys and usage plans', () => {
  const apiKeys = [{ id: 'first', value: 'value-1' }, { value: 'value-2' }]

  it('wants the value of a key and never shows it', () => {
    expect(faultsOf({ apiKeys: [{ id: 'a' }] })).toEqual([
      { pointer: '/apiKeys/0/value', message: 'The setting is missing' },
    ])
    const faults = faultsOf({ apiKeys: [{ value: 'secret'.repeat(50) }, { value: ['secret'] }, { value: '' }] })
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/apiKeys/0/value', '/apiKeys/1/value', '/apiKeys/2/value'])
    expect(JSON.stringify(faults)).not.toContain('secret')
  })

  it('takes an id and a value once', () => {
    const twice = [...apiKeys, { id: 'first', value: 'value-2' }]
    expect(faultsOf({ apiKeys: twice, usagePlans: [{ id: 'p' }, { id: 'p' }] })).toEqual([
      { pointer: '/apiKeys/2/value', message: 'The value is that of another API key' },
      { pointer: '/apiKeys/2/id', message: 'The id is taken', found: 'first' },
      { pointer: '/usagePlans/1/id', message: 'The id is taken', found: 'p' },
    ])
  })

  it('wants the keys of a plan to be there; one without an id has that of the registry', () => {
    expect(faultsOf({ apiKeys, usagePlans: [{ apiKeyIds: ['first', 'key1'] }] })).toEqual([])
    expect(faultsOf({ apiKeys, usagePlans: [{ apiKeyIds: ['frist'] }] })).toEqual([
      { pointer: '/usagePlans/0/apiKeyIds/0', message: 'There is no API key "frist"', suggestion: 'first' },
    ])
  })

  it('wants the stages of a plan to be there', () => {
    const plan = (stage: object): object => ({ usagePlans: [{ apiStages: [stage] }] })
    expect(faultsOf(plan({ stage: 'prod' }))).toEqual([])
    expect(faultsOf(plan({ stage: 'pord' }))).toMatchObject([
      { pointer: '/usagePlans/0/apiStages/0/stage', message: 'There is no stage "pord"', suggestion: 'prod' },
    ])
    const apis = { cats: { ...API, stages: { one: {} } }, dogs: { ...API, stages: { two: {} } } }
    expect(checkConfig({ apis, ...plan({ stage: 'two' }) })).toEqual([])
    expect(checkConfig({ apis, ...plan({ apiId: 'cats', stage: 'two' }) })).toMatchObject([
      { pointer: '/usagePlans/0/apiStages/0/stage' },
    ])
    expect(checkConfig({ apis, ...plan({ apiId: 'dog', stage: 'two' }) })).toMatchObject([
      { pointer: '/usagePlans/0/apiStages/0/apiId', message: 'There is no API "dog"', suggestion: 'dogs' },
    ])
  })

  it('checks quotas and throttles', () => {
    const usagePlans = [{ quota: { limit: -1, period: 'YEAR' }, throttle: { rateLimit: '5' } }, { quota: {} }]
    expect(faultsOf({ usagePlans }).map(({ pointer }) => pointer)).toEqual([
      '/usagePlans/0/throttle/rateLimit',
      '/usagePlans/0/quota/limit',
      '/usagePlans/0/quota/period',
      '/usagePlans/1/quota/limit',
      '/usagePlans/1/quota/period',
    ])
  })
})
