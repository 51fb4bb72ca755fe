import { describe, expect, test } from 'vitest'
import { createGateway, type Gateway, type GatewayConfig, type StepReport } from '../../src/index.js'
import {
  buildRequest,
  createTestApiKey,
  createTestIssuer,
  createTestSigner,
  createVirtualClock,
  testIdentity,
} from '../../src/testing/index.js'

const POOL = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_TestPool1'
const policy = (effect: string, resource = '*'): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
})
const echo = (event: { requestContext: object }) => ({ statusCode: 200, body: JSON.stringify(event.requestContext) })

const ROUTES = {
  'GET /open': echo,
  'GET /iam': { handler: echo, authorizer: 'AWS_IAM' },
  'GET /lambda': { handler: echo, authorizer: 'gate' },
  'GET /pool': { handler: echo, authorizer: 'users' },
  'GET /scoped': { handler: echo, authorizer: 'users', authorizationScopes: ['pets/write'] },
  'GET /key': { handler: echo, apiKeyRequired: true },
} as unknown as NonNullable<GatewayConfig['routes']>

function gatewayWith(config: Partial<GatewayConfig> = {}): Gateway & { asked: number; causes: unknown[] } {
  const state = { asked: 0, causes: [] as unknown[] }
  const quiet = (): void => {}
  const logger = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (record: { err: unknown }) => state.causes.push(record.err),
  }
  const gateway = createGateway({
    clock: createVirtualClock(),
    logger,
    http: () => Promise.reject(new Error('no network here')),
    authorizers: {
      gate: {
        type: 'TOKEN',
        handler: () => {
          state.asked++
          throw new Error('Unauthorized')
        },
      },
      users: { type: 'COGNITO_USER_POOLS', providerARNs: [POOL] },
    },
    routes: ROUTES,
    ...config,
  })
  return Object.assign(state, gateway)
}

const get = (gateway: Gateway, path: string, more: object = {}) =>
  gateway.handle({ method: 'GET', path: `/prod${path}`, ...more })

const GUARDED = ['/iam', '/lambda', '/pool', '/scoped']

describe('a test identity on a virtual clock', () => {
  test.each(GUARDED.filter((path) => path !== '/scoped'))('passes %s without any proof', async (path) => {
    const gateway = gatewayWith()
    expect((await get(gateway, path)).statusCode).not.toBe(200)
    expect((await get(gateway, path, testIdentity())).statusCode).toBe(200)
    expect(gateway.asked).toBe(0)
  })

  test('is shown to the function as the real thing would be', async () => {
    const gateway = gatewayWith()
    const ada = testIdentity({ name: 'ada' })
    expect((await get(gateway, '/iam', ada)).json()).toMatchObject({
      identity: { user: 'ada', userArn: 'arn:aws:iam::123456789012:user/ada', accessKey: 'AKIATESTIDENTITY0000' },
    })
    const bob = testIdentity({ authorizer: { principalId: 'bob', context: { tier: 'gold' } } })
    expect((await get(gateway, '/lambda', bob)).json()).toMatchObject({
      authorizer: { principalId: 'bob', tier: 'gold' },
    })
    expect((await get(gateway, '/pool', testIdentity({ claims: { email: 'a@b.test' } }))).json()).toMatchObject({
      authorizer: { claims: { email: 'a@b.test', sub: 'test', token_use: 'id' } },
    })
  })

  test.each([
    [
      'policies of the caller',
      '/iam',
      { signer: { policies: [policy('Allow', 'arn:aws:execute-api:*:*:*/x/*')] } },
      403,
    ],
    ['a caller of another account', '/iam', { signer: { accountId: '999999999999' } }, 403],
    ['a boundary', '/iam', { signer: { permissionsBoundary: policy('Deny') } }, 403],
    ['the policy of an authorizer', '/lambda', { authorizer: { policyDocument: policy('Deny') } }, 403],
    ['a policy that is none', '/lambda', { authorizer: { policyDocument: { Statement: 'x' } } }, 500],
    ['scopes', '/scoped', { claims: { scope: 'pets/read' } }, 401],
    ['scopes that are enough', '/scoped', { claims: { scope: 'pets/read pets/write' } }, 200],
    ['the use of the token', '/pool', { claims: { token_use: 'access' } }, 401],
    ['the issuer', '/pool', { claims: { iss: 'https://elsewhere.test' } }, 401],
    ['an expiry that has gone by', '/pool', { claims: { exp: 1 } }, 401],
    ['an expiry that is no number', '/pool', { claims: { exp: 'never' } }, 401],
    ['a kind that the identity is not for', '/lambda', { signer: {} }, 401],
    ['a kind that the identity is not for', '/iam', { claims: {} }, 403],
  ] as const)('is judged as ever by %s', async (_, path, options, status) => {
    expect((await get(gatewayWith(), path, testIdentity(options as object))).statusCode).toBe(status)
  })

  test('does not get past a resource policy or a missing API key', async () => {
    const denied = { ...policy('Deny'), Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] }
    for (const path of GUARDED)
      expect((await get(gatewayWith({ policy: denied }), path, testIdentity())).statusCode).toBe(403)
    expect((await get(gatewayWith(), '/key', testIdentity())).statusCode).toBe(403)
  })

  test('is told to the observer, and to no one else', async () => {
    const reports: StepReport[] = []
    const gateway = gatewayWith({ observer: { onLeave: (report) => reports.push(report) } })
    await get(gateway, '/iam', testIdentity({ name: 'ada' }))
    expect(reports.find(({ step }) => step === 'authorize')).toMatchObject({ note: 'test identity ada' })
    reports.length = 0
    await get(gateway, '/lambda', { headers: { Authorization: 'x' } })
    expect(reports.find(({ step }) => step === 'authorize')).not.toHaveProperty('note')
  })
})

describe('a test identity on any other clock', () => {
  const virtual = createVirtualClock()
  const clocks: Array<[string, GatewayConfig['clock']]> = [
    ['the system clock', undefined],
    ['a clock of the program', { now: () => Date.now(), setTimeout: () => undefined, clearTimeout: () => undefined }],
    ['a copy of a virtual clock', { ...virtual }],
    ['a copy of a virtual clock that tells real time', { ...virtual, now: () => Date.now() }],
    ['an object that inherits from a virtual clock', Object.create(virtual) as typeof virtual],
  ]
  test.each(clocks)('is refused: %s', async (_, clock) => {
    const { clock: none, ...rest } = { clock: undefined }
    expect(none).toBeUndefined()
    const gateway = createGateway({
      ...rest,
      ...(clock !== undefined && { clock }),
      logger: false,
      authorizers: {
        gate: { type: 'TOKEN', handler: () => ({ principalId: 'x', policyDocument: policy('Allow') }) },
        users: { type: 'COGNITO_USER_POOLS', providerARNs: [POOL] },
      },
      routes: ROUTES,
    })
    for (const path of GUARDED) expect((await get(gateway, path, testIdentity())).statusCode).toBe(500)
    // Also where the request shows what is enough: nobody is to get used to it.
    const both = { ...testIdentity(), headers: { Authorization: 'token' } }
    expect((await get(gateway, '/lambda', both)).statusCode).toBe(500)
    expect((await get(gateway, '/lambda', { headers: { Authorization: 'token' } })).statusCode).toBe(200)
  })

  test('says why in the log', async () => {
    const gateway = gatewayWith({
      clock: { now: () => virtual.now(), setTimeout: () => undefined, clearTimeout: () => undefined },
    })
    await get(gateway, '/iam', testIdentity({ name: 'ada' }))
    expect(String(gateway.causes[0])).toContain('test identity ada is good only in a gateway whose clock')
  })

  test('cannot come as JSON, as a header or through fetch', async () => {
    const gateway = gatewayWith()
    const ada = testIdentity({ name: 'ada' })
    const [key] = Object.getOwnPropertySymbols(ada)
    const text = JSON.stringify({ ...ada, 'postern.testIdentity': { name: 'x', signer: {} }, [String(key)]: {} })
    expect((await get(gateway, '/iam', JSON.parse(text) as object)).statusCode).toBe(403)
    const request = Object.assign(
      new Request('http://a.test/prod/iam', { headers: { 'postern.testidentity': 'x' } }),
      ada,
    )
    expect((await gateway.fetch(request)).status).toBe(403)
  })
})

describe('identities with a proof', () => {
  test('a signer signs header, query and body so that a gateway accepts it', async () => {
    const clock = createVirtualClock()
    const signer = createTestSigner({ clock, user: 'ada' })
    const gateway = gatewayWith({ clock, credentials: signer.credentials })
    const good = signer.sign({ path: '/prod/iam', query: { b: 'ü', a: ['2', '1'] }, headers: { 'X-Thing': ' a  b ' } })
    expect((await gateway.handle(good)).json()).toMatchObject({ identity: { user: 'ada' } })
    expect((await gateway.handle({ ...good, path: '/prod/iam?a=1' })).statusCode).toBe(403)
    await clock.advance(301_000)
    expect((await gateway.handle(good)).statusCode).toBe(403)
  })

  test('a signer may have a session token, policies and another Region', async () => {
    const clock = createVirtualClock()
    const signer = createTestSigner({ clock, sessionToken: 'token', region: 'eu-west-1', policies: [policy('Deny')] })
    const config = { clock, credentials: signer.credentials, account: { region: 'eu-west-1' } }
    const denied = await gatewayWith(config).handle(signer.sign({ path: '/prod/iam' }))
    expect([denied.statusCode, denied.text()]).toEqual([403, expect.stringContaining('explicit deny')])
  })

  test('an issuer signs tokens that a user pool accepts, and rotates its keys', async () => {
    const clock = createVirtualClock()
    const pool = createTestIssuer({ clock })
    const gateway = gatewayWith({ clock, http: pool.http })
    const call = (path: string, token: string) => gateway.handle(buildRequest({ path: `/prod${path}`, bearer: token }))
    const first = pool.token({ sub: 'ada' })
    expect((await call('/pool', first)).json()).toMatchObject({ authorizer: { claims: { sub: 'ada' } } })
    expect((await call('/scoped', pool.token({ scope: 'pets/write' }))).statusCode).toBe(200)
    expect((await call('/pool', pool.token({ exp: undefined }))).statusCode).toBe(401)
    pool.rotate({ keep: false })
    await clock.advance(31_000)
    expect((await call('/pool', pool.token())).statusCode).toBe(200)
    expect((await call('/pool', first)).statusCode).toBe(401)
  })

  test('an issuer that is no pool serves its own documents, and passes other calls on', async () => {
    const clock = createVirtualClock()
    const http = () => Promise.resolve({ statusCode: 204, headers: undefined, body: '' } as never)
    const issuer = createTestIssuer({ clock, issuer: 'https://issuer.test/', http })
    const fetch = async (url: string) => (await issuer.http({ url } as never)).body as string
    expect(JSON.parse(await fetch('https://issuer.test/.well-known/openid-configuration'))).toEqual({
      issuer: 'https://issuer.test/',
      jwks_uri: 'https://issuer.test/.well-known/jwks.json',
    })
    expect(await fetch('https://elsewhere.test/')).toBe('')
    expect(() => createTestIssuer({ clock, userPoolArn: 'arn:of:nothing' })).toThrow(TypeError)
    await expect(createTestIssuer({ clock }).http({ url: 'https://x.test' } as never)).rejects.toThrow(
      'knows nothing of',
    )
  })

  test('a key is looked up and counted as ever', async () => {
    const key = createTestApiKey({ apiStages: [{ stage: 'prod' }], quota: { limit: 1, period: 'DAY' } })
    const gateway = gatewayWith(key.config)
    const call = () => gateway.handle(buildRequest({ path: '/prod/key', apiKey: key.value }))
    expect([(await call()).statusCode, (await call()).statusCode]).toEqual([200, 429])
    expect((await get(gateway, '/key')).statusCode).toBe(403)
  })
})
