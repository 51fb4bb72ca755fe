import type { TokenBucket } from '../throttle/types.js'
import { textOf, valueOf } from './redis-text.js'
import type { ThrottleContext } from './throttle-context.js'
import { LEASE } from './throttle-scripts.js'

/** Tokens that were taken from Redis in a block and are spent here. */
export interface Leases {
  /** Spends one token; undefined: Redis must be asked first. */
  spend(bucket: TokenBucket, now: number): boolean | undefined
  /** Asks Redis for a block where there is none, then spends a token; true without Redis where that is the setting. */
  renewAndSpend(bucket: TokenBucket, now: number): Promise<boolean>
  /** Takes a token back that {@link Leases.spend} gave. */
  giveBack(bucket: TokenBucket): void
}

/** Milliseconds that tokens may be held before they go back. */
const LEASE_MS = 1000
/** The first block of a bucket: the next ones follow what is asked for. */
const FIRST_BLOCK = 8

/** Share of a block that is left when the next one is asked for. */
const RENEW_AT = 1 / 4
/** In place of tokens granted: Redis could not be asked. */
const FAILED = -1

interface Lease {
  tokens: number
  expiresAt: number
  /** Until then there can be no token anywhere. */
  emptyUntil: number
  /** Size of the next block. */
  want: number
  /** Tokens granted, or {@link FAILED}. */
  renewal: Promise<number> | undefined
}

/** Makes the leases of one process. @param blockOf - largest block of a bucket's level */
export function createLeases(context: ThrottleContext, blockOf: (bucket: TokenBucket) => number): Leases {
  const leases = new Map<string, Lease>()
  const leaseOf = (key: string): Lease => {
    let lease = leases.get(key)
    if (lease === undefined) {
      lease = { tokens: 0, expiresAt: 0, emptyUntil: Number.NEGATIVE_INFINITY, want: FIRST_BLOCK, renewal: undefined }
      leases.set(key, lease)
    }
    return lease
  }

  const spend = (bucket: TokenBucket, now: number): boolean | undefined => {
    if (!(bucket.rateLimit > 0) || !(bucket.burstLimit >= 1)) return false
    const lease = leaseOf(bucket.key)
    if (lease.tokens > 0 && now < lease.expiresAt) {
      lease.tokens--
      // A bucket in demand gets its next block before this one is spent: nobody waits for it.
      if (lease.tokens < lease.want * RENEW_AT && lease.want >= FIRST_BLOCK)
        lease.renewal ??= renew(bucket, lease, now, 0)
      return true
    }
    // A clock that was set back must not keep a bucket empty for longer than a token takes.
    const wait = lease.emptyUntil - now
    return wait > 0 && wait <= 1000 / bucket.rateLimit ? false : undefined
  }

  const renew = async (bucket: TokenBucket, lease: Lease, now: number, unspent: number): Promise<number> => {
    lease.want = nextBlock(lease.want, unspent, blockOf(bucket))
    lease.tokens -= unspent
    try {
      const [granted, waitMs] = await requestBlock(context, bucket, lease.want, unspent, now)
      lease.tokens += granted
      lease.expiresAt = now + LEASE_MS
      lease.emptyUntil = now + waitMs
      return granted
    } catch {
      return FAILED
    } finally {
      lease.renewal = undefined
    }
  }

  const renewAndSpend = async (bucket: TokenBucket, now: number): Promise<boolean> => {
    for (;;) {
      const spent = spend(bucket, now)
      if (spent !== undefined) return spent
      const lease = leaseOf(bucket.key)
      lease.renewal ??= renew(bucket, lease, now, lease.tokens)
      const granted = await lease.renewal
      if (granted === 0) return spend(bucket, now) ?? false
      // What was granted may be spent by those who waited before: then the next block is asked for.
      if (granted !== FAILED) continue
      context.guard.countWithoutRedis('throttle', 1)
      return context.withoutRedis < 0
    }
  }

  return {
    spend,
    renewAndSpend,
    giveBack: (bucket) => {
      leaseOf(bucket.key).tokens++
    },
  }
}

// Twice as much where the last block was spent, half as much where some of it was left.
function nextBlock(last: number, unspent: number, block: number): number {
  return Math.max(1, Math.min(block, unspent > 0 ? Math.floor(last / 2) : last * 2))
}

async function requestBlock(
  context: ThrottleContext,
  bucket: TokenBucket,
  want: number,
  unspent: number,
  now: number,
): Promise<readonly [granted: number, waitMs: number]> {
  const interval = 1000 / bucket.rateLimit
  const key = context.keyOf(context.slotOf(bucket.key), bucket.key)
  const numbers = [interval, interval * bucket.burstLimit, want, unspent]
  const args = [context.timeOf(now), String(context.keepMs), ...numbers.map(String)]
  return context.guard.run('throttle', () => LEASE.run(context.command, [key], args), readLease)
}

function readLease(reply: unknown): readonly [granted: number, waitMs: number] {
  const match = /^(\d+) (\d+\.\d+)$/.exec(textOf(valueOf(reply) ?? ''))
  if (match === null) throw new TypeError('The reply to a lease script makes no sense')
  return [Number(match[1]), Number(match[2])]
}
