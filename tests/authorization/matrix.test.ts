import { describe, expect, test } from 'vitest'
import { authorizationMatrix } from '../../src/authorization/index.js'
import type { GatewayConfig } from '../../src/index.js'
import {
  createTestApiKey,
  createTestIssuer,
  createTestSigner,
  createVirtualClock,
  testIdentity,
} from '../../src/testing/index.js'

const statement = (effect: string, resource: string, more: object = {}): object => ({
  Effect: effect,
  Action: 'execute-api:Invoke',
  Resource: resource,
  ...more,
})
const policy = (...statements: object[]): object => ({ Version: '2012-10-17', Statement: statements })
const fail = (): never => {
  throw new Error('an integration was called')
}
const clock = createVirtualClock()
const key = createTestApiKey({ apiStages: [{ stage: 'prod' }, { stage: 'beta' }], quota: { limit: 1, period: 'DAY' } })

function config(more: Partial<GatewayConfig> = {}): GatewayConfig {
  return {
    clock,
    logger: false,
    ...key.config,
    stages: { prod: {}, beta: {} },
    authorizers: {
      gate: {
        type: 'TOKEN',
        handler: (event: { authorizationToken: string }) => ({
          principalId: 'x',
          policyDocument: policy(
            statement('Allow', '*/GET/*', { Sid: 'Read' }),
            ...(event.authorizationToken === 'blocked' ? [statement('Deny', '*', { Sid: 'Blocked' })] : []),
          ),
        }),
      },
    },
    routes: {
      'GET /open': fail,
      'GET /gate/{id}': { handler: fail, authorizer: 'gate' },
      'POST /gate/{id}': { handler: fail, authorizer: 'gate' },
      'GET /key': { handler: fail, apiKeyRequired: true },
      'ANY /iam/{proxy+}': { handler: fail, authorizer: 'AWS_IAM' },
      'GET /iam/{proxy+}': { handler: fail, authorizer: 'AWS_IAM', apiKeyRequired: true },
    },
    ...more,
  }
}

const signer = createTestSigner({ clock })
const identities = {
  reader: { headers: { Authorization: 'reader' } },
  blocked: { headers: { Authorization: 'blocked' } },
  keyed: { headers: { 'x-api-key': key.value } },
  ada: testIdentity({ name: 'ada' }),
  signed: (request: { method: string; path: string }) => signer.sign(request),
}

const find = (
  matrix: Awaited<ReturnType<typeof authorizationMatrix>>,
  identity: string,
  route: string,
  stage = 'prod',
) =>
  matrix.entries.find(
    (entry) => entry.identity === identity && entry.stage === stage && `${entry.httpMethod} ${entry.path}` === route,
  )

describe('the authorization matrix of a REST API', () => {
  test('tells for each identity, route and stage the decision and the rules that made it', async () => {
    const matrix = await authorizationMatrix(config({ credentials: signer.credentials }), identities)
    expect(matrix.identities).toEqual(['anonymous', 'reader', 'blocked', 'keyed', 'ada', 'signed'])
    expect(matrix.routes).toHaveLength(12)
    expect(matrix.entries).toHaveLength(72)
    expect(find(matrix, 'anonymous', 'GET /open')).toMatchObject({ allowed: true, rules: [{ kind: 'none' }] })
    expect(find(matrix, 'reader', 'GET /gate/{id}')).toMatchObject({
      allowed: true,
      rules: [{ kind: 'lambda', name: 'gate', effect: 'Allow', statement: 0, sid: 'Read' }],
    })
    expect(find(matrix, 'reader', 'POST /gate/{id}')).toMatchObject({
      allowed: false,
      statusCode: 403,
      responseType: 'ACCESS_DENIED',
      rules: [{ kind: 'lambda', name: 'gate', effect: 'Silent' }],
    })
    expect(find(matrix, 'blocked', 'GET /gate/{id}')?.rules).toMatchObject([{ effect: 'Deny', sid: 'Blocked' }])
    expect(find(matrix, 'anonymous', 'GET /gate/{id}')).toMatchObject({ statusCode: 401, responseType: 'UNAUTHORIZED' })
    expect(find(matrix, 'keyed', 'GET /key')).toMatchObject({
      allowed: true,
      rules: [{ kind: 'api-key', name: 'test' }],
    })
    expect(find(matrix, 'anonymous', 'GET /key')).toMatchObject({ statusCode: 403, responseType: 'INVALID_API_KEY' })
    expect(find(matrix, 'signed', 'ANY /iam/{proxy+}')).toMatchObject({ allowed: true, rules: [{ kind: 'iam' }] })
    expect(find(matrix, 'ada', 'GET /iam/{proxy+}', 'beta')).toMatchObject({
      statusCode: 403,
      rules: [{ kind: 'iam', effect: 'Allow' }, { kind: 'api-key' }],
    })
  })

  test('names the routes that nobody guards', async () => {
    const { unguarded } = await authorizationMatrix(config(), {}, { stages: ['beta'] })
    expect(unguarded).toEqual([{ apiId: expect.any(String), stage: 'beta', httpMethod: 'GET', path: '/open' }])
  })

  test('names the statement of a resource policy, before and after the caller is known', async () => {
    const resource = policy(
      statement('Allow', 'execute-api:/*', { Principal: '*' }),
      statement('Deny', 'execute-api:/*/GET/open', { Principal: '*', Sid: 'Closed' }),
      statement('Deny', 'execute-api:/*', { Sid: 'NotAda', Principal: { AWS: 'arn:aws:iam::123456789012:user/ada' } }),
    )
    const matrix = await authorizationMatrix(config({ policy: resource }), identities)
    expect(find(matrix, 'anonymous', 'GET /open')).toMatchObject({
      statusCode: 403,
      responseType: 'ACCESS_DENIED',
      rules: [{ kind: 'resource-policy', effect: 'Deny', statement: 1, sid: 'Closed' }],
    })
    expect(find(matrix, 'ada', 'ANY /iam/{proxy+}')?.rules.at(-1)).toMatchObject({ sid: 'NotAda', statement: 2 })
    expect(find(matrix, 'anonymous', 'GET /key')?.rules.map(({ kind }) => kind)).toEqual(['resource-policy', 'api-key'])
  })

  test('fills path variables as it is told, and calls a private API as it is told', async () => {
    const gate = {
      type: 'TOKEN' as const,
      handler: () => ({ principalId: 'x', policyDocument: policy(statement('Allow', '*/gate/7')) }),
    }
    const settings = config({ authorizers: { gate } })
    const seven = await authorizationMatrix(settings, identities, { pathParameters: { id: '7' } })
    expect(find(seven, 'reader', 'GET /gate/{id}')?.allowed).toBe(true)
    expect(find(await authorizationMatrix(settings, identities), 'reader', 'GET /gate/{id}')?.allowed).toBe(false)
    const endpoint = policy(
      statement('Allow', 'execute-api:/*', {
        Principal: '*',
        Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      }),
    )
    const closed = config({ endpointConfiguration: { types: ['PRIVATE'] }, policy: endpoint })
    const matrix = await authorizationMatrix(closed, {
      inside: { vpcEndpointId: 'vpce-1' },
      other: { vpcEndpointId: 'x' },
    })
    expect(find(matrix, 'anonymous', 'GET /open')).toMatchObject({ allowed: false, rules: [{ kind: 'endpoint' }] })
    expect(find(matrix, 'inside', 'GET /open')?.allowed).toBe(true)
    expect(find(matrix, 'other', 'GET /open')?.rules).toMatchObject([{ kind: 'resource-policy', effect: 'Silent' }])
  })

  test('an authorizer that fails is a refusal in it', async () => {
    const matrix = await authorizationMatrix(
      config({ authorizers: { gate: { type: 'TOKEN', handler: fail } } }),
      identities,
    )
    expect(find(matrix, 'reader', 'GET /gate/{id}')).toMatchObject({
      allowed: false,
      statusCode: 500,
      responseType: 'AUTHORIZER_CONFIGURATION_ERROR',
    })
  })

  test('takes no token, no quota, and leaves the stores of the config and its observer alone', async () => {
    const untouched = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : fail) }) as never
    const matrix = await authorizationMatrix(
      config({
        throttle: { take: fail, usage: fail, setUsage: fail },
        authorizerResults: untouched,
        observer: { onLeave: fail },
      }),
      identities,
    )
    expect(find(matrix, 'keyed', 'GET /key')?.allowed).toBe(true)
    expect(find(matrix, 'keyed', 'GET /key', 'beta')?.allowed).toBe(true)
  })

  test('is a table for people', async () => {
    const pool = createTestIssuer({ clock })
    const small: GatewayConfig = {
      clock,
      http: pool.http,
      authorizers: { users: { type: 'COGNITO_USER_POOLS', providerARNs: [pool.userPoolArn] } },
      routes: { 'GET /': fail, 'GET /me': { handler: fail, authorizer: 'users' } },
    }
    const matrix = await authorizationMatrix(small, { 'a|b': { headers: { Authorization: pool.token() } } })
    expect(
      matrix
        .toText()
        .replace(/\w{10}\/prod/g, 'API/prod')
        .split('\n')
        .map((line) => line.replace(/ {2,}/g, '  ')),
    ).toEqual([
      'Route  anonymous  a|b',
      expect.stringMatching(/^-+ {2}-+ {2}-+$/),
      'API/prod GET /  allow: none  allow: none',
      'API/prod GET /me  401 UNAUTHORIZED: user-pool users  allow: user-pool users',
      '',
      'Open to everyone:',
      '- API/prod GET /',
    ])
    expect(matrix.toMarkdown()).toContain('| anonymous | a\\|b |\n| --- | --- | --- |\n')
  })
})

describe('the authorization matrix of a WebSocket API', () => {
  test('tells who may connect', async () => {
    const handler = (event: { methodArn: string }) => ({
      principalId: 'x',
      policyDocument: policy(statement('Allow', event.methodArn)),
    })
    const matrix = await authorizationMatrix(
      {
        protocolType: 'WEBSOCKET',
        clock,
        logger: false,
        authorizers: { gate: { handler, identitySource: ['route.request.header.Authorization'] } },
        routes: { $connect: { handler: fail, authorizer: 'gate' }, $default: fail },
      } as never,
      identities,
    )
    expect(matrix.routes).toMatchObject([{ path: '$connect' }])
    expect(matrix.unguarded).toEqual([])
    expect(find(matrix, 'reader', 'GET $connect')).toMatchObject({
      allowed: true,
      rules: [{ kind: 'lambda', name: 'gate' }],
    })
    expect(find(matrix, 'anonymous', 'GET $connect')).toMatchObject({ allowed: false, statusCode: 401 })
  })
})

describe('the authorization matrix of an HTTP API', () => {
  test('asks its authorizers', async () => {
    const issuer = createTestIssuer({ clock, issuer: 'https://issuer.test' })
    const matrix = await authorizationMatrix(
      {
        protocolType: 'HTTP',
        clock,
        logger: false,
        http: issuer.http,
        authorizers: {
          users: { type: 'JWT', issuer: 'https://issuer.test', audience: ['test-client'] },
        },
        routes: {
          'GET /open': fail,
          'GET /me': { handler: fail, authorizer: 'users' },
          'DELETE /me': { handler: fail, authorizer: 'users', authorizationScopes: ['me/delete'] },
          'GET /iam': { handler: fail, authorizer: 'AWS_IAM' },
        },
      } as never,
      { ada: { headers: { Authorization: `Bearer ${issuer.token()}` } } },
    )
    const of = (identity: string, route: string) => find(matrix, identity, route, '$default')
    expect(of('anonymous', 'GET /open')).toMatchObject({ allowed: true, rules: [{ kind: 'none' }] })
    expect(of('ada', 'GET /me')).toMatchObject({ allowed: true, rules: [{ kind: 'jwt', name: 'users' }] })
    expect(of('anonymous', 'GET /me')).toMatchObject({ allowed: false, statusCode: 401 })
    expect(of('ada', 'DELETE /me')).toMatchObject({ allowed: false, statusCode: 403 })
    expect(of('ada', 'GET /iam')).toMatchObject({ allowed: false, statusCode: 403, rules: [{ kind: 'iam' }] })
    expect(matrix.unguarded).toHaveLength(1)
  })
})
