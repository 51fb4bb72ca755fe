/** What {@link readKey} gives for a value that cannot be read: its getter or proxy throws. */
export const UNREADABLE: unique symbol = Symbol('unreadable')

/** Reads a member, its own or inherited: what the gateway reads later is what was checked. Never throws. */
export function readKey(holder: object, key: string | number): unknown {
  try {
    return (holder as Readonly<Record<string | number, unknown>>)[key]
  } catch {
    return UNREADABLE
  }
}

/** The object's own enumerable keys without symbols; undefined when they cannot be read. */
export function readKeys(value: object): readonly string[] | undefined {
  try {
    return Object.keys(value)
  } catch {
    return undefined
  }
}

/** Whether it is an object and no list. Never throws, also not for a revoked proxy, which is neither. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && listOrObject(value) === 'object'
}

/** Whether it is an array. Never throws. */
export function isList(value: unknown): value is readonly unknown[] {
  return typeof value === 'object' && value !== null && listOrObject(value) === 'list'
}

function listOrObject(value: object): 'list' | 'object' | 'unreadable' {
  try {
    return Array.isArray(value) ? 'list' : 'object'
  } catch {
    return 'unreadable'
  }
}

/** The length of a list; undefined when it cannot be read. A proxy may say that it is endless. */
export function readLength(list: readonly unknown[]): number | undefined {
  const length = readKey(list, 'length')
  return typeof length === 'number' ? length : undefined
}

/** A list longer than this is no list that somebody wrote. */
export const LONGEST_LIST = 1_000_000

/** Whether there is a function under the key, its own or inherited. */
export function hasMethod(value: unknown, name: string): boolean {
  return isModule(value) && typeof readKey(value, name) === 'function'
}

/** Whether it can have methods: objects, and functions with members. */
export function isModule(value: unknown): value is object {
  return isObject(value) || typeof value === 'function'
}

/** The key of an object as part of a JSON pointer. A key of the length of a book is cut: the pointer is for people. */
export function pointerPart(key: string | number): string {
  const text = shorten(String(key))
  return `/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

const LONGEST_NAME = 100

/** A text that fits into a sentence. */
export function shorten(text: string): string {
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text
}
