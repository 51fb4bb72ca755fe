import { describe, test } from 'vitest'
import { createMemoryConnections } from '../../src/index.js'
import { connectionsContract } from '../../src/testing/index.js'

describe('connections in memory', () => {
  const suite = connectionsContract(() => {
    const store = createMemoryConnections()
    return [store, store]
  })
  for (const one of suite) test(one.name, async () => one.run())
})
