// A whole HTTP API behind an OpenID provider that runs: tokens are fetched from it, keys over the network. The gateway's clock
// starts at the machine's time, by which the provider signs, and is moved by the test.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Gateway, HandleResponse } from '../../src/index.js'
import { createVirtualClock, type VirtualClock } from '../../src/testing/index.js'
import { newPrivateKey, type OidcServer, RESOURCE, startOidcServer } from '../jwt/oidc-server.js'
import { httpDocument, httpGateway, lambda } from './api.js'

type Key = Awaited<ReturnType<typeof newPrivateKey>>
let first: Key
let second: Key
let oidc: OidcServer
let clock: VirtualClock
let gateway: Gateway

const echo = (event: { requestContext: { authorizer?: object } }): object => ({
  statusCode: 200,
  body: JSON.stringify(event.requestContext.authorizer ?? null),
})

function definition(): object {
  const scheme = (identitySource: string): object => ({
    type: 'openIdConnect',
    openIdConnectUrl: `${oidc.issuer}/.well-known/openid-configuration`,
    'x-amazon-apigateway-authorizer': {
      type: 'jwt',
      jwtConfiguration: { audience: [RESOURCE, 'other'] },
      identitySource,
    },
  })
  return httpDocument(
    {
      'GET /pets': { ...lambda('echo'), security: [{ header: [] }] },
      'GET /v1/pets': { ...lambda('echo', '1.0'), security: [{ header: ['pets/read'] }] },
      'PUT /pets': { ...lambda('echo'), security: [{ header: ['pets/write', 'pets/admin'] }] },
      'GET /feed': { ...lambda('echo'), security: [{ query: [] }] },
      'GET /open': lambda('echo'),
    },
    {
      components: {
        securitySchemes: {
          header: scheme('$request.header.Authorization'),
          query: scheme('$request.querystring.access_token'),
        },
      },
      'x-amazon-apigateway-cors': { allowOrigins: ['https://app.example'], allowCredentials: true },
    },
  )
}

const setUp = (on: VirtualClock): Gateway =>
  httpGateway({ definition: definition() as never, clock: on, functions: { echo: echo as never } })

function call(
  method: string,
  path: string,
  token?: string,
  more: Record<string, string> = {},
): Promise<HandleResponse> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return gateway.handle({ method, path, headers: { ...authorization, ...more } })
}
const get = (token?: string): Promise<HandleResponse> => call('GET', '/pets', token)
const asked = (part: string): number => oidc.asked.filter((path) => path.includes(part)).length

function refused(response: HandleResponse, description: string): void {
  expect([response.statusCode, response.text()]).toEqual([401, '{"message":"Unauthorized"}'])
  const challenge = `Bearer scope="" error="invalid_token" error_description="${description}"`
  expect(response.headers.get('www-authenticate')).toBe(challenge)
}

beforeAll(async () => {
  first = await newPrivateKey('k1')
  second = await newPrivateKey('k2')
})
beforeEach(async () => {
  oidc = await startOidcServer(first)
  clock = createVirtualClock({ now: Date.now() })
  gateway = setUp(clock)
})
afterEach(async () => {
  await gateway.close()
  await oidc.stop()
})

describe('an HTTP API behind a real OpenID provider', () => {
  it('finds the keys by discovery, once for all routes, and not before somebody calls', async () => {
    expect((await call('GET', '/open')).statusCode).toBe(200)
    expect(oidc.asked).toEqual([])
    const token = await oidc.token('pets/read', RESOURCE)
    for (const path of ['/pets', '/v1/pets', '/pets']) expect((await call('GET', path, token)).statusCode).toBe(200)
    expect([asked('/.well-known/openid-configuration'), asked('/jwks')]).toEqual([1, 1])
  })

  it('tells functions of both formats what the token says, all of it as text', async () => {
    const token = await oidc.token('pets/read pets/write', RESOURCE)
    const claims = { iss: oidc.issuer, aud: RESOURCE, client_id: 'robot', scope: 'pets/read pets/write' }
    const two = (await get(token)).json() as { jwt: { claims: Record<string, unknown> } }
    expect(two).toMatchObject({ jwt: { claims, scopes: null } })
    for (const value of Object.values(two.jwt.claims)) expect(value).toBeTypeOf('string')
    expect((await call('GET', '/v1/pets', token)).json()).toMatchObject({ claims, scopes: ['pets/read'] })
  })

  it('reads the token from the query where the authorizer says so', async () => {
    const token = await oidc.token('pets/read', RESOURCE)
    expect((await call('GET', `/feed?access_token=${token}`)).statusCode).toBe(200)
    expect((await call('GET', '/feed', token)).headers.get('www-authenticate')).toBe('Bearer')
    expect((await call('GET', '/feed?access_token=')).statusCode).toBe(401)
  })

  it('answers 403 to a token without one of the scopes of the route', async () => {
    const reading = await call('PUT', '/pets', await oidc.token('pets/read', RESOURCE))
    expect([reading.statusCode, reading.text()]).toEqual([403, '{"message":"Forbidden"}'])
    const none = await call('PUT', '/pets', await oidc.token('', RESOURCE))
    expect(none.statusCode).toBe(403)
    const writing = await call('PUT', '/pets', await oidc.token('pets/write', RESOURCE))
    expect(writing.json()).toMatchObject({ jwt: { scopes: ['pets/write'] } })
  })

  it('refuses another audience', async () => {
    refused(
      await get(await oidc.token('pets/read', 'https://elsewhere.example')),
      'the token does not have a valid audience',
    )
  })

  it('refuses a token that was changed, and one of another provider', async () => {
    const token = await oidc.token('pets/read', RESOURCE)
    const [header = '', payload = '', signature = ''] = token.split('.')
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as object
    const forged = btoa(JSON.stringify({ ...claims, scope: 'pets/admin' })).replace(/=+$/, '')
    expect((await get(`${header}.${forged}.${signature}`)).statusCode).toBe(401)
    const other = await startOidcServer(first)
    try {
      // The same key, so that the issuer alone tells them apart.
      const response = await get(await other.token('pets/read', RESOURCE))
      expect([response.statusCode, response.headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringContaining('issuer') as string,
      ])
    } finally {
      await other.stop()
    }
  })

  it('refuses a token at its end, also one that it has let in before', async () => {
    const token = await oidc.token('pets/read', RESOURCE)
    expect((await get(token)).statusCode).toBe(200)
    await clock.advance(3_590_000)
    expect((await get(token)).statusCode).toBe(200)
    await clock.advance(12_000)
    expect((await get(token)).headers.get('www-authenticate')).toContain('expired')
  })

  it('refuses a token of a provider whose clock runs ahead: it is issued in the future', async () => {
    const token = await oidc.token('pets/read', RESOURCE)
    await gateway.close()
    const behind = createVirtualClock({ now: Date.now() - 60_000 })
    gateway = setUp(behind)
    expect((await get(token)).statusCode).toBe(401)
    await behind.advance(60_000)
    expect((await get(token)).statusCode).toBe(200)
  })

  it('takes up a new key while it runs; the old one is good for as long as it is published', async () => {
    const old = await oidc.token('pets/read', RESOURCE)
    expect((await get(old)).statusCode).toBe(200)
    oidc.useKeys(second, first)
    const fresh = await oidc.token('pets/write', RESOURCE)
    await clock.advance(30_000)
    expect([(await get(fresh)).statusCode, (await get(old)).statusCode]).toEqual([200, 200])
    expect(asked('/jwks')).toBe(2)
  })

  it('lets nobody in by a revoked key once it has read the keys again', async () => {
    const old = await oidc.token('pets/read', RESOURCE)
    expect((await get(old)).statusCode).toBe(200)
    oidc.useKeys(second)
    await clock.advance(30_000)
    expect((await get(await oidc.token('pets/read', RESOURCE))).statusCode).toBe(200)
    expect((await get(old)).statusCode).toBe(401)
  })

  it('lets nobody new in while the provider is down, and says why', async () => {
    const token = await oidc.token('pets/read', RESOURCE)
    await oidc.stop()
    refused(await get(token), 'OIDC discovery endpoint communication error')
    expect((await call('GET', '/open')).statusCode).toBe(200)
  })

  it('shows refusals to pages of allowed origins, and lets their preflights ask first', async () => {
    const origin = 'https://app.example'
    const response = await call('GET', '/pets', undefined, { origin })
    expect([response.statusCode, response.headers.get('access-control-allow-origin')]).toEqual([401, origin])
    const preflight = await call('OPTIONS', '/pets', undefined, { origin, 'access-control-request-method': 'GET' })
    expect(preflight.statusCode).toBe(204)
  })
})
