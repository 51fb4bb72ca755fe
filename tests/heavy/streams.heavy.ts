import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { open, readSlowly, startStreamRig, type StreamRig } from '../integration/stream/stream-harness.js'
import { patternHash } from '../integration/stream/stream-pattern.js'

const STREAMS = Number(process.env['STREAMS'] ?? 20)
const MEGABYTES = Number(process.env['STREAM_MEGABYTES'] ?? 1024)
const MEGABYTE = 1_048_576
const SIZE = MEGABYTES * MEGABYTE
/** Megabytes that the resident memory may grow by from the first half of the run to the second. */
const GROWTH_LIMIT = 16

describe('streams through HTTP_PROXY, over sockets', () => {
  let rig: StreamRig
  beforeAll(async () => {
    rig = await startStreamRig()
  })
  afterAll(() => rig.stop())

  it(`${STREAMS} of ${MEGABYTES} MiB at once, with slow readers: flat in memory, no byte lost`, async () => {
    const started = performance.now()
    const names = Array.from({ length: STREAMS }, (_, at) => `s${at}`)
    const readers = await Promise.all(
      names.map(async (name) => readSlowly(await open(`${rig.url}/prod/pump/${name}?size=${SIZE}`), 2, MEGABYTE)),
    )
    const seconds = (performance.now() - started) / 1000
    const hash = patternHash(SIZE)
    expect(readers).toEqual(names.map((prefix) => ({ prefix, hash, size: SIZE })))
    for (const name of names) expect((await rig.ended(name)).whole).toBe(true)
    const figures = rig.memory.map((megabytes) => megabytes.toFixed(0))
    const every = Math.max(1, Math.floor(figures.length / 20))
    const half = Math.floor(rig.memory.length / 2)
    const [early, late] = [Math.max(...rig.memory.slice(0, half)), Math.max(...rig.memory.slice(half))]
    console.log(`resident MB over time: ${figures.filter((_, at) => at % every === 0).join(' ')}`)
    console.log(
      `${((STREAMS * MEGABYTES) / seconds).toFixed(0)} MiB/s for ${seconds.toFixed(0)} s; at most ${early.toFixed(0)} MB in the first half, ${late.toFixed(0)} MB in the second`,
    )
    expect(late - early).toBeLessThan(GROWTH_LIMIT)
  })
})
