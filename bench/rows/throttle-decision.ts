// Row 6a: one decision of the throttle in memory, and what a key costs.
import { createMemoryThrottle } from '../../src/index.js'
import { compare, type ComparisonResult, single } from '../harness.js'

const OURS = 'memory throttle'
const FLOOR = 'Map of buckets + Date.now'
const MILLION = 1_000_000

/** The bucket that one would write by hand. */
class Bucket {
  tokens: number
  at = Date.now()
  readonly rate: number
  readonly burst: number

  constructor(rate: number, burst: number) {
    this.rate = rate
    this.burst = burst
    this.tokens = burst
  }

  take(now: number): boolean {
    const filled = Math.min(this.burst, this.tokens + ((now - this.at) * this.rate) / 1000)
    this.at = now
    this.tokens = filled < 1 ? filled : filled - 1
    return filled >= 1
  }
}

function decisions(count: number, most: number): Promise<ComparisonResult> {
  const keys = Array.from({ length: count }, (_, at) => `key-${at}`)
  let at = 0
  const key = (): string => keys[(at = (at + 7919) % count)] as string
  const map = new Map(keys.map((key) => [key, new Bucket(1e9, 1e9)]))
  const store = createMemoryThrottle()
  // The gateway holds its lists of buckets ready: what is measured is the store, so one list takes each key in turn.
  const bucket = { key: '', level: 'method' as const, rateLimit: 0.001, burstLimit: 1e12 }
  const list = [bucket]
  const decide = (key: string): number => {
    bucket.key = key
    return store.take(list, Date.now())
  }
  keys.forEach(decide)
  return compare({
    name: `6a. Throttle decision in memory, ${count.toLocaleString('en')} keys`,
    candidates: {
      [FLOOR]: () => (map.get(key()) as Bucket).take(Date.now()),
      [OURS]: () => decide(key()),
    },
    targets: [{ row: '6a', candidate: OURS, over: FLOOR, most }],
    rounds: 21,
  })
}

function bytesPerKey(): ComparisonResult {
  const collect = globalThis.gc
  const name = '6a. Heap bytes of a key, a million keys'
  if (collect === undefined) return { name: `${name}: not measured without --expose-gc`, candidates: [], verdicts: [] }
  const used = (): number => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const store = createMemoryThrottle()
  const before = used()
  const now = Date.now()
  for (let at = 0; at < MILLION; at++) {
    store.take([{ key: `key-${at}`, level: 'method', rateLimit: 0.001, burstLimit: 20 }], now + at / 1e4)
  }
  const target = { row: '6a', candidate: OURS, over: 'a key', most: 90, unit: 'bytes' }
  const result = single(name, target, [(used() - before) / MILLION])
  if (store.size !== MILLION) throw new Error(`The store holds ${store.size} buckets`)
  return result
}

export async function throttleDecision(): Promise<ComparisonResult[]> {
  return [await decisions(10_000, 1.3), await decisions(MILLION, 0.7), bytesPerKey()]
}
