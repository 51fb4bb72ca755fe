import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, createGateway, HeaderList, type HttpCall, portability } from '../../src/index.js'
import { httpGateway } from './api.js'

const arn = 'arn:aws:lambda:us-east-1:123456789012:function:'
const invocation = (name: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}${name}/invocations`
const integration = (fields: object): object => ({ 'x-amazon-apigateway-integration': fields })
const lambda = (name: string): object => integration({ type: 'aws_proxy', httpMethod: 'POST', uri: invocation(name) })

function restDocument(paths: Record<string, object>, root: object = {}): Record<string, unknown> {
  return { openapi: '3.0.1', info: { title: 'rest', version: '1' }, paths, ...root }
}

const rulesOf = (definition: unknown, route: string): string[] | undefined =>
  portability(definition, 'HTTP')
    .routes.find((one) => one.route === route)
    ?.findings.map(({ rule }) => rule)

const authorizer = (authtype: string, fields: object): object => ({
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': authtype,
  'x-amazon-apigateway-authorizer': fields,
})

describe('moving authorizers', () => {
  const securitySchemes = {
    token: authorizer('custom', {
      type: 'token',
      authorizerUri: invocation('guard'),
      identityValidationExpression: '^open',
      authorizerResultTtlInSeconds: 60,
    }),
    request: authorizer('custom', {
      type: 'request',
      authorizerUri: invocation('guard'),
      identitySource: 'method.request.header.X-A, method.request.querystring.b, stageVariables.c',
    }),
    pool: authorizer('cognito_user_pools', {
      type: 'cognito_user_pools',
      providerARNs: [
        'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc',
        'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_def',
      ],
    }),
    sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  }
  const definition = restDocument(
    {
      '/token': { get: { ...lambda('work'), security: [{ token: [] }] } },
      '/request': { get: { ...lambda('work'), security: [{ request: [] }] } },
      '/pool': { get: { ...lambda('work'), security: [{ pool: ['pets/read'] }] } },
      '/iam': { get: { ...lambda('work'), security: [{ sigv4: [] }] } },
    },
    { components: { securitySchemes } },
  )

  it('names what changes', () => {
    expect(rulesOf(definition, 'GET /token')).toEqual([
      'authorizer/token',
      'authorizer/identity-validation',
      'integration/payload-1.0',
    ])
    expect(rulesOf(definition, 'GET /request')).toContain('authorizer/request')
    expect(rulesOf(definition, 'GET /pool')).toEqual(
      expect.arrayContaining(['authorizer/user-pool', 'authorizer/several-user-pools']),
    )
  })

  it('leaves no route open that was not', async () => {
    const { definition: moved } = portability(definition, 'HTTP')
    let seen: Record<string, unknown> | undefined
    const gateway = httpGateway({
      definition: moved,
      stages: { $default: { variables: { c: 'v' } } },
      functions: {
        work: () => ({ statusCode: 200 }),
        guard: (event: Record<string, unknown>) => {
          seen = event
          return {
            principalId: 'me',
            policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] },
          }
        },
      } as never,
    })
    const statusOf = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
      (await gateway.handle({ method: 'GET', path, headers })).statusCode
    const nobody = ['/token', '/request', '/pool', '/iam'].map((path) => statusOf(path))
    expect(await Promise.all(nobody)).toEqual([401, 401, 401, 403])
    expect(await statusOf('/token', { authorization: 'open sesame' })).toBe(200)
    expect(seen).toMatchObject({ version: '1.0', authorizationToken: 'open sesame' })
    expect(await statusOf('/request?b=2', { 'x-a': '1' })).toBe(200)
    expect(seen).toMatchObject({ identitySource: '1,2,v' })
    expect(moved['components']).toMatchObject({
      securitySchemes: {
        pool: {
          'x-amazon-apigateway-authorizer': {
            jwtConfiguration: { issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc' },
          },
        },
      },
    })
  })
})

describe('moving integrations', () => {
  it('keeps VPC links, takes timeouts down, and says what is lost', async () => {
    const calls: HttpCall[] = []
    const definition = restDocument({
      '/linked/{proxy+}': {
        'x-amazon-apigateway-any-method': integration({
          type: 'http_proxy',
          httpMethod: 'ANY',
          uri: 'http://inside.example/{proxy}',
          connectionType: 'VPC_LINK',
          connectionId: 'link',
          timeoutInMillis: 29_000,
          cacheKeyParameters: ['method.request.path.proxy'],
          requestParameters: {
            'integration.request.path.proxy': 'method.request.path.proxy',
            'integration.request.header.x-fixed': "'text'",
            'integration.request.header.x-all': 'method.request.multivalueheader.x',
          },
        }),
      },
      '/streamed': {
        get: integration({
          type: 'aws_proxy',
          httpMethod: 'POST',
          uri: invocation('s'),
          responseTransferMode: 'STREAM',
        }),
      },
      '/table': {
        get: integration({
          type: 'aws',
          httpMethod: 'POST',
          uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/GetItem',
        }),
      },
      '/http': { get: integration({ type: 'http', httpMethod: 'GET', uri: 'https://b.example' }) },
    })
    expect(rulesOf(definition, 'ANY /linked/{proxy+}')).toEqual(['integration/cache', 'integration/parameter'])
    expect(rulesOf(definition, 'GET /streamed')).toContain('integration/streaming')
    expect(rulesOf(definition, 'GET /table')).toEqual(['integration/aws'])
    expect(rulesOf(definition, 'GET /http')).toEqual(['integration/http'])
    const gateway = httpGateway({
      definition: portability(definition, 'HTTP').definition,
      vpcLinks: { link: 'http://10.0.0.1:8080' },
      http: async (call) => {
        calls.push(call)
        return { statusCode: 200, headers: new HeaderList(), body: '' }
      },
      functions: { s: () => 'ok' },
    })
    await gateway.handle({ method: 'GET', path: '/linked/a/b' })
    expect(calls[0]?.headers.get('x-fixed')).toBe('text')
  })

  it('turns preflight mocks into one configuration, without credentials for everybody', () => {
    const preflight = (origin: string): object => ({
      options: {
        responses: { 200: {} },
        ...integration({
          type: 'mock',
          responses: {
            default: {
              statusCode: '200',
              responseParameters: {
                'method.response.header.Access-Control-Allow-Origin': `'${origin}'`,
                'method.response.header.Access-Control-Allow-Methods': "'GET,PUT'",
                'method.response.header.Access-Control-Allow-Credentials': "'true'",
              },
            },
          },
        }),
      },
      get: lambda('work'),
    })
    const corsOf = (paths: Record<string, object>): unknown =>
      portability(restDocument(paths), 'HTTP').definition['x-amazon-apigateway-cors']
    expect(corsOf({ '/a': preflight('https://a'), '/b': preflight('https://b') })).toMatchObject({
      allowOrigins: ['https://a', 'https://b'],
      allowMethods: ['GET', 'PUT'],
      allowCredentials: true,
    })
    expect(corsOf({ '/a': preflight('*') })).not.toHaveProperty('allowCredentials')
  })

  it('takes Swagger 2.0, and texts', () => {
    const swagger = {
      swagger: '2.0',
      info: { title: 'old', version: '1' },
      'x-amazon-apigateway-binary-media-types': ['image/png'],
      'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { statusCode: '400' } },
      paths: { '/a': { get: lambda('work') } },
    }
    const report = portability(JSON.stringify(swagger), 'HTTP')
    expect(report.definition).toMatchObject({ openapi: '3.0.1', paths: { '/a': { get: {} } } })
    expect(report.api.map(({ rule }) => rule)).toEqual([
      'api/gateway-responses',
      'api/binary-media-types',
      'api/error-bodies',
    ])
  })
})

describe('odd definitions', () => {
  it.for([[undefined], [null], [7], ['not: [a'], [{}], [[]], [{ openapi: '3.0.1' }], [{ swagger: '1.2', paths: {} }]])(
    'like %j are refused, or have no routes',
    ([definition]) => {
      try {
        expect(portability(definition, 'HTTP').routes).toEqual([])
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError)
      }
    },
  )

  it('never give a definition that does not load', () => {
    const type = fc.constantFrom('aws_proxy', 'http_proxy', 'mock', 'aws', 'http')
    const uri = fc.constantFrom(invocation('f'), 'https://b.example/{id}', 'arn:aws:apigateway:us-east-1:sqs:path/1/q')
    const target = fc.constantFrom('header.Authorization', 'header.x', 'querystring.q', 'path.id', 'header.x-amz-date')
    const source = fc.constantFrom(
      "'a'",
      'method.request.header.h',
      'method.request.body.a.b',
      'context.requestId',
      "''",
    )
    const operation = fc.record({ type, uri, target, source, timeout: fc.constantFrom(50, 29_000) })
    const path = fc.constantFrom('/a', '/a/{id}', '/{id+}', '/')
    fc.assert(
      fc.property(fc.dictionary(path, operation), (operations) => {
        const paths = Object.fromEntries(
          Object.entries(operations).map(([key, one]) => {
            const requestParameters = { [`integration.request.${one.target}`]: one.source }
            const fields = { type: one.type, uri: one.uri, httpMethod: 'POST', timeoutInMillis: one.timeout }
            return [key, { post: integration({ ...fields, requestParameters }) }]
          }),
        )
        let report
        try {
          report = portability(restDocument(paths), 'HTTP')
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError)
          return
        }
        createGateway({ protocolType: 'HTTP', definition: report.definition, functions: { f: () => 1 }, logger: false })
      }),
    )
  })
})
