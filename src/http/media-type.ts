/** The MIME type of a header value, without parameters, in lower case: `application/json; charset=utf-8` → `application/json`. */
export function mimeType(value: string): string {
  const semicolon = value.indexOf(';')
  return (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase()
}

/** The first type of an `Accept` header; the service looks at no other (documented and recorded). */
export function firstAccepted(accept: string): string {
  const comma = accept.indexOf(',')
  return mimeType(comma < 0 ? accept : accept.slice(0, comma))
}

/** Says whether a MIME type is one of an API's binary media types. */
export type BinaryMatcher = (type: string) => boolean

/**
 * Compiles `binaryMediaTypes`. A star stands for a whole type or for the subtype; one on the left alone (`*` before the slash) matches
 * nothing (recorded).
 */
export function compileBinaryTypes(types: readonly string[]): BinaryMatcher {
  const exact = new Set(types.map((type) => type.toLowerCase()))
  if (exact.size === 0) return () => false
  if (exact.has('*/*')) return () => true
  const families = [...exact].filter((type) => type.endsWith('/*')).map((type) => type.slice(0, -1))
  return (type) => exact.has(type) || families.some((family) => type.startsWith(family))
}
