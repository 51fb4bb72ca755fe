import type { MethodSetting } from '../config/types.js'

/** The sizes of a cache cluster that the service offers, in gigabytes. */
export const CACHE_CLUSTER_SIZES: readonly string[] = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237']

/** Seconds that an entry lives where nothing is set. */
export const DEFAULT_CACHE_TTL = 300
/** The longest time that an entry may live, in seconds. */
export const MAX_CACHE_TTL = 3600

/** How one method of one stage is cached. */
export interface CacheSettings {
  /** Seconds, 1 to 3600. */
  readonly cacheTtlInSeconds: number
  readonly cacheDataEncrypted: boolean
  readonly requireAuthorizationForCacheControl: boolean
  readonly unauthorizedCacheControlHeaderStrategy: NonNullable<MethodSetting['unauthorizedCacheControlHeaderStrategy']>
}

/** What {@link cacheSettingsFor} needs to know. */
export interface CacheSettingsInput {
  /** The stage's `cacheClusterEnabled`; default false. */
  readonly cacheClusterEnabled?: boolean | undefined
  /** The definition's method, `ANY` included. */
  readonly httpMethod: string
  /** Effective settings of the method, and its own entry; see `methodSettingsFor` of the throttle module. */
  readonly settings: MethodSetting
  readonly own: MethodSetting | undefined
}

/**
 * How a method is cached; undefined: it is not. The stage must have a cache and the method's settings must turn it on;
 * where that is the entry for all methods, only GET is meant (documented), and any other method needs an entry of its
 * own that says so. A TTL of 0 is no caching.
 */
export function cacheSettingsFor(input: CacheSettingsInput): CacheSettings | undefined {
  const { settings, own } = input
  if (input.cacheClusterEnabled !== true || settings.cachingEnabled !== true) return undefined
  if (input.httpMethod !== 'GET' && own?.cachingEnabled !== true) return undefined
  const ttl = Math.min(settings.cacheTtlInSeconds ?? DEFAULT_CACHE_TTL, MAX_CACHE_TTL)
  if (!(ttl > 0)) return undefined
  return {
    cacheTtlInSeconds: ttl,
    cacheDataEncrypted: settings.cacheDataEncrypted ?? false,
    requireAuthorizationForCacheControl: settings.requireAuthorizationForCacheControl ?? true,
    unauthorizedCacheControlHeaderStrategy:
      settings.unauthorizedCacheControlHeaderStrategy ?? 'SUCCEED_WITH_RESPONSE_HEADER',
  }
}
