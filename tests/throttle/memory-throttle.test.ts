import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { throttleContract } from '../../src/testing/contracts/throttle.js'
import { ADMITTED, createMemoryThrottle } from '../../src/throttle/index.js'
import type { TokenBucket } from '../../src/throttle/index.js'

describe('memory throttle', () => {
  for (const test of throttleContract(() => createMemoryThrottle())) it(test.name, () => test.run())

  it('agrees with a plain token bucket in exact fractions, request by request', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 80 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }), gaps, (rate, burst, waits) => {
        const store = createMemoryThrottle()
        const bucket: TokenBucket = { key: 'k', level: 'method', rateLimit: rate, burstLimit: burst }
        // Tokens in thousandths, so that a millisecond adds a whole number of them.
        let tokens = burst * 1000
        let now = 1_700_000_000_000
        for (const wait of waits) {
          now += wait
          tokens = Math.min(burst * 1000, tokens + wait * rate)
          const expected = tokens >= 1000
          if (expected) tokens -= 1000
          expect(store.take([bucket], now) === ADMITTED).toBe(expected)
        }
      }),
    )
  })

  it('forgets buckets that are full again, without a timer', () => {
    const store = createMemoryThrottle()
    for (let i = 0; i < 20_000; i++) {
      store.take([{ key: `key-${i}`, level: 'plan', rateLimit: 10, burstLimit: 10 }], 1_700_000_000_000 + i)
    }
    // A bucket is full 100 ms after its one token was taken: 100 of 20,000 are in use at any time.
    expect(store.size).toBeLessThan(300)
  })

  it('holds no more than its limit of buckets in use', () => {
    const store = createMemoryThrottle({ maxBuckets: 100 })
    for (let i = 0; i < 1000; i++) {
      store.take([{ key: `key-${i}`, level: 'plan', rateLimit: 0.001, burstLimit: 10 }], 1_700_000_000_000)
    }
    expect(store.size).toBeLessThanOrEqual(101)
  })
})
