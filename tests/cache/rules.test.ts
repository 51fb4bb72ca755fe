import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cacheSettingsFor,
  compileCacheKey,
  createCoalescer,
  decideCacheControl,
  decodeCachedResponse,
  encodeCachedResponse,
  parseCacheKeyParameter,
} from '../../src/cache/index.js'
import type { CacheKeyValue } from '../../src/cache/index.js'

describe('cache settings', () => {
  const of = (httpMethod: string, settings: object, own?: object, cacheClusterEnabled = true) =>
    cacheSettingsFor({ cacheClusterEnabled, httpMethod, settings: { ...settings, ...own }, own })

  it('cache GET for 300 seconds where the stage has a cache and turns it on', () => {
    expect(of('GET', { cachingEnabled: true })).toEqual({
      cacheTtlInSeconds: 300,
      cacheDataEncrypted: false,
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
    })
    expect(of('GET', { cachingEnabled: true }, undefined, false)).toBeUndefined()
    expect(of('GET', {})).toBeUndefined()
  })

  it('cache another method only by an entry of its own', () => {
    expect(of('POST', { cachingEnabled: true })).toBeUndefined()
    expect(of('POST', { cachingEnabled: true }, { cacheTtlInSeconds: 5 })).toBeUndefined()
    expect(of('POST', {}, { cachingEnabled: true })).toBeDefined()
    expect(of('GET', { cachingEnabled: true }, { cachingEnabled: false })).toBeUndefined()
  })

  it('take a lifetime of 0 for no caching, and 3600 seconds for the longest', () => {
    expect(of('GET', { cachingEnabled: true, cacheTtlInSeconds: 0 })).toBeUndefined()
    expect(of('GET', { cachingEnabled: true, cacheTtlInSeconds: 9999 })?.cacheTtlInSeconds).toBe(3600)
  })
})

describe('Cache-Control of a request', () => {
  const strategies = {
    FAIL_WITH_403: 'refuse',
    SUCCEED_WITH_RESPONSE_HEADER: 'look-up-with-warning',
    SUCCEED_WITHOUT_RESPONSE_HEADER: 'look-up',
  } as const
  it.each(Object.entries(strategies))('%s: %s', (strategy, expected) => {
    const settings = {
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: strategy as keyof typeof strategies,
    }
    expect(decideCacheControl('max-age=0', settings, () => false)).toBe(expected)
    expect(decideCacheControl('max-age=0', settings, () => true)).toBe('refresh')
    const open = { ...settings, requireAuthorizationForCacheControl: false }
    expect(decideCacheControl('max-age=0', open, () => false)).toBe('refresh')
  })

  it('invalidates by max-age=0 in any spelling and by nothing else', () => {
    const settings = {
      requireAuthorizationForCacheControl: false,
      unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
    } as const
    for (const header of ['max-age=0', 'Max-Age=0', 'no-transform, max-age=0', 'max-age="0"', ' max-age = 0 ']) {
      expect(decideCacheControl(header, settings, () => false)).toBe('refresh')
    }
    for (const header of [
      undefined,
      '',
      'no-cache',
      'no-store',
      'max-age=00x',
      'max-age=10',
      's-max-age=0',
      'max-age',
    ]) {
      expect(decideCacheControl(header, settings, () => false)).toBe('look-up')
    }
  })
})

describe('cache key', () => {
  const build = (
    values: Record<string, CacheKeyValue>,
    names: readonly string[] = Object.keys(values),
    namespace = 'n',
  ) =>
    compileCacheKey<Record<string, CacheKeyValue>>({
      cacheKeyParameters: names.map((name) => `method.request.querystring.${name}`),
      cacheNamespace: namespace,
      resourceId: 'r',
      reader:
        ({ name }) =>
        (request) =>
          request[name],
    })(values, 'GET')

  it('holds what is listed and nothing else', () => {
    expect(build({ a: '1', b: '2' }, ['a'])).toBe(build({ a: '1', b: '3' }, ['a']))
    expect(build({ a: '1' }, ['a'])).not.toBe(build({ a: '2' }, ['a']))
    expect(build({}, ['a'], 'n')).not.toBe(build({}, ['a'], 'm'))
  })

  it('tells a missing value, an empty one and lists apart', () => {
    const keys = [undefined, '', '-', [], [''], ['a'], 'a', ['a', 'b'], 'a,b', '1:a'].map((a) => build({ a }, ['a']))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('never gives two callers with different values the same key', () => {
    const value = fc.oneof(fc.constant(undefined), fc.string(), fc.array(fc.string(), { maxLength: 3 }))
    // Values made of what the key itself is made of are the ones that could collide.
    const hostile = fc.stringMatching(/^[0-9:*-]{0,6}$/)
    const any = fc.oneof(value, hostile, fc.array(hostile, { maxLength: 3 }))
    const values = fc.tuple(any, any, any)
    fc.assert(
      fc.property(values, values, (left, right) => {
        const same = JSON.stringify(left.map((it) => it ?? null)) === JSON.stringify(right.map((it) => it ?? null))
        const key = ([a, b, c]: typeof left) => build({ a, b, c }, ['a', 'b', 'c'])
        expect(key(left) === key(right)).toBe(same)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes parameters of the method and the integration request and refuses others', () => {
    expect(parseCacheKeyParameter('integration.request.header.X-Y.Z')).toMatchObject({
      phase: 'integration',
      location: 'header',
      name: 'X-Y.Z',
    })
    for (const text of ['method.response.header.X', 'method.request.body', 'method.request.path.', '']) {
      expect(parseCacheKeyParameter(text)).toBeUndefined()
    }
  })
})

describe('coalescing', () => {
  it('lets one fetch and the others wait for it', async () => {
    const coalescer = createCoalescer()
    expect(coalescer.join('n', 'k')).toBeUndefined()
    const others = [coalescer.join('n', 'k'), coalescer.join('n', 'k')]
    expect(coalescer.join('n', 'other')).toBeUndefined()
    const response = { statusCode: 200, headers: [], body: new Uint8Array(), storedAt: 0, expiresAt: 1 }
    coalescer.settle('n', 'k', response)
    expect(await Promise.all(others.map(async (other) => other))).toEqual([response, response])
    expect(coalescer.join('n', 'k')).toBeUndefined()
  })

  it('tells those who wait when nothing may be shared', async () => {
    const coalescer = createCoalescer()
    void coalescer.join('n', 'k')
    const other = coalescer.join('n', 'k')
    coalescer.settle('n', 'k', undefined)
    expect(await other).toBeUndefined()
  })
})

describe('encoded entries', () => {
  it('come back as they were, and anything else is no entry', () => {
    const entry = {
      statusCode: 200,
      headers: [['A', 'ü']] as const,
      body: Buffer.from('€'),
      storedAt: 1,
      expiresAt: 2.5,
    }
    const bytes = encodeCachedResponse(entry)
    expect(decodeCachedResponse(bytes)).toMatchObject({
      statusCode: 200,
      headers: [['A', 'ü']],
      storedAt: 1,
      expiresAt: 2.5,
    })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(bytes.length - 1), (noise, at) => {
        expect(decodeCachedResponse(noise)).toBeUndefined()
        expect(decodeCachedResponse(bytes.subarray(0, Math.min(at, 8)))).toBeUndefined()
      }),
    )
  })
})
