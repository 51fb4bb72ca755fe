/** Counts requests by key over a window that moves with the clock. */
export interface RateCounters {
  /** Counts one request, and tells how many the window holds with it. `now` in ms of the gateway's clock. */
  count(key: string, now: number): number
}

export interface RateCounterOptions {
  readonly windowSeconds: number
  /** Keys that are remembered; default 100,000. Behind them the ones unseen for longest are forgotten. */
  readonly maxKeys?: number
  /** Characters of all keys together; default 16 Mi: clients choose what stands in them. */
  readonly maxCharacters?: number
}

interface Entry {
  /** The number of the newest slot. */
  slot: number
  readonly counts: number[]
  total: number
}

/** A window moves in steps of a tenth of it. */
const SLOTS = 10

/** Makes counters in memory; what they hold is bounded whatever clients send. */
export function createRateCounters(options: RateCounterOptions): RateCounters {
  const { windowSeconds, maxKeys = 100_000, maxCharacters = 16 * 1024 * 1024 } = options
  const slotMillis = (windowSeconds * 1000) / SLOTS
  // Kept in the order of use: a map gives its keys as they came.
  const entries = new Map<string, Entry>()
  let characters = 0

  const forgetOldest = (): void => {
    for (const key of entries.keys()) {
      if (entries.size <= maxKeys && characters <= maxCharacters) return
      entries.delete(key)
      characters -= key.length
    }
  }

  return {
    count: (key, now) => {
      const slot = Math.floor(now / slotMillis)
      let entry = entries.get(key)
      if (entry === undefined) {
        entry = { slot, counts: Array.from({ length: SLOTS }, () => 0), total: 0 }
        characters += key.length
      } else entries.delete(key)
      entries.set(key, entry)
      if (entries.size > maxKeys || characters > maxCharacters) forgetOldest()
      moveTo(entry, slot)
      entry.counts[indexOf(entry.slot)] = (entry.counts[indexOf(entry.slot)] as number) + 1
      return ++entry.total
    },
  }
}

function indexOf(slot: number): number {
  return ((slot % SLOTS) + SLOTS) % SLOTS
}

// A clock that goes back counts into the newest slot.
function moveTo(entry: Entry, slot: number): void {
  const passed = Math.min(slot - entry.slot, SLOTS)
  for (let i = 1; i <= passed; i++) {
    const at = indexOf(slot - passed + i)
    entry.total -= entry.counts[at] as number
    entry.counts[at] = 0
  }
  if (slot > entry.slot) entry.slot = slot
}
