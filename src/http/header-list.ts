import { isCommonHeaderName } from './header-names.js'

/** Header fields as pairs, in the order and case of the wire. */
export type HeaderPairs = ReadonlyArray<readonly [name: string, value: string]>

/**
 * An ordered list of header fields. Names keep their case as written, look-ups ignore it, a name may repeat:
 * what goes over the wire is exactly this list.
 *
 * @example
 * ```ts
 * import { HeaderList } from 'postern'
 *
 * const headers = new HeaderList([['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']])
 * headers.get('set-cookie') // 'a=1, b=2'
 * headers.getAll('set-cookie') // ['a=1', 'b=2']
 * ```
 */
export class HeaderList implements Iterable<[name: string, value: string]> {
  // Name, value, name, value: one array is cheaper to make and to walk than one array a pair.
  readonly #flat: string[]

  constructor(pairs?: Iterable<readonly [string, string]>) {
    if (pairs instanceof HeaderList) {
      this.#flat = pairs.#flat.slice()
      return
    }
    this.#flat = []
    if (pairs !== undefined) for (const [name, value] of pairs) this.#flat.push(name, value)
  }

  /** Number of fields, repeats included. */
  get size(): number {
    return this.#flat.length / 2
  }

  /** All values of `name` joined with `, `; `undefined` when there is none. */
  get(name: string): string | undefined {
    const flat = this.#flat
    let found: string | undefined
    for (let i = 0; i < flat.length; i += 2) {
      if (sameName(flat[i] as string, name)) found = found === undefined ? flat[i + 1] : `${found}, ${flat[i + 1]}`
    }
    return found
  }

  /** All values of `name`, in order. */
  getAll(name: string): string[] {
    const values: string[] = []
    for (let i = 0; i < this.#flat.length; i += 2) {
      if (sameName(this.#flat[i] as string, name)) values.push(this.#flat[i + 1] as string)
    }
    return values
  }

  has(name: string): boolean {
    for (let i = 0; i < this.#flat.length; i += 2) if (sameName(this.#flat[i] as string, name)) return true
    return false
  }

  /** Adds a field behind the others, even if the name is there. */
  append(name: string, value: string): void {
    this.#flat.push(name, value)
  }

  /** Replaces every field of that name; the new one stands at the place of the first. */
  set(name: string, value: string): void {
    const flat = this.#flat
    for (let i = 0; i < flat.length; i += 2) {
      if (!sameName(flat[i] as string, name)) continue
      flat[i] = name
      flat[i + 1] = value
      for (let j = flat.length - 2; j > i; j -= 2) if (sameName(flat[j] as string, name)) flat.splice(j, 2)
      return
    }
    flat.push(name, value)
  }

  delete(name: string): void {
    for (let i = this.#flat.length - 2; i >= 0; i -= 2) {
      if (sameName(this.#flat[i] as string, name)) this.#flat.splice(i, 2)
    }
  }

  *entries(): IterableIterator<[name: string, value: string]> {
    for (let i = 0; i < this.#flat.length; i += 2) yield [this.#flat[i] as string, this.#flat[i + 1] as string]
  }

  [Symbol.iterator](): IterableIterator<[name: string, value: string]> {
    return this.entries()
  }

  /** The fields as Node's `writeHead` takes them: name, value, name, value. */
  toFlat(): readonly string[] {
    return this.#flat
  }

  /** For printing and tests: an object of the names as written; repeats become a list. */
  toJSON(): Record<string, string | string[]> {
    const object: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>
    for (const [name, value] of this) {
      const before = object[name]
      object[name] = before === undefined ? value : typeof before === 'string' ? [before, value] : [...before, value]
    }
    return object
  }
}

/** Whether a text may stand as a header's value: one with a line break would end the header and start another. */
export function isHeaderValue(text: string): boolean {
  return !FORBIDDEN.test(text)
}

/** Whether a text may stand as a header's name. */
export function isHeaderName(text: string): boolean {
  return isCommonHeaderName(text) || TOKEN.test(text)
}

const FORBIDDEN = /[\0\r\n]/
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Whether two header names are the same; most callers pass lower case already, which the first test catches. */
export function sameName(a: string, b: string): boolean {
  return a === b || (a.length === b.length && a.toLowerCase() === b.toLowerCase())
}
