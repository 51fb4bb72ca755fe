import { TemplateFault } from '../errors.js'
import { javaEquals, listIndexOf } from '../values/compare.js'
import type { JavaMap } from '../values/java-values.js'
import { HostObject, isMap, JavaCollection } from '../values/java-values.js'
import { mapEntries, mapEntrySet, mapGet, mapHas, mapKeys, mapRemove, mapSize, mapValues } from '../values/maps.js'
import { mapPut } from '../values/map-put.js'
import { printMap } from '../values/print.js'
import { javaHash } from './hash.js'
import type { MethodTable } from './method-table.js'

/** `java.util.LinkedHashMap`: what `{…}` and JSON objects are. */
export const MAP_METHODS: MethodTable<JavaMap> = {
  'clear/0': clear,
  'containsKey/1': mapHas,
  'containsValue/1': (map, value) => listIndexOf(mapValues(map), value) !== -1,
  'entrySet/0': (map) => view(map, mapEntrySet(map)),
  'equals/1': (map, other) => javaEquals(map, other),
  'get/1': mapGet,
  'getOrDefault/2': (map, key, other) => (mapHas(map, key) ? mapGet(map, key) : other),
  'hashCode/0': javaHash,
  'isEmpty/0': (map) => mapSize(map) === 0,
  'keySet/0': (map) => view(map, mapKeys(map)),
  'put/2': mapPut,
  'putAll/1': putAll,
  'putIfAbsent/2': (map, key, value) => mapGet(map, key) ?? mapPut(map, key, value),
  'remove/1': mapRemove,
  'remove/2': (map, key, value) => {
    const isThere = mapHas(map, key) && javaEquals(mapGet(map, key), value)
    if (isThere) mapRemove(map, key)
    return isThere
  },
  'replace/2': (map, key, value) => (mapHas(map, key) ? mapPut(map, key, value) : undefined),
  'replace/3': (map, key, old, value) => {
    const isThere = mapHas(map, key) && javaEquals(mapGet(map, key), old)
    if (isThere) mapPut(map, key, value)
    return isThere
  },
  'size/0': mapSize,
  'toString/0': printMap,
  'values/0': (map) => view(map, mapValues(map)),
}

function view(map: JavaMap, items: readonly unknown[]): JavaCollection {
  const made = JavaCollection.copy(items)
  made.owner = map
  return made
}

function clear(map: JavaMap): string {
  for (const key of mapKeys(map)) mapRemove(map, key)
  return ''
}

function putAll(map: JavaMap, other: unknown): string | undefined {
  if (other === null || other === undefined) throw new TemplateFault('java.lang.NullPointerException')
  if (!isMap(other)) return other instanceof HostObject ? putItems(map, other) : undefined
  for (const [key, value] of mapEntries(other)) mapPut(map, key, value)
  return ''
}

function putItems(map: JavaMap, other: HostObject): string | undefined {
  const keys = other.call('keySet', [])
  if (!Array.isArray(keys)) return undefined
  for (const key of keys as unknown[]) mapPut(map, key, other.index(key))
  return ''
}
