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

/** A key of HMAC-SHA-256, ready to be used many times. */
export interface HmacKey {
  readonly bytes: Uint8Array
  /** HMAC-SHA-256 in lower-case hex; text is taken as UTF-8. */
  hex(data: string): string
}

const BLOCK = 64
const DIGEST = 32
/** Characters of a text that fit in any case, three bytes each. A string to sign has about 150. */
const LONGEST_TEXT = 512

/**
 * Makes ready a key of at most 64 bytes: its two padded forms (RFC 2104) are written once, so that an HMAC is two plain hashes
 * and takes half as long as `createHmac`, most of whose time goes into making its object.
 */
export function createHmacKey(key: Uint8Array): HmacKey {
  if (key.length > BLOCK) throw new RangeError('A key of more than 64 bytes would have to be hashed first.')
  const inner = Buffer.alloc(BLOCK + 3 * LONGEST_TEXT)
  const outer = Buffer.alloc(BLOCK + DIGEST)
  for (let i = 0; i < BLOCK; i++) {
    const byte = key[i] ?? 0
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  return {
    bytes: key,
    hex: (data) => {
      if (data.length > LONGEST_TEXT) return hmacHex(key, data)
      const end = BLOCK + inner.write(data, BLOCK, 'utf8')
      outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK, 'binary')
      return hash('sha256', outer, 'hex')
    },
  }
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
