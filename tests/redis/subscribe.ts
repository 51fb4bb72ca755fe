import type { Redis } from 'ioredis'
import type { RedisSubscribe } from '../../src/redis/index.js'

/** Listens as a user of ioredis would. */
export const ioredisSubscribe =
  (client: Redis): RedisSubscribe =>
  async (channel, listener) => {
    const onMessage = (from: string, message: string): void => {
      if (from === channel) listener(message)
    }
    client.on('message', onMessage)
    await client.subscribe(channel)
    return async () => {
      client.off('message', onMessage)
      await client.unsubscribe(channel)
    }
  }
