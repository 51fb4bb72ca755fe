import { formatAmzDate, parseAmzDate, parseDateHeader } from './amz-date.js'
import { headerValues } from './canonical-headers.js'
import type { LowerHeaders } from './canonical-headers.js'
import { mayBePresigned, readAmzParameters } from './canonical-query.js'
import type { QueryParameters } from './canonical-query.js'
import { readClaim } from './claim.js'
import type { SignatureClaim } from './claim.js'
import { incompleteSignature, missingAuthenticationToken } from './faults.js'
import { parseAuthorization } from './parse-authorization.js'
import type { RawSignedRequest, SignatureFault } from './types.js'

/** A claim and what else of the request belongs to it. */
export interface ReadSignature {
  readonly claim: SignatureClaim
  readonly presigned: boolean
  /** `20150830T123600Z`, as it goes into the string to sign. */
  readonly longDate: string
  /** Milliseconds since the Unix epoch. */
  readonly signedAt: number
  /** Seconds; only of presigned requests, and only if they say. */
  readonly expires: number | undefined
  /** `X-Amz-Security-Token`. */
  readonly token: string | undefined
  /** What the request says of its payload: `x-amz-content-sha256`. */
  readonly declaredPayload: string | undefined
  /** SigV4a: the Regions for which it is signed. */
  readonly regionSet: string | undefined
}

const LONGEST_EXPIRY = 604_800
const PRESIGN_REQUIRED = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
] as const

/** Reads the signature of a request from its `Authorization` header, else from its query. */
export function readSignature(request: RawSignedRequest, headers: LowerHeaders): ReadSignature | SignatureFault {
  const authorization = headerValues(headers, 'authorization')
  if (authorization.length > 0) return readHeaderForm(authorization.join(', '), headers)
  if (mayBePresigned(request.rawQuery)) return readQueryForm(readAmzParameters(request.rawQuery), headers)
  return missingAuthenticationToken()
}

function readHeaderForm(authorization: string, headers: LowerHeaders): ReadSignature | SignatureFault {
  const amzDate = headerValues(headers, 'x-amz-date')
  const date = amzDate.length > 0 ? amzDate : headerValues(headers, 'date')
  const claim = parseAuthorization(authorization, date.length > 0)
  if ('verified' in claim) return claim
  const text = date.join(',').trim()
  const signedAt = amzDate.length > 0 ? parseAmzDate(text) : parseDateHeader(text)
  if (signedAt === undefined) return badDate(text)
  return {
    claim,
    presigned: false,
    longDate: formatAmzDate(signedAt),
    signedAt,
    expires: undefined,
    token: single(headerValues(headers, 'x-amz-security-token')),
    declaredPayload: single(headerValues(headers, 'x-amz-content-sha256')),
    regionSet: single(headerValues(headers, 'x-amz-region-set')),
  }
}

function readQueryForm(query: QueryParameters, headers: LowerHeaders): ReadSignature | SignatureFault {
  const lacks = PRESIGN_REQUIRED.filter((name) => !query.has(name.toLowerCase()))
  if (lacks.length > 0) {
    const sentences = lacks.map((name) => `AWS query-string parameters must include '${name}'.`)
    return incompleteSignature(`${sentences.join(' ')} Re-examine the query-string parameters.`)
  }
  // Two of one name: which one was signed for what is anyone's guess.
  for (const [name, values] of query) {
    if (values.length > 1) return incompleteSignature(`AWS query-string parameters must include '${name}' only once.`)
  }
  const text = (name: string): string | undefined => query.get(name)?.[0]
  const claim = readClaim({
    algorithm: text('x-amz-algorithm') as string,
    credential: text('x-amz-credential') as string,
    signedHeaders: text('x-amz-signedheaders') as string,
    signature: text('x-amz-signature') as string,
  })
  if ('verified' in claim) return claim
  const longDate = text('x-amz-date') as string
  const signedAt = parseAmzDate(longDate)
  if (signedAt === undefined) return badDate(longDate)
  const expires = readExpires(text('x-amz-expires'))
  if (typeof expires === 'object') return expires
  return {
    claim,
    presigned: true,
    longDate,
    signedAt,
    expires,
    token: text('x-amz-security-token') ?? single(headerValues(headers, 'x-amz-security-token')),
    declaredPayload: single(headerValues(headers, 'x-amz-content-sha256')) ?? text('x-amz-content-sha256'),
    regionSet: text('x-amz-region-set'),
  }
}

function readExpires(text: string | undefined): number | undefined | SignatureFault {
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) return incompleteSignature('X-Amz-Expires should be a number')
  const seconds = Number(text)
  if (seconds >= 1 && seconds <= LONGEST_EXPIRY) return seconds
  return incompleteSignature(
    seconds < 1
      ? 'X-Amz-Expires must be non-negative'
      : 'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
  )
}

function badDate(text: string): SignatureFault {
  return incompleteSignature(
    `Date must be in ISO-8601 'basic format'. Got '${text}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  )
}

/** Repeated headers that must be one are taken as joined: no valid value has a comma. */
function single(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(',').trim()
}
