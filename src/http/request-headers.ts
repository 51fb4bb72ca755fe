import { lowerHeaderName } from './header-names.js'
import type { HeadersInput } from './request.js'

/**
 * The headers of a request, read once into flat arrays. Look-ups by `get` ignore case; `exact` does not, since the service's
 * mappings do not (recorded).
 */
export class RequestHeaders {
  readonly names: readonly string[]
  readonly lowerNames: readonly string[]
  readonly values: readonly string[]
  readonly #caseLost: boolean

  constructor(input: HeadersInput | undefined, caseLost: boolean) {
    const names: string[] = []
    const values: string[] = []
    if (input !== undefined) {
      if (Array.isArray(input)) readPairs(input as ReadonlyArray<readonly [string, string]>, names, values)
      else readRecord(input as Readonly<Record<string, string | readonly string[] | undefined>>, names, values)
    }
    this.names = names
    this.values = values
    const lowerNames: string[] = []
    for (const name of names) lowerNames.push(lowerHeaderName(name))
    this.lowerNames = lowerNames
    this.#caseLost = caseLost
  }

  get size(): number {
    return this.names.length
  }

  /** The first value of a header; `lowerName` in lower case. */
  get(lowerName: string): string | undefined {
    const index = this.lowerNames.indexOf(lowerName)
    return index < 0 ? undefined : this.values[index]
  }

  /** The last value of a header whose name is written just so; any case when the binding could not keep it. */
  exact(name: string): string | undefined {
    const index = this.#caseLost ? this.lowerNames.lastIndexOf(name.toLowerCase()) : this.names.lastIndexOf(name)
    return index < 0 ? undefined : this.values[index]
  }

  /** All values of a header whose name is written just so. */
  exactAll(name: string): string[] {
    const wanted = this.#caseLost ? name.toLowerCase() : name
    const names = this.#caseLost ? this.lowerNames : this.names
    return this.values.filter((_, index) => names[index] === wanted)
  }

  /** All values of a header in any case. */
  getAll(lowerName: string): string[] {
    return this.values.filter((_, index) => this.lowerNames[index] === lowerName)
  }

  /** The last value of a header in any case. */
  last(lowerName: string): string | undefined {
    const index = this.lowerNames.lastIndexOf(lowerName)
    return index < 0 ? undefined : this.values[index]
  }

  has(lowerName: string): boolean {
    return this.lowerNames.includes(lowerName)
  }
}

function readPairs(pairs: ReadonlyArray<readonly [string, string]>, names: string[], values: string[]): void {
  for (const pair of pairs) {
    names.push(pair[0])
    values.push(pair[1].trim())
  }
}

function readRecord(
  record: Readonly<Record<string, string | readonly string[] | undefined>>,
  names: string[],
  values: string[],
): void {
  for (const name of Object.keys(record)) {
    const value = record[name]
    if (value === undefined) continue
    if (typeof value !== 'object') {
      names.push(name)
      values.push(value)
      continue
    }
    for (const one of value) {
      names.push(name)
      values.push(one)
    }
  }
}
