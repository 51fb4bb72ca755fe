// Rows 6b and 6c: throttle decisions through Redis, one connection. In memory (6a): rows/throttle-decision.ts.
// npx tsx bench/throttle.ts
import { Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { createRedisStores } from '../src/redis/index.js'
import type { TokenBucket } from '../src/throttle/index.js'
import { answersPerSecond, medianRatio, printRates, startBenchRedis } from './redis.js'
import type { Asker } from './redis.js'

const KEYS = 10_000
const PEER = 'rate-limiter-flexible, 100 in flight'
const SINGLE = 'a script call a decision (hash bucket), 100 in flight'
const OURS = 'postern, 100 in flight'
const LEASED = 'postern, leases of 100, 10 hot keys, 100 in flight'

const BUCKET_SCRIPT = `local v=redis.call('HMGET',KEYS[1],'t','a') local now=tonumber(ARGV[1]) local burst=tonumber(ARGV[3])
local t=math.min(burst,(tonumber(v[1]) or burst)+(now-(tonumber(v[2]) or now))*tonumber(ARGV[2]))
local ok=0 if t>=1 then t=t-1 ok=1 end redis.call('HSET',KEYS[1],'t',t,'a',now) redis.call('PEXPIRE',KEYS[1],60000) return ok`

function bucketsOf(level: TokenBucket['level'], count: number): Array<readonly [TokenBucket]> {
  return Array.from({ length: count }, (_, at) => [{ key: `m/api/prod/${at}`, level, rateLimit: 1e6, burstLimit: 1e6 }])
}

async function main(): Promise<void> {
  const server = await startBenchRedis()
  if (server === undefined) {
    console.log('6b, 6c: not measured, there is no redis-server')
    return
  }
  const client = new Redis(server.port)
  const script = String(await client.script('LOAD', BUCKET_SCRIPT))
  const peer = new RateLimiterRedis({ storeClient: client, points: 1e9, duration: 60 })
  const stores = createRedisStores({
    command: (_key, [name, ...args]) =>
      client.call(String(name), ...args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg)))),
    timeoutMs: 5000,
    leases: { account: 100 },
  })
  const cold = bucketsOf('method', KEYS)
  const hot = bucketsOf('account', 10)
  const four = cold.map(([bucket], at): readonly TokenBucket[] =>
    ['plan-method', 'plan', 'method'].map((level) => ({
      ...bucket,
      level: level as TokenBucket['level'],
      key: `${level}${at % 100}`,
    })),
  )
  let turn = 0
  const next = (): number => (turn = (turn + 7919) % KEYS)
  const take =
    (lists: ReadonlyArray<readonly TokenBucket[]>): Asker =>
    () =>
      stores.throttle.take(lists[next() % lists.length] as readonly TokenBucket[], Date.now())
  const single: Asker = () => client.evalsha(script, 1, `k${next()}`, Date.now(), 1000, 1e6)
  const rates = await answersPerSecond({
    'PING, one in flight (round trip)': [1, () => client.ping()],
    'PING, 100 in flight': [100, () => client.ping()],
    [PEER]: [100, () => peer.consume(`k${next()}`)],
    [SINGLE]: [100, single],
    'postern, one in flight': [1, take(cold)],
    [OURS]: [100, take(cold)],
    'postern, 1000 in flight': [1000, take(cold)],
    'postern, three levels of a request, 100 in flight': [100, take(four)],
    [LEASED]: [100, take(hot)],
  })
  printRates('6b, 6c. Throttle decisions a second through Redis', rates)
  for (const [row, name, least] of [
    ['6b', OURS, 3],
    ['6c', LEASED, 20],
  ] as const) {
    const ratio = medianRatio(rates, name, PEER)
    console.log(
      `  ${ratio >= least ? 'holds ' : 'MISSED'} ${row} ${name} / ${PEER}: ${ratio.toFixed(2)} ×, target ≥ ${least}`,
    )
  }
  const { withoutRedis, calls } = stores.counters()
  if (withoutRedis.throttle > 0) throw new Error(`${withoutRedis.throttle} decisions were made without Redis`)
  console.log(`  ${calls} calls to Redis were made`)
  client.disconnect()
  await server.stop()
}

await main()
