import { Double } from '../../../json/double.js'
import type { JavaMap } from './java-values.js'
import { Char, isMap, JavaArray, JavaCollection, MapEntry } from './java-values.js'
import { entryValue, mapEntries, mapGet, mapHas, mapSize } from './maps.js'
import { compareNumbers, isIntegral, isNumber } from './numbers.js'
import { print } from './print.js'

/** `==` of a template: numbers by value, values of one class by `equals`, everything else as text. */
export function looselyEqual(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0
  const leftClass = classOf(left)
  if (leftClass === 'null' || classOf(right) === 'null') return leftClass === classOf(right)
  return leftClass === classOf(right) ? javaEquals(left, right) : print(left) === print(right)
}

/** Java's `equals`: an Integer never equals a Double, lists and maps are compared deeply. */
export function javaEquals(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (left === null || left === undefined) return right === null || right === undefined
  if (isNumber(left)) return isNumber(right) && equalNumbers(left, right)
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right)
  if (isMap(left)) return isMap(right) && equalMaps(left, right)
  if (left instanceof Char) return right instanceof Char && left.value === right.value
  return left instanceof MapEntry && right instanceof MapEntry
    ? javaEquals(left.key, right.key) && javaEquals(entryValue(left), entryValue(right))
    : false
}

function equalNumbers(left: number | bigint | Double, right: number | bigint | Double): boolean {
  if (isIntegral(left) !== isIntegral(right)) return false
  return isIntegral(left) ? left === right : Object.is(Number(left), Number(right))
}

function equalLists(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left instanceof JavaArray || right instanceof JavaArray) return false
  if (left.length !== right.length || left instanceof JavaCollection !== right instanceof JavaCollection) return false
  if (left instanceof JavaCollection) return left.every((item) => listIndexOf(right, item) !== -1)
  return left.every((item, at) => javaEquals(item, right[at]))
}

function equalMaps(left: JavaMap, right: JavaMap): boolean {
  if (mapSize(left) !== mapSize(right)) return false
  return mapEntries(left).every(([key, value]) => mapHas(right, key) && javaEquals(value, mapGet(right, key)))
}

/** The position of the first item that equals `wanted`, or -1. */
export function listIndexOf(list: readonly unknown[], wanted: unknown): number {
  if (typeof wanted === 'string') return list.indexOf(wanted)
  return list.findIndex((item) => javaEquals(item, wanted))
}

type JavaClass =
  | 'null'
  | 'string'
  | 'boolean'
  | 'number'
  | 'map'
  | 'list'
  | 'array'
  | 'set'
  | 'char'
  | 'entry'
  | 'other'

function classOf(value: unknown): JavaClass {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'boolean':
      return 'boolean'
    case 'number':
    case 'bigint':
      return 'number'
    case 'object':
      return value === null ? 'null' : classOfObject(value)
    default:
      return value === undefined ? 'null' : 'other'
  }
}

function classOfObject(value: object): JavaClass {
  if (isMap(value)) return 'map'
  if (value instanceof JavaArray) return 'array'
  if (value instanceof JavaCollection) return 'set'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Double) return 'number'
  if (value instanceof Char) return 'char'
  return value instanceof MapEntry ? 'entry' : 'other'
}
