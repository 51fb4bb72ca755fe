import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { type HandleResponse, HeaderList, type HttpClient } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { httpGateway } from './api.js'

const ISSUER = 'https://issuer.example/pool'
const echo = async (event: { requestContext: { authorizer?: unknown } }) => ({
  statusCode: 200,
  body: JSON.stringify(event.requestContext.authorizer ?? null),
})

function answer(value: unknown, statusCode = 200): ReturnType<HttpClient> {
  return Promise.resolve({ statusCode, headers: new HeaderList(), body: JSON.stringify(value) })
}

describe('JWT authorizers', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>
  let jwk: object
  const clock = createVirtualClock()
  const seconds = (): number => Math.floor(clock.now() / 1000)

  beforeAll(async () => {
    keys = await generateKeyPair('RS256')
    jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  })

  const token = (claims: Record<string, unknown> = {}, kid = 'k1'): Promise<string> =>
    new SignJWT({ iss: ISSUER, aud: 'client', exp: seconds() + 60, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(keys.privateKey)

  const issuer: HttpClient = ({ url }) =>
    url.endsWith('/openid-configuration') ? answer({ jwks_uri: `${ISSUER}/jwks` }) : answer({ keys: [jwk] })

  const ask = (headers: Record<string, string>, path = '/open', http: HttpClient = issuer): Promise<HandleResponse> =>
    httpGateway({
      clock,
      http,
      authorizers: { jwt: { type: 'JWT', issuer: ISSUER, audience: ['client'] } },
      routes: {
        'GET /open': { handler: echo as never, authorizer: 'jwt' },
        'GET /scoped': { handler: echo as never, authorizer: 'jwt', authorizationScopes: ['read', 'admin'] },
      },
    }).handle({ method: 'GET', path, headers })

  it('let a good token through, bare or behind Bearer, with its claims as text', async () => {
    const sent = await token({ groups: ['a', 'b'], level: 3, ok: true, nested: { b: 1, a: null } })
    for (const authorization of [sent, `Bearer ${sent}`, `bearer ${sent}`]) {
      const response = await ask({ authorization })
      expect(response.json()).toMatchObject({
        jwt: { claims: { groups: '[a b]', level: '3', ok: 'true', nested: 'map[a:<nil> b:1]' }, scopes: null },
      })
    }
  })

  it('take client_id for the audience only where there is no aud', async () => {
    const other = await token({ aud: undefined, client_id: 'client' })
    expect((await ask({ authorization: other })).statusCode).toBe(200)
    expect((await ask({ authorization: await token({ aud: 'x', client_id: 'client' }) })).statusCode).toBe(401)
  })

  it('ask for one of the scopes', async () => {
    const good = await ask({ authorization: await token({ scope: 'read write' }) }, '/scoped')
    expect(good.json()).toMatchObject({ jwt: { scopes: ['read'] } })
    const list = await ask({ authorization: await token({ scp: ['admin'] }) }, '/scoped')
    expect(list.statusCode).toBe(200)
    const none = await ask({ authorization: await token({ scope: 'write' }) }, '/scoped')
    expect([none.statusCode, none.text()]).toEqual([403, '{"message":"Forbidden"}'])
  })

  it('refuse with a challenge', async () => {
    const cases: Array<[string | undefined, string]> = [
      [undefined, 'Bearer'],
      ['nonsense', 'invalid number of segments'],
      [await token({ aud: 'other' }), 'the token does not have a valid audience'],
      [await token({ iss: 'https://other.example' }), 'issuer'],
      [await token({ exp: seconds() - 1 }), 'expired'],
      [await token({ nbf: seconds() + 60 }), 'not valid yet'],
      [`${await token()}x`, 'signature'],
      [await token({}, 'unknown'), 'signing key'],
    ]
    for (const [authorization, description] of cases) {
      const response = await ask(authorization === undefined ? {} : { authorization })
      expect([response.statusCode, response.text()]).toEqual([401, '{"message":"Unauthorized"}'])
      expect(response.headers.get('www-authenticate')).toContain(description)
    }
  })

  it('say which document of the issuer cannot be had', async () => {
    const authorization = await token()
    const down: HttpClient = () => Promise.reject(new Error('down'))
    const discovery = await ask({ authorization }, '/open', down)
    expect(discovery.headers.get('www-authenticate')).toContain('OIDC discovery endpoint communication error')
    const half: HttpClient = (call) => (call.url.endsWith('/jwks') ? answer({}, 500) : issuer(call))
    const keySet = await ask({ authorization }, '/open', half)
    expect(keySet.headers.get('www-authenticate')).toContain('JWKS communication error')
    expect([discovery.statusCode, keySet.statusCode]).toEqual([401, 401])
  })
})

describe('Lambda authorizers', () => {
  interface Settings {
    readonly payloadFormatVersion?: '1.0' | '2.0'
    readonly enableSimpleResponses?: boolean
    readonly identitySource?: string
    readonly authorizerResultTtlInSeconds?: number
  }
  const gatewayOf = (handler: (event: never) => unknown, settings: Settings = {}, clock = createVirtualClock()) =>
    httpGateway({
      clock,
      authorizers: { own: { type: 'REQUEST', handler: handler as never, ...settings } },
      routes: {
        'GET /a/{id}': { handler: echo as never, authorizer: 'own' },
        'GET /b': { handler: echo as never, authorizer: 'own' },
      },
    })
  const policy = (Effect: string, Resource: unknown = '*') => ({
    principalId: 'me',
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
    context: { a: 1, list: [1, { b: true }] },
  })
  const get = (gateway: ReturnType<typeof gatewayOf>, path = '/a/1', headers: Record<string, string> = {}) =>
    gateway.handle({ method: 'GET', path, headers })

  it('give simple answers, and contexts that keep their types', async () => {
    const yes = gatewayOf(async () => ({ isAuthorized: true, context: { n: 1, list: [true], map: { a: null } } }))
    expect((await get(yes)).json()).toEqual({ lambda: { n: 1, list: [true], map: { a: null } } })
    const no = await get(gatewayOf(async () => ({ isAuthorized: false })))
    expect([no.statusCode, no.text()]).toEqual([403, '{"message":"Forbidden"}'])
  })

  it('give policies, which must allow the route', async () => {
    const settings = { enableSimpleResponses: false }
    expect((await get(gatewayOf(async () => policy('Allow'), settings))).json()).toEqual({
      lambda: { a: 1, list: [1, { b: true }] },
    })
    expect((await get(gatewayOf(async () => policy('Deny'), settings))).statusCode).toBe(403)
    const elsewhere = policy('Allow', 'arn:aws:execute-api:*:*:*/*/GET/b')
    expect((await get(gatewayOf(async () => elsewhere, settings))).statusCode).toBe(403)
    expect(
      (
        await get(
          gatewayOf(async () => elsewhere, settings),
          '/b',
        )
      ).statusCode,
    ).toBe(200)
  })

  it('get the event of their format', async () => {
    let seen: Record<string, unknown> = {}
    const keep = (output: unknown) => async (event: never) => {
      seen = event
      return output
    }
    const identitySource = '$request.header.x-a,$request.querystring.q'
    const headers = { 'x-a': '1', cookie: 'c=1' }
    await get(gatewayOf(keep({ isAuthorized: true }), { identitySource }), '/a/7?q=2', headers)
    expect(seen).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      identitySource: ['1', '2'],
      routeKey: 'GET /a/{id}',
      pathParameters: { id: '7' },
      cookies: ['c=1'],
    })
    expect(seen['routeArn']).toMatch(/^arn:aws:execute-api:us-east-1:123456789012:\w+\/\$default\/GET\/a\/7$/)
    expect(seen).not.toHaveProperty('body')
    const settings: Settings = { identitySource, payloadFormatVersion: '1.0' }
    await get(gatewayOf(keep(policy('Allow')), settings), '/a/7?q=2', headers)
    expect(seen).toMatchObject({ version: '1.0', identitySource: '1,2', authorizationToken: '1,2', stageVariables: {} })
  })

  it('are not called without an identity', async () => {
    let calls = 0
    const gateway = gatewayOf(async () => ({ isAuthorized: ++calls > 0 }), { identitySource: '$request.header.x-a' })
    const response = await get(gateway)
    expect([response.statusCode, response.headers.get('www-authenticate'), calls]).toEqual([401, undefined, 0])
    expect((await get(gateway, '/a/1', { 'X-A': 'x' })).statusCode).toBe(200)
  })

  it('are remembered by identity for their TTL, on all their routes', async () => {
    let calls = 0
    const clock = createVirtualClock()
    const settings: Settings = { identitySource: '$request.header.x-a', authorizerResultTtlInSeconds: 60 }
    const gateway = gatewayOf(async () => ({ isAuthorized: true, context: { calls: ++calls } }), settings, clock)
    for (const path of ['/a/1', '/b']) {
      expect((await get(gateway, path, { 'x-a': '1' })).json()).toEqual({ lambda: { calls: 1 } })
    }
    await get(gateway, '/b', { 'x-a': '2' })
    expect(calls).toBe(2)
    await clock.advance(60_001)
    await get(gateway, '/b', { 'x-a': '1' })
    expect(calls).toBe(3)
  })

  it.for([
    async () => ({ isAuthorized: 'yes' }),
    async () => undefined,
    async () => 'Allow',
    async () => ({ isAuthorized: true, context: [] }),
    async () => Promise.reject(new Error('down')),
    () => {
      throw new Error('down')
    },
  ])('that fail let nobody in: %#', async (handler) => {
    const response = await get(gatewayOf(handler))
    expect([response.statusCode, response.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  })

  it('that hang let nobody in after 10 s', async () => {
    const clock = createVirtualClock()
    const pending = get(gatewayOf(() => new Promise(() => {}), {}, clock))
    await clock.advance(10_000)
    expect((await pending).statusCode).toBe(500)
  })
})

describe('IAM', () => {
  it('refuses who did not sign', async () => {
    const gateway = httpGateway({ routes: { 'GET /x': { handler: echo as never, authorizer: 'AWS_IAM' } } })
    const response = await gateway.handle({ method: 'GET', path: '/x' })
    expect([response.statusCode, response.text()]).toEqual([403, '{"message":"Forbidden"}'])
  })
})
