import type { Clock, TimerHandle } from '../runtime/clock.js'

/** Something that must be over at a time of the gateway's clock. */
export interface Deadlined {
  /** Milliseconds of the gateway's clock. */
  readonly deadline: number
  /** Whether it is over already; read when the queue gets to it. */
  readonly settled: boolean
  /** Called once when the deadline has come and it is not settled. */
  expire(): void
  /** The queue's own links; undefined while it is in no queue. */
  queueLinks: QueueLinks | undefined
}

/** Where an entry stands in its queue. */
export interface QueueLinks {
  before: Deadlined | undefined
  after: Deadlined | undefined
}

/** Deadlines of many calls on one timer. */
export interface DeadlineQueue {
  /** Watches an entry, unless it settles within a few turns of promises: such a one costs no timer. */
  watch(entry: Deadlined): void
  /** Takes a settled entry out. */
  release(entry: Deadlined): void
  /** Entries that are being watched. */
  readonly size: number
}

/**
 * Makes the queue that the functions of a gateway share. Calls of one timeout come in the order of their deadlines, so
 * that an entry is put in at the end nearly always; the one timer stands at the earliest.
 */
export function createDeadlineQueue(clock: Clock): DeadlineQueue {
  return new LinkedDeadlineQueue(clock)
}

/** Turns of promises that an entry is given to settle by itself: an async function takes one for each `await`. */
const PATIENCE = 6
const NOW: Promise<void> = Promise.resolve()

class LinkedDeadlineQueue implements DeadlineQueue {
  size = 0
  readonly #clock: Clock
  #first: Deadlined | undefined
  #last: Deadlined | undefined
  readonly #fresh: Deadlined[] = []
  readonly #look = (): void => this.#admit()
  #turnsLeft = 0
  #timer: TimerHandle
  #timerAt = Infinity

  constructor(clock: Clock) {
    this.#clock = clock
  }

  watch(entry: Deadlined): void {
    if (this.#fresh.push(entry) > 1) return
    this.#turnsLeft = PATIENCE
    void NOW.then(this.#look)
  }

  release(entry: Deadlined): void {
    const links = entry.queueLinks
    if (links === undefined) return
    entry.queueLinks = undefined
    const { before, after } = links
    if (before === undefined) this.#first = after
    else (before.queueLinks as QueueLinks).after = after
    if (after === undefined) this.#last = before
    else (after.queueLinks as QueueLinks).before = before
    this.size--
    if (this.size === 0) this.#disarm()
  }

  #admit(): void {
    const fresh = this.#fresh
    let kept = 0
    for (const entry of fresh) if (!entry.settled) fresh[kept++] = entry
    fresh.length = kept
    if (kept === 0) return
    if (--this.#turnsLeft > 0) {
      void NOW.then(this.#look)
      return
    }
    for (const entry of fresh) this.#insert(entry)
    fresh.length = 0
    this.#arm()
  }

  #insert(entry: Deadlined): void {
    let before = this.#last
    while (before !== undefined && before.deadline > entry.deadline) before = before.queueLinks?.before
    const after = before === undefined ? this.#first : before.queueLinks?.after
    entry.queueLinks = { before, after }
    if (before === undefined) this.#first = entry
    else (before.queueLinks as QueueLinks).after = entry
    if (after === undefined) this.#last = entry
    else (after.queueLinks as QueueLinks).before = entry
    this.size++
  }

  #arm(): void {
    const first = this.#first
    if (first === undefined || first.deadline >= this.#timerAt) return
    this.#disarm()
    this.#timerAt = first.deadline
    this.#timer = this.#clock.setTimeout(() => this.#expire(), Math.max(0, first.deadline - this.#clock.now()))
  }

  // A timer that nobody needs would move a virtual clock that runs until it is idle.
  #disarm(): void {
    if (this.#timerAt === Infinity) return
    this.#clock.clearTimeout(this.#timer)
    this.#timerAt = Infinity
  }

  #expire(): void {
    this.#timerAt = Infinity
    const now = this.#clock.now()
    for (let entry = this.#first; entry !== undefined && entry.deadline <= now; entry = this.#first) {
      this.release(entry)
      if (!entry.settled) entry.expire()
    }
    this.#arm()
  }
}
