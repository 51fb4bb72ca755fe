import { describe, expect, test } from 'vitest'
import { createVirtualClock } from '../../src/testing/index.js'

describe('createVirtualClock', () => {
  test('stands still until it is moved', async () => {
    const clock = createVirtualClock({ now: 1000 })
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(clock.now()).toBe(1000)
    await clock.advance(250)
    expect(clock.now()).toBe(1250)
  })

  test('runs due timers in the order of their times, each at its own time', async () => {
    const clock = createVirtualClock({ now: 0 })
    const seen: string[] = []
    clock.setTimeout(() => seen.push(`late ${clock.now()}`), 30)
    clock.setTimeout(() => seen.push(`early ${clock.now()}`), 10)
    clock.setTimeout(() => seen.push(`early too ${clock.now()}`), 10)
    await clock.advance(29)
    expect(seen).toEqual(['early 10', 'early too 10'])
    await clock.advance(1)
    expect(seen.at(-1)).toBe('late 30')
  })

  test('lets promises settle between timers, so that a chain of waits runs in one advance', async () => {
    const clock = createVirtualClock({ now: 0 })
    const wait = (ms: number): Promise<void> => new Promise((resolve) => clock.setTimeout(resolve, ms))
    const seen: number[] = []
    const chain = async (): Promise<void> => {
      for (let step = 0; step < 3; step++) {
        await wait(10)
        await Promise.resolve()
        seen.push(clock.now())
      }
    }
    const done = chain()
    await clock.advance(30)
    expect(seen).toEqual([10, 20, 30])
    await done
  })

  test('forgets a timer that was cleared', async () => {
    const clock = createVirtualClock()
    let rang = false
    const handle = clock.setTimeout(() => (rang = true), 5)
    clock.clearTimeout(handle)
    clock.clearTimeout(handle)
    expect(clock.nextTimerAt()).toBeUndefined()
    await clock.advance(10)
    expect(rang).toBe(false)
  })

  test('treats a negative or missing delay as none and never goes back', async () => {
    const clock = createVirtualClock({ now: 100 })
    const seen: number[] = []
    clock.setTimeout(() => seen.push(clock.now()), -50)
    clock.setTimeout(() => seen.push(clock.now()), Number.NaN)
    await clock.advance(0)
    expect(seen).toEqual([100, 100])
    await expect(clock.advance(-1)).rejects.toThrow(RangeError)
    await expect(clock.advance(Number.NaN)).rejects.toThrow(RangeError)
  })

  test('runs until idle, and says so when it never is', async () => {
    const clock = createVirtualClock({ now: 0 })
    clock.setTimeout(() => clock.setTimeout(() => undefined, 1000), 500)
    await clock.runUntilIdle()
    expect(clock.now()).toBe(1500)
    const again = (): void => void clock.setTimeout(again, 1)
    again()
    await expect(clock.runUntilIdle()).rejects.toThrow('not idle')
  })
})
