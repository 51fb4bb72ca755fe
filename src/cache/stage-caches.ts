import type { Clock } from '../runtime/clock.js'
import type { Logger } from '../runtime/logger.js'
import { type Coalescer, createCoalescer } from './coalesce.js'
import type { CachedResponse, CacheSize, ResponseCache } from './types.js'

/** Whose cache it is: each deployment of a stage has one of its own. */
export interface CachePlace {
  readonly apiId: string
  readonly stageName: string
  readonly deploymentId: string
}

/** The cache of one deployment, as the steps of its methods use it. */
export interface StageCache {
  readonly place: CachePlace
  /** Counts a hit or a miss. */
  get(key: string, now: number): CachedResponse | undefined | Promise<CachedResponse | undefined>
  /** Stores an entry; returns at once, however long the store takes. What fails is counted and logged. */
  put(key: string, response: CachedResponse, now: number): void
  delete(key: string): void | Promise<void>
  /** Whether concurrent misses of one key make one call. */
  readonly coalesces: boolean
  /**
   * As {@link Coalescer.join}; undefined: `owner` fetches, and {@link StageCache.settle} is due whatever happens.
   *
   * @param owner - the request
   */
  join(key: string, owner: object): Promise<CachedResponse | undefined> | undefined
  /** Tells those who wait for what `owner` fetched; nothing happens when it fetched for itself alone. */
  settle(owner: object, response: CachedResponse | undefined): void
}

/** What is known of the cache of one deployment. */
export interface StageCacheStats extends CachePlace, CacheSize {
  /** As the service's metric `CacheHitCount`. */
  readonly hits: number
  /** As the service's metric `CacheMissCount`. */
  readonly misses: number
}

/** What the caches of a gateway counted since it was made, and what they hold. */
export interface GatewayCacheStats extends CacheSize {
  readonly hits: number
  readonly misses: number
  /** Misses that were answered by another request's call. */
  readonly coalesced: number
  /** Responses that the store took. */
  readonly stored: number
  /** Responses that it did not take: too large, or it could not be reached and gave way. */
  readonly notStored: number
  /** Writes that failed; each is in the log. */
  readonly writeFailures: number
  /** Writes under way: answers do not wait for them. */
  readonly pendingWrites: number
  readonly stages: readonly StageCacheStats[]
}

/** The caches of a gateway's stages, all in one store. */
export interface StageCaches {
  /** The same cache for the same place. @param encrypted - `cacheDataEncrypted` of the method */
  open(place: CachePlace, encrypted: boolean): StageCache
  flush(place: CachePlace): Promise<void>
  stats(): Promise<GatewayCacheStats>
  /** Resolves when no write is under way, after {@link SETTLE_LIMIT_MS} at the latest. */
  settled(): Promise<void>
}

/** What {@link createStageCaches} takes. */
export interface StageCachesOptions {
  readonly store: ResponseCache
  /** Seals what it puts into the same store; left out, entries are stored as they are. */
  readonly encrypted?: ResponseCache | undefined
  /** Default false, as the service. */
  readonly coalesces?: boolean | undefined
  readonly clock: Clock
  readonly logger: Logger
}

/** Milliseconds of the gateway's clock that closing waits for writes. A store with a time budget needs less. */
export const SETTLE_LIMIT_MS = 1000

/** Makes the caches of a gateway. */
export function createStageCaches(options: StageCachesOptions): StageCaches {
  const { store, encrypted = store, clock } = options
  const coalescer = options.coalesces === true ? createCoalescer() : undefined
  const writes = createWrites(options.logger)
  const opened = new Map<string, Opened>()
  const openNew = (namespace: string, place: CachePlace): Opened => {
    const counts = { hits: 0, misses: 0, coalesced: 0 }
    const of = (held: ResponseCache): StageCache =>
      openStage({ place, namespace, counts, coalescer, writes, store: held })
    const found = { place, counts, plain: of(store), encrypted: of(encrypted) }
    opened.set(namespace, found)
    return found
  }

  return {
    open: (place, isEncrypted) => {
      const namespace = namespaceOf(place)
      const found = opened.get(namespace) ?? openNew(namespace, place)
      return isEncrypted ? found.encrypted : found.plain
    },
    flush: async (place) => store.flush(namespaceOf(place)),
    stats: async () => {
      const now = clock.now()
      const stages = await Promise.all(
        Array.from(
          opened,
          async ([
            namespace,
            {
              place,
              counts: { hits, misses },
            },
          ]) => {
            const size = (await store.size?.(namespace, now)) ?? { entries: undefined, bytes: undefined }
            return { ...place, hits, misses, ...size }
          },
        ),
      )
      const coalesced = Array.from(opened.values()).reduce((sum, { counts }) => sum + counts.coalesced, 0)
      return { ...totalsOf(stages), coalesced, ...writes.counts(), stages }
    },
    settled: () => writes.settled(clock),
  }
}

/** Names a place in a store; no part can pass for two: a slash in it is escaped. */
export function namespaceOf({ apiId, stageName, deploymentId }: CachePlace): string {
  return [apiId, stageName, deploymentId].map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/')
}

interface Counts {
  hits: number
  misses: number
  coalesced: number
}

interface Opened {
  readonly place: CachePlace
  readonly counts: Counts
  readonly plain: StageCache
  readonly encrypted: StageCache
}

interface StageInput {
  readonly place: CachePlace
  readonly namespace: string
  readonly counts: Counts
  readonly coalescer: Coalescer | undefined
  readonly writes: Writes
  readonly store: ResponseCache
}

function openStage({ place, namespace, counts, coalescer, writes, store }: StageInput): StageCache {
  // The key that a request fetches for others too.
  const leading = new WeakMap<object, string>()
  const count = (found: CachedResponse | undefined): CachedResponse | undefined => {
    if (found === undefined) counts.misses++
    else counts.hits++
    return found
  }
  return {
    place,
    coalesces: coalescer !== undefined,
    get: (key, now) => {
      const found = store.get(namespace, key, now)
      return found instanceof Promise ? found.then(count) : count(found)
    },
    put: (key, response, now) => writes.track(() => store.set(namespace, key, response, now), place),
    delete: (key) => store.delete(namespace, key),
    join: (key, owner) => {
      const fetched = coalescer?.join(namespace, key)
      if (fetched === undefined) {
        leading.set(owner, key)
        return undefined
      }
      return fetched.then((response) => {
        if (response !== undefined) counts.coalesced++
        return response
      })
    },
    settle: (owner, response) => {
      const key = leading.get(owner)
      if (key === undefined) return
      leading.delete(owner)
      coalescer?.settle(namespace, key, response)
    },
  }
}

interface Writes {
  track(write: () => boolean | Promise<boolean>, place: CachePlace): void
  counts(): Pick<GatewayCacheStats, 'stored' | 'notStored' | 'writeFailures' | 'pendingWrites'>
  settled(clock: Clock): Promise<void>
}

function createWrites(logger: Logger): Writes {
  const pending = new Set<Promise<void>>()
  const counts = { stored: 0, notStored: 0, writeFailures: 0 }
  const done = (stored: boolean): void => {
    if (stored) counts.stored++
    else counts.notStored++
  }
  const failed = (err: unknown, { apiId, stageName }: CachePlace): void => {
    counts.writeFailures++
    logger.warn({ err, api: apiId, stage: stageName }, 'A response could not be written to the cache')
  }

  return {
    track: (write, place) => {
      try {
        // Begun at once, so that on one connection the next request's look-up comes after it.
        const stored = write()
        if (!(stored instanceof Promise)) return done(stored)
        const settled = stored
          .then(done, (error: unknown) => failed(error, place))
          .finally(() => pending.delete(settled))
        pending.add(settled)
      } catch (error) {
        failed(error, place)
      }
    },
    counts: () => ({ ...counts, pendingWrites: pending.size }),
    settled: async (clock) => {
      if (pending.size === 0) return
      let timer: unknown
      const limit = new Promise<void>((resolve) => {
        timer = clock.setTimeout(resolve, SETTLE_LIMIT_MS)
      })
      await Promise.race([Promise.all(pending), limit])
      clock.clearTimeout(timer)
    },
  }
}

// A sum of which one part is not known is not known.
function totalsOf(stages: readonly StageCacheStats[]): Pick<StageCacheStats, 'hits' | 'misses' | 'entries' | 'bytes'> {
  const sum = (name: 'entries' | 'bytes'): number | undefined =>
    stages.reduce<number | undefined>((total, { [name]: held }) => {
      return total === undefined || held === undefined ? undefined : total + held
    }, 0)
  const counted = (name: 'hits' | 'misses'): number => stages.reduce((total, stage) => total + stage[name], 0)
  return { hits: counted('hits'), misses: counted('misses'), entries: sum('entries'), bytes: sum('bytes') }
}
