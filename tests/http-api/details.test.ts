import { describe, expect, it } from 'vitest'
import { exportHttpApi, importHttpApi } from '../../src/index.js'
import { backEnd, httpDocument, httpGateway, lambda } from './api.js'

const echo = async (event: never): Promise<object> => ({ statusCode: 200, body: JSON.stringify(event) })
const ok = async (): Promise<object> => ({ statusCode: 200, body: 'ok' })
const rulesOf = (definition: object): string[] => importHttpApi(definition).findings.map(({ rule }) => rule)

const proxyTo = (uri: string, more: object = {}): object => ({
  'x-amazon-apigateway-integration': { type: 'HTTP_PROXY', httpMethod: 'ANY', uri, payloadFormatVersion: 1, ...more },
})

describe('functions', () => {
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:'

  it.for([
    ['a plain ARN', `${arn}work`],
    ['an alias', `${arn}work:live`],
    ['the invocation form', `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}work/invocations`],
    ['a stage variable for the name', `${arn}\${stageVariables.fn}`],
    ['a stage variable for the alias', `${arn}work:\${stageVariables.alias}`],
    [
      'a stage variable in the invocation form',
      `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}\${stageVariables.fn}/invocations`,
    ],
  ] as const)('are called by %s', async ([, uri]) => {
    const integration = { type: 'aws_proxy', uri, payloadFormatVersion: 2.0 }
    const gateway = httpGateway({
      definition: httpDocument({ 'GET /a': { 'x-amazon-apigateway-integration': integration } }),
      stages: { $default: { variables: { fn: 'work', alias: 'live' } } },
      functions: { work: ok },
    })
    expect((await gateway.handle({ method: 'GET', path: '/a' })).text()).toBe('ok')
  })

  it('that are not there are answered with 500', async () => {
    const gateway = httpGateway({
      definition: httpDocument({ 'GET /a': lambda('${stageVariables.gone}') }),
      functions: { work: ok },
    })
    expect((await gateway.handle({ method: 'GET', path: '/a' })).statusCode).toBe(500)
  })

  it('have their answers mapped too', async () => {
    const integration = {
      type: 'AWS_PROXY',
      uri: `${arn}work`,
      payloadFormatVersion: '2.0',
      responseParameters: {
        200: {
          'overwrite:header.x-id': '$response.body.id',
          'append:header.x-stage': '${context.stage}-${context.integration.status}-${context.integrationStatus}',
          'remove:header.x-secret': "''",
        },
        404: { 'overwrite:statuscode': '410' },
      },
    }
    const gateway = httpGateway({
      definition: httpDocument({ 'GET /a': { 'x-amazon-apigateway-integration': integration } }),
      functions: {
        work: async (event: { rawQueryString: string }) => ({
          statusCode: event.rawQueryString === '' ? 200 : 404,
          headers: { 'x-secret': 's', 'content-type': 'application/json' },
          body: '{"id":7}',
        }),
      },
    })
    const found = await gateway.handle({ method: 'GET', path: '/a' })
    expect(found.headers.toJSON()).toMatchObject({ 'X-Id': '7', 'X-Stage': '$default-200-200' })
    expect(found.headers.has('x-secret')).toBe(false)
    expect((await gateway.handle({ method: 'GET', path: '/a?x' })).statusCode).toBe(410)
  })

  it('get no empty query because a mapping could have changed it', async () => {
    for (const [payloadFormatVersion, query] of [
      ['1.0', null],
      ['2.0', undefined],
    ] as const) {
      const requestParameters = { 'remove:querystring.gone': "''" }
      const integration = { type: 'AWS_PROXY', uri: `${arn}work`, payloadFormatVersion, requestParameters }
      const gateway = httpGateway({
        definition: httpDocument({ 'GET /a': { 'x-amazon-apigateway-integration': integration } }),
        functions: { work: echo },
      })
      const event = (await gateway.handle({ method: 'GET', path: '/a' })).json() as Record<string, unknown>
      expect(event['queryStringParameters']).toBe(query)
    }
  })
})

describe('bodies', () => {
  it.for([
    ['application/vnd.api+json', true],
    ['APPLICATION/JSON', false],
    ['Text/Plain; charset=iso-8859-1', false],
    ['application/json;charset=utf-8', false],
    ['application/jsonp', true],
    ['texty/plain', true],
    ['', true],
  ] as const)('of the type %j: base64 is %s', async ([type, isBase64Encoded]) => {
    const gateway = httpGateway({ routes: { $default: echo as never } })
    const response = await gateway.handle({
      method: 'POST',
      path: '/x',
      headers: { 'content-type': type },
      body: new Uint8Array([0, 255, 65]),
    })
    const event = response.json() as { isBase64Encoded: boolean; body: string; headers: Record<string, string> }
    expect(event.isBase64Encoded).toBe(isBase64Encoded)
    expect(event.headers['content-length']).toBe('3')
    if (isBase64Encoded) expect(event.body).toBe('AP9B')
  })
})

describe('HTTP back ends', () => {
  it('that give no content type have none', async () => {
    const { http } = backEnd([['server', 'nginx']])
    const gateway = httpGateway({ definition: httpDocument({ 'GET /a': proxyTo('https://b.example') }), http })
    const { headers } = await gateway.handle({ method: 'GET', path: '/a' })
    expect(headers.has('content-type')).toBe(false)
    expect(headers.get('server')).toBe('nginx')
  })

  it('have their bodies read by response mappings', async () => {
    const { http } = backEnd([['content-type', 'application/json']], '{"a":[{"b":"c"}]}')
    const responseParameters = { 200: { 'overwrite:header.x-b': '$response.body.a[0].b' } }
    const definition = httpDocument({ 'GET /a': proxyTo('https://b.example', { responseParameters }) })
    const { headers } = await httpGateway({ definition, http }).handle({ method: 'GET', path: '/a' })
    expect(headers.get('x-b')).toBe('c')
  })

  it('see a HEAD of an ANY route; a GET route takes none', async () => {
    const { calls, http } = backEnd()
    const definition = httpDocument({
      'ANY /any': proxyTo('https://b.example'),
      'GET /get': proxyTo('https://b.example'),
    })
    const gateway = httpGateway({ definition, http })
    const head = await gateway.handle({ method: 'HEAD', path: '/any' })
    expect([head.statusCode, head.text(), calls[0]?.method]).toEqual([200, '', 'HEAD'])
    expect((await gateway.handle({ method: 'HEAD', path: '/get' })).statusCode).toBe(404)
  })
})

describe('paths', () => {
  it('end with a slash or without', async () => {
    const gateway = httpGateway({ routes: { 'GET /pets': echo as never, 'GET /': echo as never } })
    for (const path of ['/pets', '/pets/']) {
      const event = (await gateway.handle({ method: 'GET', path })).json() as { rawPath: string; routeKey: string }
      expect([event.routeKey, event.rawPath]).toEqual(['GET /pets', path])
    }
  })

  it('with a greedy variable have at least one segment more', async () => {
    const gateway = httpGateway({ routes: { 'GET /pets/{proxy+}': echo as never } })
    expect((await gateway.handle({ method: 'GET', path: '/pets' })).statusCode).toBe(404)
    const event = (await gateway.handle({ method: 'GET', path: '/pets/a%2Fb/c' })).json() as { pathParameters: object }
    expect(event.pathParameters).toEqual({ proxy: 'a/b/c' })
  })
})

describe('limits', () => {
  it('count the request line and the values of the headers, not their names', async () => {
    const { handle } = httpGateway({ routes: { $default: ok as never } })
    const statusOf = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
      (await handle({ method: 'GET', path, headers })).statusCode
    const names = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`x-a-name-of-some-forty-bytes-number-${at}`, '1']),
    )
    expect(await statusOf('/x', names)).toBe(200)
    expect(await statusOf('/x', { a: 'v'.repeat(10_240 - 15) })).toBe(200)
    expect(await statusOf('/x', { a: 'v'.repeat(10_240 - 14) })).toBe(431)
    expect(await statusOf(`/${'x'.repeat(5000)}`, { a: 'v'.repeat(5300) })).toBe(431)
    expect(await statusOf(`/${'x'.repeat(10_300)}`)).toBe(414)
  })

  it('of the payload are 10 MB', async () => {
    const { handle } = httpGateway({ routes: { $default: async () => 'ok' } })
    const response = await handle({ method: 'POST', path: '/x', body: new Uint8Array(10_485_761) })
    expect(response.statusCode).toBe(413)
  })

  it('of an API are findings', () => {
    const many = (count: number): Record<string, object> =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`GET /r${at}`, lambda('f')]))
    expect(rulesOf(httpDocument(many(300)))).toEqual([])
    expect(rulesOf(httpDocument(many(301)))).toEqual(['limits/routes'])
    const jwt = (audiences: number): object => ({
      type: 'oauth2',
      'x-amazon-apigateway-authorizer': {
        type: 'jwt',
        jwtConfiguration: { issuer: 'https://i', audience: Array.from({ length: audiences }, (_, at) => `a${at}`) },
        identitySource: '$request.header.Authorization',
      },
    })
    const securitySchemes = Object.fromEntries(
      Array.from({ length: 11 }, (_, at) => [`s${at}`, jwt(at === 0 ? 51 : 1)]),
    )
    const scopes = Array.from({ length: 11 }, (_, at) => `scope${at}`)
    const guarded = { 'GET /a': { ...lambda('f'), security: [{ s0: scopes }] } }
    expect(rulesOf(httpDocument(guarded, { components: { securitySchemes } }))).toEqual([
      'limits/authorizers',
      'limits/audience',
      'limits/scopes',
    ])
  })
})

describe('definitions', () => {
  it('have tags, which the export gives back', () => {
    const tags = [
      { name: 'Owner', 'x-amazon-apigateway-tag-value': 'Admin' },
      { name: 'pets', description: 'of it' },
    ]
    const definition = httpDocument(
      { 'GET /a': lambda('f') },
      { tags, 'x-amazon-apigateway-importexport-version': '1.0' },
    )
    const { api, findings } = importHttpApi(definition)
    expect([api.tags, findings]).toEqual([{ Owner: 'Admin' }, []])
    expect(exportHttpApi(api).document).toMatchObject({
      tags: [tags[0]],
      'x-amazon-apigateway-importexport-version': '1.0',
    })
    expect(importHttpApi(exportHttpApi(api).body).api.tags).toEqual({ Owner: 'Admin' })
    expect(importHttpApi(httpDocument({ 'GET /a': lambda('f') })).api).not.toHaveProperty('tags')
  })

  it('with several servers take the base path of the first, when they are told to', () => {
    const servers = [{ url: 'https://a.example/v1' }, { url: 'https://b.example/v2' }]
    const definition = httpDocument({ 'GET /a': lambda('f') }, { servers })
    expect([...importHttpApi(definition).api.routes.keys()]).toEqual(['GET /a'])
    expect([...importHttpApi(definition, { basePath: 'prepend' }).api.routes.keys()]).toEqual(['GET /v1/a'])
  })

  it('that switch the default endpoint off in any server do so', () => {
    const off = { 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }
    const servers = [{ url: 'https://a' }, { url: 'https://b', ...off }]
    expect(importHttpApi(httpDocument({ 'GET /a': lambda('f') }, { servers })).api.disableExecuteApiEndpoint).toBe(true)
  })

  it('say what is missing or has no effect', () => {
    expect(rulesOf(httpDocument({ 'GET /a': {} }))).toEqual(['route/no-integration'])
    const validated = { ...lambda('f'), 'x-amazon-apigateway-request-validator': 'all' }
    expect(rulesOf(httpDocument({ 'GET /a': validated }))).toEqual(['definition/rest-api-only'])
  })

  it('share integrations by reference', async () => {
    const $ref = '#/components/x-amazon-apigateway-integrations/shared'
    const shared = Object.values(lambda('f'))[0] as object
    const definition = httpDocument(
      { 'GET /a': { 'x-amazon-apigateway-integration': { $ref } } },
      { components: { 'x-amazon-apigateway-integrations': { shared } } },
    )
    const gateway = httpGateway({ definition, functions: { f: ok } })
    expect((await gateway.handle({ method: 'GET', path: '/a' })).text()).toBe('ok')
  })
})

describe('the default route', () => {
  const schemes = {
    guard: {
      type: 'apiKey',
      name: 'Unused',
      in: 'header',
      'x-amazon-apigateway-authorizer': {
        type: 'request',
        authorizerUri: 'arn:aws:lambda:us-east-1:123456789012:function:guard',
        authorizerPayloadFormatVersion: '2.0',
        enableSimpleResponses: true,
      },
    },
  }
  const preflight = {
    method: 'OPTIONS',
    headers: { origin: 'https://a.example', 'access-control-request-method': 'PUT' },
  }
  const gatewayOf = (keys: Record<string, object>) =>
    httpGateway({
      definition: httpDocument(keys, {
        components: { securitySchemes: schemes },
        'x-amazon-apigateway-cors': { allowOrigins: ['https://a.example'], allowMethods: ['*'] },
      }),
      functions: { f: ok, guard: async () => ({ isAuthorized: false }) },
    })

  it('with an authorizer asks preflights too, unless a route for OPTIONS is open', async () => {
    const guarded = { $default: { ...lambda('f'), security: [{ guard: [] }] } }
    expect((await gatewayOf(guarded).handle({ ...preflight, path: '/x' })).statusCode).toBe(403)
    const remedied = gatewayOf({ ...guarded, 'OPTIONS /{proxy+}': lambda('f') })
    expect((await remedied.handle({ ...preflight, path: '/x' })).statusCode).toBe(204)
  })
})

describe('CORS configurations', () => {
  it('with a pattern that matches nothing have a finding', () => {
    const allowOrigins = ['https://*', 'http://*', 'https://*.example.com']
    const definition = httpDocument({ 'GET /a': lambda('f') }, { 'x-amazon-apigateway-cors': { allowOrigins } })
    expect(rulesOf(definition)).toEqual(['cors/origin-pattern'])
  })
})

describe('roles', () => {
  it('of service integrations may hold stage variables', async () => {
    const roles: unknown[] = []
    const gateway = httpGateway({
      definition: httpDocument({
        'POST /send': {
          'x-amazon-apigateway-integration': {
            type: 'AWS_PROXY',
            integrationSubtype: 'SQS-SendMessage',
            payloadFormatVersion: 1,
            credentials: 'arn:aws:iam::123456789012:role/${stageVariables.role}',
            requestParameters: { QueueUrl: 'https://${stageVariables.host}/1/q', MessageBody: '$request.body' },
          },
        },
      }),
      stages: { $default: { variables: { role: 'sender', host: 'sqs.us-east-1.amazonaws.com' } } },
      credentials: {
        role: (arn) => {
          roles.push(arn)
          return { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
        },
      },
      http: backEnd([['content-type', 'text/xml']], '<ok/>').http,
    })
    const response = await gateway.handle({ method: 'POST', path: '/send', body: 'hi' })
    expect([response.statusCode, response.text()]).toEqual([200, '<ok/>'])
    expect(roles).toEqual(['arn:aws:iam::123456789012:role/sender'])
  })
})
