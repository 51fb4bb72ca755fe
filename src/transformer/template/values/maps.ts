import type { JavaMap } from './java-values.js'
import { MapEntry } from './java-values.js'

// A map of a payload is a plain object as a rule; only its own properties are its entries. Keys of such an object are
// strings: a number is another key, and not there.

export function mapGet(map: JavaMap, key: unknown): unknown {
  if (map instanceof Map) return map.get(key)
  return typeof key === 'string' && Object.hasOwn(map, key) ? map[key] : undefined
}

export function mapHas(map: JavaMap, key: unknown): boolean {
  if (map instanceof Map) return map.has(key)
  return typeof key === 'string' && Object.hasOwn(map, key)
}

/** Answers the value that was there. */
export function mapRemove(map: JavaMap, key: unknown): unknown {
  const old = mapGet(map, key)
  if (map instanceof Map) map.delete(key)
  else if (typeof key === 'string') delete map[key]
  return old
}

export function mapSize(map: JavaMap): number {
  return map instanceof Map ? map.size : Object.keys(map).length
}

export function mapKeys(map: JavaMap): unknown[] {
  return map instanceof Map ? [...map.keys()] : Object.keys(map)
}

export function mapValues(map: JavaMap): unknown[] {
  return map instanceof Map ? [...map.values()] : Object.values(map)
}

export function mapEntries(map: JavaMap): [unknown, unknown][] {
  return map instanceof Map ? [...map.entries()] : Object.entries(map)
}

export function mapEntrySet(map: JavaMap): MapEntry[] {
  return mapKeys(map).map((key) => new MapEntry(map, key))
}

export function entryValue(entry: MapEntry): unknown {
  return mapGet(entry.owner, entry.key)
}
