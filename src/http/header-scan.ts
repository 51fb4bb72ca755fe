import { isHeaderName } from './header-list.js'
import { COMMON_HEADER_NAMES, lowerHeaderName } from './header-names.js'
import type { HeadersInput } from './request.js'

/** What every request must be looked at for, found in one pass over its headers; of each name the first value. */
export interface HeaderScan {
  /** Bytes of all names, values and line ends, as the service counts them against its limit. */
  readonly byteLength: number
  /** Whether every name is a token and no value holds a line break or a NUL. */
  readonly isValid: boolean
  readonly accept: string | undefined
  readonly apiKey: string | undefined
  /** All values, joined with a comma. */
  readonly cacheControl: string | undefined
  readonly contentEncoding: string | undefined
  readonly contentType: string | undefined
  readonly forwardedFor: string | undefined
  readonly host: string | undefined
  readonly methodOverride: string | undefined
  readonly requestId: string | undefined
  readonly traceId: string | undefined
  readonly userAgent: string | undefined
}

// Numbers, not texts: a switch over them is a jump.
const OTHER = 0
const ACCEPT = 1
const API_KEY = 2
const CACHE_CONTROL = 3
const CONTENT_ENCODING = 4
const CONTENT_TYPE = 5
const FORWARDED_FOR = 6
const HOST = 7
const METHOD_OVERRIDE = 8
const REQUEST_ID = 9
const TRACE_ID = 10
const USER_AGENT = 11

const FIELDS: ReadonlyMap<string, number> = new Map([
  ['accept', ACCEPT],
  ['x-api-key', API_KEY],
  ['cache-control', CACHE_CONTROL],
  ['content-encoding', CONTENT_ENCODING],
  ['content-type', CONTENT_TYPE],
  ['x-forwarded-for', FORWARDED_FOR],
  ['host', HOST],
  ['x-http-method-override', METHOD_OVERRIDE],
  ['x-amzn-requestid', REQUEST_ID],
  ['x-amzn-trace-id', TRACE_ID],
  ['user-agent', USER_AGENT],
])

const COMMON_FIELDS: ReadonlyMap<string, number> = new Map(
  COMMON_HEADER_NAMES.map((name) => [name, FIELDS.get(name.toLowerCase()) ?? OTHER]),
)

/** Looks at headers without making a `RequestHeaders` of them: most requests need nothing more. */
export function scanHeaders(input: HeadersInput | undefined): HeaderScan {
  const scan = new Scan()
  if (input === undefined) return scan
  // All values, one behind the other: what may be in none of them is searched for once.
  let values = ''
  if (Array.isArray(input)) {
    for (const pair of input as ReadonlyArray<readonly [string, string]>) {
      values += pair[1]
      scan.add(pair[0], pair[1].trim())
    }
  } else {
    const record = input as Readonly<Record<string, string | readonly string[] | undefined>>
    for (const name in record) {
      const value = record[name]
      if (typeof value === 'string') {
        values += value
        scan.add(name, value)
      } else if (value !== undefined) values += scan.addAll(name, Array.isArray(value) ? value : [value])
    }
  }
  scan.byteLength += values.length
  if (values.includes('\n') || values.includes('\r') || values.includes('\0')) scan.isValid = false
  return scan
}

class Scan implements HeaderScan {
  byteLength = 0
  isValid = true
  accept: string | undefined = undefined
  apiKey: string | undefined = undefined
  cacheControl: string | undefined = undefined
  contentEncoding: string | undefined = undefined
  contentType: string | undefined = undefined
  forwardedFor: string | undefined = undefined
  host: string | undefined = undefined
  methodOverride: string | undefined = undefined
  requestId: string | undefined = undefined
  traceId: string | undefined = undefined
  userAgent: string | undefined = undefined

  add(name: string, value: string): void {
    this.byteLength += name.length + 4
    const common = COMMON_FIELDS.get(name)
    if (common === OTHER) return
    if (common === undefined && !isHeaderName(name)) this.isValid = false
    switch (common ?? FIELDS.get(lowerHeaderName(name))) {
      case ACCEPT:
        this.accept ??= value
        break
      case API_KEY:
        this.apiKey ??= value
        break
      case CACHE_CONTROL:
        this.cacheControl = this.cacheControl === undefined ? value : `${this.cacheControl},${value}`
        break
      case CONTENT_ENCODING:
        this.contentEncoding ??= value
        break
      case CONTENT_TYPE:
        this.contentType ??= value
        break
      case FORWARDED_FOR:
        this.forwardedFor ??= value
        break
      case HOST:
        this.host ??= value
        break
      case METHOD_OVERRIDE:
        this.methodOverride ??= value
        break
      case REQUEST_ID:
        this.requestId ??= value
        break
      case TRACE_ID:
        this.traceId ??= value
        break
      case USER_AGENT:
        this.userAgent ??= value
        break
    }
  }

  addAll(name: string, values: readonly unknown[]): string {
    let all = ''
    for (const value of values) {
      all += String(value)
      this.add(name, String(value))
    }
    return all
  }
}
