import { markTestClock } from '../authorizer/test-identity.js'
import type { Clock } from '../runtime/clock.js'

/** What {@link createVirtualClock} takes. */
export interface VirtualClockOptions {
  /** Where the clock starts, in milliseconds since the Unix epoch. Default: 2024-01-15T12:00:00Z. */
  readonly now?: number
}

/** A clock that stands still until the test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Moves the clock on by `ms` milliseconds. Timers that fall due run in the order of their times, each with the clock
   * at its own time, and promises settle between them; no real time passes.
   *
   * @throws RangeError when `ms` is negative or not a number
   */
  advance(ms: number): Promise<void>
  /**
   * Runs timers in order, moving the clock to each, until none is left.
   *
   * @throws Error when 10,000 timers have run and there are still more: something sets a new timer each time
   */
  runUntilIdle(): Promise<void>
  /** When the next timer is due, in milliseconds since the epoch; undefined when none is set. */
  nextTimerAt(): number | undefined
}

interface Timer {
  readonly at: number
  readonly callback: () => void
}

/** Noon in the middle of a month: no test stands near the end of a day, week or month unless it means to. */
const DEFAULT_START = Date.UTC(2024, 0, 15, 12)
const MAX_IDLE_TIMERS = 10_000

/**
 * Makes the clock that a test hands to `createGateway` to hold time: timeouts, TTLs, tokens, quotas, JWT expiry.
 *
 * @param options `now`: the start, in milliseconds since the epoch
 * @example
 * ```ts
 * import { createVirtualClock } from 'postern/testing'
 *
 * const clock = createVirtualClock({ now: Date.UTC(2025, 5, 1) })
 * let rang = false
 * clock.setTimeout(() => (rang = true), 29_000)
 * await clock.advance(28_999) // not yet
 * await clock.advance(1)
 * console.log(rang, new Date(clock.now()).toISOString())
 * ```
 */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  // In order of time, and of setting among equals: as the platform's timers run.
  const timers: Timer[] = []
  let now = options.now ?? DEFAULT_START

  const runNext = async (): Promise<void> => {
    const timer = timers.shift() as Timer
    // A timer set while an earlier one ran may be due in the past; time never goes back.
    now = Math.max(now, timer.at)
    timer.callback()
    await turn()
  }

  // Test identities are good on this clock, and on no other.
  return markTestClock<VirtualClock>({
    now: () => now,
    setTimeout: (callback, ms) => {
      const timer: Timer = { at: now + (ms > 0 ? ms : 0), callback }
      let index = timers.length
      while (index > 0 && (timers[index - 1] as Timer).at > timer.at) index--
      timers.splice(index, 0, timer)
      return timer
    },
    clearTimeout: (handle) => {
      const index = timers.indexOf(handle as Timer)
      if (index >= 0) timers.splice(index, 1)
    },
    nextTimerAt: () => timers[0]?.at,
    advance: async (ms) => {
      if (!(ms >= 0)) throw new RangeError(`A clock moves forward: advance(ms) takes 0 or more, not ${ms}`)
      const target = now + ms
      await turn()
      while (timers.length > 0 && (timers[0] as Timer).at <= target) await runNext()
      now = Math.max(now, target)
      await turn()
    },
    runUntilIdle: async () => {
      await turn()
      for (let ran = 0; timers.length > 0; ran++) {
        if (ran === MAX_IDLE_TIMERS) {
          throw new Error(`The clock is not idle after ${MAX_IDLE_TIMERS} timers: each one seems to set the next`)
        }
        await runNext()
      }
    },
  })
}

/** One turn of the platform's event loop: every promise that can settle by itself has settled after it. */
async function turn(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else setTimeout(resolve, 0)
  })
}
