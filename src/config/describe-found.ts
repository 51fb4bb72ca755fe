import { isList, isObject, readKey, readKeys, readLength, shorten, UNREADABLE } from './read-value.js'

/** How much of a nested value a fault shows. */
const DEPTH = 2
const MEMBERS = 5

/**
 * What a fault says of the value that it found: primitives as they are, of the rest a small copy without cycles, getters or
 * prototypes that can be printed whatever the value is. Undefined where there is nothing to say.
 */
export function describeFound(value: unknown, depth: number = DEPTH): unknown {
  switch (typeof value) {
    case 'string':
      return shorten(value)
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'boolean':
    case 'undefined':
      return value
    case 'bigint':
    case 'symbol':
      return shorten(String(value))
    case 'function':
      return 'a function'
    default:
      return value === null ? null : describeObject(value as object, depth)
  }
}

function describeObject(value: object, depth: number): unknown {
  if (isList(value)) return depth === 0 ? 'a list' : describeList(value, depth)
  if (!isObject(value)) return 'an object that cannot be read'
  const name = classOf(value)
  if (name !== undefined) return name
  return depth === 0 ? 'an object' : describeMembers(value, depth)
}

function describeList(value: readonly unknown[], depth: number): unknown {
  const length = readLength(value)
  if (length === undefined) return 'a list that cannot be read'
  const shown = Array.from({ length: Math.min(length, MEMBERS) }, (_, at) => describeMember(value, at, depth))
  return length > MEMBERS ? [...shown, '…'] : shown
}

function describeMembers(value: object, depth: number): unknown {
  const keys = readKeys(value)
  if (keys === undefined) return 'an object that cannot be read'
  // A null prototype, since one of the keys may be `__proto__`.
  const shown = Object.create(null) as Record<string, unknown>
  for (const key of keys.slice(0, MEMBERS)) shown[shorten(key)] = describeMember(value, key, depth)
  if (keys.length > MEMBERS) shown['…'] = '…'
  return shown
}

// JSON leaves out what is undefined, and a hole in a list is worth showing.
function describeMember(holder: object, key: string | number, depth: number): unknown {
  const member = readKey(holder, key)
  if (member === UNREADABLE) return 'a value that cannot be read'
  return member === undefined ? 'undefined' : describeFound(member, depth - 1)
}

/** `a Map`, of objects that are of a class: JSON shows nothing of them. */
function classOf(value: object): string | undefined {
  try {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === null || prototype === Object.prototype) return undefined
    const maker = readKey(value, 'constructor')
    const name = typeof maker === 'function' ? readKey(maker, 'name') : undefined
    return typeof name === 'string' && /^[\w$]{1,60}$/.test(name)
      ? `an object of the class ${name}`
      : 'an object of a class'
  } catch {
    return 'an object that cannot be read'
  }
}
