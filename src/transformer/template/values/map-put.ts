import type { JavaMap } from './java-values.js'
import { mapGet } from './maps.js'
import { print } from './print.js'

/** Puts a value under a key; answers the value that was there before. */
export function mapPut(map: JavaMap, key: unknown, value: unknown): unknown {
  const old = mapGet(map, key)
  if (map instanceof Map) map.set(key, value)
  else defineEntry(map, key === null ? 'null' : print(key), value)
  return old
}

// An assignment would call a setter for `__proto__`.
function defineEntry(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true })
}
