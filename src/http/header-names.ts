/**
 * Names of header fields as they are nearly always written. They repeat from request to request: one look-up costs a fifth of
 * a pattern or of a change of case. They must stand here as literals: only such texts are the very same as the names of an
 * object's properties, and found without a comparison.
 */
export const COMMON_HEADER_NAMES: readonly string[] = [
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'if-none-match',
  'origin',
  'pragma',
  'referer',
  'user-agent',
  'x-amz-date',
  'x-api-key',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-request-id',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Authorization',
  'Cache-Control',
  'Connection',
  'Content-Length',
  'Content-Type',
  'Cookie',
  'Host',
  'Origin',
  'Referer',
  'User-Agent',
  'X-Api-Key',
  'X-Forwarded-For',
]

const LOWER: ReadonlyMap<string, string> = new Map(COMMON_HEADER_NAMES.map((name) => [name, name.toLowerCase()]))

/** A header's name in lower case. */
export function lowerHeaderName(name: string): string {
  return LOWER.get(name) ?? name.toLowerCase()
}

/** Whether a name is one of {@link COMMON_HEADER_NAMES}. */
export function isCommonHeaderName(name: string): boolean {
  return LOWER.has(name)
}
