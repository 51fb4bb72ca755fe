import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDeadlineQueue, type Deadlined, type QueueLinks } from '../../src/integration/deadline-queue.js'
import { createVirtualClock, type VirtualClock } from '../../src/testing/virtual-clock.js'

class Entry implements Deadlined {
  settled = false
  queueLinks: QueueLinks | undefined
  expiredAt: number | undefined
  readonly deadline: number
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock, delay: number) {
    this.#clock = clock
    this.deadline = clock.now() + delay
  }

  expire(): void {
    this.expiredAt = this.#clock.now()
  }
}

describe('the deadline queue', () => {
  it('sets no timer for what settles within the turn', async () => {
    const clock = createVirtualClock()
    const queue = createDeadlineQueue(clock)
    const entry = new Entry(clock, 100)
    queue.watch(entry)
    entry.settled = true
    await clock.advance(0)
    expect([queue.size, clock.nextTimerAt()]).toEqual([0, undefined])
  })

  it('takes its timer away with the last entry', async () => {
    const clock = createVirtualClock()
    const queue = createDeadlineQueue(clock)
    const entry = new Entry(clock, 100)
    queue.watch(entry)
    await clock.advance(0)
    expect(clock.nextTimerAt()).toBe(entry.deadline)
    queue.release(entry)
    queue.release(entry)
    expect([queue.size, clock.nextTimerAt()]).toEqual([0, undefined])
  })

  it('lets each entry expire at its own time, whatever the order and whatever was released', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ delay: fc.nat(50), release: fc.boolean() }), { maxLength: 20 }),
        async (plan) => {
          const clock = createVirtualClock()
          const queue = createDeadlineQueue(clock)
          const entries = plan.map(({ delay }) => new Entry(clock, delay + 1))
          for (const entry of entries) queue.watch(entry)
          await clock.advance(0)
          plan.forEach(({ release }, i) => {
            if (release) queue.release(entries[i] as Entry)
          })
          await clock.advance(60)
          entries.forEach((entry, i) =>
            expect(entry.expiredAt).toBe(plan[i]?.release === true ? undefined : entry.deadline),
          )
          expect([queue.size, clock.nextTimerAt()]).toEqual([0, undefined])
        },
      ),
      { numRuns: 50 },
    )
  })
})
