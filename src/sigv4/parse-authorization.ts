import { headerValues, lowerHeaders } from './canonical-headers.js'
import { readClaim } from './claim.js'
import type { SignatureClaim } from './claim.js'
import { sha256Base64 } from './digest.js'
import { incompleteSignature } from './faults.js'
import type { RawSignedRequest, SignatureFault } from './types.js'

const REQUIRED = ['Credential', 'Signature', 'SignedHeaders'] as const
/** The form that clients write; anything else takes the long way, which finds the fault. */
const USUAL = /^([^\s,=]+) Credential=([^\s,=]+), ?SignedHeaders=([^\s,=]+), ?Signature=([^\s,=]+)$/
const HASHED = 'ashed with SHA-256 and encoded with Base64'

/**
 * Reads an `Authorization` header as a signature. The service words its faults by these steps (seen): the first word
 * is the algorithm; the rest, split at commas **and blanks**, are pairs; then required pairs are looked for, then the
 * date; only then does the algorithm matter. So `Bearer x` lacks an equal-sign and a bare word lacks everything.
 *
 * Values are not echoed but hashed (texts since 2025; older ones had the header itself).
 *
 * @param dated Whether the request has an `X-Amz-Date` or a `Date` header.
 */
export function parseAuthorization(header: string, dated: boolean): SignatureClaim | SignatureFault {
  const value = header.trim()
  const usual = dated ? USUAL.exec(value) : null
  if (usual !== null) {
    const [, algorithm, credential, signedHeaders, signature] = usual as unknown as [
      string,
      string,
      string,
      string,
      string,
    ]
    return readClaim({ algorithm, credential, signedHeaders, signature })
  }
  const [algorithm = '', ...words] = value.split(/[\s,]+/).filter((word) => word !== '')
  if (algorithm.includes('=')) {
    return incompleteSignature(
      `Authorization header must begin with the algorithm name, which cannot include an equal-sign (h${HASHED}): '${sha256Base64(value)}'.`,
    )
  }
  const pairs = new Map<string, string>()
  for (const word of words) {
    const equals = word.indexOf('=')
    if (equals < 0) {
      return incompleteSignature(
        `Invalid key=value pair (missing equal-sign) in Authorization header (h${HASHED}): '${sha256Base64(value)}'.`,
      )
    }
    const key = word.slice(0, equals)
    if (pairs.has(key)) return incompleteSignature(`Authorization header has more than one '${key}' parameter.`)
    pairs.set(key, word.slice(equals + 1))
  }
  const lacks = REQUIRED.filter((key) => !pairs.has(key)).map(
    (key) => `Authorization header requires '${key}' parameter.`,
  )
  if (!dated) lacks.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  if (lacks.length > 0) {
    return incompleteSignature(`${lacks.join(' ')} (H${HASHED}) Authorization=${sha256Base64(value)}`)
  }
  return readClaim({
    algorithm,
    credential: pairs.get('Credential') as string,
    signedHeaders: pairs.get('SignedHeaders') as string,
    signature: pairs.get('Signature') as string,
  })
}

/**
 * The fault of a request whose `Authorization` header is no signature, also where nobody asks for one: a path that no
 * resource matches answers so instead of `Missing Authentication Token` (seen). `undefined`: no such header, or one that
 * reads as a signature.
 */
export function findIncompleteSignature(headers: RawSignedRequest['headers']): SignatureFault | undefined {
  if (!headers.some(([name]) => name.length === 13 && name.toLowerCase() === 'authorization')) return undefined
  const lower = lowerHeaders(headers)
  const dated = lower.some(([name]) => name === 'x-amz-date' || name === 'date')
  const parsed = parseAuthorization(headerValues(lower, 'authorization').join(', '), dated)
  return 'verified' in parsed ? parsed : undefined
}
