import { createHash } from 'node:crypto'
import type { Credential, RawSignedRequest, SignatureFault, VerifiedIdentity } from '../../src/sigv4/index.js'
import { verifySignature } from '../../src/sigv4/index.js'
import type { VerifyOptions } from '../../src/sigv4/index.js'
import { ACCESS_KEY, NOW, SECRET } from './suite.js'

export const HOLDER: Credential = {
  secretAccessKey: SECRET,
  accountId: '123456789012',
  userArn: 'arn:aws:iam::123456789012:user/alice',
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** A request from a method, a target and headers. */
export function request(
  method: string,
  target: string,
  headers: RawSignedRequest['headers'],
  body: Uint8Array | undefined = new Uint8Array(),
): RawSignedRequest {
  const mark = target.indexOf('?')
  const rawPath = mark < 0 ? target : target.slice(0, mark)
  return { method, rawPath, rawQuery: mark < 0 ? '' : target.slice(mark + 1), headers, body }
}

/** Verifies with the suite's credential, time and scope unless told otherwise; the answer is synchronous. */
export function verify(
  signed: RawSignedRequest,
  options: Partial<VerifyOptions> = {},
  credential: Partial<Credential> = {},
): VerifiedIdentity | SignatureFault {
  const answer = verifySignature(signed, {
    now: NOW,
    service: 'service',
    region: 'us-east-1',
    lookup: (id) => (id === ACCESS_KEY ? { ...HOLDER, ...credential } : undefined),
    ...options,
  })
  if (answer instanceof Promise) throw new Error('The answer must be synchronous.')
  return answer
}

/** `accepted`, or the fault's type. */
export function outcome(answer: VerifiedIdentity | SignatureFault): string {
  return answer.verified ? 'accepted' : answer.errorType
}
