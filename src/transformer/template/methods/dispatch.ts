import { Double } from '../../../json/double.js'
import { wrongNumberOfArguments } from '../errors.js'
import { Char, HostObject, isMap, JavaArray, JavaCollection, JavaIterator, MapEntry } from '../values/java-values.js'
import { isInt } from '../values/numbers.js'
import { compareTexts } from './compare-texts.js'
import { formatText } from './format.js'
import { javaHash } from './hash.js'
import { ARRAY_METHODS, ENTRY_METHODS, ITERATOR_METHODS, LIST_METHODS, VIEW_METHODS } from './list.js'
import { MAP_METHODS } from './map.js'
import type { MethodTable } from './method-table.js'
import { notComparable } from './method-table.js'
import { DECIMAL_METHODS, DOUBLE_METHODS, INTEGER_METHODS } from './number.js'
import { joinArguments, regionMatches, STRING_METHODS } from './string.js'

type Method = (target: unknown, a: unknown, b: unknown, c: unknown) => unknown

/** One method's name and number of arguments, looked up for every class once, when a template is lowered. */
export interface Dispatch {
  readonly name: string
  readonly string: Method | undefined
  readonly boolean: Method | undefined
  readonly integer: Method | undefined
  readonly double: Method | undefined
  readonly decimal: Method | undefined
  readonly list: Method | undefined
  readonly array: Method | undefined
  readonly view: Method | undefined
  readonly map: Method | undefined
  readonly entry: Method | undefined
  readonly iterator: Method | undefined
  readonly char: Method | undefined
}

/** `java.lang.Boolean` */
const BOOLEAN_METHODS: MethodTable<boolean> = {
  'booleanValue/0': (value) => value,
  'compareTo/1': (value, other) => (typeof other === 'boolean' ? Number(value) - Number(other) : notComparable(other)),
  'equals/1': (value, other) => value === other,
  'hashCode/0': javaHash,
  'logicalAnd/2': (_value, a, b) => (typeof a === 'boolean' && typeof b === 'boolean' ? a && b : undefined),
  'logicalOr/2': (_value, a, b) => (typeof a === 'boolean' && typeof b === 'boolean' ? a || b : undefined),
  'logicalXor/2': (_value, a, b) => (typeof a === 'boolean' && typeof b === 'boolean' ? a !== b : undefined),
  'parseBoolean/1': (_value, text) =>
    typeof text === 'string' ? text.toLowerCase() === 'true' : text === null ? false : undefined,
  'toString/0': String,
  'toString/1': (_value, other) => (typeof other === 'boolean' ? String(other) : undefined),
  'valueOf/1': (_value, other) =>
    typeof other === 'string' ? other.toLowerCase() === 'true' : typeof other === 'boolean' ? other : undefined,
}

/** `java.lang.Character` */
const CHAR_METHODS: MethodTable<Char> = {
  'charValue/0': (char) => char,
  'compareTo/1': (char, other) =>
    other instanceof Char ? compareTexts(char.value, other.value) : notComparable(other),
  'equals/1': (char, other) => other instanceof Char && char.value === other.value,
  'hashCode/0': javaHash,
  'isDigit/1': (_char, other) => (other instanceof Char ? /\p{Nd}/u.test(other.value) : undefined),
  'isLetter/1': (_char, other) => (other instanceof Char ? /\p{L}/u.test(other.value) : undefined),
  'isLetterOrDigit/1': (_char, other) => (other instanceof Char ? /[\p{L}\p{Nd}]/u.test(other.value) : undefined),
  'isLowerCase/1': (_char, other) => (other instanceof Char ? /\p{Lowercase}/u.test(other.value) : undefined),
  'isUpperCase/1': (_char, other) => (other instanceof Char ? /\p{Uppercase}/u.test(other.value) : undefined),
  // eslint-disable-next-line no-control-regex
  'isWhitespace/1': (_char, other) => (other instanceof Char ? /[\s\u001c-\u001f]/.test(other.value) : undefined),
  'toLowerCase/1': (_char, other) => (other instanceof Char ? new Char(other.value.toLowerCase()) : undefined),
  'toString/0': (char) => char.value,
  'toString/1': (_char, code) =>
    isInt(code) && code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined,
  'toUpperCase/1': (_char, other) => (other instanceof Char ? new Char(other.value.toUpperCase()) : undefined),
}

/** Finds a method in the tables of all classes. */
export function createDispatch(name: string, argumentCount: number): Dispatch {
  const find = (table: MethodTable<never>): Method | undefined => findMethod(table, name, argumentCount)
  return {
    name,
    string: find(STRING_METHODS),
    boolean: find(BOOLEAN_METHODS),
    integer: find(INTEGER_METHODS),
    double: find(DOUBLE_METHODS),
    decimal: find(DECIMAL_METHODS),
    list: find(LIST_METHODS),
    array: find(ARRAY_METHODS),
    view: find(VIEW_METHODS),
    map: find(MAP_METHODS),
    entry: find(ENTRY_METHODS),
    iterator: find(ITERATOR_METHODS),
    char: find(CHAR_METHODS),
  }
}

function findMethod(table: MethodTable<never>, name: string, argumentCount: number): Method | undefined {
  const method = own(table, `${name}/${argumentCount}`)
  if (argumentCount === 0 || own(table, `${name}/0`) === undefined) return method
  return (target, a, b, c) => method?.(target, a, b, c) ?? wrongNumberOfArguments(name)
}

function own(table: MethodTable<never>, key: string): Method | undefined {
  return Object.hasOwn(table, key) ? (table[key] as Method) : undefined
}

/** The method of the value's class; undefined: it has none by that name and number of arguments. */
export function methodOf(dispatch: Dispatch, target: unknown): Method | undefined {
  switch (typeof target) {
    case 'string':
      return dispatch.string
    case 'boolean':
      return dispatch.boolean
    case 'number':
      return Number.isInteger(target) ? dispatch.integer : dispatch.double
    case 'bigint':
      return dispatch.integer
    case 'object':
      return target === null ? undefined : methodOfObject(dispatch, target)
    default:
      return undefined
  }
}

function methodOfObject(dispatch: Dispatch, target: object): Method | undefined {
  if (isMap(target)) return dispatch.map
  if (target instanceof JavaArray) return dispatch.array
  if (target instanceof JavaCollection) return dispatch.view
  if (Array.isArray(target)) return dispatch.list
  if (target instanceof Double) return target.exact === undefined ? dispatch.double : dispatch.decimal
  if (target instanceof MapEntry) return dispatch.entry
  if (target instanceof Char) return dispatch.char
  return target instanceof JavaIterator ? dispatch.iterator : undefined
}

/** Calls a method with any number of arguments: those that take a list of them at the end, and the service's objects. */
export function callWith(dispatch: Dispatch, target: unknown, args: readonly unknown[]): unknown {
  if (target instanceof HostObject) return target.call(dispatch.name, args)
  if (typeof target === 'string' && dispatch.name === 'format') return formatWith(args)
  if (typeof target === 'string' && dispatch.name === 'join' && args.length > 3) return joinArguments(args)
  if (typeof target === 'string' && dispatch.name === 'regionMatches') return regionMatches(target, args)
  return methodOf(dispatch, target)?.(target, args[0], args[1], args[2])
}

function formatWith(args: readonly unknown[]): string | undefined {
  const [pattern, ...values] = args
  if (typeof pattern !== 'string') return undefined
  const [only] = values
  return formatText(pattern, values.length === 1 && only instanceof JavaArray ? only : values)
}
