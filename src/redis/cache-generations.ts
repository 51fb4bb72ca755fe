import { randomUUID } from 'node:crypto'
import { redisText, textOf, valueOf } from './redis-text.js'
import type { RedisStoresOptions } from './types.js'

/** Seconds that a generation is kept: longer than any entry of an earlier one. */
const GENERATION_SECONDS = 14_400

/** The generation of each namespace: flushing sets a new one. */
export interface Generations {
  /** One command a namespace and tick. */
  read(namespace: string): Promise<string>
  /** The last one that was read: an entry written under an older one than stands in Redis is never served. */
  known(namespace: string): string | undefined
  renew(namespace: string): Promise<unknown>
}

/** Reads and sets generations. */
export function createGenerations({ command, prefix = 'postern' }: RedisStoresOptions): Generations {
  const known = new Map<string, string>()
  const reading = new Map<string, Promise<string>>()
  const keyOf = (namespace: string): string => `${prefix}:g1:${redisText(namespace)}`

  const read = async (namespace: string): Promise<string> => {
    const key = keyOf(namespace)
    const generation = textOf(valueOf(await command(key, ['GET', key])) ?? '')
    known.set(namespace, generation)
    return generation
  }
  return {
    read: (namespace) => {
      let generation = reading.get(namespace)
      if (generation === undefined) {
        generation = read(namespace)
        if (reading.size === 0) setImmediate(() => reading.clear())
        reading.set(namespace, generation)
      }
      return generation
    },
    known: (namespace) => known.get(namespace),
    renew: (namespace) => {
      known.delete(namespace)
      reading.delete(namespace)
      const key = keyOf(namespace)
      return command(key, ['SET', key, randomUUID(), 'EX', String(GENERATION_SECONDS)])
    },
  }
}
