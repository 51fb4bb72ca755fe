import { isHeaderName, isHeaderValue } from './header-list.js'
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
    for (const name of names) lowerNames.push(name.toLowerCase())
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

  has(lowerName: string): boolean {
    return this.lowerNames.includes(lowerName)
  }
}

/** What every request must be looked at for, found in one pass over its headers. */
export interface HeaderScan {
  /** Bytes of all names, values and line ends, as the service counts them against its limit. */
  readonly byteLength: number
  /** Whether every name is a token and no value holds a line break or a NUL. */
  readonly isValid: boolean
  readonly methodOverride: string | undefined
  readonly contentEncoding: string | undefined
  readonly contentType: string | undefined
  readonly accept: string | undefined
  /** All values, joined with a comma. */
  readonly cacheControl: string | undefined
}

const METHOD_OVERRIDE = 'x-http-method-override'
const CONTENT_ENCODING = 'content-encoding'
const CONTENT_TYPE = 'content-type'
const ACCEPT = 'accept'
const CACHE_CONTROL = 'cache-control'
const COMMON_NAMES: ReadonlySet<string> = new Set(
  (
    'accept accept-encoding accept-language authorization cache-control connection content-length content-type cookie ' +
    'host origin pragma referer user-agent x-api-key x-amzn-trace-id x-forwarded-for x-forwarded-port ' +
    'x-forwarded-proto x-request-id Accept Authorization Content-Type Host User-Agent sec-fetch-mode sec-fetch-site'
  ).split(' '),
)

/** Looks at headers without making a {@link RequestHeaders} of them: most requests need nothing more. */
export function scanHeaders(input: HeadersInput | undefined): HeaderScan {
  const scan: Writable<HeaderScan> = {
    byteLength: 0,
    isValid: true,
    methodOverride: undefined,
    contentEncoding: undefined,
    contentType: undefined,
    accept: undefined,
    cacheControl: undefined,
  }
  if (input === undefined) return scan
  if (Array.isArray(input)) {
    for (const pair of input as ReadonlyArray<readonly [string, string]>) scanOne(scan, pair[0], pair[1])
    return scan
  }
  const record = input as Readonly<Record<string, string | readonly string[] | undefined>>
  for (const name in record) {
    const value = record[name]
    if (typeof value === 'string') scanOne(scan, name, value)
    else if (value !== undefined)
      for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) scanOne(scan, name, String(one))
  }
  return scan
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function scanOne(scan: Writable<HeaderScan>, name: string, value: string): void {
  scan.byteLength += name.length + value.length + 4
  // Names repeat from request to request: a look-up costs a third of the pattern.
  if ((!COMMON_NAMES.has(name) && !isHeaderName(name)) || !isHeaderValue(value)) scan.isValid = false
  // By length first: it tells nearly all names apart from these.
  switch (name.length) {
    case ACCEPT.length:
      if (name.toLowerCase() === ACCEPT) scan.accept ??= value
      break
    case CONTENT_TYPE.length:
      if (name.toLowerCase() === CONTENT_TYPE) scan.contentType ??= value
      break
    case CACHE_CONTROL.length:
      if (name.toLowerCase() === CACHE_CONTROL)
        scan.cacheControl = scan.cacheControl === undefined ? value : `${scan.cacheControl},${value}`
      break
    case CONTENT_ENCODING.length:
      if (name.toLowerCase() === CONTENT_ENCODING) scan.contentEncoding ??= value
      break
    case METHOD_OVERRIDE.length:
      if (name.toLowerCase() === METHOD_OVERRIDE) scan.methodOverride ??= value
      break
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
