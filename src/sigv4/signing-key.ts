import QuickLRU from 'quick-lru'
import { createHmacKey, hmac, p256PublicKey } from './digest.js'
import type { HmacKey, P256PublicKey } from './digest.js'
import { derivePrivateKey } from './sigv4a-key.js'

/** Keys that were derived; bounded, since Regions and dates come from clients. */
export interface SigningKeys {
  /** The key of SigV4 for a scope. */
  signingKey(accessKeyId: string, secretAccessKey: string, scope: SigningKeyScope): HmacKey
  /** The public key of SigV4a, which has no scope. */
  publicKey(accessKeyId: string, secretAccessKey: string): P256PublicKey
}

/** What a key of SigV4 is good for. */
export interface SigningKeyScope {
  /** `YYYYMMDD`. */
  readonly date: string
  readonly region: string
  readonly service: string
}

interface Entry<T> {
  readonly secret: string
  readonly key: T
}

/** Derives a key of SigV4: four HMACs, about twice the cost of all else in a verification. */
export function deriveSigningKey(secretAccessKey: string, { date, region, service }: SigningKeyScope): Uint8Array {
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), 'aws4_request')
}

/**
 * Makes a cache of derived keys. An entry is good only for the secret that it was made of, so a key that is given a new
 * secret takes effect at once.
 *
 * @param maxSize Most keys kept of each kind; default 500.
 */
export function createSigningKeys(maxSize = 500): SigningKeys {
  const keys = new QuickLRU<string, Entry<HmacKey>>({ maxSize })
  const publicKeys = new QuickLRU<string, Entry<P256PublicKey>>({ maxSize })
  return {
    signingKey: (accessKeyId, secret, scope) =>
      remember(keys, `${accessKeyId}/${scope.date}/${scope.region}/${scope.service}`, secret, () =>
        createHmacKey(deriveSigningKey(secret, scope)),
      ),
    publicKey: (accessKeyId, secret) =>
      remember(publicKeys, accessKeyId, secret, () => p256PublicKey(derivePrivateKey(accessKeyId, secret))),
  }
}

function remember<T>(cache: QuickLRU<string, Entry<T>>, name: string, secret: string, derive: () => T): T {
  const known = cache.get(name)
  if (known !== undefined && known.secret === secret) return known.key
  const key = derive()
  cache.set(name, { secret, key })
  return key
}
