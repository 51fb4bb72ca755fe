import { describe, expect, it } from 'vitest'
import { type ConfigError, createGateway, type DomainConfig, type Gateway } from '../../src/index.js'
import { createSeededRandom, createVirtualClock } from '../../src/testing/index.js'
import { CERTIFICATES } from '../stage/certificates.js'

const echo = async (event: { path?: string; rawPath?: string; requestContext: { apiId: string; stage: string } }) => ({
  statusCode: 200,
  body: [event.requestContext.apiId, event.requestContext.stage, event.path ?? event.rawPath].join(' '),
})

function gatewayOf(domains: Record<string, DomainConfig>): Gateway {
  return createGateway({
    clock: createVirtualClock(),
    random: createSeededRandom('domains'),
    logger: false,
    apis: {
      rest: { routes: { 'ANY /': echo as never, 'ANY /{proxy+}': echo as never }, stages: { prod: {}, dev: {} } },
      other: { routes: { 'ANY /{proxy+}': echo as never }, stages: { prod: {} } },
      web: { protocolType: 'HTTP', routes: { $default: echo as never }, stages: { $default: {}, v2: {} } },
    },
    domains,
  })
}

async function ask(gateway: Gateway, host: string, path: string, more: object = {}): Promise<string | number> {
  const response = await gateway.handle({ method: 'GET', path, host, ...more })
  return response.statusCode === 200 ? response.text() : response.statusCode
}

describe('custom domains', () => {
  it('send a path to the longest mapping, by whole segments', async () => {
    const gateway = gatewayOf({
      'api.example.com': {
        apiMappings: [
          { apiId: 'rest', stage: 'prod' },
          { apiId: 'rest', stage: 'dev', apiMappingKey: 'orders/v1/items' },
          { apiId: 'other', stage: 'prod', apiMappingKey: 'orders/v2/items' },
          { apiId: 'web', stage: '$default', apiMappingKey: 'orders/v2/items/categories' },
          { apiId: 'web', stage: 'v2', apiMappingKey: 'web' },
        ],
      },
    })
    const host = 'api.example.com'
    expect(await ask(gateway, host, '/orders/v1/items/123')).toBe('rest dev /123')
    expect(await ask(gateway, host, '/orders/v2/items/7')).toBe('other prod /7')
    expect(await ask(gateway, host, '/orders/v2/items/categories/5')).toBe('web $default /5')
    expect(await ask(gateway, host, '/customers')).toBe('rest prod /customers')
    expect(await ask(gateway, host, '/orders/v1/itemsX')).toBe('rest prod /orders/v1/itemsX')
    expect(await ask(gateway, host, '/web/a')).toBe('web v2 /v2/a')
    expect(await ask(gateway, 'API.example.com:443', '/customers')).toBe('rest prod /customers')
    expect(await ask(gateway, 'rest.execute-api.us-east-1.amazonaws.com', '/dev/x')).toBe('rest dev /x')
    expect(await ask(gateway, 'unknown.example.com', '/customers')).toBe(403)
  })

  it('leave the stage to the caller when the mapping names none', async () => {
    const gateway = gatewayOf({ 'api.example.com': { apiMappings: [{ apiId: 'rest', apiMappingKey: 'v1' }] } })
    expect(await ask(gateway, 'api.example.com', '/v1/dev/pets')).toBe('rest dev /pets')
    expect(await ask(gateway, 'api.example.com', '/v1/gone/pets')).toBe(403)
    expect(await ask(gateway, 'api.example.com', '/v2/dev/pets')).toBe(403)
  })

  it('keep what was called in `$context.path`', async () => {
    const pathOf = async (event: { requestContext: { path: string } }) => ({
      statusCode: 200,
      body: event.requestContext.path,
    })
    const gateway = createGateway({
      logger: false,
      apis: { rest: { routes: { 'GET /pets': pathOf as never } } },
      domains: { 'a.example': { apiMappings: [{ apiId: 'rest', stage: 'prod', apiMappingKey: 'v1' }] } },
    })
    expect(await ask(gateway, 'a.example', '/v1/pets')).toBe('/v1/pets')
  })

  it('may have a wildcard, which every other domain beats', async () => {
    const gateway = gatewayOf({
      '*.example.com': { apiMappings: [{ apiId: 'rest', stage: 'dev' }] },
      'api.example.com': { apiMappings: [{ apiId: 'rest', stage: 'prod' }] },
    })
    expect(await ask(gateway, 'api.example.com', '/x')).toBe('rest prod /x')
    expect(await ask(gateway, 'any.example.com', '/x')).toBe('rest dev /x')
    expect(await ask(gateway, 'a.b.example.com', '/x')).toBe(403)
    expect(await ask(gateway, 'example.com', '/x')).toBe(403)
  })

  it('take no part where an app names the stage', async () => {
    const gateway = createGateway({
      logger: false,
      routes: { 'GET /x': echo as never },
      stages: { prod: {} },
    })
    expect(await ask(gateway, 'whatever.example', '/x', { stage: 'prod' })).toMatch(/ prod \/x$/)
  })
})

describe('routing rules', () => {
  const rules: DomainConfig = {
    routingMode: 'ROUTING_RULE_THEN_API_MAPPING',
    apiMappings: [{ apiId: 'rest', stage: 'prod' }],
    routingRules: [
      {
        priority: 20,
        conditions: [{ matchBasePaths: { anyOf: ['Shop'] } }],
        actions: [{ invokeApi: { apiId: 'other', stage: 'prod', stripBasePath: true } }],
      },
      {
        priority: 10,
        conditions: [
          { matchHeaders: { anyOf: [{ header: 'X-Version', valueGlob: 'beta*' }] } },
          { matchBasePaths: { anyOf: ['Shop'] } },
        ],
        actions: [{ invokeApi: { apiId: 'rest', stage: 'dev' } }],
      },
    ],
  }

  it('act by priority, when all conditions hold', async () => {
    const gateway = gatewayOf({ 'api.example.com': rules })
    const host = 'api.example.com'
    expect(await ask(gateway, host, '/Shop/dogs')).toBe('other prod /dogs')
    expect(await ask(gateway, host, '/Shop/dogs', { headers: { 'x-version': 'beta2' } })).toBe('rest dev /Shop/dogs')
    expect(await ask(gateway, host, '/Shop/dogs', { headers: { 'x-version': 'Beta' } })).toBe('other prod /dogs')
    expect(await ask(gateway, host, '/shop/dogs')).toBe('rest prod /shop/dogs')
  })

  it('stand alone in ROUTING_RULE_ONLY, and are not asked in API_MAPPING_ONLY', async () => {
    const only = gatewayOf({ 'a.example': { ...rules, routingMode: 'ROUTING_RULE_ONLY' } })
    expect(await ask(only, 'a.example', '/pets')).toBe(403)
    const none = gatewayOf({ 'a.example': { ...rules, routingMode: 'API_MAPPING_ONLY' } })
    expect(await ask(none, 'a.example', '/Shop/x')).toBe('rest prod /Shop/x')
  })
})

describe('private domains', () => {
  it('are open to their VPC endpoints alone', async () => {
    const gateway = gatewayOf({
      'private.example.com': {
        endpointConfiguration: { types: ['PRIVATE'] },
        accessAssociations: [{ vpcEndpointId: 'vpce-1' }],
        apiMappings: [{ apiId: 'rest', stage: 'prod' }],
      },
    })
    expect(await ask(gateway, 'private.example.com', '/x', { vpcEndpointId: 'vpce-1' })).toBe('rest prod /x')
    expect(await ask(gateway, 'private.example.com', '/x', { vpcEndpointId: 'vpce-2' })).toBe(403)
    expect(await ask(gateway, 'private.example.com', '/x')).toBe(403)
  })
})

describe('domains with mutual TLS', () => {
  it('let in who shows a certificate that leads to their truststore', async () => {
    const gateway = createGateway({
      clock: createVirtualClock({ now: Date.UTC(2030, 0, 1) }),
      logger: false,
      apis: { rest: { routes: { 'ANY /{proxy+}': echo as never } } },
      domains: {
        'tls.example.com': {
          apiMappings: [{ apiId: 'rest', stage: 'prod' }],
          mutualTlsAuthentication: { truststore: CERTIFICATES.root },
        },
      },
    })
    const shown = (clientCertPem: string) => ({ tls: { clientCert: { ...NAMES, clientCertPem } } })
    expect(await ask(gateway, 'tls.example.com', '/x', shown(CERTIFICATES.direct))).toBe('rest prod /x')
    expect(await ask(gateway, 'tls.example.com', '/x', shown(CERTIFICATES.forged))).toBe(403)
    expect(await ask(gateway, 'tls.example.com', '/x', shown('nonsense'))).toBe(403)
    expect(await ask(gateway, 'tls.example.com', '/x')).toBe(403)
  })

  const NAMES = { subjectDN: 'CN=x', issuerDN: 'CN=y', serialNumber: '1', validity: { notBefore: '', notAfter: '' } }
})

describe('resolveTarget', () => {
  it('says where a request goes, and why', () => {
    const { resolveTarget } = gatewayOf({
      'a.example': { apiMappings: [{ apiId: 'web', stage: 'v2', apiMappingKey: 'k' }] },
    })
    expect(resolveTarget({ method: 'GET', path: '/k/x', host: 'a.example' })).toEqual({
      apiId: 'web',
      stageName: 'v2',
      protocolType: 'HTTP',
      resourcePath: '/x',
      why: 'The API web is meant (a.example: mapping of k), and its stage v2: the mapping names the stage.',
    })
    expect(resolveTarget({ method: 'GET', path: '/x', host: 'b.example' }).why).toMatch(
      /^No API is meant: the host b\.example/,
    )
    expect(resolveTarget({ method: 'GET', path: '/gone', host: 'rest.execute-api.x' }).why).toMatch(
      /but none of its stages/,
    )
  })
})

describe('faults of domains', () => {
  it('are told all at once, with their pointers', () => {
    const build = (): Gateway =>
      gatewayOf({
        'not a name': {},
        '*.example.com': { endpointConfiguration: { types: ['PRIVATE'] } },
        'api.example.com': {
          apiMappings: [
            { apiId: 'rset', stage: 'prod' },
            { apiId: 'rest', stage: 'gone' },
          ],
          routingRules: [
            { priority: 5, actions: [{ invokeApi: { apiId: 'rest', stage: 'prod' } }] },
            {
              priority: 5,
              conditions: [{ matchHeaders: { anyOf: [{ header: 'authorization', valueGlob: 'a*b' }] } }],
              actions: [],
            },
          ],
        },
      })
    try {
      build()
      expect.unreachable()
    } catch (error) {
      const { faults } = error as ConfigError
      expect(faults.map(({ pointer }) => pointer)).toEqual([
        '/domains/not a name',
        '/domains/*.example.com',
        '/domains/api.example.com/apiMappings/0/apiId',
        '/domains/api.example.com/apiMappings/1',
        '/domains/api.example.com/apiMappings/1/stage',
        '/domains/api.example.com/routingRules/1/priority',
        '/domains/api.example.com/routingRules/1/conditions',
        '/domains/api.example.com/routingRules/1/conditions',
        '/domains/api.example.com/routingRules/1/actions',
      ])
      expect(faults[2]?.suggestion).toBe('rest')
    }
  })
})
