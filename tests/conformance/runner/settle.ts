import type { VirtualClock } from '../../../src/testing/index.js'
import type { Backends } from './backends.js'

/** Real time after which a call that nothing moves any more counts as hung. */
const HANG_MS = 10_000
const TURNS_BEFORE_ADVANCING = 3

/**
 * Waits for a call of the gateway. The virtual clock moves only while a backend holds its answer back (`delaySeconds`),
 * and then from timer to timer, so that a limit of the gateway's own rings exactly when it would.
 *
 * @throws Error when the call does not come back
 */
export async function settle<T>(call: Promise<T>, clock: VirtualClock, backends: Backends): Promise<T> {
  const state = { done: false }
  const finished = call.finally(() => (state.done = true))
  // The outcome is awaited below; a rejection in between must not count as unhandled.
  finished.catch(() => undefined)
  const started = performance.now()
  while (!state.done) {
    for (let turn = 0; turn < TURNS_BEFORE_ADVANCING && !state.done; turn++) await nextTurn()
    const next = clock.nextTimerAt()
    if (!state.done && backends.waiting && next !== undefined) await clock.advance(Math.max(0, next - clock.now()))
    if (!state.done && performance.now() - started > HANG_MS) throw new Error(`no answer after ${HANG_MS / 1000} s`)
  }
  return finished
}

/** Lets everything run that does not wait for the clock: answers sent beside the response, for one. */
export async function drain(): Promise<void> {
  for (let turn = 0; turn < TURNS_BEFORE_ADVANCING; turn++) await nextTurn()
}

async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
