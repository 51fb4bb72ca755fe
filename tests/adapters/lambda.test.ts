import { describe, expect, test } from 'vitest'
import type { AdapterOptions } from '../../src/adapters/gateway-handler.js'
import { lambdaHandler, type LambdaHttpEvent } from '../../src/adapters/lambda.js'
import { HeaderList } from '../../src/http/header-list.js'
import { createResponse, type HandleResponse } from '../../src/http/response.js'
import { recorder, type Recorder } from './recorder.js'

const answerOf = (body: HandleResponse['body']): HandleResponse => {
  const headers = new HeaderList([
    ['Content-Type', 'text/plain'],
    ['Set-Cookie', 'a=1'],
    ['X-Many', '1'],
    ['Set-Cookie', 'b=2'],
    ['X-Many', '2'],
    ['Content-Length', '99'],
  ])
  return createResponse(201, headers, body)
}

const restEvent = {
  httpMethod: 'POST',
  path: '/pets/a b',
  headers: { 'X-One': '2', Host: 'api.example.com' },
  multiValueHeaders: { 'X-One': ['1', '2'], Host: ['api.example.com'] },
  queryStringParameters: { q: 'b c' },
  multiValueQueryStringParameters: { q: ['a&', 'b c'] },
  body: 'AP8=',
  isBase64Encoded: true,
  requestContext: { stage: 'outer', path: '/outer/pets/a%20b', identity: { sourceIp: '1.2.3.4' } },
}

const urlEvent = {
  version: '2.0',
  rawPath: '/outer/pets',
  rawQueryString: 'a=1&a=%202',
  cookies: ['c=1', 'd=2'],
  headers: { 'x-one': '1,2', host: 'api.example.com' },
  body: '{"a": 1}',
  isBase64Encoded: false,
  requestContext: { stage: 'outer', http: { method: 'PUT', sourceIp: '1.2.3.4' } },
}

const balancerEvent = {
  httpMethod: 'GET',
  path: '/pets',
  headers: { 'x-forwarded-for': '6.6.6.6, 1.2.3.4', host: 'api.example.com' },
  queryStringParameters: { 'a%20b': '1%262' },
  body: '',
  isBase64Encoded: false,
  requestContext: { elb: { targetGroupArn: 'arn' } },
}

async function run(
  event: object,
  options: AdapterOptions = {},
  body: HandleResponse['body'] = 'text é',
): Promise<{ gateway: Recorder; result: unknown }> {
  const gateway = recorder(() => answerOf(body))
  const result = await lambdaHandler(gateway, options)(event as unknown as LambdaHttpEvent)
  return { gateway, result }
}

describe('an event of format 1.0', () => {
  test('becomes a request with all values, the whole path, the bytes', async () => {
    const { gateway } = await run({ ...restEvent, path: '/pets/a%20b' })
    expect(gateway.only.request).toMatchObject({
      method: 'POST',
      path: '/outer/pets/a%20b?q=a%26&q=b%20c',
      sourceIp: '1.2.3.4',
      headerCase: 'kept',
    })
    expect(gateway.only.request.headers).toEqual([
      ['X-One', '1'],
      ['X-One', '2'],
      ['Host', 'api.example.com'],
    ])
    expect([...gateway.only.body]).toEqual([0, 255])
  })

  test('is answered with lists of headers', async () => {
    expect((await run(restEvent)).result).toEqual({
      statusCode: 201,
      multiValueHeaders: { 'Content-Type': ['text/plain'], 'X-Many': ['1', '2'], 'Set-Cookie': ['a=1', 'b=2'] },
      body: 'text é',
      isBase64Encoded: false,
    })
  })

  test('loses the outer stage where it is told', async () => {
    const { gateway } = await run({ ...restEvent, path: '/pets/a%20b' }, { basePath: 'strip' })
    expect(gateway.only.request.path).toBe('/pets/a%20b?q=a%26&q=b%20c')
    const decoded = await run(restEvent, { basePath: 'strip' })
    expect(decoded.gateway.only.request.path).toBe('/pets/a%20b?q=a%26&q=b%20c')
  })
})

describe('an event of format 2.0', () => {
  test('becomes a request with its raw query and its cookies', async () => {
    const { gateway } = await run(urlEvent)
    expect(gateway.only.request).toMatchObject({
      method: 'PUT',
      path: '/outer/pets?a=1&a=%202',
      sourceIp: '1.2.3.4',
      headerCase: 'lost',
    })
    expect(gateway.only.request.headers).toContainEqual(['cookie', 'c=1; d=2'])
    expect(gateway.only.body.toString()).toBe('{"a": 1}')
  })

  test('is answered with cookies apart', async () => {
    expect((await run(urlEvent)).result).toEqual({
      statusCode: 201,
      headers: { 'Content-Type': 'text/plain', 'X-Many': '1, 2' },
      cookies: ['a=1', 'b=2'],
      body: 'text é',
      isBase64Encoded: false,
    })
  })

  test('loses the outer stage where it is told, and has none at a function URL', async () => {
    expect((await run(urlEvent, { stage: 'live' })).gateway.only.request).toMatchObject({
      stage: 'live',
      path: '/pets?a=1&a=%202',
    })
    const atUrl = { ...urlEvent, rawPath: '/pets', requestContext: { ...urlEvent.requestContext, stage: '$default' } }
    expect((await run(atUrl, { basePath: 'strip' })).gateway.only.request.path).toBe('/pets?a=1&a=%202')
  })
})

describe("a load balancer's event", () => {
  test('becomes a request with the query as it was sent and the address that the balancer saw', async () => {
    const { gateway } = await run(balancerEvent)
    expect(gateway.only.request).toMatchObject({ method: 'GET', path: '/pets?a%20b=1%262', sourceIp: '1.2.3.4' })
    expect(gateway.only.request.body).toBeUndefined()
  })

  test('is answered with single headers, cookies under spellings of one name', async () => {
    expect((await run(balancerEvent)).result).toMatchObject({
      headers: { 'Content-Type': 'text/plain', 'X-Many': '1, 2', 'set-cookie': 'a=1', 'Set-cookie': 'b=2' },
    })
  })

  test('is answered with lists where it is set to send them', async () => {
    const lists = { ...balancerEvent, headers: undefined, multiValueHeaders: { host: ['a'] } }
    expect((await run(lists)).result).toMatchObject({ multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } })
  })
})

describe('the body of a result', () => {
  test.each([
    ['text as it is', 'é', 'é', false],
    ['bytes of UTF-8 as text', new TextEncoder().encode('é'), 'é', false],
    ['a byte order mark with the text', new Uint8Array([0xef, 0xbb, 0xbf, 97]), '\uFEFFa', false],
    ['other bytes as base64', new Uint8Array([0, 255]), 'AP8=', true],
  ])('is %s', async (_, body, text, isBase64Encoded) => {
    expect((await run(urlEvent, {}, body)).result).toMatchObject({ body: text, isBase64Encoded })
  })

  test('collects a stream', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array([0xc3])
      yield new Uint8Array([0xa9])
    }
    expect((await run(urlEvent, {}, chunks())).result).toMatchObject({ body: 'é', isBase64Encoded: false })
  })
})
