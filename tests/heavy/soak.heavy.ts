import { describe, expect, it } from 'vitest'
import { createHostileGateway } from '../gateway/hostile-gateway.js'

const REQUESTS = Number(process.env['SOAK_REQUESTS'] ?? 1_000_000)
const CHECKS = 10
/** Megabytes that the heap may have grown by from the first check to the last. */
const GROWTH_LIMIT = 12

function heapMegabytes(): number {
  const collect = globalThis.gc
  if (collect === undefined) throw new Error('Run with --expose-gc')
  collect()
  collect()
  return process.memoryUsage().heapUsed / 1_048_576
}

describe('a gateway that runs on and on', () => {
  it(`holds its heap over ${REQUESTS} requests, each with a path, a key and headers of its own`, async () => {
    const { handle, clock } = createHostileGateway({
      stages: { prod: { methodSettings: { '*/*': { throttlingRateLimit: 1e9, throttlingBurstLimit: 1e9 } } } },
    })
    const headers = { 'content-type': 'application/json', 'x-thing': 'y' }
    const heaps: number[] = []
    for (let check = 0; check < CHECKS; check++) {
      for (let at = 0; at < REQUESTS / CHECKS; at++) {
        const id = `${check}-${at}`
        const request =
          at % 4 === 0
            ? {
                method: 'POST',
                path: '/prod/valid',
                headers,
                body: `{"name":"${at % 3 === 0 ? '1' : 'abc'}","id":"${id}"}`,
              }
            : {
                method: 'GET',
                path: `/prod/${['once', 'proxy', 'none'][at % 3]}/${id}?q=${id}`,
                headers: { 'x-id': id },
              }
        await handle(request)
      }
      await clock.advance(1000)
      heaps.push(heapMegabytes())
    }
    console.log(`heap in MB: ${heaps.map((heap) => heap.toFixed(1)).join(' ')}`)
    expect((heaps.at(-1) as number) - (heaps[0] as number)).toBeLessThan(GROWTH_LIMIT)
    expect(clock.nextTimerAt()).toBeUndefined()
  })
})
