// Tokens of a real issuer, over a real network: what `src/jwt` makes of them, and an HTTP API behind it. The gateway's clock
// starts at the machine's time, by which the issuer signs, and is moved by the test.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGateway, createHttpClient, type Gateway, type HandleResponse } from '../../src/index.js'
import { createKeySet, createTokenVerifier, RSA_ALGORITHMS, type TokenVerifier } from '../../src/jwt/index.js'
import { createVirtualClock, type VirtualClock } from '../../src/testing/index.js'
import { newPrivateKey, type OidcServer, RESOURCE, startOidcServer } from './oidc-server.js'
import { outcome } from './support.js'

type Key = Awaited<ReturnType<typeof newPrivateKey>>
let first: Key
let second: Key
let oidc: OidcServer
let clock: VirtualClock

beforeAll(async () => {
  first = await newPrivateKey('k1')
  second = await newPrivateKey('k2')
})
beforeEach(async () => {
  oidc = await startOidcServer(first)
  clock = createVirtualClock({ now: Date.now() })
})
afterEach(() => oidc.stop())

const KEY_SET = '/jwks'
const asksForKeys = (): number => oidc.asked.filter((path) => path === KEY_SET).length

describe('a verifier of an issuer that is found by discovery', () => {
  const setUp = (): TokenVerifier => {
    const keys = createKeySet({ issuer: oidc.issuer, http: createHttpClient(), clock })
    return createTokenVerifier({ issuer: oidc.issuer, keys, clock, algorithms: RSA_ALGORITHMS })
  }
  const verify = (verifier: TokenVerifier, token: string, audience = RESOURCE): Promise<string> =>
    outcome(() => verifier.verify(token, { audience: [audience] }))

  it('accepts its tokens, and asks for its documents once', async () => {
    const verifier = setUp()
    const token = await oidc.token('pets/read', RESOURCE)
    expect(await verifier.verify(token)).toMatchObject({ iss: oidc.issuer, aud: RESOURCE, scope: 'pets/read' })
    expect(await verify(verifier, await oidc.token('pets/write', RESOURCE))).toBe('ok')
    expect(oidc.asked.filter((path) => path.includes('.well-known'))).toHaveLength(1)
    expect(asksForKeys()).toBe(1)
  })

  it('follows a rotation while it runs: the new key is fetched, the old one good for as long as it is published', async () => {
    const verifier = setUp()
    const old = await oidc.token('pets/read', RESOURCE)
    expect(await verify(verifier, old)).toBe('ok')
    oidc.useKeys(second, first)
    const fresh = await oidc.token('pets/read', RESOURCE)
    // A key id that nobody knows asks the issuer only every 30 s.
    expect(await verify(verifier, fresh)).toBe('unknown-key')
    await clock.advance(30_000)
    expect(await verify(verifier, fresh)).toBe('ok')
    expect(await verify(verifier, old)).toBe('ok')
    expect(asksForKeys()).toBe(2)
  })

  it('refuses what a revoked key has signed once the set is read again, remembered or not', async () => {
    const verifier = setUp()
    const old = await oidc.token('pets/read', RESOURCE)
    expect(await verify(verifier, old)).toBe('ok')
    oidc.useKeys(second)
    await clock.advance(30_000)
    expect(await verify(verifier, await oidc.token('pets/read', RESOURCE))).toBe('ok')
    await clock.advance(30_000)
    expect(await verify(verifier, old)).toBe('unknown-key')
  })

  it('takes a token from an issuer whose clock is ahead, and none that has ended on the gateway’s', async () => {
    const verifier = setUp()
    const token = await oidc.token('pets/read', RESOURCE)
    const behind = createVirtualClock({ now: Date.now() - 300_000 })
    const keys = createKeySet({ issuer: oidc.issuer, http: createHttpClient(), clock: behind })
    expect(await verify(createTokenVerifier({ issuer: oidc.issuer, keys, clock: behind }), token)).toBe('ok')
    expect(await verify(verifier, token)).toBe('ok')
    await clock.advance(3_590_000)
    expect(await verify(verifier, token)).toBe('ok')
    await clock.advance(12_000)
    expect(await verify(verifier, token)).toBe('expired')
    expect(await verify(setUp(), token)).toBe('expired')
  })

  it('refuses another audience', async () => {
    const verifier = setUp()
    const token = await oidc.token('pets/read', 'https://other.example.test')
    expect(await verify(verifier, token)).toBe('audience')
    expect(await verify(verifier, token, 'https://other.example.test')).toBe('ok')
  })

  it('refuses everything when the issuer is gone, but what it knows while its keys are fresh', async () => {
    const verifier = setUp()
    const token = await oidc.token('pets/read', RESOURCE)
    const other = await oidc.token('pets/write', RESOURCE)
    expect(await verify(verifier, token)).toBe('ok')
    await oidc.stop()
    expect(await verify(verifier, other)).toBe('ok')
    await clock.advance(2 * 60 * 60 * 1000)
    expect(await verify(verifier, token)).not.toBe('ok')
    expect(await verify(setUp(), token)).toMatch(/^error: /)
  })
})

describe('an HTTP API behind it', () => {
  const setUp = (): Gateway =>
    createGateway({
      protocolType: 'HTTP',
      clock,
      logger: false,
      authorizers: { oidc: { type: 'JWT', issuer: oidc.issuer, audience: [RESOURCE] } },
      routes: {
        'GET /pets': {
          handler: (event: { requestContext: { authorizer: object } }) => event.requestContext.authorizer,
          authorizer: 'oidc',
        },
        'POST /pets': { handler: () => ({ ok: true }), authorizer: 'oidc', authorizationScopes: ['pets/write'] },
      },
    } as never)
  const call = (gateway: Gateway, method: string, token?: string): Promise<HandleResponse> =>
    gateway.handle({ method, path: '/pets', headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } })

  it('lets a client in, and tells the function what the token says', async () => {
    const response = await call(setUp(), 'GET', await oidc.token('pets/read', RESOURCE))
    expect([response.statusCode, response.json()]).toMatchObject([
      200,
      { jwt: { claims: { iss: oidc.issuer, aud: RESOURCE, client_id: 'robot', scope: 'pets/read' }, scopes: null } },
    ])
  })

  it('refuses a token without the scope of the route', async () => {
    const gateway = setUp()
    expect((await call(gateway, 'POST', await oidc.token('pets/read', RESOURCE))).statusCode).toBe(403)
    expect((await call(gateway, 'POST', await oidc.token('pets/read pets/write', RESOURCE))).statusCode).toBe(200)
  })

  it('refuses another audience, an ended token and none, and says so', async () => {
    const gateway = setUp()
    const other = await call(gateway, 'GET', await oidc.token('pets/read', 'https://other.example.test'))
    expect([other.statusCode, other.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
    ])
    const token = await oidc.token('pets/read', RESOURCE)
    await clock.advance(3_602_000)
    expect((await call(gateway, 'GET', token)).headers.get('www-authenticate')).toContain('the token has expired')
    expect((await call(gateway, 'GET')).headers.get('www-authenticate')).toBe('Bearer')
  })

  it('follows a rotation, and a revocation', async () => {
    const gateway = setUp()
    const old = await oidc.token('pets/read', RESOURCE)
    expect((await call(gateway, 'GET', old)).statusCode).toBe(200)
    oidc.useKeys(second)
    await clock.advance(30_000)
    expect((await call(gateway, 'GET', await oidc.token('pets/read', RESOURCE))).statusCode).toBe(200)
    await clock.advance(30_000)
    expect((await call(gateway, 'GET', old)).statusCode).toBe(401)
  })
})
