// Never open: the other kinds of authorization of HTTP APIs.
import { describe, expect, test } from 'vitest'
import type { CredentialsProvider } from '../../src/index.js'
import { createTestSigner, createVirtualClock } from '../../src/testing/index.js'
import { boom, GARBAGE, never, OUTPUT, POLICIES, refusal, rejecting, RESULTS, START, statusOf } from './faults.js'

describe('a Lambda authorizer of an HTTP API', () => {
  const REQUEST = { method: 'GET', path: '/x', headers: { Authorization: 'token' } }
  const configOf = (handler: (event: never) => unknown, simple: boolean, more: object = {}): object => ({
    protocolType: 'HTTP',
    authorizers: {
      gate: {
        type: 'REQUEST',
        handler,
        identitySource: '$request.header.Authorization',
        enableSimpleResponses: simple,
        authorizerResultTtlInSeconds: 60,
      },
    },
    routes: { 'GET /x': { handler: () => ({ statusCode: 200 }), authorizer: 'gate' } },
    ...more,
  })
  describe.each([
    ['a policy', false, OUTPUT],
    ['a simple answer', true, { isAuthorized: true }],
  ] as const)('that gives %s', (_, simple, good) => {
    const faults: Array<readonly [string, object]> = [
      ['throws', configOf(boom, simple)],
      ['rejects', configOf(rejecting, simple)],
      ['never answers', configOf(never, simple)],
      ...GARBAGE.map(([name, value]) => [`answers ${name}`, configOf(() => value, simple)] as const),
      ['answers almost true', configOf(() => ({ isAuthorized: 'true' }), simple)],
      ['answers with 1', configOf(() => ({ isAuthorized: 1 }), simple)],
      ...POLICIES.map(
        ([name, policyDocument]) =>
          [`gives a policy that is ${name}`, configOf(() => ({ ...OUTPUT, policyDocument }), simple)] as const,
      ),
      ...RESULTS.map(
        ([name, authorizerResults]) =>
          [`its store: ${name}`, configOf(() => good, simple, { authorizerResults })] as const,
      ),
    ]
    test('lets in when nothing fails', async () => {
      expect(
        await statusOf(
          configOf(() => good, simple),
          REQUEST,
          createVirtualClock({ now: START }),
        ),
      ).toBe(200)
    })
    test.each(faults)('%s: refused', async (_name, config) => {
      expect(await statusOf(config, REQUEST, createVirtualClock({ now: START }))).toSatisfy(refusal)
    })
  })
})

describe('AWS_IAM of an HTTP API', () => {
  const signer = createTestSigner({ clock: createVirtualClock({ now: START }) })
  const REQUEST = signer.sign({ path: '/x' })
  const holder = signer.credential
  const configOf = (lookup: unknown): object => ({
    protocolType: 'HTTP',
    credentials: { lookup } as CredentialsProvider,
    routes: { 'GET /x': { handler: () => ({ statusCode: 200 }), authorizer: 'AWS_IAM' } },
  })
  test('lets in when nothing fails', async () => {
    expect(
      await statusOf(
        configOf(() => holder),
        REQUEST,
        createVirtualClock({ now: START }),
      ),
    ).toBe(200)
  })
  test.each([
    ['throws', boom],
    ['rejects', rejecting],
    ...GARBAGE.map(([name, value]) => [`gives ${name}`, () => value] as const),
    ...POLICIES.map(
      ([name, policy]) => [`gives a policy that is ${name}`, () => ({ ...holder, policies: [policy] })] as const,
    ),
    ['gives no secret', () => ({ ...holder, secretAccessKey: undefined })],
  ] as const)('the look-up %s: refused', async (_, lookup) => {
    expect(await statusOf(configOf(lookup), REQUEST, createVirtualClock({ now: START }))).toSatisfy(refusal)
  })
})
