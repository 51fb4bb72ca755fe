import { describe, expect, it } from 'vitest'
import { createGateway, streamifyResponse } from '../../src/index.js'
import { cachedGateway, thingsDefinition } from './cached-gateway.js'

describe('what is kept of an answer', () => {
  it('is all of it, Set-Cookie included: whoever shares the key shares the cookie', async () => {
    const { get, calls } = cachedGateway(async () => ({
      statusCode: 201,
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'Cache-Control': ['no-store'] },
      body: 'x',
    }))
    const [first, second] = [await get('a'), await get('a')]
    expect(calls()).toBe(1)
    expect(second.statusCode).toBe(201)
    expect(second.headers.getAll('set-cookie')).toEqual(['a=1', 'b=2'])
    expect(second.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
    expect(second.headers.get('x-amzn-requestid')).not.toBe(first.headers.get('x-amzn-requestid'))
  })

  it.each([199, 304, 400, 404, 429, 500])('is nothing where the status is %s', async (statusCode) => {
    const { get, calls } = cachedGateway(async () => ({ statusCode, body: 'x' }))
    await get('a')
    await get('a')
    expect(calls()).toBe(2)
  })

  it('is nothing where the gateway itself refuses or fails', async () => {
    const { get, calls } = cachedGateway(async () => {
      throw new Error('failed')
    })
    expect((await get('a')).statusCode).toBe(502)
    await get('a')
    expect(calls()).toBe(2)
  })

  it('is nothing where it is streamed: both together are refused', () => {
    const create = () =>
      createGateway({
        definition: thingsDefinition([], {
          responseTransferMode: 'STREAM',
          uri: 'arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:123456789012:function:things/response-streaming-invocations',
        }),
        stages: { prod: { cacheClusterEnabled: true, methodSettings: { '*/*': { cachingEnabled: true } } } },
        functions: { things: streamifyResponse(async () => undefined) },
        logger: false,
      })
    expect(create).toThrow(/What streams is not cached/)
  })

  it('stays as it was when a caller changes the answer', async () => {
    const { get } = cachedGateway(async () => ({ statusCode: 200, headers: { 'X-A': '1' }, body: 'x' }))
    for (let i = 0; i < 3; i++) {
      const response = await get('a')
      expect(response.headers.getAll('x-a')).toEqual(['1'])
      response.headers.append('X-A', '2')
      response.headers.delete('content-type')
    }
    expect((await get('a')).headers.get('content-type')).toBe('application/json')
  })
})
