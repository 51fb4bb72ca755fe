import { ADMITTED } from '../throttle/types.js'
import type { Quota, TokenBucket } from '../throttle/types.js'
import type { ThrottleContext } from './throttle-context.js'
import { TAKE } from './throttle-scripts.js'
import { MAX_ASKS, readVerdicts, writeBatch } from './throttle-batch.js'
import type { Ask } from './throttle-batch.js'

/** Collects the decisions of one tick and asks Redis for all of them at once. */
export interface ThrottleQueue {
  /**
   * @param refund - gives tokens and the request back that an earlier call took
   * @returns the verdict; never rejects: without Redis it is what the setting says
   */
  ask(
    slot: string,
    buckets: readonly TokenBucket[],
    quota: Quota | undefined,
    now: number,
    refund?: boolean,
  ): Promise<number>
}

interface Waiting {
  readonly asks: Ask[]
  /** Of the gateway's clock, at the last decision that came. */
  now: number
}

/** Makes a queue; one call per slot and tick, several at once where a tick has more decisions than one may hold. */
export function createThrottleQueue(context: ThrottleContext): ThrottleQueue {
  const { guard, command } = context
  let waiting = new Map<string, Waiting>()

  const send = async (slot: string, asks: readonly Ask[], now: number): Promise<void> => {
    const { keys, args } = writeBatch(asks, (key) => context.keyOf(slot, key), context.timeOf(now), context.keepMs)
    try {
      const verdicts = await guard.run(
        'throttle',
        () => TAKE.run(command, keys, args),
        (reply) => readVerdicts(reply, asks.length),
      )
      asks.forEach((ask, index) => ask.settle(verdicts[index] as number))
    } catch {
      guard.countWithoutRedis('throttle', asks.length)
      for (const ask of asks) ask.settle(context.withoutRedis)
    }
  }
  const flush = (): void => {
    const slots = waiting
    waiting = new Map()
    for (const [slot, { asks, now }] of slots) {
      for (let from = 0; from < asks.length; from += MAX_ASKS) void send(slot, asks.slice(from, from + MAX_ASKS), now)
    }
  }

  return {
    ask: (slot, buckets, quota, now, refund = false) => {
      if (buckets.length === 0 && quota === undefined) return Promise.resolve(ADMITTED)
      if (waiting.size === 0) setImmediate(flush)
      let entry = waiting.get(slot)
      if (entry === undefined) waiting.set(slot, (entry = { asks: [], now }))
      const { asks } = entry
      entry.now = now
      return new Promise((settle) => {
        asks.push({ buckets, quota, refund, settle })
      })
    },
  }
}
