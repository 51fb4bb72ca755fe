import { suggestName } from '../config/suggest-name.js'
import type { ConfigFault } from '../errors.js'

/** What a field must be. */
export type FieldKind = 'text' | 'boolean' | 'number' | 'object' | 'texts' | 'any' | readonly string[]

export type Fields = Readonly<Record<string, unknown>>

/** Reports faults at one place of a config. */
export interface Place {
  readonly pointer: string
  fault(message: string, more?: Omit<ConfigFault, 'pointer' | 'message'>): void
  at(...keys: readonly string[]): Place
}

/** Makes the place that a pointer names; its faults go into the list. */
export function createPlace(pointer: string, faults: ConfigFault[]): Place {
  return {
    pointer,
    fault: (message, more = {}) => {
      faults.push({ pointer, message, ...more })
    },
    at: (...keys) => createPlace([pointer, ...keys.map(escapeKey)].join('/'), faults),
  }
}

/** Checks the fields of an object: unknown names, and values of the wrong kind. `undefined` when it is no object. */
export function readFields(
  value: unknown,
  kinds: Readonly<Record<string, FieldKind>>,
  place: Place,
): Fields | undefined {
  if (!isFields(value)) {
    place.fault('This must be an object', { found: value })
    return undefined
  }
  const good: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(value)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined
    if (kind === undefined)
      place.at(key).fault(`There is no setting ${JSON.stringify(key)}`, suggestion(key, Object.keys(kinds)))
    else if (field !== undefined && fits(field, kind)) good[key] = field
    else if (field !== undefined)
      place
        .at(key)
        .fault('The value is of the wrong kind', { found: field, allowed: typeof kind === 'string' ? [kind] : kind })
  }
  return good
}

/** Looks a name up; one that is not there is a fault with the name that was probably meant. */
export function requireName<T>(names: ReadonlyMap<string, T>, name: string, what: string, place: Place): T | undefined {
  const found = names.get(name)
  if (found === undefined)
    place.fault(`There is no ${what} ${JSON.stringify(name)}`, { found: name, ...suggestion(name, [...names.keys()]) })
  return found
}

function suggestion(name: string, known: readonly string[]): Pick<ConfigFault, 'suggestion' | 'allowed'> {
  const meant = suggestName(name, known)
  return meant === undefined ? (known.length === 0 ? {} : { allowed: known }) : { suggestion: meant }
}

/** A map of texts; values of another kind are faults. */
export function readTexts(value: unknown, place: Place): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [key, text] of Object.entries(isFields(value) ? value : {})) {
    if (typeof text === 'string') texts.set(key, text)
    else place.at(key).fault('The value must be text', { found: text })
  }
  return texts
}

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields of these names that are there; they were checked to be texts. */
export function textFields<Name extends string>(fields: Fields, ...names: readonly Name[]): { [K in Name]?: string } {
  const there = names.filter((name) => fields[name] !== undefined)
  return Object.fromEntries(there.map((name) => [name, fields[name]])) as { [K in Name]?: string }
}

function fits(value: unknown, kind: FieldKind): boolean {
  switch (kind) {
    case 'any':
      return true
    case 'text':
      return typeof value === 'string'
    case 'object':
      return isFields(value)
    case 'texts':
      return Array.isArray(value) && value.every((one) => typeof one === 'string')
    case 'boolean':
    case 'number':
      return typeof value === kind
    default:
      return typeof value === 'string' && kind.includes(value)
  }
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
