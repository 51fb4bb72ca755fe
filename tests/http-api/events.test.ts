import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import type { HandleRequest } from '../../src/index.js'
import { httpGateway } from './api.js'

const request: HandleRequest = {
  method: 'POST',
  path: '/people/J%20D/a/b?q=x%20y&q=z&e=',
  headers: [
    ['Content-Type', 'application/json'],
    ['X-Own', '1'],
    ['x-own', '2'],
    ['Cookie', 'a=1; b=2'],
    ['User-Agent', 'test'],
  ],
  body: '{"a":1}',
  sourceIp: '203.0.113.7',
}

async function eventOf<T>(version: '1.0' | '2.0', sent: HandleRequest = request): Promise<T> {
  let seen: T | undefined
  const handler = async (event: unknown) => {
    seen = event as T
    return { statusCode: 200 }
  }
  const { handle } = httpGateway({
    routes: {
      'POST /people/{name}/{rest+}': { handler, payloadFormatVersion: version } as never,
      $default: { handler, payloadFormatVersion: version } as never,
    },
  })
  expect((await handle(sent)).statusCode).toBe(200)
  return seen as T
}

describe('payload format 2.0', () => {
  it('is the service’s event', async () => {
    const event = await eventOf<APIGatewayProxyEventV2>('2.0')
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /people/{name}/{rest+}',
      rawPath: '/people/J D/a/b',
      rawQueryString: 'q=x%20y&q=z&e=',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { q: 'x y,z', e: '' },
      pathParameters: { name: 'J D', rest: 'a/b' },
      body: '{"a":1}',
      isBase64Encoded: false,
    })
    expect(event.headers).toMatchObject({
      'x-own': '1,2',
      'content-length': '7',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    })
    expect(event.headers).not.toHaveProperty('cookie')
    expect(event.requestContext.http).toEqual({
      method: 'POST',
      path: '/people/J D/a/b',
      protocol: 'HTTP/1.1',
      sourceIp: '203.0.113.7',
      userAgent: 'test',
    })
    expect(event.requestContext.domainPrefix).toBe(event.requestContext.domainName.split('.')[0])
    expect(event.requestContext.time).toMatch(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/)
  })

  it('leaves out what the request does not have', async () => {
    const event = await eventOf<APIGatewayProxyEventV2>('2.0', { method: 'GET', path: '/x' })
    const absent = ['cookies', 'queryStringParameters', 'pathParameters', 'stageVariables', 'body']
    for (const name of absent) expect(event).not.toHaveProperty(name)
    expect(event.rawQueryString).toBe('')
    expect(event.headers['content-length']).toBe('0')
    expect(event.requestContext.http.userAgent).toBe('')
  })

  it.for([
    ['text/css', false],
    ['application/json; charset=utf-8', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    ['image/png', true],
    [undefined, true],
  ] as const)('gives a body of the type %s as base64: %s', async ([type, isBase64Encoded]) => {
    const headers = type === undefined ? {} : { 'content-type': type }
    const event = await eventOf<APIGatewayProxyEventV2>('2.0', { method: 'POST', path: '/x', headers, body: 'ä=1' })
    expect(event.isBase64Encoded).toBe(isBase64Encoded)
    expect(event.body).toBe(isBase64Encoded ? Buffer.from('ä=1').toString('base64') : 'ä=1')
  })

  it('keeps hostile names as names', async () => {
    const headers = [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ] as const
    const event = await eventOf<APIGatewayProxyEventV2>('2.0', {
      method: 'GET',
      path: '/x?__proto__=1&constructor=2',
      headers,
    })
    expect(Object.keys(event.headers)).toContain('__proto__')
    expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})

describe('payload format 1.0', () => {
  it('is the service’s event', async () => {
    const event = await eventOf<APIGatewayProxyEvent>('1.0')
    expect(event).toMatchObject({
      version: '1.0',
      resource: '/people/{name}/{rest+}',
      path: '/people/J%20D/a/b',
      httpMethod: 'POST',
      queryStringParameters: { q: 'z', e: '' },
      multiValueQueryStringParameters: { q: ['x y', 'z'], e: [''] },
      pathParameters: { name: 'J D', rest: 'a/b' },
      stageVariables: null,
      body: '{"a":1}',
    })
    expect(event.headers).toMatchObject({ 'Content-Type': 'application/json', 'x-own': '2', cookie: 'a=1; b=2' })
    expect(event.multiValueHeaders['x-own']).toEqual(['1', '2'])
    const { requestContext } = event
    expect(requestContext.extendedRequestId).toBe(requestContext.requestId)
    expect(requestContext.resourceId).toBe('POST /people/{name}/{rest+}')
    expect(requestContext.path).toBe('/people/J D/a/b')
    expect(requestContext.identity.sourceIp).toBe('203.0.113.7')
  })

  it('has null for what is empty', async () => {
    const event = await eventOf<APIGatewayProxyEvent>('1.0', { method: 'GET', path: '/x' })
    expect(event).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      body: null,
    })
  })
})
