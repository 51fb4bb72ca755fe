import { TemplateFault } from '../errors.js'
import { Double } from '../../../json/double.js'
import type { JavaMap } from './java-values.js'
import { Char, isMap, JavaArray, JavaCollection, MapEntry } from './java-values.js'
import { entryValue, mapEntries, mapGet, mapHas, mapSize } from './maps.js'
import { compareNumbers, isBigDecimal, isIntegral, isNumber } from './numbers.js'
import { print } from './print.js'

/** `==` of a template: numbers by value, values of one class by `equals`, everything else as text. */
export function looselyEqual(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0
  const leftClass = classOf(left)
  if (leftClass === 'null' || classOf(right) === 'null') return leftClass === classOf(right)
  return leftClass === classOf(right) ? javaEquals(left, right) : print(left) === print(right)
}

/** How many values one comparison or hash may look at: lists that share their items can be walked for ever. */
export const MAX_VISITS = 2_000_000

/** Counts the values looked at. */
export interface Visits {
  count: number
}

/** Counts one more. @throws TemplateFault past the limit */
export function countVisit(visits: Visits): void {
  if (++visits.count > MAX_VISITS) throw new TemplateFault(`more than ${MAX_VISITS} values in one comparison`)
}

/** Java's `equals`: an Integer never equals a Double, lists and maps are compared deeply. */
export function javaEquals(left: unknown, right: unknown, visits: Visits = { count: 0 }): boolean {
  if (left === right) return true
  if (left === null || left === undefined) return right === null || right === undefined
  if (isNumber(left)) return isNumber(right) && equalNumbers(left, right)
  if (typeof left !== 'object') return false
  countVisit(visits)
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right, visits)
  if (isMap(left)) return isMap(right) && equalMaps(left, right, visits)
  if (left instanceof Char) return right instanceof Char && left.value === right.value
  return left instanceof MapEntry && right instanceof MapEntry
    ? javaEquals(left.key, right.key, visits) && javaEquals(entryValue(left), entryValue(right), visits)
    : false
}

function equalNumbers(left: number | bigint | Double, right: number | bigint | Double): boolean {
  if (isIntegral(left) !== isIntegral(right)) return false
  if (isIntegral(left)) return left === right
  // BigDecimals of another scale are not equal, nor is one ever equal to a Double.
  if (isBigDecimal(left) || isBigDecimal(right))
    return isBigDecimal(left) && isBigDecimal(right) && left.exact === right.exact
  return Object.is(Number(left), Number(right))
}

function equalLists(left: readonly unknown[], right: readonly unknown[], visits: Visits): boolean {
  if (left instanceof JavaArray || right instanceof JavaArray) return false
  if (left.length !== right.length || left instanceof JavaCollection !== right instanceof JavaCollection) return false
  if (left instanceof JavaCollection) return left.every((item) => listIndexOf(right, item, visits) !== -1)
  return left.every((item, at) => javaEquals(item, right[at], visits))
}

function equalMaps(left: JavaMap, right: JavaMap, visits: Visits): boolean {
  if (mapSize(left) !== mapSize(right)) return false
  return mapEntries(left).every(([key, value]) => mapHas(right, key) && javaEquals(value, mapGet(right, key), visits))
}

/** The position of the first item that equals `wanted`, or -1. */
export function listIndexOf(list: readonly unknown[], wanted: unknown, visits: Visits = { count: 0 }): number {
  if (typeof wanted === 'string') return list.indexOf(wanted)
  return list.findIndex((item) => javaEquals(item, wanted, visits))
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
