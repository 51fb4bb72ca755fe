import { formatAmzDate } from './amz-date.js'
import { canonicalHeaders, headerValues, lowerHeaders } from './canonical-headers.js'
import type { LowerHeaders } from './canonical-headers.js'
import { canonicalPath } from './canonical-path.js'
import { canonicalQuery } from './canonical-query.js'
import { hmacHex, sha256Hex } from './digest.js'
import { deriveSigningKey } from './signing-key.js'
import type { SigningKeys } from './signing-key.js'
import type { RawSignedRequest } from './types.js'
import { uriEncode } from './uri-encode.js'

/** Keys to sign with. */
export interface SigningCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** What a signature is made for. */
export interface SignOptions {
  readonly service: string
  readonly region: string
  /** Milliseconds since the Unix epoch. */
  readonly now: number
  /** Leaves the body out of the signature; default false, but for presigned S3 requests. */
  readonly unsignedPayload?: boolean
  /** Sends `x-amz-content-sha256`; default only for S3, which wants it. */
  readonly contentSha256?: boolean
  /** Derived keys to be kept between requests; default: derived each time. */
  readonly keys?: SigningKeys
}

/** What proxies and HTTP clients change or set themselves. */
const UNSIGNED: ReadonlySet<string> = new Set([
  'authorization',
  'cache-control',
  'connection',
  'content-length',
  'expect',
  'from',
  'keep-alive',
  'max-forwards',
  'pragma',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-amzn-trace-id',
])
/** What the signature itself sets. */
const OWN: ReadonlySet<string> = new Set(['date', 'x-amz-date', 'x-amz-security-token'])
const ALGORITHM = 'AWS4-HMAC-SHA256'
const QUERY_RULES = { escapes: false, plus: false, slash: false } as const

/**
 * Signs a call to an AWS service in its headers. S3 gets its own path encoding and `x-amz-content-sha256`.
 *
 * @param request Must have a `Host` header; its `X-Amz-Date`, `Date`, `X-Amz-Security-Token` and `Authorization` are ignored.
 * @returns The headers to set, in place of any of the same names.
 * @throws TypeError when there is no `Host`, or no body and no hash of one.
 */
export function signRequest(
  request: RawSignedRequest,
  credentials: SigningCredentials,
  options: SignOptions,
): [name: string, value: string][] {
  const longDate = formatAmzDate(options.now)
  const added: [string, string][] = [['X-Amz-Date', longDate]]
  if (credentials.sessionToken !== undefined) added.push(['X-Amz-Security-Token', credentials.sessionToken])
  const payload = payloadLine(request, options, false)
  if (options.contentSha256 ?? (options.service === 's3' || options.unsignedPayload === true)) {
    if (headerValues(lowerHeaders(request.headers), 'x-amz-content-sha256').length === 0)
      added.push(['X-Amz-Content-Sha256', payload])
  }
  const headers = [...signable(request), ...lowerHeaders(added)]
  const { signature, names, scope } = sign(request, request.rawQuery, headers, payload, longDate, credentials, options)
  const credential = `${credentials.accessKeyId}/${scope}`
  added.push(['Authorization', `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`])
  return added
}

/**
 * Signs a call in its query, for whoever holds the URL.
 *
 * @param expires Seconds, 1 to 604,800.
 * @returns The whole raw query.
 * @throws TypeError as {@link signRequest}; RangeError for `expires`.
 */
export function presignRequest(
  request: RawSignedRequest,
  credentials: SigningCredentials,
  options: SignOptions & { readonly expires: number },
): string {
  if (!Number.isInteger(options.expires) || options.expires < 1 || options.expires > 604_800) {
    throw new RangeError('expires: 1 to 604,800 seconds')
  }
  const longDate = formatAmzDate(options.now)
  const headers = signable(request)
  const names = signedNames(headers).join(';')
  const parameters: [string, string][] = [
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scopeOf(longDate, options)}`],
    ['X-Amz-Date', longDate],
    ['X-Amz-Expires', String(options.expires)],
  ]
  if (credentials.sessionToken !== undefined) parameters.push(['X-Amz-Security-Token', credentials.sessionToken])
  if (options.unsignedPayload === true && options.service !== 's3')
    parameters.push(['X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD'])
  parameters.push(['X-Amz-SignedHeaders', names])
  const own = parameters.map(([name, value]) => `${name}=${uriEncode(value, QUERY_RULES)}`).join('&')
  const rawQuery = request.rawQuery === '' ? own : `${request.rawQuery}&${own}`
  const { signature } = sign(
    request,
    rawQuery,
    headers,
    payloadLine(request, options, true),
    longDate,
    credentials,
    options,
  )
  return `${rawQuery}&X-Amz-Signature=${signature}`
}

function sign(
  { method, rawPath }: RawSignedRequest,
  rawQuery: string,
  headers: LowerHeaders,
  payload: string,
  longDate: string,
  credentials: SigningCredentials,
  options: SignOptions,
): { signature: string; names: string; scope: string } {
  const { lines, names } = canonicalHeaders(headers, signedNames(headers))
  const path = canonicalPath(rawPath, options.service)
  const canonicalRequest = `${method}\n${path}\n${canonicalQuery(rawQuery, false)}\n${lines}\n${names}\n${payload}`
  const scope = scopeOf(longDate, options)
  const keyScope = { date: longDate.slice(0, 8), region: options.region, service: options.service }
  const { accessKeyId, secretAccessKey } = credentials
  const stringToSign = `${ALGORITHM}\n${longDate}\n${scope}\n${sha256Hex(canonicalRequest)}`
  return {
    signature:
      options.keys?.signingKey(accessKeyId, secretAccessKey, keyScope).hex(stringToSign) ??
      hmacHex(deriveSigningKey(secretAccessKey, keyScope), stringToSign),
    names,
    scope,
  }
}

function scopeOf(longDate: string, { region, service }: SignOptions): string {
  return `${longDate.slice(0, 8)}/${region}/${service}/aws4_request`
}

function signable(request: RawSignedRequest): LowerHeaders {
  const headers = lowerHeaders(request.headers).filter(
    ([name]) => !UNSIGNED.has(name) && !OWN.has(name) && !name.startsWith('sec-'),
  )
  if (!headers.some(([name]) => name === 'host')) throw new TypeError('A request must have a Host header to be signed.')
  return headers
}

function signedNames(headers: LowerHeaders): string[] {
  return [...new Set(headers.map(([name]) => name))].toSorted()
}

function payloadLine(request: RawSignedRequest, options: SignOptions, presigned: boolean): string {
  if (options.unsignedPayload ?? (presigned && options.service === 's3')) return 'UNSIGNED-PAYLOAD'
  const declared = headerValues(lowerHeaders(request.headers), 'x-amz-content-sha256')[0]
  if (declared !== undefined) return declared
  if (request.body === undefined) throw new TypeError('The body must be known to be signed; or set unsignedPayload.')
  return sha256Hex(request.body)
}
