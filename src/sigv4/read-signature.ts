import { formatAmzDate, parseAmzDate, parseDateHeader } from './amz-date.js'
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

/** What a signature may use of the headers, found in one pass. Repeated ones are joined: no valid value has a comma. */
class SignatureHeaders {
  authorization: string | undefined = undefined
  amzDate: string | undefined = undefined
  date: string | undefined = undefined
  token: string | undefined = undefined
  payload: string | undefined = undefined
  regionSet: string | undefined = undefined

  constructor(headers: LowerHeaders) {
    for (const [name, value] of headers) {
      const field = FIELDS.get(name)
      if (field !== undefined) this[field] = this[field] === undefined ? value.trim() : `${this[field]},${value.trim()}`
    }
  }
}

type SignatureField = 'authorization' | 'amzDate' | 'date' | 'token' | 'payload' | 'regionSet'

const FIELDS: ReadonlyMap<string, SignatureField> = new Map<string, SignatureField>([
  ['authorization', 'authorization'],
  ['x-amz-date', 'amzDate'],
  ['date', 'date'],
  ['x-amz-security-token', 'token'],
  ['x-amz-content-sha256', 'payload'],
  ['x-amz-region-set', 'regionSet'],
])

/** Reads the signature of a request from its `Authorization` header, else from its query. */
export function readSignature(request: RawSignedRequest, headers: LowerHeaders): ReadSignature | SignatureFault {
  const found = new SignatureHeaders(headers)
  if (found.authorization !== undefined) return readHeaderForm(found.authorization, found)
  if (mayBePresigned(request.rawQuery)) return readQueryForm(readAmzParameters(request.rawQuery), found)
  return missingAuthenticationToken()
}

function readHeaderForm(authorization: string, found: SignatureHeaders): ReadSignature | SignatureFault {
  const text = found.amzDate ?? found.date
  const claim = parseAuthorization(authorization, text !== undefined)
  if ('verified' in claim) return claim
  const signedAt = found.amzDate === undefined ? parseDateHeader(text ?? '') : parseAmzDate(found.amzDate)
  if (signedAt === undefined) return badDate(text ?? '')
  return {
    claim,
    presigned: false,
    longDate: found.amzDate ?? formatAmzDate(signedAt),
    signedAt,
    expires: undefined,
    token: found.token,
    declaredPayload: found.payload,
    regionSet: found.regionSet,
  }
}

function readQueryForm(query: QueryParameters, found: SignatureHeaders): ReadSignature | SignatureFault {
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
    token: text('x-amz-security-token') ?? found.token,
    declaredPayload: found.payload ?? text('x-amz-content-sha256'),
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
