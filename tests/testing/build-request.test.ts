import { describe, expect, test } from 'vitest'
import { buildRequest } from '../../src/testing/index.js'

describe('buildRequest', () => {
  test('is a GET of the root when nothing is said', () => {
    expect(buildRequest({})).toEqual({ method: 'GET', path: '/', headers: [] })
  })

  test('writes the query behind the path, percent-encoded and in order', () => {
    expect(buildRequest({ path: '/a', query: { q: 'x y&z', tag: ['1', '2'], on: true } }).path).toBe(
      '/a?q=x%20y%26z&tag=1&tag=2&on=true',
    )
    expect(buildRequest({ path: '/a?b=1', query: { c: 2 } }).path).toBe('/a?b=1&c=2')
    expect(buildRequest({ path: '/a', query: {} }).path).toBe('/a')
  })

  test('posts JSON with its content type, unless the headers have one', () => {
    expect(buildRequest({ json: { a: 1 } })).toEqual({
      method: 'POST',
      path: '/',
      headers: [['content-type', 'application/json']],
      body: '{"a":1}',
    })
    const own = buildRequest({ method: 'PUT', json: null, headers: { 'Content-Type': 'application/vnd.x+json' } })
    expect(own.headers).toEqual([['Content-Type', 'application/vnd.x+json']])
    expect(own.body).toBe('null')
  })

  test('posts a form', () => {
    expect(buildRequest({ form: { a: 'ä', b: ['1', '2'] } })).toMatchObject({ body: 'a=%C3%A4&b=1&b=2' })
  })

  test('keeps header pairs as they are and repeats a header for a list', () => {
    const pairs = [
      ['X-A', '1'],
      ['x-a', '2'],
    ] as const
    expect(buildRequest({ headers: pairs }).headers).toEqual(pairs)
    expect(buildRequest({ headers: { 'X-A': ['1', '2'] } }).headers).toEqual([
      ['X-A', '1'],
      ['X-A', '2'],
    ])
  })

  test('adds credentials', () => {
    expect(buildRequest({ basicAuth: ['ann', 'pä:ss'] }).headers).toEqual([
      ['Authorization', `Basic ${Buffer.from('ann:pä:ss').toString('base64')}`],
    ])
    expect(buildRequest({ bearer: 't', apiKey: 'k' }).headers).toEqual([
      ['Authorization', 'Bearer t'],
      ['x-api-key', 'k'],
    ])
  })

  test('carries how the request came in, and nothing that was not said', () => {
    const signal = new AbortController().signal
    const parts = { host: 'h', stage: 's', sourceIp: '203.0.113.7', vpcEndpointId: 'vpce-1', vpcId: 'vpc-1', signal }
    expect(buildRequest(parts)).toEqual({ method: 'GET', path: '/', headers: [], ...parts })
  })

  test('refuses more than one body', () => {
    expect(() => buildRequest({ body: 'a', json: {} })).toThrow(TypeError)
  })
})
