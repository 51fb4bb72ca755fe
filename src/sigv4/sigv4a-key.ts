import { hmac } from './digest.js'

/** The order of P-256 less two: private keys are 1 to the order less one. */
const ORDER_LESS_TWO = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254fn
const LABEL = 'AWS4-ECDSA-P256-SHA256'
const encoder = new TextEncoder()

/**
 * Derives the private key of SigV4a from an access key and its secret: a key derivation function in counter mode (NIST
 * SP 800-108, HMAC-SHA-256) is run until it gives a number below the order of the curve.
 *
 * @throws Error after 254 rounds, which no secret is known to need.
 */
export function derivePrivateKey(accessKeyId: string, secretAccessKey: string): Uint8Array {
  const label = encoder.encode(LABEL)
  const context = encoder.encode(accessKeyId)
  const key = encoder.encode(`AWS4A${secretAccessKey}`)
  for (let counter = 1; counter <= 254; counter++) {
    const input = Uint8Array.of(0, 0, 0, 1, ...label, 0, ...context, counter, 0, 0, 1, 0)
    const candidate = BigInt(`0x${toHex(hmac(key, input))}`)
    if (candidate <= ORDER_LESS_TWO) return fromHex((candidate + 1n).toString(16).padStart(64, '0'))
  }
  throw new Error('No SigV4a key can be derived from this access key.')
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
