import { describeFound } from './describe-found.js'
import type { FaultList } from './fault-list.js'
import {
  hasMethod,
  isList,
  isModule,
  isObject,
  LONGEST_LIST,
  pointerPart,
  readKey,
  readKeys,
  readLength,
  shorten,
  UNREADABLE,
} from './read-value.js'
import { suggestName } from './suggest-name.js'

/** Checks one value of a config and notes what is wrong with it. Never throws, whatever the value. */
export type Check = (faults: FaultList, value: unknown, at: string) => void

/** Accepts everything: what is checked elsewhere. */
export const checkAny: Check = () => {}

/** The keys that an object may have. */
export interface KnownKeys {
  readonly known: readonly string[]
  /** Keys of capabilities that are still to come. */
  readonly notBuilt: readonly string[]
}

/** More keys than these are no help in a message. */
const KEYS_IN_A_LINE = 20

/** Whether the value is an object; notes the fault when it is not. */
export function expectObject(faults: FaultList, value: unknown, at: string): value is object {
  const fits = isObject(value)
  if (!fits) addWrongKind(faults, value, at, ['object'])
  return fits
}

/** Refuses the object's own keys that are none of `keys`. */
export function checkKeys(faults: FaultList, value: object, at: string, { known, notBuilt }: KnownKeys): void {
  const keys = readKeys(value)
  if (keys === undefined) addUnreadable(faults, at)
  for (const key of keys ?? []) {
    if (known.includes(key)) continue
    if (faults.isFull) return
    if (notBuilt.includes(key)) faults.add({ pointer: at + pointerPart(key), message: `${key} is not built yet` })
    else addUnknownKey(faults, key, at, known)
  }
}

/** Checks a member if it is there. */
export function checkProperty(faults: FaultList, value: object, key: string, at: string, check: Check): void {
  const member = readKey(value, key)
  if (member !== undefined) checkMember(faults, member, at + pointerPart(key), check)
}

/** Checks a member that must be there. */
export function requireProperty(faults: FaultList, value: object, key: string, at: string, check: Check): void {
  const member = readKey(value, key)
  if (member !== undefined) checkMember(faults, member, at + pointerPart(key), check)
  else faults.add({ pointer: at + pointerPart(key), message: 'The setting is missing' })
}

/** Checks all members of an object that is a record of names. */
export function checkEntries(faults: FaultList, value: object, at: string, check: Check, checkName?: Check): void {
  const keys = readKeys(value)
  if (keys === undefined) addUnreadable(faults, at)
  for (const key of keys ?? []) {
    if (faults.isFull) return
    const place = at + pointerPart(key)
    checkName?.(faults, key, place)
    checkMember(faults, readKey(value, key), place, check)
  }
}

/** Checks that the value is a list, and each of its items. */
export function checkItems(faults: FaultList, value: unknown, at: string, check: Check): void {
  if (!isList(value)) return addWrongKind(faults, value, at, ['list'])
  const length = readLength(value)
  if (length === undefined) return addUnreadable(faults, at)
  if (length > LONGEST_LIST) {
    return faults.add({
      pointer: at,
      message: 'The list is too long',
      found: length,
      allowed: [`at most ${LONGEST_LIST}`],
    })
  }
  for (let index = 0; index < length && !faults.isFull; index++) {
    checkMember(faults, readKey(value, index), at + pointerPart(index), check)
  }
}

/** Checks that the value is a module: something that has all of the methods. */
export function checkMethods(faults: FaultList, value: unknown, at: string, methods: readonly string[]): void {
  const names = methods.map((name) => `${name}()`)
  if (!isModule(value)) return addWrongKind(faults, value, at, [`object with ${names.join(', ')}`])
  const missing = methods.filter((name) => !hasMethod(value, name)).map((name) => `${name}()`)
  if (missing.length === 0) return
  const message =
    missing.length === 1 ? `There is no method ${missing[0]}` : `There are no methods ${missing.join(', ')}`
  faults.add({ pointer: at, message, found: describeFound(readKeys(value) ?? value), allowed: names })
}

/** Checks that the value is one of a few texts. */
export function checkChoice(faults: FaultList, value: unknown, at: string, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return
  const message = 'The value is not one of those allowed'
  const suggestion = typeof value === 'string' ? suggestName(value, allowed) : undefined
  faults.add({
    pointer: at,
    message,
    found: describeFound(value),
    allowed,
    ...(suggestion !== undefined && { suggestion }),
  })
}

/** Checks that an object has no more than so many members. */
export function checkSize(faults: FaultList, value: object, at: string, most: number): void {
  const size = readKeys(value)?.length ?? 0
  if (size > most)
    faults.add({ pointer: at, message: 'There are too many entries', found: size, allowed: [`at most ${most}`] })
}

/** Notes that a value is not of the kind that it must be. */
export function addWrongKind(faults: FaultList, value: unknown, at: string, allowed: readonly string[]): void {
  faults.add({ pointer: at, message: 'The value is of the wrong kind', found: describeFound(value), allowed })
}

/** Notes that a value is of the right kind and beyond a limit. */
export function addBeyondLimit(faults: FaultList, value: unknown, at: string, message: string, allowed: string): void {
  faults.add({ pointer: at, message, found: describeFound(value), allowed: [allowed] })
}

/** Notes that a name or a text does not have the form that it must have. */
export function addWrongForm(faults: FaultList, value: unknown, at: string, message: string): void {
  faults.add({ pointer: at, message, found: describeFound(value) })
}

function checkMember(faults: FaultList, member: unknown, at: string, check: Check): void {
  if (member === UNREADABLE) addUnreadable(faults, at)
  else check(faults, member, at)
}

function addUnreadable(faults: FaultList, at: string): void {
  faults.add({ pointer: at, message: 'The value cannot be read: its getter or proxy throws' })
}

function addUnknownKey(faults: FaultList, key: string, at: string, known: readonly string[]): void {
  const suggestion = suggestName(key, known)
  const message = `There is no setting ${JSON.stringify(shorten(key))}`
  const hint = suggestion !== undefined ? { suggestion } : known.length <= KEYS_IN_A_LINE ? { allowed: known } : {}
  faults.add({ pointer: at + pointerPart(key), message, ...hint })
}
