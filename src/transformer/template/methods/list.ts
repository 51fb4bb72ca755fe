import { writeJson } from '../../../json/write-json.js'
import type { JsonValue } from '../../../json/json-value.js'
import { TemplateFault } from '../errors.js'
import { javaEquals, listIndexOf } from '../values/compare.js'
import type { MapEntry } from '../values/java-values.js'
import { JavaArray, JavaCollection, JavaIterator, JavaList } from '../values/java-values.js'
import { entryValue, mapKeys, mapRemove } from '../values/maps.js'
import { mapPut } from '../values/map-put.js'
import { isInt } from '../values/numbers.js'
import { print } from '../values/print.js'
import { javaHash } from './hash.js'
import type { MethodTable } from './method-table.js'
import { outOfBounds } from './method-table.js'

type List = unknown[]

/** Most items a list may have; it stops templates that double a list in a loop. */
export const MAX_ITEMS = 1_000_000

/** What every collection has, also a set or the view of a map. */
export const COLLECTION_METHODS: MethodTable<List> = {
  'contains/1': (list, item) => listIndexOf(list, item) !== -1,
  'containsAll/1': (list, items) => (isList(items) ? items.every((item) => listIndexOf(list, item) !== -1) : undefined),
  'equals/1': (list, other) => javaEquals(list, other),
  'hashCode/0': javaHash,
  'isEmpty/0': (list) => list.length === 0,
  'iterator/0': (list) => new JavaIterator(list),
  'size/0': (list) => list.length,
  'toArray/0': (list) => JavaArray.copy(list),
  'toString/0': print,
}

/** `java.util.ArrayList`, and json-smart's `JSONArray`, which is one. */
export const LIST_METHODS: MethodTable<List> = {
  ...COLLECTION_METHODS,
  'add/1': (list, item) => push(list, [item]),
  'add/2': (list, at, item) => (isInt(at) ? insert(list, at, [item]) : undefined),
  'addAll/1': (list, items) => (isList(items) ? push(list, items) : undefined),
  'addAll/2': (list, at, items) => (isInt(at) && isList(items) ? insert(list, at, items) || true : undefined),
  'clear/0': (list) => clear(list),
  'get/1': getItem,
  'indexOf/1': (list, item) => listIndexOf(list, item),
  'iterator/0': (list) => new JavaIterator(list, (at) => void list.splice(at, 1)),
  'lastIndexOf/1': (list, item) => list.findLastIndex((other) => javaEquals(other, item)),
  'remove/1': (list, item) => (isInt(item) ? removeAt(list, item) : removeItem(list, item)),
  'removeAll/1': (list, items) => (isList(items) ? keep(list, (item) => listIndexOf(items, item) === -1) : undefined),
  'retainAll/1': (list, items) => (isList(items) ? keep(list, (item) => listIndexOf(items, item) !== -1) : undefined),
  'set/2': (list, at, item) => (isInt(at) ? setItem(list, at, item) : undefined),
  'subList/2': subList,
  'toJSONString/0': (list) =>
    list instanceof JavaList ? undefined : writeJson(list as JsonValue, { escapeSlash: true }),
}

/** A Java array: the engine gives it a list's methods, but its length is fixed. */
export const ARRAY_METHODS: MethodTable<List> = {
  ...COLLECTION_METHODS,
  'get/1': getItem,
  'indexOf/1': (list, item) => listIndexOf(list, item),
  'lastIndexOf/1': (list, item) => list.findLastIndex((other) => javaEquals(other, item)),
  'set/2': (list, at, item) => (isInt(at) ? setItem(list, at, item) : undefined),
  'subList/2': subList,
  'toString/0': (list) => print(JavaList.copy(list)),
  ...unsupported('add/1', 'clear/0'),
  'add/2': (_list, at) => (isInt(at) ? refuse() : undefined),
  'addAll/1': (_list, items) => (isList(items) ? refuse() : undefined),
  'addAll/2': (_list, at, items) => (isInt(at) && isList(items) ? refuse() : undefined),
  'remove/1': (list, item) => (isInt(item) || listIndexOf(list, item) !== -1 ? refuse() : false),
  'removeAll/1': (list, items) =>
    isList(items) ? unchanged(list, (item) => listIndexOf(items, item) === -1) : undefined,
  'retainAll/1': (list, items) =>
    isList(items) ? unchanged(list, (item) => listIndexOf(items, item) !== -1) : undefined,
}

/** `keySet()`, `values()`, `entrySet()`: what is removed from them is removed from the map. */
export const VIEW_METHODS: MethodTable<List> = {
  ...COLLECTION_METHODS,
  ...unsupported('add/1', 'addAll/1'),
  'clear/0': (view) => (retain(view, () => false) ? '' : ''),
  'iterator/0': (view) => new JavaIterator(view, (at) => void retain(view, (_item, other) => other !== at)),
  'remove/1': (view, item) => retain(view, (_other, at) => at !== listIndexOf(view, item)),
  'removeAll/1': (view, items) => (isList(items) ? retain(view, (item) => listIndexOf(items, item) === -1) : undefined),
  'retainAll/1': (view, items) => (isList(items) ? retain(view, (item) => listIndexOf(items, item) !== -1) : undefined),
}

// The view was made in the map's order, so a position in it leads to the key.
function retain(view: List, isKept: (item: unknown, at: number) => boolean): boolean {
  const map = view instanceof JavaCollection ? view.owner : undefined
  const keys = map === undefined ? [] : mapKeys(map)
  const kept = view.filter((item, at) => {
    const stays = isKept(item, at)
    if (!stays && map !== undefined) mapRemove(map, keys[at])
    return stays
  })
  return replaceItems(view, kept)
}

function replaceItems(list: List, items: List): boolean {
  if (items.length === list.length) return false
  list.length = 0
  for (const item of items) list.push(item)
  return true
}

function unsupported(...names: string[]): MethodTable<List> {
  return Object.fromEntries(names.map((name) => [name, refuse]))
}

function refuse(): never {
  throw new TemplateFault('java.lang.UnsupportedOperationException')
}

// Removing nothing is allowed.
function unchanged(list: List, isKept: (item: unknown) => boolean): boolean {
  return list.every(isKept) ? false : refuse()
}

/** Whether the value is a collection that a method can take. */
function isList(value: unknown): value is List {
  if (value === null) throw new TemplateFault('java.lang.NullPointerException')
  return Array.isArray(value) && !(value instanceof JavaArray)
}

function checkSize(size: number): void {
  if (size > MAX_ITEMS) throw new TemplateFault(`a list has more than ${MAX_ITEMS} items`)
}

function push(list: List, items: readonly unknown[]): boolean {
  checkSize(list.length + items.length)
  for (const item of items === list ? [...items] : items) list.push(item)
  return items.length > 0
}

function insert(list: List, at: number, items: readonly unknown[]): undefined {
  if (at < 0 || at > list.length) outOfBounds(at, list.length)
  checkSize(list.length + items.length)
  const tail = list.splice(at)
  for (const item of [...items, ...tail]) list.push(item)
  return undefined
}

function clear(list: List): string {
  list.length = 0
  return ''
}

/** The item at a position; there is no such method for anything but an int. */
export function getItem(list: List, at: unknown): unknown {
  if (!isInt(at)) return undefined
  if (at < 0 || at >= list.length) outOfBounds(at, list.length)
  return list[at]
}

/** Puts an item at a position that exists; answers the old one. */
export function setItem(list: List, at: number, item: unknown): unknown {
  const old = getItem(list, at)
  list[at] = item
  return old
}

function removeAt(list: List, at: number): unknown {
  const old = getItem(list, at)
  list.splice(at, 1)
  return old
}

function removeItem(list: List, item: unknown): boolean {
  const at = listIndexOf(list, item)
  if (at !== -1) list.splice(at, 1)
  return at !== -1
}

function keep(list: List, isKept: (item: unknown) => boolean): boolean {
  return replaceItems(list, list.filter(isKept))
}

function subList(list: List, from: unknown, to: unknown): JavaList | undefined {
  if (!isInt(from) || !isInt(to)) return undefined
  if (from < 0 || to > list.length) outOfBounds(from < 0 ? from : to, list.length)
  if (from > to) throw new TemplateFault(`java.lang.IllegalArgumentException: fromIndex(${from}) > toIndex(${to})`)
  return JavaList.copy(list.slice(from, to))
}

/** `java.util.Iterator` */
export const ITERATOR_METHODS: MethodTable<JavaIterator> = {
  'hasNext/0': (iterator) => iterator.at < iterator.items.length,
  'next/0': (iterator) => {
    if (iterator.at >= iterator.items.length) throw new TemplateFault('java.util.NoSuchElementException')
    iterator.canRemove = true
    return iterator.items[iterator.at++]
  },
  'remove/0': (iterator) => {
    if (iterator.removeAt === undefined) refuse()
    if (!iterator.canRemove) throw new TemplateFault('java.lang.IllegalStateException')
    iterator.canRemove = false
    iterator.at--
    iterator.items.splice(iterator.at, 1)
    iterator.removeAt(iterator.at)
    return ''
  },
  'toString/0': print,
}

/** `java.util.Map.Entry` */
export const ENTRY_METHODS: MethodTable<MapEntry> = {
  'equals/1': (entry, other) => javaEquals(entry, other),
  'getKey/0': (entry) => entry.key,
  'getValue/0': entryValue,
  'hashCode/0': javaHash,
  'setValue/1': (entry, value) => mapPut(entry.owner, entry.key, value),
  'toString/0': print,
}
