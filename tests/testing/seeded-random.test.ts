import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSeededIds, createSeededRandom } from '../../src/testing/index.js'

describe('createSeededRandom', () => {
  test('gives the same numbers and bytes for the same seed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.string()), (seed) => {
        const [a, b] = [createSeededRandom(seed), createSeededRandom(seed)]
        expect([a.next(), a.next()]).toEqual([b.next(), b.next()])
        const [first, second] = [new Uint8Array(7), new Uint8Array(7)]
        a.fill(first)
        b.fill(second)
        expect(first).toEqual(second)
      }),
    )
  })

  test('gives other numbers for another seed', () => {
    const firsts = Array.from({ length: 1000 }, (_, seed) => createSeededRandom(seed).next())
    expect(new Set(firsts).size).toBe(1000)
    expect(createSeededRandom('a').next()).not.toBe(createSeededRandom('b').next())
  })

  test('stays within [0, 1) and spreads evenly', () => {
    const random = createSeededRandom('spread')
    const buckets = Array.from({ length: 10 }, () => 0)
    for (let index = 0; index < 100_000; index++) {
      const value = random.next()
      expect(value >= 0 && value < 1).toBe(true)
      buckets[Math.floor(value * 10)]! += 1
    }
    for (const count of buckets) expect(Math.abs(count - 10_000)).toBeLessThan(600)
  })

  test('makes the ids of a run repeatable', () => {
    expect(createSeededIds(7).requestId(1)).toBe(createSeededIds(7).requestId(1))
    expect(createSeededIds(7).requestId(1)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
})
