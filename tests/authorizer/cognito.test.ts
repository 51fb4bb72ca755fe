import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { createGateway, HeaderList, type HandleResponse, type HttpClient } from '../../src/index.js'
import { createVirtualClock, type VirtualClock } from '../../src/testing/index.js'

const POOL = 'us-east-1_EXAMPLE01'
const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`
const START = Date.UTC(2026, 0, 1)

interface Signer {
  readonly kid: string
  readonly key: CryptoKey
  readonly jwk: JWK
}

let first: Signer
let second: Signer
beforeAll(async () => {
  first = await newKey('k1')
  second = await newKey('k2')
})

async function newKey(kid: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  return { kid, key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

interface Setup {
  readonly clock: VirtualClock
  keys: JWK[]
  fetched: number
  down: boolean
  call(path: string, token?: string): Promise<HandleResponse>
}

function setUp(): Setup {
  const clock = createVirtualClock({ now: START })
  const http: HttpClient = async ({ url }) => {
    expect(url).toBe(`${ISSUER}/.well-known/jwks.json`)
    setup.fetched++
    if (setup.down) throw new Error('no way to the issuer')
    return { statusCode: 200, headers: new HeaderList(), body: JSON.stringify({ keys: setup.keys }) }
  }
  const mock = (security: object[], template: string): object => ({
    security,
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      responses: { default: { statusCode: '200', responseTemplates: { 'application/json': template } } },
    },
  })
  const { handle } = createGateway({
    clock,
    http,
    logger: false,
    definition: {
      openapi: '3.0.1',
      info: { title: 'pool', version: '1' },
      components: {
        securitySchemes: {
          pool: {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': 'cognito_user_pools',
            'x-amazon-apigateway-authorizer': {
              type: 'cognito_user_pools',
              providerARNs: [`arn:aws:cognito-idp:us-east-1:123456789012:userpool/${POOL}`],
            },
          },
        },
      },
      paths: {
        '/me': {
          get: mock(
            [{ pool: [] }],
            '{"sub":"$context.authorizer.claims.sub","exp":"$context.authorizer.claims.exp","groups":"$context.authorizer.claims.get(\'cognito:groups\')"}',
          ),
        },
        '/admin': { get: mock([{ pool: ['pets/write'] }], '{}') },
      },
    },
  })
  const setup: Setup = {
    clock,
    keys: [first.jwk],
    fetched: 0,
    down: false,
    call: (path, token) =>
      handle({ method: 'GET', path: `/prod${path}`, headers: token === undefined ? {} : { Authorization: token } }),
  }
  return setup
}

interface Claims {
  readonly [name: string]: unknown
}

function token(signer: Signer, claims: Claims = {}): Promise<string> {
  return new SignJWT({ token_use: 'id', aud: 'client', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: signer.kid })
    .setIssuer(typeof claims['iss'] === 'string' ? claims['iss'] : ISSUER)
    .setSubject('ada')
    .setIssuedAt(START / 1000)
    .setExpirationTime(START / 1000 + 3600)
    .sign(signer.key)
}

describe('a method behind a user pool', () => {
  test('lets an ID token in and shows its claims as text', async () => {
    const setup = setUp()
    const response = await setup.call('/me', await token(first, { 'cognito:groups': ['a', 'b'] }))
    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({ sub: 'ada', exp: 'Thu Jan 01 01:00:00 UTC 2026' })
  })

  test('takes a token with and without the word Bearer, and fetches the keys once', async () => {
    const setup = setUp()
    const text = await token(first)
    expect((await setup.call('/me', `Bearer ${text}`)).statusCode).toBe(200)
    expect((await setup.call('/me', text)).statusCode).toBe(200)
    expect(setup.fetched).toBe(1)
  })

  test('refuses an expired token in the words of the service, also one that it has seen', async () => {
    const setup = setUp()
    const text = await token(first)
    expect((await setup.call('/me', text)).statusCode).toBe(200)
    await setup.clock.advance(3_601_000)
    const response = await setup.call('/me', text)
    expect(response.statusCode).toBe(401)
    expect(response.json()).toEqual({ message: 'The incoming token has expired' })
  })

  test('asks for an access token with one of the scopes where the method has scopes', async () => {
    const setup = setUp()
    const access = { token_use: 'access', scope: 'pets/read pets/write' }
    expect((await setup.call('/admin', await token(first, access))).statusCode).toBe(200)
    expect((await setup.call('/admin', await token(first, { ...access, scope: 'pets/read' }))).statusCode).toBe(401)
    expect((await setup.call('/admin', await token(first))).statusCode).toBe(401)
    expect((await setup.call('/me', await token(first, access))).statusCode).toBe(401)
  })

  test('follows a rotation of keys, after a time to cool down', async () => {
    const setup = setUp()
    expect((await setup.call('/me', await token(first))).statusCode).toBe(200)
    setup.keys = [second.jwk]
    expect((await setup.call('/me', await token(second))).statusCode).toBe(401)
    await setup.clock.advance(31_000)
    expect((await setup.call('/me', await token(second))).statusCode).toBe(200)
    // What the old key signed is forgotten with it.
    await setup.clock.advance(31_000)
    expect((await setup.call('/me', await token(first))).statusCode).toBe(401)
    expect(setup.fetched).toBe(3)
  })

  test('never opens: keys that cannot be had are a 500, and nobody gets in', async () => {
    const setup = setUp()
    setup.down = true
    const response = await setup.call('/me', await token(first))
    expect(response.statusCode).toBe(500)
    expect(response.json()).toEqual({ message: null })
  })

  test.each([
    ['nothing', undefined],
    ['text', 'not-a-token'],
    ['three parts of nonsense', 'a.b.c'],
    ['a token without a signature', `${b64({ alg: 'none' })}.${b64({ iss: ISSUER, exp: 4e9, token_use: 'id' })}.`],
    [
      'a token signed with a secret',
      `${b64({ alg: 'HS256' })}.${b64({ iss: ISSUER, exp: 4e9, token_use: 'id' })}.c2ln`,
    ],
    ['a token of another issuer', `${b64({ alg: 'RS256' })}.${b64({ iss: 'https://evil.example', exp: 4e9 })}.c2ln`],
    ['a token that is too large', `x.${'y'.repeat(9000)}.z`],
  ])('refuses %s', async (_, text) => {
    expect((await setUp().call('/me', text)).statusCode).toBe(401)
  })

  test('refuses a token whose claims were changed', async () => {
    const [head, , signature] = (await token(first)).split('.')
    const forged = `${head}.${b64({ iss: ISSUER, sub: 'root', exp: 4e9, token_use: 'id' })}.${signature}`
    expect((await setUp().call('/me', forged)).statusCode).toBe(401)
  })
})

function b64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
