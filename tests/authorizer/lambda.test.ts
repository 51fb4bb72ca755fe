import { describe, expect, test } from 'vitest'
import { AuthorizerRefusal, createGateway, type Authorizer, type Gateway } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/index.js'

const policy = (effect: string, resource = '*'): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
})
const allowed = { principalId: 'ada', policyDocument: policy('Allow') }

interface Options {
  readonly type?: 'TOKEN' | 'REQUEST'
  readonly identitySource?: string
  readonly ttl?: number
  readonly expression?: string
  readonly own?: Authorizer
}

function gatewayWith(
  answer: (event: object) => unknown,
  options: Options = {},
): Gateway & { calls: object[]; advance(ms: number): Promise<void> } {
  const clock = createVirtualClock()
  const calls: object[] = []
  const gateway = createGateway({
    clock,
    logger: false,
    ...(options.own !== undefined && { authorizers: { gate: options.own } }),
    definition: {
      openapi: '3.0.1',
      info: { title: 'gate', version: '1' },
      components: {
        securitySchemes: {
          gate: {
            type: 'apiKey',
            in: 'header',
            name: options.type === 'REQUEST' ? 'Unused' : 'Authorization',
            'x-amazon-apigateway-authtype': 'custom',
            'x-amazon-apigateway-authorizer': {
              type: (options.type ?? 'TOKEN').toLowerCase(),
              authorizerUri:
                'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:gate/invocations',
              ...(options.identitySource !== undefined && { identitySource: options.identitySource }),
              ...(options.ttl !== undefined && { authorizerResultTtlInSeconds: options.ttl }),
              ...(options.expression !== undefined && { identityValidationExpression: options.expression }),
            },
          },
        },
      },
      paths: {
        '/pets': {
          get: {
            security: [{ gate: [] }],
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': {
              type: 'aws_proxy',
              httpMethod: 'POST',
              uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:pets/invocations',
            },
          },
        },
      },
    },
    functions: {
      gate: (event: object) => {
        calls.push(event)
        return answer(event)
      },
      pets: (event: { requestContext: { authorizer: object } }) => ({
        statusCode: 200,
        body: JSON.stringify(event.requestContext.authorizer),
      }),
    },
  })
  return { ...gateway, calls, advance: (ms) => clock.advance(ms) }
}

const call = (gateway: Gateway, token = 'tok', path = '/prod/pets') =>
  gateway.handle({ method: 'GET', path, headers: { authorization: token } })

describe('a Lambda authorizer', () => {
  test('passes its context to the function, with its types, and nothing that is shared', async () => {
    const context = { tier: 'gold', level: 3, ok: true }
    const gateway = gatewayWith(() => ({ ...allowed, context }))
    expect((await call(gateway)).json()).toMatchObject({ principalId: 'ada', tier: 'gold', level: 3, ok: true })
    expect((await call(gateway)).json()).toMatchObject({ tier: 'gold' })
    expect(gateway.calls).toHaveLength(1)
  })

  // Nobody gets in by a failure: each of these must refuse.
  test.each([
    [
      'raises',
      () => {
        throw new Error('boom')
      },
      500,
    ],
    [
      'raises exactly Unauthorized',
      () => {
        throw new Error('Unauthorized')
      },
      401,
    ],
    ['answers nothing', () => null, 500],
    ['answers text', () => 'allow', 500],
    ['gives no policy', () => ({ principalId: 'ada' }), 500],
    ['gives a policy that is none', () => ({ principalId: 'ada', policyDocument: { Statement: 'Allow' } }), 500],
    ['gives an unknown effect', () => ({ principalId: 'ada', policyDocument: policy('Maybe') }), 500],
    [
      'gives an unknown condition operator',
      () => ({
        principalId: 'a',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { Sometimes: { a: 'b' } } }],
        },
      }),
      500,
    ],
    ['gives a context that is not flat', () => ({ ...allowed, context: { deep: { er: 1 } } }), 500],
    ['denies', () => ({ principalId: 'ada', policyDocument: policy('Deny') }), 403],
    [
      'allows another method',
      () => ({ principalId: 'ada', policyDocument: policy('Allow', 'arn:aws:execute-api:*:*:*/prod/POST/*') }),
      403,
    ],
    ['never answers', () => new Promise(() => {}), 500],
  ] as Array<[string, () => unknown, number]>)('that %s refuses', async (_, answer, status) => {
    const gateway = gatewayWith(answer)
    const pending = call(gateway)
    await gateway.advance(30_000)
    const response = await pending
    expect(response.statusCode).toBe(status)
    if (status === 500) expect(response.json()).toEqual({ message: null })
  })

  test('is not asked without a token, or with one that does not match', async () => {
    const gateway = gatewayWith(() => allowed, { expression: 'Bearer [a-z]+' })
    expect((await gateway.handle({ method: 'GET', path: '/prod/pets' })).statusCode).toBe(401)
    expect((await call(gateway, 'Basic x')).statusCode).toBe(401)
    expect((await call(gateway, 'Bearer x; more')).statusCode).toBe(401)
    expect((await call(gateway, 'Bearer ok')).statusCode).toBe(200)
    expect(gateway.calls).toHaveLength(1)
  })

  test('keeps callers apart whose identities would read the same when put together', async () => {
    const gateway = gatewayWith(
      (event) => ({
        ...allowed,
        principalId: (event as { queryStringParameters: { a: string } }).queryStringParameters.a,
      }),
      {
        type: 'REQUEST',
        identitySource: 'method.request.querystring.a, method.request.querystring.b',
        ttl: 60,
      },
    )
    expect((await call(gateway, '', '/prod/pets?a=x&b=yz')).json()).toMatchObject({ principalId: 'x' })
    expect((await call(gateway, '', '/prod/pets?a=xy&b=z')).json()).toMatchObject({ principalId: 'xy' })
    expect((await call(gateway, '', '/prod/pets?a=xy&b=z')).statusCode).toBe(200)
    expect(gateway.calls).toHaveLength(2)
    expect((await call(gateway, '', '/prod/pets?a=x')).statusCode).toBe(401)
  })

  test('is asked each time when its results are not kept, and again after their time', async () => {
    const each = gatewayWith(() => allowed, { ttl: 0 })
    await call(each)
    await call(each)
    expect(each.calls).toHaveLength(2)
    const kept = gatewayWith(() => allowed, { ttl: 60 })
    await call(kept)
    await kept.advance(59_999)
    await call(kept)
    expect(kept.calls).toHaveLength(1)
    await kept.advance(1)
    await call(kept)
    expect(kept.calls).toHaveLength(2)
  })

  test('can be replaced by an object of the config, which can refuse but not open by failing', async () => {
    const own: Authorizer = {
      authorize: ({ sources }) => {
        const token = sources.headerInAnyCase('Authorization')
        if (token === 'no') throw new AuthorizerRefusal()
        if (token === 'broken') throw new Error('store down')
        return { principalId: 'own', policyDocument: policy('Allow') }
      },
    }
    const gateway = gatewayWith(() => allowed, { own })
    expect((await call(gateway, 'yes')).json()).toMatchObject({ principalId: 'own' })
    expect((await call(gateway, 'no')).statusCode).toBe(401)
    expect((await call(gateway, 'broken')).statusCode).toBe(500)
    expect(gateway.calls).toHaveLength(0)
  })
})
