import { describe, expect, it } from 'vitest'
import type { HandleResponse } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { httpGateway } from './api.js'

function answer(result: unknown, payloadFormatVersion: '1.0' | '2.0' = '2.0'): Promise<HandleResponse> {
  const handler = async () => result
  const { handle } = httpGateway({ routes: { $default: { handler, payloadFormatVersion } } })
  return handle({ method: 'GET', path: '/' })
}

describe('results of format 2.0', () => {
  it.for([
    [{ a: 1 }, '{"a":1}'],
    ['text', 'text'],
    [[1, 2], '[1,2]'],
    [7, '7'],
    [null, 'null'],
  ] as const)('%j without a status code is the answer', async ([value, body]) => {
    const response = await answer(value)
    expect([response.statusCode, response.headers.get('content-type'), response.text()]).toEqual([
      200,
      'application/json',
      body,
    ])
  })

  it('writes names like this, cookies one by one, and its own id', async () => {
    const response = await answer({
      statusCode: 201,
      headers: { 'x-my-header': 1, 'apigw-requestid': 'mine' },
      cookies: ['a=1', 'b=2; Path=/'],
      body: 'hi',
    })
    expect(response.statusCode).toBe(201)
    expect([...response.headers].map(([name]) => name)).toEqual([
      'X-My-Header',
      'Set-Cookie',
      'Set-Cookie',
      'Content-Type',
      'Apigw-Requestid',
    ])
    expect(response.headers.getAll('set-cookie')).toEqual(['a=1', 'b=2; Path=/'])
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('apigw-requestid')).not.toBe('mine')
  })

  it('decodes base64 whatever the client accepts', async () => {
    const response = await answer({ statusCode: 200, body: 'iVBORw==', isBase64Encoded: true })
    expect([...response.bytes()]).toEqual([0x89, 0x50, 0x4e, 0x47])
  })

  it.for([
    { statusCode: 0 },
    { statusCode: 200.5 },
    { statusCode: 'x' },
    { statusCode: 200, headers: { a: ['1'] } },
    { statusCode: 200, headers: { a: 'b\r\nc: d' } },
    { statusCode: 200, headers: [] },
    { statusCode: 200, cookies: 'a=1' },
    { statusCode: 200, cookies: [1] },
    { statusCode: 200, body: '%', isBase64Encoded: true },
  ])('%j is the service’s 500', async (result) => {
    const response = await answer(result)
    expect([response.statusCode, response.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  })
})

describe('results of format 1.0', () => {
  it('take single headers before multi-value ones', async () => {
    const response = await answer(
      { statusCode: 200, headers: { a: '1' }, multiValueHeaders: { a: ['2', '3'] }, body: '' },
      '1.0',
    )
    expect(response.headers.getAll('a')).toEqual(['1', '2', '3'])
  })

  it.for([undefined, 'text', [], { a: 1 }])('%j is the service’s 500', async (result) => {
    expect((await answer(result, '1.0')).statusCode).toBe(500)
  })
})

describe('failures', () => {
  it('of a function are 500, and its secrets stay', async () => {
    const handler = async () => {
      throw new Error('secret')
    }
    const response = await httpGateway({ routes: { $default: handler } }).handle({ method: 'GET', path: '/' })
    expect([response.statusCode, response.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  })

  it('of time are 503 after 30 s', async () => {
    const clock = createVirtualClock()
    const handler = () => new Promise(() => {})
    const pending = httpGateway({ clock, routes: { $default: handler } }).handle({ method: 'GET', path: '/' })
    await clock.advance(30_000)
    const response = await pending
    expect([response.statusCode, response.text()]).toEqual([503, '{"message":"Service Unavailable"}'])
  })

  it('of size are 413, 414 and 431', async () => {
    const { handle } = httpGateway({ routes: { $default: async () => 'ok' } })
    const big = new Uint8Array(10_485_761)
    expect((await handle({ method: 'POST', path: '/', body: big })).statusCode).toBe(413)
    expect((await handle({ method: 'GET', path: `/${'a'.repeat(10_240)}` })).statusCode).toBe(414)
    expect((await handle({ method: 'GET', path: '/', headers: { a: 'b'.repeat(10_240) } })).statusCode).toBe(431)
    expect((await handle({ method: 'GET', path: '/', headers: { a: 'b\nc' } })).statusCode).toBe(400)
  })

  it('are told to the log, with the route and the pointer', async () => {
    const logged: unknown[] = []
    const logger = { error: (fields: unknown) => logged.push(fields), warn: () => {}, info: () => {}, debug: () => {} }
    const { handle } = httpGateway({ logger, routes: { 'GET /x': async () => ({ statusCode: 0 }) } })
    await handle({ method: 'GET', path: '/x' })
    expect(logged).toMatchObject([{ resource: 'GET /x', statusCode: 500, request: 'GET /x' }])
  })
})
