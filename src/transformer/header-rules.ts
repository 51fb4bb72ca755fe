/**
 * What the service does to header fields on the way to the back end and back: passed, dropped, or renamed
 * `x-amzn-Remapped-NAME`. Recorded rows win over the table of the documentation.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */

/** How headers travel: those of a client that an HTTP proxy passes on, those that a mapping set, those of a proxied answer. */
export type HeaderFlow = 'http' | 'http-proxy' | 'aws' | 'aws-proxy' | 'mock'

const lower = (names: readonly string[]): ReadonlySet<string> => new Set(names)

// A mapping to one of these fails the request with 500 (recorded).
const FORBIDDEN_ALWAYS = lower(['content-length', 'transfer-encoding', 'x-amzn-trace-id', 'x-amzn-apigateway-api-id'])
const FORBIDDEN_AWS = lower(['authorization', 'connection', 'expect', 'proxy-authenticate', 'te'])

/** Whether a request mapping may not set this header: such a method fails when it is called. */
export function isForbiddenTarget(lowerName: string, flow: HeaderFlow): boolean {
  if (FORBIDDEN_ALWAYS.has(lowerName)) return true
  return (flow === 'aws' || flow === 'aws-proxy') && FORBIDDEN_AWS.has(lowerName)
}

const MAPPED_DROPPED = lower(['expect', 'te', 'via', 'host', 'connection'])

/** Whether a header that a mapping or an override set is dropped on the way to an HTTP back end. */
export function isDroppedWhenMapped(lowerName: string): boolean {
  return MAPPED_DROPPED.has(lowerName)
}

const PROXY_DROPPED = lower([
  'connection',
  'content-encoding',
  'content-length',
  'content-md5',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'www-authenticate',
  'x-http-method-override',
])

/** Whether a client's header is kept from the back end of an HTTP proxy integration. */
export function isDroppedByProxy(lowerName: string): boolean {
  return PROXY_DROPPED.has(lowerName)
}

const REMAPPED = [
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'max-forwards',
  'server',
  'user-agent',
  'www-authenticate',
  'x-amzn-requestid',
]
const PROXY_REMAPPED = lower(REMAPPED)
const MAPPED_REMAPPED = lower([...REMAPPED, 'expect', 'host', 'proxy-authenticate', 'trailer', 'upgrade'])
const ANSWER_DROPPED = lower(['transfer-encoding', 'x-amz-apigw-id', 'x-amzn-trace-id'])
const PROXY_ANSWER_DROPPED = lower([
  'transfer-encoding',
  'expect',
  'host',
  'proxy-authenticate',
  'te',
  'trailer',
  'upgrade',
  'via',
  'x-amz-apigw-id',
  'x-amzn-trace-id',
])
const REMAPPED_PREFIX = 'x-amzn-Remapped-'

/**
 * The name under which a header of the answer reaches the client: its own, a remapped one, or none (`undefined`).
 */
export function answerHeaderName(name: string, flow: HeaderFlow): string | undefined {
  const key = name.toLowerCase()
  const proxied = flow === 'http-proxy' || flow === 'aws-proxy'
  if ((proxied ? PROXY_ANSWER_DROPPED : ANSWER_DROPPED).has(key)) return undefined
  if (flow === 'http-proxy' && key === 'content-encoding') return undefined
  return (proxied ? PROXY_REMAPPED : MAPPED_REMAPPED).has(key) ? `${REMAPPED_PREFIX}${canonicalName(key, name)}` : name
}

// `x-amzn-RequestId` is the spelling that the service itself writes.
function canonicalName(key: string, name: string): string {
  return key === 'x-amzn-requestid' ? 'x-amzn-RequestId' : name
}
