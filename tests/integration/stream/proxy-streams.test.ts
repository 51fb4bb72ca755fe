import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { open, readSlowly, startStreamRig, type Received, type StreamRig } from './stream-harness.js'
import { patternHash } from './stream-pattern.js'

const MEGABYTE = 1_048_576
const STREAMS = 4
const SIZE = 16 * MEGABYTE

// The long form is in tests/heavy: 20 streams of a gigabyte.
describe('streams through HTTP_PROXY, over sockets', () => {
  let rig: StreamRig
  beforeAll(async () => {
    rig = await startStreamRig()
  })
  afterAll(() => rig.stop())

  const readAll = async (name: string): Promise<Received> =>
    readSlowly(await open(`${rig.url}/prod/pump/${name}?size=${SIZE}`), 10, MEGABYTE / 2)

  it('lose no byte to slow readers, and are not held in memory', async () => {
    // What is compiled and allocated once is there after the first round.
    await Promise.all(['w1', 'w2', 'w3', 'w4'].map((name) => readAll(name)))
    const before = Math.max(...rig.memory)
    const names = Array.from({ length: STREAMS }, (_, at) => `s${at}`)
    const received = await Promise.all(names.map((name) => readAll(name)))
    const hash = patternHash(SIZE)
    expect(received).toEqual(names.map((prefix) => ({ prefix, hash, size: SIZE })))
    for (const name of names) expect((await rig.ended(name)).whole).toBe(true)
    const peak = Math.max(...rig.memory)
    console.log(`${STREAMS} × 16 MiB: resident ${before.toFixed(0)} MB before, ${peak.toFixed(0)} MB at most`)
    // 64 MiB were on their way; two buffers a stream are not a quarter of it.
    expect(peak - before).toBeLessThan(40)
  })

  it.each([
    ['is being sent', 'pump/gone-1?size=1000000000'],
    ['stands still', 'idle/gone-2'],
  ])('are stopped within 100 ms of the client going, while the stream %s', async (_, path) => {
    const name = /gone-\d/.exec(path)?.[0] as string
    const response = await open(`${rig.url}/prod/${path}`)
    await new Promise((resolve) => response.once('data', resolve))
    response.pause()
    const gone = performance.timeOrigin + performance.now()
    response.destroy()
    const { whole, at } = await rig.ended(name)
    console.log(`the back end knew after ${(at - gone).toFixed(1)} ms`)
    expect(whole).toBe(false)
    expect(at - gone).toBeLessThan(100)
  })
})
