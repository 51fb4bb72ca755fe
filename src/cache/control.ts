import type { CacheSettings } from './settings.js'

/** What a request's `Cache-Control` header does. */
export type CacheControlDecision =
  /** The cache is asked as always. */
  | 'look-up'
  /** The cache is asked as always, and the response gets {@link IGNORED_CACHE_CONTROL_WARNING}. */
  | 'look-up-with-warning'
  /** The cache is not asked; the fresh response replaces the entry. */
  | 'refresh'
  /** The request is answered with 403. */
  | 'refuse'

/**
 * Value of the `Warning` header where the caller may not invalidate an entry. The developer guide shows only that there
 * is one; the text is what emulators quote.
 */
export const IGNORED_CACHE_CONTROL_WARNING =
  '199 Cache-control headers were ignored because the caller was unauthorized.'

/** The action that a caller needs to invalidate an entry, on the method's own `execute-api` ARN. */
export const INVALIDATE_CACHE_ACTION = 'execute-api:InvalidateCache'

/**
 * Decides what `Cache-Control` of a request does to its look-up. Only `max-age=0` invalidates: it is the one directive
 * that the service documents, so `no-cache` and `no-store` of a browser change nothing.
 *
 * @param header - the request's `Cache-Control`, several joined with a comma
 * @param mayInvalidate - whether the caller holds {@link INVALIDATE_CACHE_ACTION}; asked only when it decides
 */
export function decideCacheControl(
  header: string | undefined,
  settings: Pick<CacheSettings, 'requireAuthorizationForCacheControl' | 'unauthorizedCacheControlHeaderStrategy'>,
  mayInvalidate: () => boolean,
): CacheControlDecision {
  if (header === undefined || !asksForFresh(header)) return 'look-up'
  if (!settings.requireAuthorizationForCacheControl || mayInvalidate()) return 'refresh'
  switch (settings.unauthorizedCacheControlHeaderStrategy) {
    case 'FAIL_WITH_403':
      return 'refuse'
    case 'SUCCEED_WITHOUT_RESPONSE_HEADER':
      return 'look-up'
    default:
      return 'look-up-with-warning'
  }
}

// RFC 9111: directives are separated by commas, their names have no case, an argument may be quoted.
function asksForFresh(header: string): boolean {
  return header.split(',').some((directive) => {
    const equals = directive.indexOf('=')
    if (equals < 0 || directive.slice(0, equals).trim().toLowerCase() !== 'max-age') return false
    const value = directive.slice(equals + 1).trim()
    return value === '0' || value === '"0"'
  })
}
