import { describe, expect, it } from 'vitest'
import type { HandleResponse } from '../../src/index.js'
import { signRequest } from '../../src/sigv4/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { backEnd, httpGateway } from './api.js'

const echo = async (event: never): Promise<object> => ({ statusCode: 200, body: JSON.stringify(event) })
const ok = async (): Promise<object> => ({ statusCode: 200, body: 'ok' })

describe('Lambda authorizers', () => {
  const gatewayOf = (settings: object, handler: (event: never) => unknown, clock = createVirtualClock()) =>
    httpGateway({
      clock,
      authorizers: { own: { type: 'REQUEST', handler: handler as never, ...settings } },
      routes: {
        'GET /a': { handler: echo as never, authorizer: 'own' },
        'GET /b/{id}': { handler: echo as never, authorizer: 'own' },
      },
    })

  it('are remembered by route where `$context.routeKey` is an identity source', async () => {
    let calls = 0
    const settings = { identitySource: '$request.header.x-a,$context.routeKey', authorizerResultTtlInSeconds: 60 }
    const gateway = gatewayOf(settings, async () => ({ isAuthorized: ++calls > 0 }))
    for (const path of ['/a', '/a', '/b/1', '/b/2'])
      await gateway.handle({ method: 'GET', path, headers: { 'x-a': '1' } })
    expect(calls).toBe(2)
  })

  it('may not say `claims` in a context of format 1.0', async () => {
    const policy = (context: object) => async () => ({
      principalId: 'me',
      policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] },
      context,
    })
    const settings = { payloadFormatVersion: '1.0' }
    const statusOf = async (context: object): Promise<number> =>
      (await gatewayOf(settings, policy(context)).handle({ method: 'GET', path: '/a' })).statusCode
    expect([await statusOf({ claim: '1' }), await statusOf({ claims: '1' })]).toEqual([200, 500])
  })

  it('give their context to mappings', async () => {
    const { calls, http } = backEnd()
    const gateway = httpGateway({
      http,
      authorizers: {
        own: { type: 'REQUEST', handler: async () => ({ isAuthorized: true, context: { n: 1, list: ['a'], t: 'x' } }) },
      },
      routes: {
        'GET /a': {
          integration: {
            type: 'HTTP_PROXY',
            httpMethod: 'GET',
            uri: 'https://b.example',
            requestParameters: {
              'overwrite:header.x-n': '$context.authorizer.n',
              'overwrite:header.x-list': '$context.authorizer.list',
              'overwrite:header.x-t': '${context.authorizer.t}/${context.routeKey}/${context.identity.sourceIp}',
            },
          },
          authorizer: 'own',
        },
      },
    })
    await gateway.handle({ method: 'GET', path: '/a', sourceIp: '203.0.113.7' })
    expect(calls[0]?.headers.toJSON()).toMatchObject({ 'x-n': '1', 'x-list': '["a"]', 'x-t': 'x/GET /a/203.0.113.7' })
  })
})

describe('identity sources', () => {
  const start = (type: 'JWT' | 'REQUEST', identitySource: string) => () =>
    httpGateway({
      authorizers: {
        own:
          type === 'JWT'
            ? { type, issuer: 'https://i', audience: [], identitySource }
            : { type, handler: 'f', identitySource },
      },
      routes: { 'GET /a': { handler: ok as never, authorizer: 'own' } },
    })

  it.for([
    ['JWT', '$request.header.X-Token'],
    ['JWT', '$request.querystring.token'],
    ['REQUEST', '$request.header.a,$request.querystring.b,$context.identity.sourceIp,$stageVariables.c'],
  ] as const)('of %s may be %s', ([type, source]) => {
    expect(start(type, source)).not.toThrow()
  })

  it.for([
    ['JWT', '$context.requestId'],
    ['JWT', '$stageVariables.token'],
    ['JWT', '$request.header.a,$request.header.b'],
    ['REQUEST', '$request.body.token'],
    ['REQUEST', '$request.path.id'],
    ['REQUEST', '$request.header.'],
    ['REQUEST', 'method.request.header.Authorization'],
    ['REQUEST', 'Authorization'],
  ] as const)('of %s may not be %s', ([type, source]) => {
    expect(start(type, source)).toThrow(/identitySource/)
  })
})

describe('mutual TLS', () => {
  const clientCert = {
    clientCertPem: '-----BEGIN CERTIFICATE-----\n',
    subjectDN: 'CN=client',
    issuerDN: 'CN=ca',
    serialNumber: 'a1:b2',
    validity: { notBefore: 'May 28 12:30:02 2019 GMT', notAfter: 'Aug  5 09:36:04 2021 GMT' },
    chainPem: ['x'],
  }
  const { chainPem: _, ...shown } = clientCert

  it('shows the certificate to functions of both formats, and to authorizers', async () => {
    const seen: unknown[] = []
    const gateway = httpGateway({
      authorizers: {
        own: {
          type: 'REQUEST',
          handler: async (event: { requestContext: { authentication: unknown } }) => {
            seen.push(event.requestContext.authentication)
            return { isAuthorized: true }
          },
        },
      },
      routes: {
        'GET /two': { handler: echo as never, authorizer: 'own' },
        'GET /one': { handler: echo as never, payloadFormatVersion: '1.0' },
      },
    })
    const two = await gateway.handle({ method: 'GET', path: '/two', tls: { clientCert } })
    expect(two.json()).toMatchObject({ requestContext: { authentication: { clientCert: shown } } })
    expect(seen).toEqual([{ clientCert: shown }])
    const one = (await gateway.handle({ method: 'GET', path: '/one', tls: { clientCert } })).json()
    expect(one).toMatchObject({ requestContext: { identity: { clientCert: shown } } })
    expect(JSON.stringify(one)).not.toContain('chainPem')
  })
})

describe('IAM', () => {
  const clock = createVirtualClock()
  const credential = {
    secretAccessKey: 'secret',
    accountId: '123456789012',
    userArn: 'arn:aws:sts::123456789012:assumed-role/guests/session',
    user: 'AROA:session',
    cognitoIdentityId: 'us-east-1:1',
    cognitoIdentityPoolId: 'us-east-1:2',
    cognitoAuthenticationType: 'authenticated',
    policies: [{ Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] }],
  }
  const gateway = httpGateway({
    clock,
    routes: { 'GET /x': { handler: echo as never, authorizer: 'AWS_IAM' } },
    credentials: { lookup: (id) => (id === 'AKIDEXAMPLE' ? credential : undefined) },
  })

  function signed(more: Record<string, string>, change: Record<string, string> = {}): Promise<HandleResponse> {
    const headers = Object.entries({ host: 'api.example', ...more })
    const request = { method: 'GET', rawPath: '/x', rawQuery: '', headers, body: new Uint8Array() }
    const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
    const signature = signRequest(request, keys, { service: 'execute-api', region: 'us-east-1', now: clock.now() })
    const sent = Object.fromEntries([...headers, ...signature])
    return gateway.handle({ method: 'GET', path: '/x', headers: { ...sent, ...change } })
  }

  it('tells the function who signed', async () => {
    const response = await signed({ 'x-connection-id': '1' })
    expect([response.statusCode, response.json()]).toMatchObject([
      200,
      {
        requestContext: {
          authorizer: {
            iam: {
              accessKey: 'AKIDEXAMPLE',
              userArn: credential.userArn,
              cognitoIdentity: { amr: ['authenticated'], identityId: 'us-east-1:1', identityPoolId: 'us-east-1:2' },
            },
          },
        },
      },
    ])
  })

  it('answers a signature that does not fit with 403', async () => {
    const response = await signed({ 'x-own': '1' }, { 'x-own': '2' })
    expect([response.statusCode, response.text()]).toEqual([403, '{"message":"Forbidden"}'])
  })
})
