import { describe, expect, test } from 'vitest'
import { AuthorizerRefusal, type Credential } from '../../src/index.js'
import { signRequest } from '../../src/sigv4/index.js'
import { connectClient, createVirtualClock } from '../../src/testing/index.js'
import { open, recorder, refused } from './api.js'

const allow = (resource: unknown = '*') => ({
  principalId: 'me',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: resource }],
  },
  context: { key: 'value', num: 1, flag: true },
})

describe('a Lambda authorizer', () => {
  const openWith = (answer: unknown, identitySource = ['route.request.querystring.q', 'route.request.header.Auth']) => {
    const [auth, $connect, $default, $disconnect] = [recorder(answer), recorder(), recorder(), recorder()]
    const gateway = open({
      routes: {
        $connect: { handler: $connect, authorizationType: 'CUSTOM', authorizerId: 'a1' },
        $default,
        $disconnect,
      },
      authorizers: { a1: { handler: auth as never, identitySource } },
    })
    return { gateway, auth, $connect, $default, $disconnect }
  }
  const identity = { query: { q: '1' }, headers: { auth: 'token' } }

  test('lets a client in; its context is in the events of the connection, and it is asked once', async () => {
    const { gateway, auth, $connect, $default, $disconnect } = openWith(allow())
    const client = await connectClient(gateway, identity)
    await client.send('x')
    await client.close()
    const shared = { principalId: 'me', key: 'value', num: '1', flag: 'true' }
    expect($connect.events[0]?.requestContext['authorizer']).toEqual({ ...shared, integrationLatency: 0 })
    expect($default.events[0]?.requestContext['authorizer']).toEqual(shared)
    expect($disconnect.events[0]?.requestContext['authorizer']).toEqual(shared)
    expect(auth.events).toHaveLength(1)
  })

  test('is given an event that shows the upgrade', async () => {
    const { gateway, auth } = openWith(allow())
    const client = await connectClient(gateway, identity)
    expect(auth.events[0]).toMatchObject({
      type: 'REQUEST',
      methodArn: expect.stringMatching(
        /^arn:aws:execute-api:us-east-1:123456789012:[a-z0-9]+\/prod\/\$connect$/,
      ) as string,
      headers: { auth: 'token', Connection: 'upgrade', Upgrade: 'websocket', 'content-length': '0' },
      multiValueHeaders: { Upgrade: ['websocket'] },
      queryStringParameters: { q: '1' },
      multiValueQueryStringParameters: { q: ['1'] },
      stageVariables: {},
      requestContext: { routeKey: '$connect', eventType: 'CONNECT', connectionId: client.connectionId },
    })
  })

  test('is not asked when a part of the identity is missing or empty', async () => {
    const { gateway, auth } = openWith(allow())
    for (const options of [{}, { query: { q: '1' } }, { query: { q: '' }, headers: { auth: 'token' } }])
      expect((await refused(gateway, options)).statusCode).toBe(401)
    expect(auth.events).toEqual([])
  })

  test.each([
    ['raises Unauthorized', () => Promise.reject(new Error('Unauthorized')), 401],
    ['raises anything else', () => Promise.reject(new Error('secret')), 500],
    ['answers no policy', { principalId: 'x' }, 500],
    ['answers nothing', undefined, 500],
    ['answers more than 8 KB', { ...allow(), context: { big: 'a'.repeat(8192) } }, 500],
    ['answers a policy that is none', { principalId: 'x', policyDocument: { Statement: [{ Effect: 'Maybe' }] } }, 500],
    [
      'denies',
      {
        ...allow(),
        policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: 'Deny', Resource: '*' }] },
      },
      403,
    ],
    ['allows something else', allow('arn:aws:execute-api:us-east-1:123456789012:other/prod/$connect'), 403],
  ])('that %s keeps the client out', async (_, answer, statusCode) => {
    const { gateway, $connect } = openWith(answer)
    const refusal = await refused(gateway, identity)
    expect(refusal.statusCode).toBe(statusCode)
    expect(refusal.text).not.toContain('secret')
    expect($connect.events).toEqual([])
    expect(gateway.connections.size).toBe(0)
  })

  test('that hangs keeps the client out', async () => {
    const { gateway } = openWith(() => new Promise(() => undefined))
    const refusal = refused(gateway, identity)
    await gateway.clock.advance(29_000)
    expect((await refusal).statusCode).toBe(500)
  })

  test('without identity sources is asked always', async () => {
    const { gateway, auth } = openWith(allow(), [])
    await connectClient(gateway)
    await connectClient(gateway)
    expect(auth.events).toHaveLength(2)
  })

  test('may be one of your own', async () => {
    const gateway = open({
      routes: { $connect: { authorizer: 'mine' } },
      authorizers: {
        mine: {
          authorize: ({ sources }) => {
            if (sources.query('who') !== 'me') throw new AuthorizerRefusal()
            return allow()
          },
        },
      },
    })
    expect((await refused(gateway)).statusCode).toBe(401)
    await connectClient(gateway, { query: { who: 'me' } })
  })
})

describe('an API key', () => {
  const keys = {
    apiKeys: [
      { id: 'k1', value: 'good-key-good-key-good' },
      { id: 'k2', value: 'other-key-other-key-other', enabled: false },
      { id: 'k3', value: 'no-plan-no-plan-no-plan' },
    ],
    usagePlans: [{ apiStages: [{ stage: 'prod' }], apiKeyIds: ['k1', 'k2'] }],
  }

  test('is asked for at $connect, from x-api-key', async () => {
    const $connect = recorder()
    const gateway = open({ ...keys, routes: { $connect: { handler: $connect, apiKeyRequired: true } } })
    expect((await refused(gateway)).statusCode).toBe(403)
    for (const apiKey of ['bad', 'other-key-other-key-other', 'no-plan-no-plan-no-plan'])
      expect((await refused(gateway, { apiKey })).statusCode).toBe(403)
    await connectClient(gateway, { apiKey: 'good-key-good-key-good' })
    expect($connect.events[0]?.requestContext['identity']).toMatchObject({ apiKeyId: 'k1' })
  })

  test('may come from the authorizer', async () => {
    const usageIdentifierKey = 'good-key-good-key-good'
    const openWith = (output: object) =>
      open({
        ...keys,
        apiKeySelectionExpression: '$context.authorizer.usageIdentifierKey',
        routes: { $connect: { authorizer: 'mine', apiKeyRequired: true } },
        authorizers: { mine: { authorize: () => ({ ...allow(), ...output }) } },
      })
    await connectClient(openWith({ usageIdentifierKey }))
    expect((await refused(openWith({}), { apiKey: usageIdentifierKey })).statusCode).toBe(403)
  })

  test('counts against its quota', async () => {
    const gateway = open({
      ...keys,
      usagePlans: [{ apiKeyIds: ['k1'], quota: { limit: 1, period: 'DAY' } }],
      routes: { $connect: { apiKeyRequired: true } },
    })
    await connectClient(gateway, { apiKey: 'good-key-good-key-good' })
    expect((await refused(gateway, { apiKey: 'good-key-good-key-good' })).statusCode).toBe(429)
  })
})

describe('IAM', () => {
  const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  const credential: Credential = {
    accountId: '123456789012',
    userArn: 'arn:aws:iam::123456789012:user/me',
    secretAccessKey,
    policies: [
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'arn:aws:execute-api:*:*:*/prod/$connect' },
        ],
      },
    ],
  }
  const openWith = (held: Credential | undefined) =>
    open({
      routes: { $connect: { handler: recorder(), authorizationType: 'AWS_IAM' } },
      credentials: { lookup: (id) => (id === 'AKIDEXAMPLE' ? held : undefined) },
    })
  const signed = () => {
    const host = 'ws.example.com'
    const request = {
      method: 'GET',
      rawPath: '/prod',
      rawQuery: '',
      headers: [['host', host]] as const,
      body: new Uint8Array(),
    }
    const options = { region: 'us-east-1', service: 'execute-api', now: createVirtualClock().now() }
    return { host, headers: signRequest(request, { accessKeyId: 'AKIDEXAMPLE', secretAccessKey }, options) }
  }

  test('takes a signed upgrade whose signer may connect', async () => {
    expect((await connectClient(openWith(credential), signed())).closed).toBeUndefined()
  })

  test('refuses an unsigned upgrade, an unknown key, and a signer without the permission', async () => {
    expect((await refused(openWith(credential))).statusCode).toBe(403)
    expect((await refused(openWith(undefined), signed())).statusCode).toBe(403)
    expect((await refused(openWith({ ...credential, policies: [] }), signed())).statusCode).toBe(403)
    expect((await refused(openWith({ ...credential, accountId: '999999999999' }), signed())).statusCode).toBe(403)
  })
})

describe('throttling', () => {
  test('of a route refuses messages with a frame, and upgrades with 429', async () => {
    const limit = { throttlingRateLimit: 1, throttlingBurstLimit: 1 }
    const [$default, other] = [recorder(), recorder()]
    const gateway = open({
      routes: { $connect: recorder(), $default, other },
      stages: { prod: { routeSettings: { $default: limit, $connect: limit } } },
    })
    const client = await connectClient(gateway)
    await client.send('1')
    await client.send('2')
    await client.send('{"action": "other"}')
    await client.send('{"action": "other"}')
    expect([$default.events.length, other.events.length]).toEqual([1, 2])
    expect(client.received).toEqual([expect.stringMatching(/^\{"message": "Too Many Requests", /)])
    expect((await refused(gateway)).statusCode).toBe(429)
    await gateway.clock.advance(1000)
    await client.send('3')
    expect($default.events).toHaveLength(2)
  })

  test('of the stage and of the account holds for every route', async () => {
    const one = { throttlingRateLimit: 1, throttlingBurstLimit: 1 }
    const gateway = open({ routes: { $default: recorder() }, stages: { prod: { defaultRouteSettings: one } } })
    const client = await connectClient(gateway)
    await client.send('1')
    await client.send('2')
    expect(client.received).toHaveLength(1)
    const limited = open({
      routes: { $connect: recorder(), $default: recorder() },
      account: { throttle: { rateLimit: 1, burstLimit: 1 } },
    })
    const second = await connectClient(limited)
    await second.send('1')
    expect(second.received).toHaveLength(1)
  })
})
