import { openChunks } from './chunks.js'
import type { ChunkSeed } from './chunks.js'
import { equalInConstantTime, sha256Hex } from './digest.js'
import type { RawSignedRequest, VerifiedIdentity } from './types.js'

/** How the payload goes into the canonical request, and how it is opened after that. */
export interface PayloadPlan {
  /** Last line of the canonical request. */
  readonly line: string
  readonly kind: VerifiedIdentity['payload']
  /** For chunks: whether they are signed, and whether a trailer follows. */
  readonly chunks: { readonly signed: boolean; readonly trailer: boolean } | undefined
}

const UNSIGNED = 'UNSIGNED-PAYLOAD'
const SHA256 = /^[\da-f]{64}$/
const STREAMING: ReadonlyMap<string, NonNullable<PayloadPlan['chunks']>> = new Map([
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { signed: true, trailer: false }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { signed: true, trailer: true }],
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { signed: false, trailer: true }],
])

/**
 * Plans by what the request declares in `x-amz-content-sha256`. A body that is there is hashed itself, whatever was
 * declared; a body that is not goes by its declared hash and is compared when it comes.
 *
 * @returns `undefined` for a `STREAMING-…` form that is not understood.
 * @throws TypeError when the body is not there and no hash was declared.
 */
export function planPayload(
  body: Uint8Array | undefined,
  declared: string | undefined,
  unsignedByDefault: boolean,
): PayloadPlan | undefined {
  const value = declared ?? (unsignedByDefault ? UNSIGNED : undefined)
  if (value === UNSIGNED) return { line: UNSIGNED, kind: 'unsigned', chunks: undefined }
  if (value?.startsWith('STREAMING-') === true) {
    const chunks = STREAMING.get(value)
    return chunks && { line: value, kind: chunks.signed ? 'chunked' : 'unsigned', chunks }
  }
  if (body !== undefined) return { line: sha256Hex(body), kind: 'signed', chunks: undefined }
  if (value !== undefined && SHA256.test(value)) return { line: value, kind: 'signed', chunks: undefined }
  throw new TypeError(
    'The body must be read before the signature of a request that does not declare its hash is verified.',
  )
}

/** Gives the opener of a planned payload; see `openBody` of the verified identity. */
export function createBodyOpener(
  plan: PayloadPlan,
  seed: Omit<ChunkSeed, 'trailer'>,
): (raw: Uint8Array) => Uint8Array | undefined {
  const { chunks, kind, line } = plan
  if (chunks !== undefined) {
    const signingKey = chunks.signed ? seed.signingKey : undefined
    return (raw) => openChunks(raw, { ...seed, signingKey, trailer: chunks.trailer })
  }
  if (kind === 'unsigned') return (raw) => raw
  return (raw) => (equalInConstantTime(sha256Hex(raw), line) ? raw : undefined)
}

/** Whether a request's body must be read before its signature can be verified. */
export function needsBody(request: Pick<RawSignedRequest, 'headers' | 'rawQuery'>): boolean {
  const declared = request.headers.find(
    ([name]) => name.length === 20 && name.toLowerCase() === 'x-amz-content-sha256',
  )?.[1]
  if (declared === undefined)
    return !/(?:^|&)x-amz-content-sha256=(?:UNSIGNED-PAYLOAD|[\da-f]{64})(?:&|$)/i.test(request.rawQuery)
  const value = declared.trim()
  return value !== UNSIGNED && !SHA256.test(value) && !value.startsWith('STREAMING-')
}
