import { lazy } from '../runtime/lazy.js'
import type { Clock } from '../runtime/clock.js'
import { IntegrationFault, type CallInfo } from './types.js'

/** The part of a call's circumstances that a deadline needs. */
export type DeadlineInfo = Pick<CallInfo, 'clock' | 'deadline' | 'signal'>

/**
 * Runs a call to the outside until the deadline on the gateway's clock. What is started is given a signal that stops it:
 * at the deadline, and when the client has gone.
 *
 * @throws {IntegrationFault} (rejects) `timeout` at the deadline, `unavailable` when the client has gone
 */
export async function callWithDeadline<T>(
  info: DeadlineInfo,
  what: string,
  start: (signal: AbortSignal) => PromiseLike<T>,
): Promise<T> {
  const { clock, deadline } = info
  const remaining = deadline - clock.now()
  if (remaining <= 0) throw timeoutFault(what)
  const stop = new AbortController()
  const onGone = (): void => stop.abort(info.signal.reason)
  if (info.signal.aborted) throw stoppedFault(info, what)
  info.signal.addEventListener('abort', onGone, { once: true })
  const { default: pTimeout } = lazy.pTimeout()
  const fault = timeoutFault(what)
  try {
    return await pTimeout(start(stop.signal), {
      milliseconds: remaining,
      message: fault,
      signal: stop.signal,
      customTimers: timersOf(clock),
    })
  } catch (error) {
    if (error === fault) stop.abort(fault)
    throw stop.signal.aborted && error !== fault ? stoppedFault(info, what) : error
  } finally {
    info.signal.removeEventListener('abort', onGone)
  }
}

/** The fault of a call that was stopped from outside: at its deadline, or since nobody waits for it any more. */
function stoppedFault(info: DeadlineInfo, what: string): IntegrationFault {
  const { reason } = info.signal as { readonly reason: unknown }
  if (reason instanceof IntegrationFault) return reason
  if (info.clock.now() >= info.deadline) return timeoutFault(what)
  return new IntegrationFault('unavailable', `${what} was stopped: the client has gone`, { cause: reason })
}

function timeoutFault(what: string): IntegrationFault {
  return new IntegrationFault('timeout', `${what} did not answer in time`)
}

interface CustomTimers {
  readonly setTimeout: typeof globalThis.setTimeout
  readonly clearTimeout: typeof globalThis.clearTimeout
}

// p-timeout wants the platform's types, and uses no more of them than a Clock has.
function timersOf(clock: Clock): CustomTimers {
  return {
    setTimeout: ((callback: () => void, ms: number) => clock.setTimeout(callback, ms)) as typeof globalThis.setTimeout,
    clearTimeout: (handle: unknown) => clock.clearTimeout(handle),
  }
}
