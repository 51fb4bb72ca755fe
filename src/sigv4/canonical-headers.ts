/** Header fields with their names in lower case, in the order in which they came. */
export type LowerHeaders = ReadonlyArray<readonly [lowerName: string, value: string]>

/** Headers as they are signed. */
export interface CanonicalHeaders {
  /** Lines `name:value\n`. */
  readonly lines: string
  /** Names with semicolons between. */
  readonly names: string
  /** False when a header is named that the request does not have. */
  readonly complete: boolean
}

const BLANKS = /[ \t\r\n]+/g
const NEEDS_TRIM = /^[ \t\r\n]|[ \t\r\n]{2}|[\t\r\n]|[ \t\r\n]$/

/** Names in lower case, once for all look-ups. */
export function lowerHeaders(headers: ReadonlyArray<readonly [string, string]>): LowerHeaders {
  return headers.map(([name, value]) => [name.toLowerCase(), value])
}

/** All values of a header. */
export function headerValues(headers: LowerHeaders, lowerName: string): string[] {
  const values: string[] = []
  for (const [name, value] of headers) if (name === lowerName) values.push(value)
  return values
}

/**
 * Exactly the headers that the caller signed: clients differ in what they sign (aws4fetch leaves `content-type` out).
 * Repeated headers are joined by commas in their order; blanks at the ends go, runs of blanks become one, also
 * between quotes (the published suite has it so).
 *
 * @param signedNames In lower case, sorted.
 */
export function canonicalHeaders(headers: LowerHeaders, signedNames: readonly string[]): CanonicalHeaders {
  let lines = ''
  let complete = true
  for (const wanted of signedNames) {
    let joined: string | undefined
    for (const [name, value] of headers) {
      if (name !== wanted) continue
      joined = joined === undefined ? trim(value) : `${joined},${trim(value)}`
    }
    // Proxies rewrite `connection`, and the service never accepts it among the signed headers (recorded).
    if (joined === undefined || wanted === 'connection') complete = false
    lines += `${wanted}:${joined ?? ''}\n`
  }
  return { lines, names: signedNames.join(';'), complete }
}

function trim(value: string): string {
  return NEEDS_TRIM.test(value) ? value.replace(BLANKS, ' ').replace(/^ | $/g, '') : value
}
