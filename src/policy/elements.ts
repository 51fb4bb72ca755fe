import { pointTo, PolicyError } from './policy-error.js'

/** A JSON object of a policy. */
export type PolicyObject = Readonly<Record<string, unknown>>

/** Reads a JSON object. @throws PolicyError for anything else, or for an element that is not in `known`. */
export function readObject(value: unknown, pointer: string, known?: ReadonlySet<string>): PolicyObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new PolicyError(pointer, value, 'an object')
  if (known !== undefined) {
    for (const name of Object.keys(value)) {
      if (!known.has(name)) throw new PolicyError(pointTo(pointer, name), name, `only ${[...known].join(', ')}`)
    }
  }
  return value as PolicyObject
}

/** The element's value if the object itself has it. */
export function own(object: PolicyObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** One text of a list, with its place. */
export interface ListedText {
  readonly text: string
  readonly pointer: string
}

/** Reads a text or a list of at least one text. @throws PolicyError */
export function readTexts(value: unknown, pointer: string): ListedText[] {
  return readList(value, pointer, (item) => (typeof item === 'string' && item !== '' ? item : undefined), 'text')
}

/** Reads the values of a condition: JSON numbers and booleans stand for their text. @throws PolicyError */
export function readConditionValues(value: unknown, pointer: string): ListedText[] {
  const read = (item: unknown): string | undefined => {
    if (typeof item === 'string') return item
    return typeof item === 'boolean' || (typeof item === 'number' && Number.isFinite(item)) ? String(item) : undefined
  }
  return readList(value, pointer, read, 'text, number or boolean')
}

function readList(
  value: unknown,
  pointer: string,
  read: (item: unknown) => string | undefined,
  what: string,
): ListedText[] {
  const many = Array.isArray(value)
  const items: readonly unknown[] = many ? value : [value]
  // An empty list would make a negated operator, NotAction or NotResource hold for everything.
  if (items.length === 0) throw new PolicyError(pointer, value, `a ${what} or a list of at least one`)
  return items.map((item, i) => {
    const place = many ? pointTo(pointer, i) : pointer
    const text = read(item)
    if (text === undefined) throw new PolicyError(place, item, `a ${what}${many ? '' : ' or a list of them'}`)
    return { text, pointer: place }
  })
}
