import { describe, expect, it } from 'vitest'
import {
  type ConfigError,
  createGateway,
  exportHttpApi,
  HeaderList,
  importHttpApi,
  portability,
} from '../../src/index.js'
import { httpDocument, httpGateway, lambda } from './api.js'

function faultsOf(run: () => unknown): string[] {
  try {
    run()
    return []
  } catch (error) {
    return (error as ConfigError).faults.map(({ pointer, message }) => `${pointer}: ${message}`)
  }
}

describe('quick create', () => {
  it('leads everything to a URL, or to a function', async () => {
    const http = async ({ url }: { url: string }) => ({ statusCode: 200, headers: new HeaderList(), body: url })
    const web = httpGateway({ target: 'https://back.example/base', http })
    expect((await web.handle({ method: 'GET', path: '/a/b?c=1' })).text()).toBe('https://back.example/base/a/b?c=1')
    const target = 'arn:aws:lambda:us-east-1:123456789012:function:f'
    const fn = httpGateway({ target, functions: { f: async () => 'called' } })
    expect((await fn.handle({ method: 'PUT', path: '/x' })).text()).toBe('called')
  })
})

describe('what HTTP APIs lack', () => {
  it('is refused by name, with the protocol that has it', () => {
    const routes = { 'GET /a': async () => 'ok' }
    const config = {
      protocolType: 'HTTP',
      routes,
      minimumCompressionSize: 0,
      policy: {},
      stages: { dev: { cacheClusterEnabled: true, methodSettings: {} } },
    }
    const faults = faultsOf(() => createGateway(config as never)).join('\n')
    for (const name of ['minimumCompressionSize', 'policy', 'cacheClusterEnabled', 'methodSettings'])
      expect(faults).toMatch(new RegExp(`${name}.*REST`))
  })

  it('is refused in a definition', () => {
    const mock = { 'x-amazon-apigateway-integration': { type: 'MOCK' } }
    expect(faultsOf(() => httpGateway({ definition: httpDocument({ 'GET /a': mock }) })).join()).toMatch(
      /AWS_PROXY or HTTP_PROXY/,
    )
    expect(faultsOf(() => httpGateway({ definition: { swagger: '2.0', info: {}, paths: {} } })).join()).toMatch(
      /OpenAPI 3\.0/,
    )
    const twice = { ...lambda('f'), security: [{ a: [] }, { b: [] }] }
    const scheme = (name: string) => ({
      type: 'oauth2',
      'x-amazon-apigateway-authorizer': { type: 'jwt', jwtConfiguration: { issuer: `https://${name}`, audience: [] } },
    })
    const root = { components: { securitySchemes: { a: scheme('a'), b: scheme('b') } } }
    expect(faultsOf(() => httpGateway({ definition: httpDocument({ 'GET /a': twice }, root) })).join()).toMatch(
      /one authorizer/,
    )
  })

  it('of extensions that have no effect there is a finding', () => {
    const definition = httpDocument(
      { 'GET /a': lambda('f') },
      { 'x-amazon-apigateway-request-validators': {}, components: { schemas: { A: {} } } },
    )
    const rules = importHttpApi(definition).findings.map(({ rule, pointer }) => `${rule} ${pointer}`)
    expect(rules).toEqual([
      'definition/rest-api-only /x-amazon-apigateway-request-validators',
      'definition/rest-api-only /components/schemas',
    ])
  })
})

describe('definitions', () => {
  const definition = httpDocument(
    {
      'GET /pets/{id}': { ...lambda('a'), operationId: 'getPet', security: [{ jwt: ['read'] }] },
      'ANY /{proxy+}': {
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'ANY',
          uri: 'https://x/{proxy}',
          requestParameters: { 'append:header.a': 'b' },
          responseParameters: { 404: { 'overwrite:statuscode': '200' } },
        },
      },
      $default: lambda('c', '1.0'),
      'POST /iam': { ...lambda('a'), 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } },
    },
    {
      components: {
        securitySchemes: {
          jwt: {
            type: 'oauth2',
            'x-amazon-apigateway-authorizer': {
              type: 'jwt',
              jwtConfiguration: { issuer: 'https://issuer', audience: ['a'] },
              identitySource: '$request.querystring.token',
            },
          },
        },
      },
      'x-amazon-apigateway-cors': { allowOrigins: ['https://a'], allowMethods: ['GET'], maxAge: 5 },
    },
  )

  it('survive export and import, in JSON and YAML', () => {
    const { api } = importHttpApi(definition)
    const plain = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (key, one: unknown) =>
          key === 'pointer' ? undefined : one instanceof Map ? Object.fromEntries(one) : one,
        ),
      )
    for (const outputType of ['JSON', 'YAML'] as const)
      expect(plain(importHttpApi(exportHttpApi(api, { outputType }).body).api)).toEqual(plain(api))
  })

  it('are exported without extensions when asked', () => {
    const { api } = importHttpApi(definition)
    expect(exportHttpApi(api, { includeExtensions: false }).body).not.toContain('x-amazon-apigateway-i')
  })
})

describe('portability', () => {
  const rest = {
    openapi: '3.0.1',
    info: { title: 'pets', version: '1' },
    'x-amazon-apigateway-policy': { Statement: [] },
    'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true } },
    components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
    paths: {
      '/pets/{petId}': {
        get: {
          security: [{ key: [] }],
          'x-amazon-apigateway-request-validator': 'all',
          'x-amazon-apigateway-integration': {
            type: 'http_proxy',
            httpMethod: 'GET',
            uri: 'https://back.example/{id}',
            requestParameters: {
              'integration.request.path.id': 'method.request.path.petId',
              'integration.request.header.x': 'method.request.querystring.q',
            },
          },
        },
        post: {
          'x-amazon-apigateway-integration': {
            type: 'aws',
            httpMethod: 'POST',
            uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q',
          },
        },
        options: {
          responses: { 200: {} },
          'x-amazon-apigateway-integration': {
            type: 'mock',
            responses: {
              default: {
                statusCode: '200',
                responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://a'" },
              },
            },
          },
        },
      },
    },
  }

  it('says what a move loses, and converts what it can', async () => {
    const report = portability(rest, 'HTTP')
    expect(report.api.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['api/resource-policy', 'api/cors']))
    const [get, post, options] = ['GET', 'POST', 'OPTIONS'].map((method) =>
      report.routes.find(({ route }) => route === `${method} /pets/{petId}`),
    )
    expect(get).toMatchObject({ converted: true })
    expect(get?.findings.map(({ rule }) => rule)).toEqual(['authorization/api-key', 'request/validator'])
    expect(post).toMatchObject({
      converted: false,
      findings: [{ rule: 'integration/aws', message: expect.stringContaining('SQS-SendMessage') as string }],
    })
    expect(options).toMatchObject({ converted: false, findings: [{ level: 'changed' }] })

    const urls: string[] = []
    const gateway = httpGateway({
      definition: report.definition,
      http: async ({ url, headers }) => {
        urls.push(`${url} ${headers.get('x')}`)
        return { statusCode: 200, headers: new HeaderList(), body: '' }
      },
    })
    const response = await gateway.handle({ method: 'GET', path: '/pets/7?q=1', headers: { origin: 'https://a' } })
    expect(urls).toEqual(['https://back.example/7?q=1 1'])
    expect(response.headers.get('access-control-allow-origin')).toBe('https://a')
  })
})
