import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { AwsClient } from 'aws4fetch'
import { describe, expect, test } from 'vitest'
import { createGateway, type CredentialsProvider, type Gateway } from '../../src/index.js'

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const HOST = 'api.example.test'
const NOW = Date.UTC(2026, 0, 1)
const allow = (resource: string): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: resource }],
})

function gatewayFor(credentials: CredentialsProvider | undefined, policy?: object): Gateway {
  return createGateway({
    clock: { now: () => NOW, setTimeout: () => undefined, clearTimeout: () => undefined },
    logger: false,
    ...(credentials !== undefined && { credentials }),
    ...(policy !== undefined && { policy }),
    routes: {
      'GET /vault': {
        handler: (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.identity) }),
        authorizer: 'AWS_IAM',
      },
      'POST /vault/{id}': { handler: () => ({ statusCode: 200, body: 'stored' }), authorizer: 'AWS_IAM' },
    },
  })
}

function holder(policies: unknown[], more: object = {}): CredentialsProvider {
  const credential = {
    ...KEY,
    accountId: '123456789012',
    userArn: 'arn:aws:iam::123456789012:user/ada',
    user: 'AIDAADA',
    policies,
    ...more,
  }
  return { lookup: (id) => (id === KEY.accessKeyId ? credential : undefined) }
}

async function signed(method: string, path: string, body?: string): Promise<Record<string, string>> {
  const signer = new SignatureV4({ service: 'execute-api', region: 'us-east-1', credentials: KEY, sha256: NodeSha256 })
  const [pathname = '', query] = path.split('?')
  const { headers } = await signer.sign(
    {
      method,
      protocol: 'https:',
      hostname: HOST,
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { host: HOST, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    },
    { signingDate: new Date(NOW) },
  )
  return headers
}

class NodeSha256 {
  readonly #hash
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string)
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()))
  }
  reset(): void {}
}

describe('a method with AWS_IAM', () => {
  test('accepts what the AWS SDK signs, and tells the function who it was', async () => {
    const { handle } = gatewayFor(holder([allow('*')]))
    const response = await handle({
      method: 'GET',
      path: '/prod/vault?b=2&a=1',
      headers: await signed('GET', '/prod/vault?b=2&a=1'),
    })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({
      accessKey: 'AKIDEXAMPLE',
      accountId: '123456789012',
      user: 'AIDAADA',
      userArn: 'arn:aws:iam::123456789012:user/ada',
    })
  })

  test('accepts what aws4fetch signs, with a body', async () => {
    const client = new AwsClient({ ...KEY, service: 'execute-api', region: 'us-east-1' })
    const request = await client.sign(`https://${HOST}/prod/vault/7`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
      aws: { datetime: '20260101T000000Z' },
    })
    const { fetch } = gatewayFor(holder([allow('*')]))
    expect(await (await fetch(request)).text()).toBe('stored')
  })

  test('refuses a body that is not the one that was signed', async () => {
    const { handle } = gatewayFor(holder([allow('*')]))
    const headers = await signed('POST', '/prod/vault/7', '{"a":1}')
    const response = await handle({ method: 'POST', path: '/prod/vault/7', headers, body: '{"a":2}' })
    expect(response.statusCode).toBe(403)
    expect(response.headers.get('x-amzn-errortype')).toBe('InvalidSignatureException')
  })

  test.each([
    ['no policy', holder([]), undefined, 403],
    ['a policy for another method', holder([allow('arn:aws:execute-api:*:*:*/prod/DELETE/*')]), undefined, 403],
    [
      'a boundary that does not allow',
      holder([allow('*')], { permissionsBoundary: allow('arn:aws:execute-api:*:*:*/other/*') }),
      undefined,
      403,
    ],
    ['a resource policy that allows the account', holder([]), principalPolicy('Allow'), 200],
    ['a resource policy that denies', holder([allow('*')]), principalPolicy('Deny'), 403],
    [
      'another account, allowed by itself only',
      holder([allow('*')], { accountId: '999999999999', userArn: 'arn:aws:iam::999999999999:user/eve' }),
      undefined,
      403,
    ],
    [
      'a look-up that throws',
      {
        lookup: () => {
          throw new Error('down')
        },
      },
      undefined,
      500,
    ],
    ['a look-up that fails later', { lookup: () => Promise.reject(new Error('down')) }, undefined, 500],
    ['no look-up at all', undefined, undefined, 403],
  ] as Array<[string, CredentialsProvider | undefined, object | undefined, number]>)(
    'with %s answers as the tables say',
    async (_, credentials, policy, status) => {
      const { handle } = gatewayFor(credentials, policy)
      expect(
        (await handle({ method: 'GET', path: '/prod/vault', headers: await signed('GET', '/prod/vault') })).statusCode,
      ).toBe(status)
    },
  )

  test('answers an unsigned call, and one with another kind of token', async () => {
    const { handle } = gatewayFor(holder([allow('*')]))
    const unsigned = await handle({ method: 'GET', path: '/prod/vault' })
    expect([unsigned.statusCode, unsigned.json()]).toEqual([403, { message: 'Missing Authentication Token' }])
    const bearer = await handle({ method: 'GET', path: '/prod/vault', headers: { Authorization: 'Bearer x' } })
    expect(bearer.headers.get('x-amzn-errortype')).toBe('IncompleteSignatureException')
  })
})

function principalPolicy(effect: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: effect, Principal: { AWS: '123456789012' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
    ],
  }
}
