import { describe, expect, test } from 'vitest'
import type { WebSocketIntegrationConfig } from '../../src/index.js'
import { HeaderList, type HttpCall } from '../../src/index.js'
import { connectClient, type TestClient } from '../../src/testing/index.js'
import { lastJson, open, recorder, TWO_WAY } from './api.js'

interface Backend {
  readonly status?: number
  readonly headers?: ReadonlyArray<readonly [string, string]>
  readonly body?: string | Uint8Array
}

function withBackend(
  integration: Partial<WebSocketIntegrationConfig>,
  { status = 200, headers = [], body = '' }: Backend = {},
  more: object = {},
) {
  const calls: HttpCall[] = []
  const gateway = open({
    routes: { $default: { target: 'integrations/i', ...TWO_WAY }, quiet: { target: 'i' } },
    integrations: {
      i: { integrationType: 'HTTP', integrationUri: 'http://hook.example.com/{room}', ...integration },
    },
    stages: { prod: { variables: { env: 'blue' } } },
    http: (call) => {
      calls.push(call)
      return Promise.resolve({ statusCode: status, headers: new HeaderList(headers), body })
    },
    ...more,
  })
  return { calls, gateway }
}

const HERE = { integrationUri: 'http://hook.example.com/' } as const

async function answerOf(
  integration: Partial<WebSocketIntegrationConfig>,
  backend?: Backend,
  message = '{"a": 1}',
): Promise<TestClient> {
  const client = await connectClient(withBackend({ ...HERE, ...integration }, backend).gateway)
  await client.send(message)
  return client
}

describe('the request to an HTTP back end', () => {
  test('has the mapped parameters and the headers of the service', async () => {
    const { calls, gateway } = withBackend({
      integrationType: 'HTTP_PROXY',
      requestParameters: {
        'integration.request.path.room': 'route.request.body.room',
        'integration.request.querystring.env': 'stageVariables.env',
        'integration.request.querystring.id': 'context.connectionId',
        'integration.request.header.x-fixed': "'seven'",
        'integration.request.header.x-missing': 'route.request.body.nothing',
        'integration.request.header.x-query': 'route.request.querystring.q',
        'integration.request.header.x-status': 'context.status',
      },
    })
    const client = await connectClient(gateway, { path: '/prod?q=1' })
    await client.send('{"room": "a/b"}')
    const [call] = calls
    expect(call?.url).toBe(`http://hook.example.com/a%2Fb?env=blue&id=${encodeURIComponent(client.connectionId)}`)
    expect(call?.method).toBe('POST')
    expect(call?.body).toBe('{"room": "a/b"}')
    expect(call?.headers.toJSON()).toEqual({
      'Content-Type': 'application/json',
      'x-fixed': 'seven',
      Accept: 'application/json',
      'User-Agent': expect.stringMatching(/^AmazonAPIGateway_[a-z0-9]{10}$/) as string,
      'X-Amzn-Apigateway-Api-Id': expect.any(String) as string,
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-/) as string,
    })
  })

  test('of a message that is no JSON lacks what would be mapped from it', async () => {
    const { calls, gateway } = withBackend({
      ...HERE,
      integrationType: 'HTTP_PROXY',
      requestParameters: {
        'integration.request.header.room': 'route.request.body.room',
        'integration.request.header.whole': 'route.request.body',
      },
    })
    await (await connectClient(gateway)).send('plain')
    expect(calls[0]?.headers.has('room')).toBe(false)
    expect(calls[0]?.headers.get('whole')).toBe('plain')
    expect(calls[0]?.body).toBe('plain')
  })

  test('of $connect may have headers and query of the upgrade', async () => {
    const calls: HttpCall[] = []
    await connectClient(
      open({
        routes: {
          $connect: {
            integration: {
              integrationType: 'HTTP',
              integrationUri: 'http://hook.example.com/',
              requestParameters: {
                'integration.request.header.a': 'route.request.header.Who',
                'integration.request.header.b': 'route.request.multivaluequerystring.q',
                'integration.request.querystring.c': 'route.request.querystring.q',
              },
              requestTemplates: {
                'application/json': `{"q": "$input.params('q')", "who": "$input.params('Who')", "m": "$context.messageId", "s": "$context.status", "u": "$context.identity.userAgent", "r": "$context.routeKey"}`,
              },
            },
          },
        },
        http: (call) => {
          calls.push(call)
          return Promise.resolve({ statusCode: 200, headers: new HeaderList(), body: '' })
        },
      }),
      { path: '/prod?q=1&q=2', headers: { Who: 'me' } },
    )
    expect(calls[0]?.headers.get('a')).toBe('me')
    expect(calls[0]?.headers.getAll('b')).toEqual(['1', '2'])
    expect(calls[0]?.url).toBe('http://hook.example.com/?c=2')
    expect(JSON.parse(String(calls[0]?.body))).toEqual({ q: '2', who: 'me', m: '', s: '', u: '', r: '$connect' })
  })
})

describe('a request template', () => {
  test.each([
    ['$request.body.kind', '{"kind": "a"}', 'A'],
    ['${request.body.kind}', '{"kind": "b"}', 'fallback'],
    ['\\$default', '{"kind": "a"}', 'fallback'],
    [undefined, '{}', 'fallback'],
  ])('is chosen by %s', async (templateSelectionExpression, message, body) => {
    const { calls, gateway } = withBackend({
      ...HERE,
      ...(templateSelectionExpression !== undefined && { templateSelectionExpression }),
      requestTemplates: { a: 'A', $default: 'fallback' },
    })
    await (await connectClient(gateway)).send(message)
    expect(calls[0]?.body).toBe(body)
  })

  test('keyed by the content type is taken where there is no expression', async () => {
    const { calls, gateway } = withBackend({
      ...HERE,
      requestTemplates: { 'application/json': '{"id": "$context.connectionId", "x": $input.json(\'$.x\')}' },
    })
    const client = await connectClient(gateway)
    await client.send('{"x": [1]}')
    expect(calls[0]?.body).toBe(`{"id": "${client.connectionId}", "x": [1]}`)
  })

  test.each([
    ['WHEN_NO_MATCH', true],
    ['WHEN_NO_TEMPLATES', false],
    ['NEVER', false],
  ] as const)('that is missing: with %s the message passes: %s', async (passthroughBehavior, passes) => {
    const { calls, gateway } = withBackend({
      ...HERE,
      passthroughBehavior,
      templateSelectionExpression: '$request.body.kind',
      requestTemplates: { a: 'A' },
      integrationResponses: { $default: {} },
    })
    const client = await connectClient(gateway)
    await client.send('{"kind": "b"}')
    expect(calls.map(({ body }) => body)).toEqual(passes ? ['{"kind": "b"}'] : [])
    if (!passes) expect(lastJson(client)).toMatchObject({ message: 'Unsupported Media Type' })
  })

  test('that fails is an error frame, and the back end is not called', async () => {
    const fail = (): never => {
      throw new Error('secret')
    }
    const transformers = { 'application/json': { compile: () => fail } }
    const { calls, gateway } = withBackend(
      { ...HERE, requestTemplates: { 'application/json': 'x' } },
      {},
      { transformers },
    )
    const client = await connectClient(gateway)
    await client.send('{}')
    expect(calls).toEqual([])
    expect(lastJson(client)).toMatchObject({ message: 'Internal server error' })
  })

  test('with CONVERT_TO_BINARY gives the bytes of base64 text, and an error frame for other text', async () => {
    const integration = {
      ...HERE,
      contentHandlingStrategy: 'CONVERT_TO_BINARY',
      integrationResponses: { $default: {} },
    } as const
    const { calls, gateway } = withBackend(integration)
    const client = await connectClient(gateway)
    await client.send('AAEC')
    expect(Buffer.from(calls[0]?.body ?? '').toString('hex')).toBe('000102')
    await client.send('!')
    expect(lastJson(client)).toMatchObject({ message: 'Internal server error' })
  })
})

describe('an integration response', () => {
  const integrationResponses = {
    '/2\\d\\d/': { templateSelectionExpression: '\\$default', responseTemplates: { $default: 'ok $input.body' } },
    '418': { responseTemplates: { $default: 'teapot' } },
    $default: { responseTemplates: { $default: 'other' } },
  }

  test.each([
    [201, 'ok {"b":2}'],
    [418, 'teapot'],
    [500, 'other'],
  ])('of an HTTP back end is chosen by its status %i', async (status, answer) => {
    const client = await answerOf({ integrationResponses }, { status, body: '{"b":2}' })
    expect(client.received).toEqual([answer])
  })

  test('without a template leaves the answer as it is; one that is missing is an error frame', async () => {
    expect((await answerOf({ integrationResponses: { $default: {} } }, { body: 'as is' })).received).toEqual(['as is'])
    const none = await answerOf({ integrationResponses: { '/2\\d\\d/': {} } }, { status: 404 })
    expect(lastJson(none)).toMatchObject({ message: 'Internal server error' })
  })

  test.each([
    ['${integration.response.statuscode}', '200'],
    ['${integration.response.header.Kind}', 'K2'],
    ['${integration.response.multivalueheader.Kind}', 'K1,K2'],
    ['${request.body.kind}', 'R'],
    ['static', 'static'],
    ['${request.body.nothing}', '$default'],
  ])('chooses its template by %s', async (templateSelectionExpression, key) => {
    const keys = ['200', 'K2', 'K1,K2', 'R', 'static', '$default']
    const responseTemplates = Object.fromEntries(keys.map((name) => [name, `took ${name.replace('$', '')}`]))
    const client = await answerOf(
      { integrationResponses: { $default: { templateSelectionExpression, responseTemplates } } },
      {
        headers: [
          ['kind', 'K1'],
          ['kind', 'K2'],
        ],
      },
      '{"kind": "R"}',
    )
    expect(client.received).toEqual([`took ${key.replace('$', '')}`])
  })

  test('CONVERT_TO_TEXT gives base64 of bytes', async () => {
    const client = await answerOf(
      { integrationResponses: { $default: { contentHandlingStrategy: 'CONVERT_TO_TEXT' } } },
      { body: new Uint8Array([0, 1, 2]) },
    )
    expect(client.received).toEqual(['AAEC'])
  })

  test('of a function is chosen by the message of the error that it raised', async () => {
    const gateway = open({
      routes: { $default: { target: 'integrations/f', ...TWO_WAY } },
      integrations: {
        f: {
          integrationType: 'AWS',
          integrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:f',
          integrationResponses: {
            '/.*not found.*/': { responseTemplates: { $default: 'missing' } },
            $default: { responseTemplates: { $default: "fine $input.json('$.got')" } },
          },
        },
      },
      functions: {
        f: (event: { fail?: string }) => {
          if (event.fail !== undefined) throw new Error(event.fail)
          return { got: event }
        },
      },
    })
    const client = await connectClient(gateway)
    await client.send('{"x": 1}')
    await client.send('{"fail": "pet not found"}')
    await client.send('{"fail": "other"}')
    expect(client.received).toEqual(['fine {"x":1}', 'missing', 'fine ""'])
  })

  test('that does not fit the error of a function is an error frame, on a one-way route too', async () => {
    const gateway = open({
      routes: {
        $default: {
          integration: {
            integrationType: 'AWS',
            integrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:f',
            integrationResponses: { '/known/': {} },
          },
        },
      },
      functions: { f: () => Promise.reject(new Error('unknown')) },
    })
    const client = await connectClient(gateway)
    await client.send('{}')
    expect(lastJson(client)).toMatchObject({ message: 'Internal server error' })
  })
})

test('a mock answers with what its integration response says', async () => {
  const client = await answerOf({
    integrationType: 'MOCK',
    requestTemplates: { $default: '{"statusCode": 404}' },
    integrationResponses: { '/4../': { responseTemplates: { $default: 'mocked $context.routeKey' } } },
  })
  expect(client.received).toEqual(['mocked $default'])
})

test('HTTP_PROXY passes the answer of the back end whole, whatever its status', async () => {
  const client = await answerOf({ integrationType: 'HTTP_PROXY' }, { status: 500, body: 'broken' })
  expect(client.received).toEqual(['broken'])
})

test('one integration may be the target of several routes; stage variables name functions', async () => {
  const [f, g] = [recorder({ body: 'f' }), recorder({ body: 'g' })]
  const gateway = open({
    routes: { a: { target: 'integrations/i', ...TWO_WAY }, $default: { target: 'integrations/i', ...TWO_WAY } },
    integrations: {
      i: {
        integrationType: 'AWS_PROXY',
        integrationUri:
          'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.fn}/invocations',
      },
    },
    stages: { prod: { variables: { fn: 'f' } }, dev: { variables: { fn: 'g' } } },
    functions: { f, g },
  })
  const [prod, dev] = [await connectClient(gateway), await connectClient(gateway, { path: '/dev' })]
  await prod.send('{"action": "a"}')
  await dev.send('x')
  expect([prod.received, dev.received]).toEqual([['f'], ['g']])
})
