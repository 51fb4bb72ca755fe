import { expect, it } from 'vitest'
import { createMemoryCache } from '../../src/index.js'
import { expectNoCrossTalk } from './cross-talk.js'

it('never answers one API, stage, deployment or caller with the entry of another', async () => {
  const { hits, misses } = await expectNoCrossTalk(() => ({ plain: createMemoryCache() }), 60)
  // A property over a cache that nobody hits says nothing.
  expect(hits).toBeGreaterThan(misses / 2)
  expect(misses).toBeGreaterThan(100)
})
