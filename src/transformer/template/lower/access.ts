import { Double } from '../../../json/double.js'
import { TemplateFault } from '../errors.js'
import { getItem, setItem } from '../methods/list.js'
import { STRING_METHODS } from '../methods/string.js'
import { HostObject, isMap, JavaArray, JavaCollection, MapEntry } from '../values/java-values.js'
import { entryValue, mapGet, mapSize } from '../values/maps.js'
import { mapPut } from '../values/map-put.js'
import { isInt } from '../values/numbers.js'

/** The value behind `.name`; undefined: there is none. */
export function readProperty(target: unknown, name: string): unknown {
  if (typeof target === 'object' && target !== null) {
    if (isMap(target)) return mapGet(target, name)
    return target instanceof HostObject ? target.property(name) : readBean(target, decapitalize(name))
  }
  return typeof target === 'string' ? readStringProperty(target, decapitalize(name)) : undefined
}

/**
 * The same for a name that no JavaScript object inherits: what a plain object has under it is its own.
 */
export function readSafeProperty(target: unknown, name: string): unknown {
  return isPlainObject(target) ? target[name] : readProperty(target, name)
}

/** Whether the value is an object as `JSON.parse` makes them. */
export function isPlainObject(target: unknown): target is Record<string, unknown> {
  return typeof target === 'object' && target !== null && Object.getPrototypeOf(target) === Object.prototype
}

// A getter `getName()` is found by `name` and by `Name`.
function decapitalize(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

function readBean(target: object, name: string): unknown {
  if (Array.isArray(target)) return name === 'empty' && !(target instanceof JavaArray) ? target.length === 0 : undefined
  if (target instanceof MapEntry) return name === 'key' ? target.key : name === 'value' ? entryValue(target) : undefined
  if (!(target instanceof Double) || target.exact !== undefined) return undefined
  return name === 'infinite' || name === 'naN' ? false : undefined
}

function readStringProperty(text: string, name: string): unknown {
  if (name === 'empty') return text === ''
  if (name === 'blank') return text.trim() === ''
  return name === 'bytes' ? STRING_METHODS['getBytes/0']?.(text, undefined, undefined, undefined) : undefined
}

/** The value behind `[key]`; a negative position counts from the end. */
export function readIndex(target: unknown, key: unknown): unknown {
  if (target === undefined || target === null) return undefined
  if (Array.isArray(target)) {
    return target instanceof JavaCollection ? undefined : getItem(target, fromEnd(key, target.length))
  }
  if (isMap(target)) return mapGet(target, isNegative(key) ? fromEnd(key, mapSize(target)) : key)
  if (target instanceof HostObject) return target.index(key)
  return refuseNegative(key)
}

// The engine asks for the size to count from the end.
function refuseNegative(key: unknown): undefined {
  if (isNegative(key)) throw new TemplateFault("a 'size()' method is required for a negative index")
  return undefined
}

function isNegative(key: unknown): key is number {
  return isInt(key) && key < 0
}

function fromEnd(key: unknown, size: number): unknown {
  return isNegative(key) ? key + size : key
}

/** `#set($target.name = value)`; nothing happens where there is no such property. */
export function writeProperty(target: unknown, name: string, value: unknown): void {
  if (isMap(target)) mapPut(target, name, value)
  else if (target instanceof HostObject) target.assign(name, value)
  else if (target instanceof MapEntry && name === 'value') mapPut(target.owner, target.key, value)
}

/** `#set($target[key] = value)` */
export function writeIndex(target: unknown, key: unknown, value: unknown): void {
  if (Array.isArray(target)) {
    const at = fromEnd(key, target.length)
    if (!(target instanceof JavaCollection) && isInt(at)) setItem(target, at, value)
  } else if (isMap(target)) {
    mapPut(target, isNegative(key) ? fromEnd(key, mapSize(target)) : key, value)
  } else if (target instanceof HostObject) {
    target.assign(key, value)
  } else if (target !== null && target !== undefined) {
    refuseNegative(key)
  }
}
