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
/** The long form: `HEAVY_SECONDS=60`. */
const SECONDS = Number(process.env['HEAVY_SECONDS'] ?? 2)

describeWithRedis('many processes on one Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.kill())

  it(
    `${PROCESSES} processes admit what one would, for ${SECONDS} s`,
    async () => {
      const script = fileURLToPath(new URL('hammer.ts', import.meta.url))
      const start = (): ChildProcess =>
        fork(script, [String(server.port), String(SECONDS * 1000)], { execArgv: ['--import', 'tsx'] })
      const children = Array.from({ length: PROCESSES }, start)
      await Promise.all(children.map((child) => once(child, 'message')))
      const startedAt = Date.now()
      const results = children.map((child) => once(child, 'message'))
      for (const child of children) child.send('go')
      const counts = (await Promise.all(results)).map(([message]) => message as HammerCounts)
      const elapsed = (Date.now() - startedAt) / 1000

      const sum = (name: keyof HammerCounts) => counts.reduce((total, it) => total + it[name], 0)
      const most = (limit: { rateLimit: number; burstLimit: number }) => limit.burstLimit + limit.rateLimit * elapsed
      console.log(
        `${PROCESSES} processes, ${elapsed.toFixed(1)} s, ${sum('asked')} asked: method ${sum('method')} of at most ${most(METHOD).toFixed(0)}, ` +
          `account (leased) ${sum('account')} of at most ${most(ACCOUNT).toFixed(0)}, quota ${sum('quota')} of ${QUOTA.limit}`,
      )
      expect(sum('quota')).toBe(QUOTA.limit)
      expect(sum('method')).toBeLessThanOrEqual(most(METHOD) * 1.01)
      expect(sum('account')).toBeLessThanOrEqual(most(ACCOUNT) * 1.01)
      // No lost update: what may be admitted under constant demand is (the processes stop asking a little earlier).
      expect(sum('method')).toBeGreaterThan((METHOD.burstLimit + METHOD.rateLimit * SECONDS) * 0.9)
    },
    (SECONDS + 60) * 1000,
  )
})
