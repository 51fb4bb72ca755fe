import type {
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyHandlerV2,
  APIGatewayProxyHandlerV2WithJWTAuthorizer,
} from 'aws-lambda'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  ConfigError,
  createGateway,
  type HandleRequest,
  HeaderList,
  type HttpGatewayConfig,
  type HttpRouteAuthorizer,
  type HttpRouteConfig,
  type HttpRouteEvent,
} from '../../src/index.js'
import { signRequest } from '../../src/sigv4/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { httpGateway } from './api.js'
import {
  ANY,
  AUTHORIZER_EVENT_V2,
  EVENT_V1,
  EVENT_V2,
  EVENT_V2_IAM,
  EVENT_V2_JWT,
  EVENT_V2_LAMBDA,
} from './fixtures.js'

const HOST = 'abc123defg.execute-api.us-east-1.amazonaws.com'
const REQUEST = {
  method: 'POST',
  path: '/dev/people/J%20D?q=x%20y&q=z',
  headers: [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'curl/8.5.0'],
    ['Accept', '*/*'],
    ['Cookie', 'a=1; b=2'],
    ['Host', HOST],
  ],
  body: '{"a":1}',
  sourceIp: '203.0.113.7',
} as const satisfies HandleRequest

type Config = Omit<HttpGatewayConfig, 'protocolType' | 'routes'>

/** The event that a function is given, in the places that no two calls agree on: `any`. */
async function eventOf(route: object = {}, config: Config = {}, more: ReadonlyArray<readonly [string, string]> = []) {
  let event: unknown
  const gateway = httpGateway({
    ...config,
    stages: { dev: { variables: { colour: 'blue' } } },
    routes: {
      'POST /people/{name}': {
        handler: (one: unknown) => {
          event = one
          return { statusCode: 200 }
        },
        ...route,
      } as never,
    },
  })
  const response = await gateway.handle({ ...REQUEST, headers: [...REQUEST.headers, ...more] })
  expect([response.statusCode, response.text()]).toEqual([200, ''])
  return blanked(event)
}

const VARYING = new Set(['apiId', 'requestId', 'extendedRequestId', 'time', 'requestTime', 'routeArn', 'exp'])

function blanked(event: unknown): unknown {
  return JSON.parse(
    JSON.stringify(event, (key, value: unknown) => {
      if (VARYING.has(key)) return ANY
      if (key === 'timeEpoch' || key === 'requestTimeEpoch') return 0
      if (key.toLowerCase() === 'x-amzn-trace-id') return Array.isArray(value) ? [ANY] : ANY
      return value
    }),
  )
}

describe('events in the shape of recordings', () => {
  it('are given to functions, field for field, in the formats 1.0 and 2.0', async () => {
    expect(await eventOf()).toEqual(EVENT_V2)
    expect(await eventOf({ payloadFormatVersion: '1.0' })).toEqual(EVENT_V1)
  })

  it('have what a Lambda authorizer found out, and the authorizer has its own', async () => {
    let seen: unknown
    const handler = (event: unknown): object => {
      seen = event
      return { isAuthorized: true, context: { n: 1, list: ['a'], map: { ok: true } } }
    }
    const own = { type: 'REQUEST', handler: handler as never, identitySource: '$request.header.User-Agent' } as const
    expect(await eventOf({ authorizer: 'own' }, { authorizers: { own } })).toEqual(EVENT_V2_LAMBDA)
    expect(blanked(seen)).toEqual(AUTHORIZER_EVENT_V2)
  })

  it('have the identity of who signed', async () => {
    const clock = createVirtualClock()
    const { iam } = EVENT_V2_IAM.requestContext.authorizer
    const holder = {
      secretAccessKey: 'secret',
      accountId: iam.accountId,
      userArn: iam.userArn,
      user: iam.userId,
      principalOrgId: iam.principalOrgId,
      policies: [{ Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] }],
    }
    const [rawPath = '', rawQuery = ''] = REQUEST.path.split('?')
    const signature = signRequest(
      { method: 'POST', rawPath, rawQuery, headers: [['Host', HOST]], body: new TextEncoder().encode(REQUEST.body) },
      { accessKeyId: iam.accessKey, secretAccessKey: 'secret' },
      { service: 'execute-api', region: 'us-east-1', now: clock.now() },
    )
    const credentials = { lookup: () => holder }
    const event = (await eventOf({ authorizer: 'AWS_IAM' }, { clock, credentials }, signature)) as typeof EVENT_V2_IAM
    expect(event.requestContext).toEqual(EVENT_V2_IAM.requestContext)
  })

  it('have the claims of a token', async () => {
    const clock = createVirtualClock()
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    const { claims } = EVENT_V2_JWT.requestContext.authorizer.jwt
    const token = await new SignJWT({ ...claims, exp: clock.now() / 1000 + 60 })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .sign(privateKey)
    const documents: Record<string, object> = {
      'https://issuer.example/.well-known/openid-configuration': { jwks_uri: 'https://issuer.example/keys' },
      'https://issuer.example/keys': { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] },
    }
    const config: Config = {
      clock,
      http: async ({ url }) => ({ statusCode: 200, headers: new HeaderList(), body: JSON.stringify(documents[url]) }),
      authorizers: { jwt: { type: 'JWT', issuer: 'https://issuer.example', audience: ['client'] } },
    }
    const route = { authorizer: 'jwt', authorizationScopes: ['read', 'admin'] }
    const event = (await eventOf(route, config, [['Authorization', token]])) as typeof EVENT_V2_JWT
    const { jwt } = EVENT_V2_JWT.requestContext.authorizer
    expect(event.requestContext.authorizer).toEqual({ jwt })
  })
})

describe('handler types', () => {
  it('know the path parameters of the route', () => {
    expectTypeOf<HttpRouteEvent<'GET /a/{b}/{c+}'>['pathParameters']>().toEqualTypeOf<{ b: string; c: string }>()
    expectTypeOf<HttpRouteEvent<'GET /a'>['pathParameters']>().toEqualTypeOf<undefined>()
    expectTypeOf<HttpRouteEvent<'$default'>['pathParameters']>().toEqualTypeOf<undefined>()
    expectTypeOf<HttpRouteEvent['pathParameters']>().toEqualTypeOf<APIGatewayProxyEventV2['pathParameters']>()
    const gateway = createGateway({
      protocolType: 'HTTP',
      logger: false,
      routes: {
        'GET /pets/{petId}/toys/{toyId}': (event) => {
          expectTypeOf(event.pathParameters).toEqualTypeOf<{ petId: string; toyId: string }>()
          // @ts-expect-error -- the route has no such variable
          void event.pathParameters.other
          return event.pathParameters.petId
        },
        'ANY /{proxy+}': { handler: (event) => event.pathParameters.proxy },
      },
    })
    expect(gateway.findings).toEqual([])
  })

  it('take handlers that were written for the service', async () => {
    const plain: APIGatewayProxyHandlerV2 = async (event) => event.rawPath
    const jwt: APIGatewayProxyHandlerV2WithJWTAuthorizer = async (event) => event.requestContext.authorizer.jwt.claims
    const gateway = httpGateway({
      authorizers: { own: { type: 'JWT', issuer: 'https://issuer.example', audience: [] } },
      routes: { 'GET /a': plain as never, 'GET /b': { handler: jwt as never, authorizer: 'own' } },
    })
    expect((await gateway.handle({ method: 'GET', path: '/a' })).text()).toBe('/a')
  })

  it('know the event of a route with settings, and take the other format when it is named', () => {
    const gateway = createGateway({
      protocolType: 'HTTP',
      logger: false,
      routes: {
        'GET /a/{id}': {
          handler: (event) => {
            expectTypeOf(event).toEqualTypeOf<HttpRouteEvent<'GET /a/{id}'>>()
            return event.rawPath
          },
          authorizer: 'AWS_IAM',
        },
        'GET /b': { handler: (event) => event.rawQueryString, payloadFormatVersion: '2.0' },
        'GET /c': { handler: (event: APIGatewayProxyEvent) => event.httpMethod, payloadFormatVersion: '1.0' },
      },
    })
    expect(gateway.findings).toEqual([])
  })

  it('refuse wrong settings, as the start does', () => {
    const start = (config: unknown) => () => createGateway(config as HttpGatewayConfig)
    // @ts-expect-error -- HTTP APIs have no API keys
    const keyed: HttpRouteConfig<'GET /a'> = { handler: () => 1, apiKeyRequired: true }
    expect(start({ protocolType: 'HTTP', routes: { 'GET /a': keyed } })).toThrow(/apiKeyRequired.*REST APIs have it/)
    const odd = { handler: () => 1, payloadFormatVersion: '3.0' } as const
    // @ts-expect-error -- there are two payload formats
    expectTypeOf(odd).toExtend<HttpRouteConfig<'GET /a'>>()
    expect(start({ protocolType: 'HTTP', routes: { 'GET /a': odd } })).toThrow(/1\.0 or 2\.0/)
    const token = { type: 'TOKEN', handler: 'f' } as const
    // @ts-expect-error -- an authorizer is JWT or REQUEST
    expectTypeOf(token).toExtend<HttpRouteAuthorizer>()
    const routes = { 'GET /a': () => 'ok' }
    expect(start({ protocolType: 'HTTP', routes, authorizers: { a: token } })).toThrow(ConfigError)
    expect(start({ protocolType: 'HTTP', routes: { 'GET /a': { handler: () => 1, authoriser: 'x' } } })).toThrow(
      /authoriser is no setting/,
    )
  })
})
