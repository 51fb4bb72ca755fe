import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEncryptedCache, createMemoryCache } from '../../src/cache/index.js'
import type { CachedResponse } from '../../src/cache/index.js'
import { cacheContract } from '../../src/testing/contracts/cache.js'

const NOW = 1_700_000_000_000
const entry = (bytes: number): CachedResponse => ({
  statusCode: 200,
  headers: [['content-type', 'text/plain']],
  body: new Uint8Array(bytes),
  storedAt: NOW,
  expiresAt: NOW + 300_000,
})

describe('memory cache', () => {
  for (const test of cacheContract(() => createMemoryCache())) it(test.name, () => test.run())

  it('never holds more than its bytes, and keeps what is asked for while it makes room', () => {
    const cache = createMemoryCache({ maxBytes: 100_000 })
    for (let i = 0; i < 100; i++) cache.set('n', `first${i}`, entry(1000), NOW)
    cache.set('n', 'kept', entry(1000), NOW)
    for (let i = 0; i < 500; i++) {
      cache.set('n', `k${i}`, entry(1000), NOW)
      expect(cache.get('n', 'kept', NOW)).toBeDefined()
      expect(cache.stats().bytes).toBeLessThanOrEqual(100_000)
    }
    expect(cache.get('n', 'first0', NOW)).toBeUndefined()
    expect(cache.get('n', 'k499', NOW)).toBeDefined()
    expect(cache.set('n', 'huge', entry(100_000), NOW)).toBe(false)
  })

  it('says the bytes it holds, whatever was done to it', () => {
    const command = fc.oneof(
      fc.record({ op: fc.constant('set' as const), key: fc.nat(12), size: fc.nat(3000) }),
      fc.record({ op: fc.constantFrom('get' as const, 'delete' as const), key: fc.nat(12), size: fc.constant(0) }),
    )
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const cache = createMemoryCache({ maxBytes: 12_000, maxEntries: 5 })
        for (const { op, key, size } of commands) {
          if (op === 'set') cache.set(`n${key % 2}`, `k${key}`, entry(size), NOW)
          else if (op === 'get') cache.get(`n${key % 2}`, `k${key}`, NOW)
          else cache.delete(`n${key % 2}`, `k${key}`)
          expect(cache.stats().bytes).toBeLessThanOrEqual(12_000)
        }
        for (let key = 0; key <= 12; key++) cache.delete(`n${key % 2}`, `k${key}`)
        expect(cache.stats()).toMatchObject({ bytes: 0, entries: 0 })
      }),
    )
  })
})

/** A store that shows what it was given. */
function recordingStore() {
  const sealed = new Map<string, CachedResponse>()
  const inner = createMemoryCache()
  const set: typeof inner.set = (namespace, key, response, now) => {
    sealed.set(key, response)
    return inner.set(namespace, key, response, now)
  }
  return { sealed, inner: { ...inner, set } }
}

describe('encrypted cache', () => {
  const keys = { old: new Uint8Array(32).fill(1), new: new Uint8Array(32).fill(2) }
  for (const test of cacheContract(() => createEncryptedCache(createMemoryCache(), { keys, activeKeyId: 'old' }))) {
    it(test.name, () => test.run())
  }

  it('keeps nothing readable in the store, and nothing twice the same', async () => {
    const { inner, sealed } = recordingStore()
    const cache = createEncryptedCache(inner, { keys, activeKeyId: 'old' })
    const secret = { ...entry(0), headers: [['x-secret', 'hidden']] as const, body: Buffer.from('hidden') }
    await cache.set('n', 'a hidden key', secret, NOW)
    await cache.set('n', 'b', secret, NOW)
    expect([...sealed.keys()].join()).not.toContain('hidden')
    const [a, b] = [...sealed.values()] as [CachedResponse, CachedResponse]
    expect(JSON.stringify(a.headers) + Buffer.from(a.body).toString('latin1')).not.toContain('hidden')
    expect(Buffer.from(a.body).equals(b.body)).toBe(false)
  })

  it('reads entries of an older key while it is there, and misses them afterwards', async () => {
    const inner = createMemoryCache()
    await createEncryptedCache(inner, { keys, activeKeyId: 'old' }).set('n', 'k', entry(5), NOW)
    expect(await createEncryptedCache(inner, { keys, activeKeyId: 'new' }).get('n', 'k', NOW)).toBeDefined()
    const only = createEncryptedCache(inner, { keys: { new: keys.new }, activeKeyId: 'new' })
    expect(await only.get('n', 'k', NOW)).toBeUndefined()
  })

  it('misses an entry that was changed or put in the place of another', async () => {
    const { inner, sealed } = recordingStore()
    const cache = createEncryptedCache(inner, { keys, activeKeyId: 'old' })
    await cache.set('n', 'other', entry(6), NOW)
    await cache.set('n', 'k', entry(5), NOW)
    const [other, place] = [...sealed.keys()] as [string, string]
    const mine = sealed.get(place)!
    inner.set('n', other, mine, NOW)
    expect(await cache.get('n', 'other', NOW)).toBeUndefined()
    for (let at = 0; at < mine.body.length; at++) {
      const body = Uint8Array.from(mine.body)
      body[at]! ^= 1
      inner.set('n', place, { ...mine, body }, NOW)
      expect(await cache.get('n', 'k', NOW)).toBeUndefined()
    }
  })

  it('never takes an entry that is not sealed for one of its own, nor is its own taken for one', async () => {
    const inner = createMemoryCache()
    const cache = createEncryptedCache(inner, { keys, activeKeyId: 'old' })
    await cache.set('n', 'k', entry(5), NOW)
    expect(inner.get('n', 'k', NOW)).toBeUndefined()
    inner.set('n', 'plain', entry(5), NOW)
    expect(await cache.get('n', 'plain', NOW)).toBeUndefined()
    expect(cache.size?.('n', NOW)).toMatchObject({ entries: 2 })
  })

  it('refuses keys of the wrong length and an active key that is not there', () => {
    const make = (active: string, bytes: number) => () =>
      createEncryptedCache(createMemoryCache(), { keys: { a: new Uint8Array(bytes) }, activeKeyId: active })
    expect(make('a', 16)).toThrow('16 bytes')
    expect(make('b', 32)).toThrow('"b"')
  })
})
