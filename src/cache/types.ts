/** A response as the cache keeps it. */
export interface CachedResponse {
  readonly statusCode: number
  /** In order, names in their own case, repeats kept. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: Uint8Array
  /** Milliseconds of the gateway's clock. */
  readonly storedAt: number
  /** Milliseconds of the gateway's clock: from then on the entry is not served. */
  readonly expiresAt: number
}

/** What a cache counted since it was made. */
export interface CacheStats {
  readonly hits: number
  readonly misses: number
  /** Entries held, expired ones included until they are met; undefined where it is not known, as in a shared store. */
  readonly entries: number | undefined
  /** Bytes held: bodies, headers and keys, with an estimate of what the entries themselves take. */
  readonly bytes: number | undefined
}

/** What a namespace of a store really holds; undefined where the store cannot tell. */
export interface CacheSize {
  /** Entries that have not expired, and some that have and were not met since. */
  readonly entries: number | undefined
  readonly bytes: number | undefined
}

/**
 * Holds responses. A namespace is one stage's cache (API, stage, deployment), a key one entry of it. The default keeps
 * them in memory; `postern/redis` shares them between processes. A store of one's own is held to the suite
 * `cacheContract` of `postern/testing`.
 *
 * What a store gives out must not be changed by anyone, and neither what it was given.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export interface ResponseCache {
  /** @param now - milliseconds of the gateway's clock; an entry whose time has come is a miss */
  get(namespace: string, key: string, now: number): CachedResponse | undefined | Promise<CachedResponse | undefined>
  /**
   * Stores or replaces an entry. One that is larger than {@link MAX_ENTRY_BYTES} or expired is not stored, and what
   * stood under the key is gone.
   *
   * @returns whether it was stored
   */
  set(namespace: string, key: string, response: CachedResponse, now: number): boolean | Promise<boolean>
  delete(namespace: string, key: string): void | Promise<void>
  /** Removes all entries of the namespace. */
  flush(namespace: string): void | Promise<void>
  /** Counts since the store was made, over all namespaces. */
  stats(): CacheStats
  /**
   * What one namespace really holds; a store without it is one that cannot tell.
   *
   * @param now - milliseconds of the gateway's clock
   */
  size?(namespace: string, now: number): CacheSize | Promise<CacheSize>
  close?(): void | Promise<void>
}

/** The largest body that the service keeps, in bytes. */
export const MAX_ENTRY_BYTES = 1_048_576
