import type { Clock } from '../runtime/clock.js'
import { StoreUnavailableError } from './store-unavailable-error.js'
import type { RedisCounters, RedisEvent, RedisOperation } from './types.js'

/** Options of {@link createGuard}. */
export interface GuardOptions {
  readonly clock: Clock
  /** Milliseconds. */
  readonly timeoutMs: number
  readonly failuresToOpen: number
  /** Milliseconds. */
  readonly retryAfterMs: number
  readonly onEvent: (event: RedisEvent) => void
}

/** Makes calls to Redis within a time budget, and none while it seems to be down. */
export interface Guard {
  /**
   * Makes a call and reads its reply.
   *
   * @param read - throws when the reply makes no sense
   * @param timed - `false`: it may take as long as it takes, since nobody waits for it
   * @throws StoreUnavailableError (rejects) when the call was not made, failed, took too long or made no sense
   */
  run<T>(
    operation: RedisOperation,
    call: () => Promise<unknown>,
    read: (reply: unknown) => T,
    timed?: boolean,
  ): Promise<T>
  /** Counts a value that a reply carried and that nobody wrote: the call went well, the value is none. */
  reportGarbage(operation: RedisOperation): void
  /** Counts requests that were decided without Redis, and tells of them. */
  countWithoutRedis(operation: keyof RedisCounters['withoutRedis'], requests: number): void
  counters(): RedisCounters
}

/** A circuit breaker: opens after failures in a row, lets one trial through after a while, closes when that went well. */
interface Circuit {
  mayCall(): boolean
  succeeded(): void
  failed(): void
}

/** Makes a guard. The clock is read when a call is made and when one fails; a timer lives as long as its call. */
export function createGuard(options: GuardOptions): Guard {
  const { clock, timeoutMs, onEvent } = options
  const withoutRedis = { throttle: 0, cache: 0, authorizerResults: 0 }
  const counts = { calls: 0, timeouts: 0, errors: 0, garbage: 0, opened: 0 }
  const circuit = createCircuit(options, (event) => {
    if (event.type === 'open') counts.opened++
    onEvent(event)
  })

  const fail = (operation: RedisOperation, reason: 'timeout' | 'error' | 'garbage', error?: unknown): void => {
    counts[reason === 'timeout' ? 'timeouts' : reason === 'error' ? 'errors' : 'garbage']++
    onEvent({ type: 'failure', operation, reason, ...(error !== undefined && { error }) })
    circuit.failed()
  }

  return {
    run: (operation, call, read, timed = true) => {
      if (!circuit.mayCall()) return Promise.reject(new StoreUnavailableError('open'))
      counts.calls++
      return new Promise((resolve, reject) => {
        let waiting = true
        const giveUp = (reason: 'timeout' | 'error' | 'garbage', error?: unknown): void => {
          if (!waiting) return
          waiting = false
          if (timed) clock.clearTimeout(timer)
          fail(operation, reason, error)
          reject(new StoreUnavailableError(reason, { cause: error }))
        }
        const timer = timed ? clock.setTimeout(() => giveUp('timeout'), timeoutMs) : undefined
        callSafely(call).then(
          (reply) => {
            if (!waiting) return
            try {
              const value = read(reply)
              waiting = false
              if (timed) clock.clearTimeout(timer)
              circuit.succeeded()
              resolve(value)
            } catch (error) {
              giveUp('garbage', error)
            }
          },
          (error: unknown) => giveUp('error', error),
        )
      })
    },
    reportGarbage: (operation) => {
      counts.garbage++
      onEvent({ type: 'failure', operation, reason: 'garbage' })
    },
    countWithoutRedis: (operation, requests) => {
      withoutRedis[operation] += requests
      onEvent({ type: 'gave-way', operation, requests })
    },
    counters: () => ({ ...counts, withoutRedis: { ...withoutRedis } }),
  }
}

// A client that throws instead of rejecting is one that failed.
async function callSafely(call: () => Promise<unknown>): Promise<unknown> {
  return call()
}

function createCircuit(options: GuardOptions, onChange: (event: RedisEvent) => void): Circuit {
  const { clock, failuresToOpen, retryAfterMs } = options
  let failures = 0
  let isOpen = false
  let retryAt = 0

  return {
    mayCall: () => {
      if (!isOpen) return true
      const now = clock.now()
      if (now < retryAt) return false
      // One trial at a time: whoever comes until it is decided goes without.
      retryAt = now + retryAfterMs
      return true
    },
    succeeded: () => {
      failures = 0
      if (!isOpen) return
      isOpen = false
      onChange({ type: 'closed' })
    },
    failed: () => {
      failures++
      if (isOpen || failures < failuresToOpen) return
      isOpen = true
      retryAt = clock.now() + retryAfterMs
      onChange({ type: 'open' })
    },
  }
}
