// Never open: every kind of authorizer × every way in which something inside can fail. In each case the caller shows what
// would be enough if nothing failed (the first test of each kind proves that), and must not get in.
import { describe, expect, test } from 'vitest'
import { type Authorizer, createGateway, type CredentialsProvider, type GatewayConfig } from '../../src/index.js'
import { createTestSigner, createVirtualClock } from '../../src/testing/index.js'
import {
  ALLOW,
  boom,
  CLOCKS,
  GARBAGE,
  never,
  oddClock,
  OUTPUT,
  POLICIES,
  refusal,
  rejecting,
  RESULTS,
  START,
  statusOf,
} from './faults.js'

const LAMBDA_REQUEST = { method: 'GET', path: '/prod/x', headers: { Authorization: 'token' } }
const lambda = (handler: (event: never) => unknown, more: object = {}): object => ({
  authorizers: { gate: { type: 'TOKEN', handler } },
  routes: { 'GET /x': { handler: () => ({ statusCode: 200 }), authorizer: 'gate' } },
  ...more,
})
const own = (authorize: unknown, more: object = {}): object => ({
  authorizers: { gate: { authorize } as Authorizer },
  definition: {
    openapi: '3.0.1',
    info: { title: 'own', version: '1' },
    components: {
      securitySchemes: {
        gate: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': {
            type: 'token',
            authorizerUri:
              'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:gate/invocations',
          },
        },
      },
    },
    paths: {
      '/x': {
        get: {
          security: [{ gate: [] }],
          responses: { 200: { description: 'ok' } },
          'x-amazon-apigateway-integration': {
            type: 'mock',
            requestTemplates: { 'application/json': '{"statusCode":200}' },
            responses: { default: { statusCode: '200' } },
          },
        },
      },
    },
  },
  ...more,
})

describe.each([
  ['a Lambda authorizer', lambda],
  ['an authorizer of the program', own],
])('%s', (_, configOf) => {
  const faults: Array<readonly [string, object]> = [
    ['throws', configOf(boom)],
    ['rejects', configOf(rejecting)],
    ['never answers', configOf(never)],
    ...GARBAGE.map(([name, value]) => [`answers ${name}`, configOf(() => value)] as const),
    ...GARBAGE.map(([name, value]) => [`answers ${name}, later`, configOf(async () => value)] as const),
    ...POLICIES.map(
      ([name, policyDocument]) =>
        [`gives a policy that is ${name}`, configOf(() => ({ ...OUTPUT, policyDocument }))] as const,
    ),
    ...RESULTS.map(
      ([name, authorizerResults]) => [`its store: ${name}`, configOf(() => OUTPUT, { authorizerResults })] as const,
    ),
  ]
  test('lets in when nothing fails', async () => {
    expect(
      await statusOf(
        configOf(() => OUTPUT),
        LAMBDA_REQUEST,
        createVirtualClock({ now: START }),
      ),
    ).toBe(200)
  })
  test.each(faults)('%s: refused', async (_name, config) => {
    expect(await statusOf(config, LAMBDA_REQUEST, createVirtualClock({ now: START }))).toSatisfy(refusal)
  })

  // What a store gives back is trusted only as an output that is still good; else the authorizer is asked, here one that refuses.
  const stored: Array<readonly [string, unknown]> = [
    ...GARBAGE,
    ['an output without an end', { output: OUTPUT }],
    ['an output that has expired', { output: OUTPUT, expiresAt: START }],
    ['an output whose end is no number', { output: OUTPUT, expiresAt: 'tomorrow' }],
    ...POLICIES.map(
      ([name, policyDocument]) =>
        [`a policy that is ${name}`, { output: { ...OUTPUT, policyDocument }, expiresAt: START + 1e9 }] as const,
    ),
    ['no output', { output: null, expiresAt: START + 1e9 }],
  ]
  test.each(stored)('its store gives back %s: refused', async (_name, value) => {
    for (const get of [() => value, async () => value]) {
      const config = configOf(boom, { authorizerResults: { get, set: () => undefined } })
      expect(await statusOf(config, LAMBDA_REQUEST, createVirtualClock({ now: START }))).toSatisfy(refusal)
    }
  })

  test('a policy that is changed after it was given is read again', async () => {
    const output = { principalId: 'ada', policyDocument: ALLOW as object }
    const gateway = createGateway(
      configOf(() => output, { clock: createVirtualClock(), logger: false }) as GatewayConfig,
    )
    const ask = async (token: string) =>
      (await gateway.handle({ ...LAMBDA_REQUEST, headers: { Authorization: token } })).statusCode
    expect(await ask('one')).toBe(200)
    output.policyDocument = { ...ALLOW, Statement: [{ ...ALLOW.Statement[0], Effect: 'Deny' }] }
    expect(await ask('two')).toBe(403)
  })
})

describe('AWS_IAM', () => {
  const clock = createVirtualClock({ now: START })
  const signer = createTestSigner({ clock })
  const REQUEST = signer.sign({ path: '/prod/x' })
  const configOf = (lookup: unknown): object => ({
    credentials: { lookup } as CredentialsProvider,
    routes: { 'GET /x': { handler: () => ({ statusCode: 200 }), authorizer: 'AWS_IAM' } },
  })
  const holder = signer.credential
  const credentials: ReadonlyArray<readonly [string, unknown]> = [
    ...GARBAGE,
    ...POLICIES.map(([name, policy]) => [`a policy that is ${name}`, { ...holder, policies: [policy] }] as const),
    ...POLICIES.map(
      ([name, policy]) => [`a boundary that is ${name}`, { ...holder, permissionsBoundary: policy }] as const,
    ),
    ['policies that are no list', { ...holder, policies: ALLOW }],
    ['an end that is no number', { ...holder, expiresAt: 'tomorrow' }],
    ['an end that is NaN', { ...holder, expiresAt: Number.NaN }],
    ['a session token that the request has not', { ...holder, sessionToken: 'x' }],
    ['a session token that is null', { ...holder, sessionToken: null }],
    ['no account', { ...holder, accountId: undefined }],
  ]
  test('lets in when nothing fails', async () => {
    expect(
      await statusOf(
        configOf(() => holder),
        REQUEST,
        createVirtualClock({ now: START }),
      ),
    ).toBe(200)
    expect(
      await statusOf(
        configOf(async () => holder),
        REQUEST,
        createVirtualClock({ now: START }),
      ),
    ).toBe(200)
  })
  test.each([
    ['throws', boom],
    ['rejects', rejecting],
    ['never answers', never],
    ['is no function', 'x'],
  ])('the look-up %s: refused', async (_, lookup) => {
    let status: unknown
    try {
      status = await statusOf(configOf(lookup), REQUEST, createVirtualClock({ now: START }))
    } catch {
      status = 500
    }
    expect(status).toSatisfy(refusal)
  })
  test.each(credentials)('the look-up gives %s: refused', async (_, credential) => {
    for (const lookup of [() => credential, async () => credential])
      expect(await statusOf(configOf(lookup), REQUEST, createVirtualClock({ now: START }))).toSatisfy(refusal)
  })
  // Whoever signs with what such a secret is as text must not be taken for the holder.
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['', ''],
    ['0', 0],
    ['[object Object]', {}],
  ])('a secret that reads "%s" is none', async (text, secretAccessKey) => {
    const forger = createTestSigner({ clock, secretAccessKey: text })
    const config = configOf(() => ({ ...holder, secretAccessKey }))
    const status = await statusOf(config, forger.sign({ path: '/prod/x' }), createVirtualClock({ now: START }))
    expect(status).toSatisfy(refusal)
  })
  test.each(CLOCKS)('the clock %s: refused', async (_, now) => {
    expect(
      await statusOf(
        configOf(() => holder),
        REQUEST,
        oddClock(now),
      ),
    ).toSatisfy(refusal)
  })
})

describe('a resource policy', () => {
  test.each(POLICIES.filter(([name]) => name !== 'null'))('that is %s is refused at start', (_, policy) => {
    const routes = { 'GET /x': () => ({ statusCode: 200 }) }
    const attempt = async (): Promise<unknown> => {
      const gateway = createGateway({ routes, policy, logger: false, clock: createVirtualClock() } as GatewayConfig)
      return (await gateway.handle({ method: 'GET', path: '/prod/x' })).statusCode
    }
    return attempt().then(
      (status) => expect(status).toSatisfy(refusal),
      (error: unknown) => expect(error).toBeInstanceOf(Error),
    )
  })
})

const faultsOfKeys: ReadonlyArray<readonly [string, Partial<GatewayConfig>]> = [
  ['unknown', {}],
  ['in no plan', { apiKeys: [{ id: 'k', value: 'a-key-of-20-characters' }] }],
  [
    'disabled',
    {
      apiKeys: [{ id: 'k', value: 'a-key-of-20-characters', enabled: false }],
      usagePlans: [{ id: 'p', apiKeyIds: ['k'], apiStages: [{ stage: 'prod' }] }],
    },
  ],
  [
    'in a plan of another stage',
    {
      stages: { prod: {}, beta: {} },
      apiKeys: [{ id: 'k', value: 'a-key-of-20-characters' }],
      usagePlans: [{ id: 'p', apiKeyIds: ['k'], apiStages: [{ stage: 'beta' }] }],
    },
  ],
]

describe('an API key', () => {
  test.each(faultsOfKeys)('that is %s is refused', async (_, config) => {
    const routes = { 'GET /x': { handler: () => ({ statusCode: 200 }), apiKeyRequired: true } }
    const request = { method: 'GET', path: '/prod/x', headers: { 'x-api-key': 'a-key-of-20-characters' } }
    expect(await statusOf({ routes, ...config }, request, createVirtualClock())).toBe(403)
  })
})
