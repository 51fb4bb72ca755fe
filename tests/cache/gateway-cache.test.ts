import { describe, expect, it } from 'vitest'
import { createGateway, createMemoryCache } from '../../src/index.js'
import type { CachedResponse, Logger, ResponseCache } from '../../src/index.js'
import { cachedGateway, thingsDefinition } from './cached-gateway.js'

const echo = async (event: { path: string }) => ({ statusCode: 200, body: `${event.path} ${Math.random()}` })
const KEY = Buffer.alloc(32, 7)
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64')

/** A store that answers when it is told to. */
function slowStore() {
  const inner = createMemoryCache()
  const waiting: Array<(error?: Error) => void> = []
  const cache: ResponseCache = {
    ...inner,
    set: (...args) =>
      new Promise((resolve, reject) => {
        waiting.push((error) => (error === undefined ? resolve(inner.set(...args)) : reject(error)))
      }),
  }
  return { cache, waiting }
}

describe('gateway.cache', () => {
  it('counts hits and misses, and says what the cache holds', async () => {
    const { gateway, get } = cachedGateway(echo)
    for (const id of ['a', 'b', 'a', 'a']) await get(id)
    const stats = await gateway.cache.stats()
    expect(stats).toMatchObject({ hits: 2, misses: 2, entries: 2, stored: 2, notStored: 0, writeFailures: 0 })
    expect(stats.bytes).toBeGreaterThan(2 * '/things/a'.length)
    expect(stats.stages).toEqual([
      expect.objectContaining({ stageName: 'prod', hits: 2, misses: 2, entries: 2, bytes: stats.bytes }),
    ])
  })

  it('flushes one stage and leaves the others', async () => {
    const cached = { cacheClusterEnabled: true, methodSettings: { '*/*': { cachingEnabled: true } } }
    const { gateway, get, calls } = cachedGateway(echo, { stages: { prod: cached, test: cached } })
    await get('a')
    await get('a', {}, 'test')
    await gateway.cache.flush({ stageName: 'prod' })
    await get('a')
    await get('a', {}, 'test')
    expect(calls()).toBe(3)
    await expect(gateway.cache.flush({ stageName: 'none' })).rejects.toMatchObject({ code: 'ERR_UNKNOWN_STAGE' })
    await expect(gateway.cache.flush({ apiId: 'x', stageName: 'prod' })).rejects.toMatchObject({
      code: 'ERR_UNKNOWN_API',
    })
  })

  it("flushes the canary's entries with those of its stage", async () => {
    const { gateway, get, calls } = cachedGateway(echo, {
      stages: {
        prod: {
          cacheClusterEnabled: true,
          methodSettings: { '*/*': { cachingEnabled: true } },
          canarySettings: { percentTraffic: 100, useStageCache: true },
        },
      },
    })
    await get('a')
    await get('a')
    expect(calls()).toBe(1)
    await gateway.cache.flush({ stageName: 'prod' })
    await get('a')
    expect(calls()).toBe(2)
  })

  it('flushes the entry that would answer a request, and nothing else', async () => {
    const { gateway, get, calls } = cachedGateway(echo, { cacheEncryption: { keys: [{ id: 'k', key: KEY }] } })
    await get('a')
    await get('b')
    expect(await gateway.cache.flushEntry({ method: 'GET', path: '/prod/things/a' })).toBe(true)
    await get('b')
    expect(calls()).toBe(2)
    await get('a')
    expect(calls()).toBe(3)
    for (const path of ['/prod/none', '/none/things/a', '/prod/things'])
      expect(await gateway.cache.flushEntry({ method: 'GET', path })).toBe(false)
    expect(await gateway.cache.flushEntry({ method: 'POST', path: '/prod/things/a' })).toBe(false)
  })

  it('flushes one of several APIs', async () => {
    let calls = 0
    const api = {
      definition: thingsDefinition([]),
      stages: { prod: { cacheClusterEnabled: true, methodSettings: { '*/*': { cachingEnabled: true } } } },
    }
    const gateway = createGateway({
      apis: { one: api, two: api },
      functions: { things: async () => ({ statusCode: 200, body: String(++calls) }) },
    })
    const get = (apiId: string) =>
      gateway.handle({ method: 'GET', path: '/prod/things/a', host: `${apiId}.execute-api.us-east-1.amazonaws.com` })
    await get('one')
    await get('two')
    await gateway.cache.flush({ apiId: 'one', stageName: 'prod' })
    expect((await get('one')).text()).toBe('3')
    expect((await get('two')).text()).toBe('2')
    await expect(gateway.cache.flush({ stageName: 'prod' })).rejects.toMatchObject({ code: 'ERR_UNKNOWN_API' })
  })
})

describe('writing to a cache that takes its time', () => {
  it('answers first; closing waits for the write', async () => {
    const { cache, waiting } = slowStore()
    const { gateway, get } = cachedGateway(echo, { cache })
    expect((await get('a')).statusCode).toBe(200)
    expect(await gateway.cache.stats()).toMatchObject({ pendingWrites: 1, stored: 0 })
    let closed = false
    const closing = gateway.close().then(() => (closed = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(closed).toBe(false)
    waiting[0]?.()
    await closing
    expect(await gateway.cache.stats()).toMatchObject({ pendingWrites: 0, stored: 1, entries: 1 })
  })

  it('closes after a second of its clock where a write never ends, and leaves no timer', async () => {
    const { cache } = slowStore()
    const { gateway, get, clock } = cachedGateway(echo, { cache })
    await get('a')
    const closing = gateway.close()
    await clock.advance(1000)
    await closing
    expect(clock.nextTimerAt()).toBeUndefined()
  })

  it('logs and counts what fails, at once or later', async () => {
    const warnings: object[] = []
    const nothing = () => undefined
    const logger: Logger = { debug: nothing, info: nothing, error: nothing, warn: (fields) => warnings.push(fields) }
    const { cache, waiting } = slowStore()
    const { gateway, get } = cachedGateway(echo, { cache, logger })
    expect((await get('a')).statusCode).toBe(200)
    waiting[0]?.(new Error('disk full'))
    await gateway.close()
    const throwing = cachedGateway(echo, {
      logger,
      cache: {
        ...createMemoryCache(),
        set: () => {
          throw new Error('broken')
        },
      },
    })
    expect((await throwing.get('a')).statusCode).toBe(200)
    expect(warnings).toMatchObject([
      { err: { message: 'disk full' }, stage: 'prod' },
      { err: { message: 'broken' }, stage: 'prod' },
    ])
    expect(await gateway.cache.stats()).toMatchObject({ writeFailures: 1, pendingWrites: 0, stored: 0 })
  })

  it('counts what the store does not take', async () => {
    const { gateway, get } = cachedGateway(async () => ({ statusCode: 200, body: 'x'.repeat(1_048_577) }))
    await get('a')
    expect(await gateway.cache.stats()).toMatchObject({ stored: 0, notStored: 1, entries: 0 })
  })
})

describe('cacheDataEncrypted', () => {
  const settings = { cacheDataEncrypted: true }
  const recording = () => {
    const inner = createMemoryCache()
    const held: CachedResponse[] = []
    const set: ResponseCache['set'] = (namespace, key, response, now) => {
      held.push(response)
      return inner.set(namespace, key, response, now)
    }
    return { cache: { ...inner, set }, held }
  }
  const secret = async () => ({ statusCode: 200, headers: { 'X-Secret': 'hidden' }, body: 'hidden' })

  it('seals entries before the store sees them, of methods that ask for it alone', async () => {
    for (const cacheDataEncrypted of [true, false]) {
      const { cache, held } = recording()
      const { get, calls } = cachedGateway(secret, {
        cache,
        settings: { cacheDataEncrypted },
        cacheEncryption: { keys: [{ id: 'k', key: KEY }] },
      })
      const first = await get('a')
      const second = await get('a')
      expect(calls()).toBe(1)
      expect(second.text()).toBe('hidden')
      expect(second.headers.get('x-secret')).toBe('hidden')
      expect(second.headers.toFlat().slice(0, 4)).toEqual(first.headers.toFlat().slice(0, 4))
      const text = JSON.stringify(held[0]?.headers) + Buffer.from(held[0]!.body).toString('latin1')
      expect(text.includes('hidden')).toBe(!cacheDataEncrypted)
    }
  })

  it('opens entries of an older key, and seals with the first', async () => {
    const cache = createMemoryCache()
    const of = (...keys: Array<{ id: string; key: string | Uint8Array }>) =>
      cachedGateway(secret, { cache, settings, cacheEncryption: { keys } })
    await of({ id: 'old', key: KEY }).get('a')
    const rotated = of({ id: 'new', key: OTHER_KEY }, { id: 'old', key: KEY })
    await rotated.get('a')
    expect(rotated.calls()).toBe(0)
    const later = of({ id: 'new', key: OTHER_KEY })
    await later.get('a')
    expect(later.calls()).toBe(1)
  })

  it('is a fault by name without a key, where there is a cache', () => {
    expect(() => cachedGateway(secret, { settings })).toThrow('stage/cache-not-encrypted')
    const stages = { prod: { methodSettings: { '*/*': settings } } }
    expect(cachedGateway(secret, { stages }).gateway.findings).toEqual([])
  })

  it('refuses keys that are none, without showing them', () => {
    const faultsOf = (keys: unknown) => {
      try {
        cachedGateway(secret, { cacheEncryption: { keys } as never })
      } catch (error) {
        return (error as { faults?: unknown }).faults
      }
      return undefined
    }
    expect(faultsOf([])).toMatchObject([{ pointer: '/cacheEncryption/keys' }])
    expect(
      faultsOf([
        { id: 'a', key: 'c2hvcnQ=' },
        { id: 'a', key: KEY },
      ]),
    ).toMatchObject([{ pointer: '/cacheEncryption/keys/0/key' }, { pointer: '/cacheEncryption/keys/1/id' }])
    expect(JSON.stringify(faultsOf([{ id: 'a', key: 'c2hvcnQ=' }]))).not.toContain('c2hvcnQ=')
  })
})
