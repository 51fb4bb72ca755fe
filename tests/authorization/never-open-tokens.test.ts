// Never open, where tokens are verified by the keys of an issuer: user pools, and JWT authorizers of HTTP APIs.
import { describe, expect, test } from 'vitest'
import { createGateway, type GatewayConfig, type HandleRequest, type HttpClient } from '../../src/index.js'
import { createTestIssuer, createVirtualClock } from '../../src/testing/index.js'
import { boom, CLOCKS, NEVER, oddClock, refusal, START, statusOf } from './faults.js'

const KEY_SETS: ReadonlyArray<readonly [string, string | Error | typeof NEVER | number]> = [
  ['cannot be reached', new Error('no way')],
  ['never answers', NEVER],
  ['answers 404', 404],
  ['answers 302', 302],
  ['is no JSON', '{"keys":['],
  ['is null', 'null'],
  ['is a text', '"keys"'],
  ['has no keys', '{}'],
  ['has an empty list of keys', '{"keys":[]}'],
  ['has keys that are none', '{"keys":[null,1,"x",{}]}'],
  ['has keys that are a text', '{"keys":"all"}'],
  ['has a key of another kind', '{"keys":[{"kty":"oct","kid":"test-1","k":"AAAA"}]}'],
  ['has a key that is broken', '{"keys":[{"kty":"RSA","kid":"test-1","alg":"RS256","n":"AA","e":"AQAB"}]}'],
  ['is larger than any', `{"keys":[],"pad":"${'x'.repeat(1_000_001)}"}`],
]

function keySetClient(good: HttpClient, answer: (typeof KEY_SETS)[number][1], broken: RegExp): HttpClient {
  return (call) => {
    if (!broken.test(call.url)) return good(call)
    if (answer instanceof Error) return Promise.reject(answer)
    if (answer instanceof Promise) return answer
    const [statusCode, body] = typeof answer === 'number' ? [answer, ''] : [200, answer]
    return Promise.resolve({ statusCode, headers: undefined as never, body })
  }
}

describe.each([
  [
    'a user pool',
    createTestIssuer({ clock: { now: () => START } }),
    (http: HttpClient, pool: { userPoolArn: string }): object => ({
      http,
      authorizers: { users: { type: 'COGNITO_USER_POOLS', providerARNs: [pool.userPoolArn] } },
      routes: { 'GET /x': { handler: () => ({ statusCode: 200 }), authorizer: 'users' } },
    }),
    '/prod/x',
  ],
  [
    'a JWT authorizer of an HTTP API',
    createTestIssuer({ clock: { now: () => START }, issuer: 'https://issuer.test' }),
    (http: HttpClient): object => ({
      protocolType: 'HTTP',
      http,
      authorizers: { users: { type: 'JWT', issuer: 'https://issuer.test', audience: ['test-client'] } },
      routes: { 'GET /x': { handler: () => ({ statusCode: 200 }), authorizer: 'users' } },
    }),
    '/x',
  ],
] as const)('%s', (_, issuer, configOf, path) => {
  const requestWith = (token: string): HandleRequest => ({ method: 'GET', path, headers: { Authorization: token } })
  const REQUEST = requestWith(issuer.token())

  test('lets in when nothing fails', async () => {
    expect(await statusOf(configOf(issuer.http, issuer), REQUEST, createVirtualClock({ now: START }))).toBe(200)
  })
  test.each(KEY_SETS)('the key set %s: refused', async (_name, answer) => {
    const http = keySetClient(issuer.http, answer, /jwks/)
    expect(await statusOf(configOf(http, issuer), REQUEST, createVirtualClock({ now: START }))).toSatisfy(refusal)
  })
  test('the client throws, or gives garbage: refused', async () => {
    for (const http of [boom, () => undefined, () => ({}), async () => undefined, async () => ({ statusCode: 200 })])
      expect(
        await statusOf(configOf(http as unknown as HttpClient, issuer), REQUEST, createVirtualClock({ now: START })),
      ).toSatisfy(refusal)
  })
  test.each(CLOCKS)('the clock %s: refused', async (_name, now) => {
    const expired = requestWith(issuer.token({ exp: START / 1000 - 1 }))
    for (const request of [REQUEST, expired])
      expect(await statusOf(configOf(issuer.http, issuer), request, oddClock(now))).toSatisfy(refusal)
  })
  test('a clock that stops telling the time ends what it has let in', async () => {
    let now = START
    const clock = { ...createVirtualClock({ now: START }), now: () => now }
    const gateway = createGateway({ clock, logger: false, ...configOf(issuer.http, issuer) } as GatewayConfig)
    expect((await gateway.handle(REQUEST)).statusCode).toBe(200)
    now = Number.NaN
    const later = await gateway.handle(REQUEST).then(
      ({ statusCode }) => statusCode,
      () => 500,
    )
    expect(later).toSatisfy(refusal)
  })
})

describe('an issuer that is found by discovery', () => {
  const issuer = createTestIssuer({ clock: { now: () => START }, issuer: 'https://issuer.test' })
  const config = (http: HttpClient): object => ({
    protocolType: 'HTTP',
    http,
    authorizers: { users: { type: 'JWT', issuer: 'https://issuer.test', audience: ['test-client'] } },
    routes: { 'GET /x': { handler: () => ({ statusCode: 200 }), authorizer: 'users' } },
  })
  test.each([
    ...KEY_SETS,
    ['names a key set without TLS', '{"jwks_uri":"http://issuer.test/.well-known/jwks.json"}'],
    ['names a key set that is no text', '{"jwks_uri":{"href":"https://issuer.test/.well-known/jwks.json"}}'],
  ] as const)('whose document %s: refused', async (_, answer) => {
    const http = keySetClient(issuer.http, answer, /openid-configuration/)
    const request = { method: 'GET', path: '/x', headers: { Authorization: issuer.token() } }
    expect(await statusOf(config(http), request, createVirtualClock({ now: START }))).toSatisfy(refusal)
  })
})
