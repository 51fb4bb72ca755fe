import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHostileGateway } from '../gateway/hostile-gateway.js'
import { faultOf, hostileRequests } from '../gateway/hostile-requests.js'

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 100_000)
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() | 0)

describe('hostile requests, many of them', () => {
  it(`are all answered: ${RUNS} runs, FUZZ_SEED=${SEED}`, async () => {
    console.log(`FUZZ_SEED=${SEED}`)
    const { handle } = createHostileGateway()
    const statuses = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(hostileRequests, async (request) => {
        const response = await handle(request)
        statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1)
        expect(faultOf(response, { sent: JSON.stringify(request) })).toBeUndefined()
      }),
      { numRuns: RUNS, seed: SEED },
    )
    console.log([...statuses].map(([status, count]) => `${status}: ${count}`).join(', '))
    // A fuzz that is refused at the door tests the door.
    expect(statuses.get(200) ?? 0).toBeGreaterThan(RUNS / 50)
  })
})
