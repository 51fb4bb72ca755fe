import type { Guard } from './resilience.js'
import type { RedisCommand } from './types.js'

/** What the parts of the throttle store share. */
export interface ThrottleContext {
  readonly command: RedisCommand
  readonly guard: Guard
  /** The script's argument for the time: empty where the server's own rules. */
  readonly timeOf: (now: number) => string
  /** Milliseconds that a bucket stays in Redis after it is full. */
  readonly keepMs: number
  /** The key in Redis; the slot is its hash tag. */
  readonly keyOf: (slot: string, key: string) => string
  /** The slot of a key. */
  readonly slotOf: (key: string) => string
  /** The verdict where Redis cannot be asked. */
  readonly withoutRedis: number
}
