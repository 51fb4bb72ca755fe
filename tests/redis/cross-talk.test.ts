import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRedisStores } from '../../src/redis/index.js'
import { createVirtualClock } from '../../src/testing/virtual-clock.js'
import { expectNoCrossTalk } from '../cache/cross-talk.js'
import { connect, describeWithRedis, startRedis } from './server.js'
import type { RedisServer } from './server.js'

describeWithRedis('gateways that share a Redis', () => {
  let server: RedisServer
  let connection: ReturnType<typeof connect>
  let made = 0
  beforeAll(async () => {
    server = await startRedis()
    connection = connect(server.port)
    await connection.client.connect()
  })
  afterAll(async () => {
    connection.close()
    await server.kill()
  })

  it('never answer one API, stage, deployment or caller with the entry of another', async () => {
    const store = () => {
      const { cache } = createRedisStores({
        command: connection.command,
        clock: createVirtualClock(),
        prefix: `run${++made}`,
        onEvent: (event) => {
          throw new Error(`unexpected: ${JSON.stringify(event)}`)
        },
      })
      return { plain: cache }
    }
    const { hits, misses } = await expectNoCrossTalk(store, 20)
    expect(hits).toBeGreaterThan(misses / 2)
  })
})
