import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ACCOUNT, METHOD, QUOTA } from './hammer.js'
import type { HammerCounts } from './hammer.js'
import { describeWithRedis, startRedis } from './server.js'
import type { RedisServer } from './server.js'

const PROCESSES = 8

/** Describes that many processes on one Redis admit what one would: in short in the tests, for a minute in the heavy ones. */
export function describeExactness(seconds: number): void {
  describeWithRedis('many processes on one Redis', () => {
    let server: RedisServer
    beforeAll(async () => {
      server = await startRedis()
    })
    afterAll(() => server.kill())

    it(
      `${PROCESSES} processes admit what one would, for ${seconds} s`,
      async () => {
        const { counts, elapsed } = await hammer(server.port, seconds)
        const sum = (name: keyof HammerCounts) => counts.reduce((total, it) => total + it[name], 0)
        const most = (limit: { rateLimit: number; burstLimit: number }) => limit.burstLimit + limit.rateLimit * elapsed
        const share = (name: 'method' | 'account', limit: typeof METHOD) =>
          `${sum(name)} of at most ${most(limit).toFixed(0)} (${((100 * sum(name)) / most(limit)).toFixed(2)} %)`
        console.log(
          `${PROCESSES} processes, ${elapsed.toFixed(1)} s, ${sum('asked')} asked: method ${share('method', METHOD)}, ` +
            `account (leased) ${share('account', ACCOUNT)}, quota ${sum('quota')} of ${QUOTA.limit}`,
        )
        expect(sum('quota')).toBe(QUOTA.limit)
        expect(sum('method')).toBeLessThanOrEqual(most(METHOD) * 1.01)
        expect(sum('account')).toBeLessThanOrEqual(most(ACCOUNT) * 1.01)
        // No lost update: what may be admitted under constant demand is (the processes stop asking a little earlier).
        expect(sum('method')).toBeGreaterThan((METHOD.burstLimit + METHOD.rateLimit * seconds) * 0.9)
      },
      (seconds + 60) * 1000,
    )
  })
}

/** Lets all processes ask at once; what each admitted, and the seconds from the first to the last. */
async function hammer(
  port: number,
  seconds: number,
): Promise<{ readonly counts: readonly HammerCounts[]; readonly elapsed: number }> {
  const script = fileURLToPath(new URL('hammer.ts', import.meta.url))
  const start = (): ChildProcess =>
    fork(script, [String(port), String(seconds * 1000)], { execArgv: ['--import', 'tsx'] })
  const children = Array.from({ length: PROCESSES }, start)
  await Promise.all(children.map((child) => once(child, 'message')))
  const startedAt = Date.now()
  const results = children.map((child) => once(child, 'message'))
  for (const child of children) child.send('go')
  const counts = (await Promise.all(results)).map(([message]) => message as HammerCounts)
  return { counts, elapsed: (Date.now() - startedAt) / 1000 }
}
