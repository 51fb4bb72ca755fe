import { describe, expect, it } from 'vitest'
import { createMemoryCache } from '../../src/index.js'
import type { LambdaHandler } from '../../src/index.js'
import { cachedGateway } from './cached-gateway.js'

/** A function whose calls end when they are told to. */
function held() {
  const waiting: Array<(result: unknown) => void> = []
  const handler: LambdaHandler = () => new Promise((resolve) => waiting.push(resolve))
  const settle = async (result: (call: number) => unknown) => {
    for (const [call, end] of waiting.splice(0).entries()) end(result(call))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { handler, settle, waiting }
}
const ok = (call: number) => ({ statusCode: 200, headers: { 'X-Call': `${call}` }, body: `call ${call}` })

describe('concurrent misses of one key', () => {
  it('each reach the back end unless the switch is on', async () => {
    const { handler, settle } = held()
    const { get, calls } = cachedGateway(handler)
    const answers = [get('a'), get('a'), get('a')]
    expect(calls()).toBe(3)
    await settle(ok)
    expect((await Promise.all(answers)).map((it) => it.text())).toEqual(['call 0', 'call 1', 'call 2'])
  })

  it('make one call where it is, and each gets an answer of its own', async () => {
    const { handler, settle } = held()
    const { gateway, get, calls } = cachedGateway(handler, { cacheCoalescing: true })
    const answers = [get('a'), get('a'), get('b'), get('a')]
    expect(calls()).toBe(2)
    await settle(ok)
    const responses = await Promise.all(answers)
    expect(responses.map((it) => it.text())).toEqual(['call 0', 'call 0', 'call 1', 'call 0'])
    expect(new Set(responses.map((it) => it.headers.get('x-amzn-requestid'))).size).toBe(4)
    responses[0]?.headers.set('X-Call', 'changed')
    expect(responses[1]?.headers.get('x-call')).toBe('0')
    expect(await gateway.cache.stats()).toMatchObject({ misses: 4, coalesced: 2, stored: 2 })
  })

  it.each([
    ['a 500 of the function', () => ({ statusCode: 500, body: 'no' }), 500],
    ['a 404', () => ({ statusCode: 404, body: 'no' }), 404],
    ['an answer that is none', () => 'nonsense', 502],
    ['an error', () => Promise.reject(new Error('failed')), 502],
  ])('do not share %s: each of those who waited goes itself, and nothing is kept', async (_name, result, status) => {
    const { handler, settle } = held()
    const { gateway, get, calls } = cachedGateway(handler, { cacheCoalescing: true })
    const answers = [get('a'), get('a'), get('a')]
    expect(calls()).toBe(1)
    await settle(result)
    expect(calls()).toBe(3)
    await settle(ok)
    const [first, ...others] = await Promise.all(answers)
    expect(first?.statusCode).toBe(status)
    expect(others.map((it) => it.statusCode)).toEqual([200, 200])
    expect(await gateway.cache.stats()).toMatchObject({ stored: 2, coalesced: 0 })
  })

  it('do not wait when a client asks for a fresh answer', async () => {
    const { handler, settle } = held()
    const { get, calls } = cachedGateway(handler, {
      cacheCoalescing: true,
      settings: { requireAuthorizationForCacheControl: false },
    })
    const answers = [get('a'), get('a', { 'cache-control': 'max-age=0' })]
    expect(calls()).toBe(2)
    await settle(ok)
    await Promise.all(answers)
  })

  it('make one call over a store that takes its time too', async () => {
    const { handler, settle } = held()
    const inner = createMemoryCache()
    const cache = {
      ...inner,
      get: async (...args: Parameters<typeof inner.get>) => inner.get(...args),
      set: async (...args: Parameters<typeof inner.set>) => inner.set(...args),
    }
    const { get, calls } = cachedGateway(handler, { cache, cacheCoalescing: true })
    const answers = [get('a'), get('a'), get('a')]
    await new Promise((resolve) => setImmediate(resolve))
    expect(calls()).toBe(1)
    await settle(ok)
    expect((await Promise.all(answers)).map((it) => it.text())).toEqual(['call 0', 'call 0', 'call 0'])
  })
})
