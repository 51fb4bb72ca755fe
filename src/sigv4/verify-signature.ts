import { formatAmzDate } from './amz-date.js'
import { canonicalHeaders, headerValues, lowerHeaders } from './canonical-headers.js'
import type { CanonicalHeaders, LowerHeaders } from './canonical-headers.js'
import { canonicalPath } from './canonical-path.js'
import { canonicalQuery } from './canonical-query.js'
import { createHmacKey, equalInConstantTime, p256PublicKey, p256Verify, sha256Hex } from './digest.js'
import type { HmacKey } from './digest.js'
import { expiredToken, invalidSignature, signatureMismatch, unrecognizedClient } from './faults.js'
import type { ChunkSeed } from './chunks.js'
import { createBodyOpener, planPayload } from './payload.js'
import type { PayloadPlan } from './payload.js'
import { readSignature } from './read-signature.js'
import type { ReadSignature } from './read-signature.js'
import { deriveSigningKey } from './signing-key.js'
import type { SigningKeys } from './signing-key.js'
import { derivePrivateKey } from './sigv4a-key.js'
import type { Credential, RawSignedRequest, SignatureFault, VerifiedIdentity } from './types.js'

/** What a signature is verified against. */
export interface VerifyOptions {
  /** Milliseconds since the Unix epoch. */
  readonly now: number
  /** The holder of an access key; what it throws or rejects with reaches the caller, who must refuse the request. */
  lookup(accessKeyId: string): Credential | undefined | Promise<Credential | undefined>
  /** Of the credential scope: `execute-api` for APIs. */
  readonly service: string
  /** Default: any Region. */
  readonly region?: string
  /** Milliseconds between the signature's time and now; default 300,000, as the service's messages say. */
  readonly maxSkewMs?: number
  /** Derived keys to be kept between requests; default: derived each time. */
  readonly keys?: SigningKeys
}

const DEFAULT_SKEW_MS = 300_000

/**
 * Verifies the Signature Version 4 (or 4a) of a request, in its header or its query. Exactly the headers that the caller
 * names are canonicalized; signatures are compared in constant time. Synchronous when the look-up is.
 *
 * @returns Who signed, or why the request is not accepted, in the service's words.
 * @throws TypeError when `body` is needed and not there (see {@link needsBody}), or the look-up gives no credential.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function verifySignature(
  request: RawSignedRequest,
  options: VerifyOptions,
): VerifiedIdentity | SignatureFault | Promise<VerifiedIdentity | SignatureFault> {
  const headers = lowerHeaders(request.headers)
  const read = readSignature(request, headers)
  if ('verified' in read) return read
  const refused = checkScope(read, options) ?? checkTime(read, options)
  if (refused !== undefined) return refused
  const credential = options.lookup(read.claim.accessKeyId)
  if (credential instanceof Promise) return credential.then((found) => judge(request, headers, read, found, options))
  return judge(request, headers, read, credential, options)
}

/** The faults of the scope come together in one message (seen), each with its blank behind. */
function checkScope(
  { claim, longDate, regionSet }: ReadSignature,
  { region, service }: VerifyOptions,
): SignatureFault | undefined {
  if (!claim.signedHeaders.includes('host')) {
    return invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  }
  let message = ''
  if (claim.algorithm === 'AWS4-ECDSA-P256-SHA256') {
    if (region !== undefined && !coversRegion(regionSet, region))
      message += `Credential should be scoped to a valid region, not '${regionSet ?? ''}'. `
  } else if (region !== undefined && claim.region !== region) {
    message += `Credential should be scoped to a valid region, not '${claim.region}'. `
  }
  if (claim.service !== service) message += `Credential should be scoped to correct service: '${service}'. `
  const day = longDate.slice(0, 8)
  if (claim.date !== day) {
    message +=
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
      `'${claim.date}' != '${day}', from '${longDate}'.`
  }
  return message === '' ? undefined : invalidSignature(message)
}

/** SigV4a: a list of Regions, in which `*` stands for any run of characters. */
function coversRegion(regionSet: string | undefined, region: string): boolean {
  return (regionSet ?? '').split(',').some((item) => {
    const wanted = item.trim()
    const star = wanted.indexOf('*')
    if (star < 0) return wanted === region
    const [head, tail] = [wanted.slice(0, star), wanted.slice(star + 1)]
    return region.length >= head.length + tail.length && region.startsWith(head) && region.endsWith(tail)
  })
}

function checkTime(read: ReadSignature, options: VerifyOptions): SignatureFault | undefined {
  const { now, maxSkewMs = DEFAULT_SKEW_MS } = options
  const lifetime = read.expires === undefined ? maxSkewMs : read.expires * 1000
  const early = read.signedAt > now + maxSkewMs
  if (!early && read.signedAt >= now - lifetime) return undefined
  const at = formatAmzDate(now)
  if (early) {
    const latest = formatAmzDate(now + maxSkewMs)
    return invalidSignature(
      `Signature not yet current: ${read.longDate} is still later than ${latest} (${at} + ${span(maxSkewMs)})`,
    )
  }
  const earliest = formatAmzDate(now - lifetime)
  return invalidSignature(
    `Signature expired: ${read.longDate} is now earlier than ${earliest} (${at} - ${span(lifetime)})`,
  )
}

function span(millis: number): string {
  return millis % 60_000 === 0 ? `${millis / 60_000} min.` : `${Math.round(millis / 1000)} sec.`
}

function judge(
  request: RawSignedRequest,
  headers: LowerHeaders,
  read: ReadSignature,
  credential: Credential | undefined,
  options: VerifyOptions,
): VerifiedIdentity | SignatureFault {
  if (credential === undefined) return unrecognizedClient()
  // Anyone could sign with what `undefined` or nothing at all is as text.
  if (typeof credential.secretAccessKey !== 'string' || credential.secretAccessKey === '')
    throw new TypeError('The look-up gave a credential without a secretAccessKey.')
  if (!hasToken(read, credential)) return unrecognizedClient()
  if (credential.expiresAt !== undefined && !(credential.expiresAt > options.now)) return expiredToken()
  const plan = planPayload(request.body, read.declaredPayload, read.presigned && read.claim.service === 's3')
  if (plan === undefined) return invalidSignature(`The payload form '${read.declaredPayload}' is not supported.`)
  const { claim, longDate } = read
  const signed = canonicalHeaders(headers, claim.signedHeaders)
  const canonicalRequest = writeCanonicalRequest(request, read, signed, plan)
  const stringToSign = `${claim.algorithm}\n${longDate}\n${claim.scope}\n${sha256Hex(canonicalRequest)}`
  const key = claim.region === undefined ? undefined : signingKeyOf(read, claim.region, credential, options.keys)
  const matches =
    key === undefined
      ? p256Verify(publicKeyOf(read, credential, options.keys), stringToSign, claim.signature)
      : equalInConstantTime(key.hex(stringToSign), claim.signature)
  if (!matches || !signed.complete) return signatureMismatch(canonicalRequest, stringToSign)
  // Chunk signatures of this form are HMACs; those of SigV4a are refused by name above.
  if (plan.kind === 'chunked' && key === undefined) return signatureMismatch(canonicalRequest, stringToSign)
  const settled = request.body !== undefined && plan.chunks === undefined
  const opener = settled ? undefined : createBodyOpener(plan, seedOf(read, key?.bytes, headers))
  const body = request.body === undefined || opener === undefined ? request.body : opener(request.body)
  if (request.body !== undefined && body === undefined) return signatureMismatch(canonicalRequest, stringToSign)
  return {
    verified: true,
    accessKeyId: claim.accessKeyId,
    credential,
    algorithm: claim.algorithm,
    region: claim.region,
    service: claim.service,
    signedAt: read.signedAt,
    presigned: read.presigned,
    payload: plan.kind,
    body,
    openBody: request.body === undefined ? opener : undefined,
  }
}

/** Temporary credentials must come with their token, permanent ones with none. */
function hasToken({ token }: ReadSignature, { sessionToken }: Credential): boolean {
  if (sessionToken === undefined || token === undefined) return sessionToken === token
  return equalInConstantTime(sessionToken, token)
}

function writeCanonicalRequest(
  { method, rawPath, rawQuery }: RawSignedRequest,
  { claim, presigned }: ReadSignature,
  headers: CanonicalHeaders,
  plan: PayloadPlan,
): string {
  return `${method}\n${canonicalPath(rawPath, claim.service)}\n${canonicalQuery(rawQuery, presigned)}\n${headers.lines}\n${headers.names}\n${plan.line}`
}

function signingKeyOf(
  { claim }: ReadSignature,
  region: string,
  { secretAccessKey }: Credential,
  keys: SigningKeys | undefined,
): HmacKey {
  const scope = { date: claim.date, region, service: claim.service }
  return keys === undefined
    ? createHmacKey(deriveSigningKey(secretAccessKey, scope))
    : keys.signingKey(claim.accessKeyId, secretAccessKey, scope)
}

function publicKeyOf(
  { claim }: ReadSignature,
  { secretAccessKey }: Credential,
  keys: SigningKeys | undefined,
): ReturnType<typeof p256PublicKey> {
  return (
    keys?.publicKey(claim.accessKeyId, secretAccessKey) ??
    p256PublicKey(derivePrivateKey(claim.accessKeyId, secretAccessKey))
  )
}

function seedOf(
  { claim, longDate }: ReadSignature,
  signingKey: Uint8Array | undefined,
  headers: LowerHeaders,
): Omit<ChunkSeed, 'trailer'> {
  const length = headerValues(headers, 'x-amz-decoded-content-length')[0]
  const decodedLength = length === undefined ? undefined : Number(length)
  return { signingKey, longDate, scope: claim.scope, signature: claim.signature, decodedLength }
}
