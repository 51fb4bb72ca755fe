import { isRecord } from './compare.js'
import { InexpressibleError, type Json } from './types.js'

/**
 * Fails on a field that the runner would pass over: a case must never pass by not being understood.
 *
 * @param allowed the fields there may be, with blanks between them
 */
export function onlyKeys(data: Json, allowed: string, where: string): void {
  const known = allowed.split(' ')
  const unknown = Object.keys(data).filter((key) => !known.includes(key))
  if (unknown.length > 0)
    throw new InexpressibleError(`${where} has fields this runner does not know: ${unknown.join(', ')}`)
}

/** A member that must be an object; `{}` when it is not there. */
export function recordAt(data: Json, key: string, where: string): Json {
  const value = data[key]
  if (value === undefined) return {}
  if (!isRecord(value)) throw new InexpressibleError(`${where}.${key} must be an object`)
  return value
}

/** A member that must be a list of objects; empty when it is not there. */
export function recordsAt(data: Json, key: string, where: string): Json[] {
  const value = data[key]
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every(isRecord)) {
    throw new InexpressibleError(`${where}.${key} must be a list of objects`)
  }
  return value
}

/** A member that must be text; undefined when it is not there. */
export function textAt(data: Json, key: string, where: string): string | undefined {
  const value = data[key]
  if (value !== undefined && typeof value !== 'string') throw new InexpressibleError(`${where}.${key} must be text`)
  return value
}

/** A member that must be a number; undefined when it is not there. */
export function numberAt(data: Json, key: string, where: string): number | undefined {
  const value = data[key]
  if (value !== undefined && typeof value !== 'number') throw new InexpressibleError(`${where}.${key} must be a number`)
  return value
}

/** Header pairs: `[["name", "value"], …]`. */
export function pairsAt(data: Json, key: string, where: string): Array<[string, string]> {
  const value = data[key]
  if (value === undefined) return []
  const isPair = (pair: unknown): pair is [string, string] =>
    Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string')
  if (!Array.isArray(value) || !value.every(isPair)) {
    throw new InexpressibleError(`${where}.${key} must be a list of [name, value] pairs`)
  }
  return value
}

/** `body` or `bodyBase64` of a request or a reply. */
export function bodyAt(data: Json, where: string): string | Uint8Array | undefined {
  const base64 = textAt(data, 'bodyBase64', where)
  return base64 === undefined ? textAt(data, 'body', where) : new Uint8Array(Buffer.from(base64, 'base64'))
}
