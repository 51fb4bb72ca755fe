/** What a timer of a {@link Clock} is known by; opaque to everyone but the clock that made it. */
export type TimerHandle = unknown

/**
 * The gateway's only source of time. Everything that depends on it (timeouts, TTLs, tokens, quotas, JWT expiry,
 * request times) reads this clock, so a test that holds the clock holds all of them.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Calls back once after `ms` milliseconds of this clock. Must not keep the process alive by itself. */
  setTimeout(callback: () => void, ms: number): TimerHandle
  clearTimeout(handle: TimerHandle): void
}

/** The machine's clock; its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => {
    const timer: unknown = setTimeout(callback, ms)
    if (isUnrefable(timer)) timer.unref()
    return timer
  },
  clearTimeout: (handle) => clearTimeout(handle as Parameters<typeof clearTimeout>[0]),
}

// Workers and browsers give numbers, Node and Bun objects that can be unreferenced.
function isUnrefable(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer
}
