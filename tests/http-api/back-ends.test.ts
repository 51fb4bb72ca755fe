import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConfigError, HeaderList, type HttpCall, type ServiceCall } from '../../src/index.js'
import { httpDocument, httpGateway } from './api.js'

interface Seen {
  readonly call: HttpCall | undefined
}

function proxy(key: string, integration: object, stages?: Record<string, object>, more: object = {}) {
  const seen: { call: HttpCall | undefined } = { call: undefined }
  const operation = {
    'x-amazon-apigateway-integration': {
      type: 'HTTP_PROXY',
      httpMethod: 'ANY',
      payloadFormatVersion: '1.0',
      ...integration,
    },
  }
  const gateway = httpGateway({
    definition: httpDocument({ [key]: operation }),
    http: async (call) => {
      seen.call = call
      return {
        statusCode: 200,
        headers: new HeaderList([
          ['X-Back', '1'],
          ['Connection', 'close'],
        ]),
        body: '{"a":{"b":[7]}}',
      }
    },
    ...(stages !== undefined && { stages }),
    ...more,
  })
  return { gateway, seen: seen as Seen }
}

describe('HTTP proxy integrations', () => {
  it('pass the request on, with what the gateway adds', async () => {
    const { gateway, seen } = proxy('ANY /p/{id}', { uri: 'https://back.example/x/{id}?fixed=1' })
    await gateway.handle({
      method: 'PATCH',
      path: '/p/a%20b?q=1&q=%20',
      headers: [
        ['X-Own', '1'],
        ['Host', 'api.example'],
        ['Connection', 'close'],
        ['Via', '1.1 front'],
        ['cookie', 'a=1'],
      ],
      body: 'data',
      sourceIp: '203.0.113.7',
    })
    expect(seen.call).toMatchObject({
      method: 'PATCH',
      url: 'https://back.example/x/a%20b?fixed=1&q=1&q=%20',
      body: 'data',
    })
    expect(seen.call?.headers.toJSON()).toMatchObject({
      'X-Own': '1',
      cookie: 'a=1',
      Forwarded: 'for=203.0.113.7;host=api.example;proto=https',
      Via: '1.1 front, HTTP/1.1 AmazonAPIGateway',
    })
    expect(seen.call?.headers.has('connection')).toBe(false)
    expect(seen.call?.headers.has('host')).toBe(false)
  })

  it('append the whole path behind the default route, without the stage', async () => {
    const { gateway, seen } = proxy('$default', { uri: 'https://back.example/base/' }, { dev: {} })
    await gateway.handle({ method: 'GET', path: '/dev/a//b?c' })
    expect(seen.call?.url).toBe('https://back.example/base/a//b?c')
  })

  it('go through a VPC link with the stage in the path, unless a mapping says otherwise', async () => {
    const uri = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/lb/1/2'
    const link = { uri, connectionType: 'VPC_LINK', connectionId: 'link' }
    const config = { vpcLinks: { link: 'http://10.0.0.1:8080' } }
    const plain = proxy('GET /a', link, { dev: {} }, config)
    await plain.gateway.handle({ method: 'GET', path: '/dev/a' })
    expect(plain.seen.call?.url).toBe('http://10.0.0.1:8080/dev/a')
    const mapped = proxy(
      'GET /a',
      { ...link, requestParameters: { 'overwrite:path': '$request.path' } },
      { dev: {} },
      config,
    )
    await mapped.gateway.handle({ method: 'GET', path: '/dev/a' })
    expect(mapped.seen.call?.url).toBe('http://10.0.0.1:8080/a')
  })

  it('put stage variables into the address', async () => {
    const { gateway, seen } = proxy(
      'GET /a',
      { uri: 'https://${stageVariables.host}/x' },
      { dev: { variables: { host: 'v.example' } } },
    )
    await gateway.handle({ method: 'GET', path: '/dev/a' })
    expect(seen.call?.url).toBe('https://v.example/x')
  })

  it('answer 503 when the back end cannot be reached', async () => {
    const http = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    const { gateway } = proxy('GET /a', { uri: 'https://back.example' }, undefined, { http })
    const response = await gateway.handle({ method: 'GET', path: '/a' })
    expect([response.statusCode, response.text()]).toEqual([503, '{"message":"Service Unavailable"}'])
  })

  it('never leave their host, whatever a client sends', async () => {
    const { gateway, seen } = proxy('ANY /p/{id}', {
      uri: 'https://back.example/x/{id}/y',
      requestParameters: { 'overwrite:header.x': '$request.querystring.q', 'append:querystring.z': '$request.path.id' },
    })
    const piece = fc.constantFrom('..', '%2e%2e', '/', '%2F', '@', '\\', '#', '?', '%0d%0a', ':', '//evil.example', 'a')
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        await gateway.handle({ method: 'GET', path: `/p/${pieces.join('')}?q=${pieces.join('')}` })
        const { call } = seen
        if (call === undefined) return
        expect(new URL(call.url).host).toBe('back.example')
        expect(call.url.split('?')[0]).toMatch(/^https:\/\/back\.example\/x\/[^/?#]*\/y$/)
        for (const [, value] of call.headers) expect(value).not.toMatch(/[\r\n]/)
      }),
    )
  })
})

describe('parameter mapping', () => {
  it('changes the answer by its status', async () => {
    const { gateway } = proxy('GET /a', {
      uri: 'https://back.example',
      responseParameters: {
        200: {
          'append:header.x-id': '${context.requestId}-${response.body.a.b[0]}',
          'overwrite:header.X-Back': '$response.header.x-back',
          'remove:header.gone': "''",
          'overwrite:statuscode': '202',
        },
      },
    })
    const response = await gateway.handle({ method: 'GET', path: '/a' })
    expect(response.statusCode).toBe(202)
    expect(response.headers.get('x-id')).toBe(`${response.headers.get('apigw-requestid')}-7`)
  })

  it('changes the event of a function', async () => {
    const integration = {
      type: 'AWS_PROXY',
      uri: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      requestParameters: {
        'append:header.x-a': '$context.stage',
        'overwrite:querystring.q': '$request.header.x-b',
        'remove:querystring.gone': "''",
        'overwrite:path': '/other',
      },
    }
    for (const payloadFormatVersion of ['1.0', '2.0']) {
      const { gateway } = httpFunction({ ...integration, payloadFormatVersion })
      const response = await gateway.handle({ method: 'GET', path: '/a?gone=1', headers: { 'X-A': '1', 'x-b': '2' } })
      const event = JSON.parse(response.text()) as Record<string, Record<string, unknown>>
      expect(event['queryStringParameters']).toEqual({ q: '2' })
      expect(event['rawPath'] ?? event['path']).toBe('/other')
      expect(event['headers']?.['x-a']).toBe(payloadFormatVersion === '1.0' ? '$default' : '1,$default')
    }
  })

  function httpFunction(integration: object) {
    const gateway = httpGateway({
      definition: httpDocument({ 'GET /a': { 'x-amazon-apigateway-integration': integration } }),
      functions: { f: async (event: never) => ({ statusCode: 200, body: JSON.stringify(event) }) },
    })
    return { gateway }
  }

  it.for([
    [{ 'overwrite:header.Authorization': 'x' }, /reserved/],
    [{ 'append:header.x-amz-thing': 'x' }, /reserved/],
    [{ 'append:path': '/x' }, /no mapping/],
    [{ 'overwrite:statuscode': '200' }, /no mapping/],
    [{ 'overwrite:header.a': '$request.cookie.b' }, /no value/],
    [{ 'overwrite:header.a': '$request.body..b' }, /no value/],
    [{ 'overwrite:header.a': '$response.header.b' }, /no value/],
  ] as const)('refuses %j at start', ([requestParameters, message]) => {
    expect(() => proxy('GET /a', { uri: 'https://back.example', requestParameters })).toThrow(message)
  })
})

describe('first-class integrations', () => {
  const send = (requestParameters: object, more: object = {}) => ({
    'x-amazon-apigateway-integration': {
      type: 'AWS_PROXY',
      integrationSubtype: 'SQS-SendMessage',
      payloadFormatVersion: '1.0',
      credentials: 'arn:aws:iam::123456789012:role/sender',
      requestParameters,
      ...more,
    },
  })

  it('call the service with mapped parameters', async () => {
    let seen: ServiceCall | undefined
    const gateway = httpGateway({
      definition: httpDocument({
        'POST /send': send({
          QueueUrl: 'https://q',
          MessageBody: '$request.body.text',
          DelaySeconds: '$request.querystring.d',
        }),
      }),
      services: {
        sqs: async (call) => {
          seen = call
          return { statusCode: 200, headers: new HeaderList([['content-type', 'text/xml']]), body: '<ok/>' }
        },
      },
    })
    const response = await gateway.handle({ method: 'POST', path: '/send', body: '{"text":"hi"}' })
    expect([response.statusCode, response.text(), response.headers.get('content-type')]).toEqual([
      200,
      '<ok/>',
      'text/xml',
    ])
    expect(Object.fromEntries(seen?.parameters ?? [])).toEqual({ QueueUrl: 'https://q', MessageBody: 'hi' })
  })

  it('tell at start what they lack', () => {
    const faulty = httpDocument({
      'POST /send': send({ QueueUrl: 'x', Colour: 'red' }, { credentials: undefined, payloadFormatVersion: '2.0' }),
    })
    try {
      httpGateway({ definition: faulty })
      expect.unreachable()
    } catch (error) {
      const messages = (error as ConfigError).faults.map(({ message }) => message)
      expect(messages.join('\n')).toMatch(
        /needs the parameter MessageBody[^]*no parameter Colour[^]*the role[^]*format 2\.0/,
      )
    }
  })
})
