import type { CachedResponse } from './types.js'

/**
 * Lets concurrent misses of one key make one call. The service does not do it (each miss reaches the integration), so a
 * gateway has one only where its switch is on.
 */
export interface Coalescer {
  /**
   * Asks whether someone is fetching the key already.
   *
   * @returns undefined: nobody was, and the caller now is and must {@link Coalescer.settle} whatever happens; otherwise
   * a promise of what the other one fetched, `undefined` when that may not be shared and the caller must fetch itself
   */
  join(namespace: string, key: string): Promise<CachedResponse | undefined> | undefined
  /** Tells those who wait. `undefined`: the response could not be cached, or there is none. */
  settle(namespace: string, key: string, response: CachedResponse | undefined): void
}

interface Waiting {
  readonly promise: Promise<CachedResponse | undefined>
  readonly resolve: (response: CachedResponse | undefined) => void
}

/** Makes a coalescer for one process. */
export function createCoalescer(): Coalescer {
  // The promise is made with the first one who waits: most misses are alone.
  const fetching = new Map<string, Waiting | undefined>()
  const idOf = (namespace: string, key: string): string => `${namespace.length}:${namespace}${key}`

  return {
    join: (namespace, key) => {
      const id = idOf(namespace, key)
      if (!fetching.has(id)) {
        fetching.set(id, undefined)
        return undefined
      }
      let waiting = fetching.get(id)
      if (waiting === undefined) {
        waiting = makeWaiting()
        fetching.set(id, waiting)
      }
      return waiting.promise
    },
    settle: (namespace, key, response) => {
      const id = idOf(namespace, key)
      const waiting = fetching.get(id)
      fetching.delete(id)
      waiting?.resolve(response)
    },
  }
}

function makeWaiting(): Waiting {
  let resolve: Waiting['resolve'] = () => undefined
  const promise = new Promise<CachedResponse | undefined>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
