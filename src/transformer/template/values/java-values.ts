// Values that JavaScript has no type for. Strings, booleans and numbers stand for themselves, see src/json/json-value.ts.

/** A list that a template made: it prints as `[a, b]`, where an array of a payload prints as JSON. */
export class JavaList extends Array<unknown> {
  /** Derived arrays (`slice`, `filter`) are plain ones. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  static copy<List extends JavaList>(this: new () => List, items: Iterable<unknown>): List {
    const list = new this()
    for (const item of items) list.push(item)
    return list
  }
}

/** A Java array (`split`, `getBytes`): it has a list's methods but prints as an object's address. */
export class JavaArray extends JavaList {}

/** A set or collection view (`keySet`, `values`, `entrySet`): it can be walked and asked, but has no positions. */
export class JavaCollection extends JavaList {
  /** The map it is a view of: an item removed here is removed there. */
  owner: JavaMap | undefined
}

/** A `char`, from `charAt`: prints as text, but is no `String`. */
export class Char {
  readonly value: string

  constructor(value: string) {
    this.value = value
  }
}

/** What a map's `entrySet` holds; its value is always the map's present one. */
export class MapEntry {
  readonly owner: JavaMap
  readonly key: unknown

  constructor(owner: JavaMap, key: unknown) {
    this.owner = owner
    this.key = key
  }
}

/** A list's or collection's iterator. */
export class JavaIterator {
  readonly items: unknown[]
  at = 0
  /** Whether the item passed last is still in the collection, so that `remove()` may take it out. */
  canRemove = false
  readonly removeAt: ((at: number) => void) | undefined

  constructor(items: readonly unknown[], removeAt?: (at: number) => void) {
    this.items = [...items]
    this.removeAt = removeAt
  }
}

/** Arguments of a method call. */
export type Args = readonly unknown[]

/**
 * An object of the engine or the service (`$input`, `$context.identity`, `$foreach`). Templates reach what these members
 * answer, nothing else.
 */
export abstract class HostObject {
  /** The value behind `.name`; undefined or null: there is none. */
  abstract property(name: string): unknown
  /** The result of `.name(…)`. */
  abstract call(name: string, args: Args): unknown
  /** How the object prints; null: a block that is nested too deeply, which prints as it is written. */
  print(): string | null {
    return ''
  }
  /** The value behind `[…]`. */
  index(key: unknown): unknown {
    return this.call('get', [key])
  }
  /** `#set($object.name = value)` and `#set($object["name"] = value)`. */
  assign(_key: unknown, _value: unknown): void {}
  /** What `#foreach` walks over; undefined: nothing. */
  items(): Iterable<unknown> | undefined {
    return undefined
  }
}

/** A map in either form. */
export type JavaMap = Map<unknown, unknown> | Record<string, unknown>

/** Whether the value is a map: a `Map`, or a plain object such as `JSON.parse` makes. */
export function isMap(value: unknown): value is JavaMap {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value) as unknown
  return prototype === Object.prototype || prototype === null || value instanceof Map
}
