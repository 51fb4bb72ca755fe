import { createECDH, createHmac, createPublicKey, hash, timingSafeEqual, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

// The only file of the library's signatures that knows a cryptographic implementation.

/** SHA-256 of nothing, in hex. */
export const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** SHA-256 in lower-case hex; text is taken as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return data.length === 0 ? EMPTY_SHA256 : hash('sha256', data, 'hex')
}

/** SHA-256 in base64. */
export function sha256Base64(data: string): string {
  return hash('sha256', data, 'base64')
}

/** HMAC-SHA-256. */
export function hmac(key: string | Uint8Array, data: string | Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(data).digest()
}

/** HMAC-SHA-256 in lower-case hex. */
export function hmacHex(key: Uint8Array, data: string): string {
  return createHmac('sha256', key).update(data).digest('hex')
}

/** Compares without telling by time where two texts differ; their lengths are no secret. */
export function equalInConstantTime(left: string, right: string): boolean {
  const a = Buffer.from(left, 'utf8')
  const b = Buffer.from(right, 'utf8')
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A public key of P-256. */
export type P256PublicKey = KeyObject

/** The public key that belongs to a private one of 32 bytes, big endian. */
export function p256PublicKey(privateKey: Uint8Array): P256PublicKey {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(privateKey)
  const point = ecdh.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33, 65)].map((part) => part.toString('base64url'))
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string }, format: 'jwk' })
}

/** Verifies an ECDSA signature over SHA-256, DER in hex. Never throws for a malformed signature. */
export function p256Verify(key: P256PublicKey, data: string, signature: string): boolean {
  if (!/^(?:[\da-f]{2}){8,80}$/.test(signature)) return false
  return verify('sha256', Buffer.from(data, 'utf8'), { key, dsaEncoding: 'der' }, Buffer.from(signature, 'hex'))
}
