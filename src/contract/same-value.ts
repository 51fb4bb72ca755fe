/** Whether two values of a definition are the same; the order of an object's keys does not matter. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (one instanceof Map || other instanceof Map)
    return one instanceof Map && other instanceof Map && sameMap(one, other)
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other)) return false
    return one.length === other.length && one.every((value, at) => sameValue(value, other[at]))
  }
  const [keys, others] = [Object.keys(one), Object.keys(other)]
  if (keys.length !== others.length) return false
  return keys.every((key) => Object.hasOwn(other, key) && sameValue(ownValue(one, key), ownValue(other, key)))
}

function sameMap(one: ReadonlyMap<unknown, unknown>, other: ReadonlyMap<unknown, unknown>): boolean {
  if (one.size !== other.size) return false
  for (const [key, value] of one) if (!other.has(key) || !sameValue(value, other.get(key))) return false
  return true
}

/** A property of an object's own; `undefined` for what it inherits. */
export function ownValue(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, key)) return undefined
  return (object as Readonly<Record<string, unknown>>)[key]
}

/** What one list has and the other has not. */
export function missingFrom<T>(other: readonly T[], list: readonly T[]): T[] {
  return list.filter((value) => !other.some((one) => sameValue(one, value)))
}
