/** One number a key, in slots of an array. */
export interface Buckets {
  /** The slot of a key, or -1. */
  find(key: string): number
  /** Gives a key a slot, the one it has if it has one. */
  add(key: string): number
  fullAt(slot: number): number
  write(slot: number, fullAt: number): void
  /** Drops what is full again at `at` among the oldest keys, looking at a few for each key that was added. */
  sweep(at: number, added: number): void
  size(): number
}

/** Old keys looked at for each new one: two keep the number held within twice the number in use. */
const SWEEP_STEPS = 2
const FIRST_SLOTS = 1024

/** Makes buckets; above `max` of them the sweep drops keys that are in use. */
export function createBuckets(max: number): Buckets {
  const slots = new Map<string, number>()
  const free: number[] = []
  let times = new Float64Array(FIRST_SLOTS)
  let used = 0
  let sweeping = slots.entries()

  const nextSlot = (): number => {
    const slot = free.pop()
    if (slot !== undefined) return slot
    if (used === times.length) {
      const grown = new Float64Array(used * 2)
      grown.set(times)
      times = grown
    }
    return used++
  }

  return {
    find: (key) => slots.get(key) ?? -1,
    add: (key) => {
      let slot = slots.get(key)
      if (slot === undefined) slots.set(key, (slot = nextSlot()))
      return slot
    },
    fullAt: (slot) => times[slot] as number,
    write: (slot, fullAt) => {
      times[slot] = fullAt
    },
    sweep: (at, added) => {
      for (let step = 0; step < SWEEP_STEPS * added; step++) {
        const next = sweeping.next()
        if (next.done === true) {
          sweeping = slots.entries()
          return
        }
        const [key, slot] = next.value
        if ((times[slot] as number) > at && slots.size <= max) continue
        slots.delete(key)
        free.push(slot)
      }
    },
    size: () => slots.size,
  }
}
