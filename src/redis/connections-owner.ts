import type { ConnectionRecord } from '../connections/index.js'
import type { Clock, TimerHandle } from '../runtime/clock.js'

/** Records that are written again at once, when Redis has lost them. */
const BATCH = 200

/** What {@link createHeartbeat} takes. */
export interface HeartbeatOptions {
  readonly clock: Clock
  readonly intervalMs: number
  /** Notes that the process lives; `false` when nothing was known of it: its time was over, or Redis has lost its memory. */
  readonly beat: () => Promise<boolean>
  /** Notes a connection of this process again. */
  readonly register: (record: ConnectionRecord) => Promise<void>
  /** The connections of this process. */
  readonly records: () => Iterable<ConnectionRecord>
}

/**
 * Says over and over that a process lives, until it is stopped. A process that others took for dead (it was busy, or Redis was
 * away) registers its connections again, so that they can be reached.
 */
export function createHeartbeat(options: HeartbeatOptions): { stop(): void } {
  const { clock, intervalMs, beat, register, records } = options
  let isStopped = false
  let isForgotten = false
  let timer: TimerHandle

  const next = async (): Promise<void> => {
    try {
      if (!(await beat())) isForgotten = true
      if (isForgotten) await registerAll(records(), register)
      isForgotten = false
    } catch {
      // Redis is away, which the guard tells of; the next beat tries again.
    }
    if (!isStopped) timer = clock.setTimeout(() => void next(), intervalMs)
  }
  timer = clock.setTimeout(() => void next(), intervalMs)

  return {
    stop: () => {
      isStopped = true
      clock.clearTimeout(timer)
    },
  }
}

async function registerAll(
  records: Iterable<ConnectionRecord>,
  register: (record: ConnectionRecord) => Promise<void>,
): Promise<void> {
  const all = [...records]
  for (let at = 0; at < all.length; at += BATCH) {
    await Promise.all(all.slice(at, at + BATCH).map(async (record) => register(record)))
  }
}
