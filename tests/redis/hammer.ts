/** One of many processes that ask one Redis for tokens at the same time; forked by exactness.test.ts. */
import { createRedisStores } from '../../src/redis/index.js'
import { ADMITTED } from '../../src/throttle/index.js'
import type { Quota, TokenBucket } from '../../src/throttle/index.js'
import { connect } from './server.js'

/** What each process admitted. */
export interface HammerCounts {
  readonly method: number
  readonly account: number
  readonly quota: number
  readonly asked: number
}

export const METHOD: TokenBucket = { key: 'm/api/stage/GET', level: 'method', rateLimit: 300, burstLimit: 100 }
export const ACCOUNT: TokenBucket = { key: 'account', level: 'account', rateLimit: 2000, burstLimit: 500 }
export const QUOTA: Quota = { key: 'p/plan/key/quota', limit: 700, period: 'MONTH', offset: 0 }

const IN_FLIGHT = 10

async function hammer(port: number, milliseconds: number): Promise<HammerCounts> {
  const connection = connect(port)
  await connection.client.connect()
  const stores = createRedisStores({ command: connection.command, timeoutMs: 10_000 })
  const counts = { method: 0, account: 0, quota: 0, asked: 0 }
  const until = Date.now() + milliseconds
  const loop = async (name: 'method' | 'account' | 'quota', buckets: readonly TokenBucket[], quota?: Quota) => {
    while (Date.now() < until) {
      counts.asked++
      if ((await stores.throttle.take(buckets, Date.now(), quota)) === ADMITTED) counts[name]++
      // A lease that refuses answers at once: the others want their turn too.
      if (name === 'account') await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const loops = Array.from({ length: IN_FLIGHT }, () => [
    loop('method', [METHOD]),
    loop('account', [ACCOUNT]),
    loop('quota', [], QUOTA),
  ])
  await Promise.all(loops.flat())
  connection.close()
  if (stores.counters().withoutRedis.throttle > 0) throw new Error('Redis was not always asked')
  return counts
}

const [port, milliseconds] = process.argv.slice(2)
if (process.send !== undefined && port !== undefined && milliseconds !== undefined) {
  process.once('message', () => {
    void hammer(Number(port), Number(milliseconds)).then(
      (counts) => process.send?.(counts, () => process.exit(0)),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
  process.send('ready')
}
