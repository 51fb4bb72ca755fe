import { lazyCrypto } from './lazy-crypto.js'
import { decodeCachedResponse, encodeCachedResponse } from './codec.js'
import type { CachedResponse, ResponseCache } from './types.js'

/** Keys that entries are sealed with. */
export interface CacheEncryption {
  /** 32 bytes each, by an id of your own. To rotate: add a key, make it the active one, drop the old one after the TTL. */
  readonly keys: Readonly<Record<string, Uint8Array>>
  /** The key that new entries are sealed with. */
  readonly activeKeyId: string
}

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const NOT_KNOWN = { entries: undefined, bytes: undefined }
/** Names the key of a sealed entry, in place of the entry's own headers. */
const KEY_ID_HEADER = 'key-id'

/**
 * Wraps a store so that it holds sealed entries (`cacheDataEncrypted`): AES-256-GCM over status, headers and body,
 * bound to namespace and key, so that one entry cannot be put in the place of another, under the digest of its key. An
 * entry of an encryption key that is gone, or one that was tampered with, is a miss. Sealing makes a response larger: one
 * just below the limit of 1 MiB may not fit any more (documented of the service too).
 *
 * @throws RangeError when a key is not 32 bytes long or the active one is missing
 */
export function createEncryptedCache(inner: ResponseCache, encryption: CacheEncryption): ResponseCache {
  const keys = new Map(Object.entries(encryption.keys))
  for (const [id, key] of keys) {
    if (key.byteLength !== KEY_BYTES) throw new RangeError(`Cache key "${id}" has ${key.byteLength} bytes, not 32`)
  }
  const active = keys.get(encryption.activeKeyId)
  if (active === undefined) throw new RangeError(`There is no cache key "${encryption.activeKeyId}"`)

  const open = (namespace: string, key: string, sealed: CachedResponse | undefined): CachedResponse | undefined => {
    const id = sealed?.headers.find(([name]) => name === KEY_ID_HEADER)?.[1]
    const secret = id === undefined ? undefined : keys.get(id)
    if (sealed === undefined || secret === undefined) return undefined
    const bytes = unseal(sealed.body, secret, boundTo(namespace, key))
    return bytes && decodeCachedResponse(bytes)
  }

  return {
    get: (namespace, key, now) => {
      const sealed = inner.get(namespace, sealedKey(key), now)
      return sealed instanceof Promise
        ? sealed.then((entry) => open(namespace, key, entry))
        : open(namespace, key, sealed)
    },
    set: (namespace, key, response, now) => {
      const body = seal(encodeCachedResponse(response), active, boundTo(namespace, key))
      const { statusCode, storedAt, expiresAt } = response
      const headers = [[KEY_ID_HEADER, encryption.activeKeyId]] as const
      return inner.set(namespace, sealedKey(key), { statusCode, headers, body, storedAt, expiresAt }, now)
    },
    delete: (namespace, key) => inner.delete(namespace, sealedKey(key)),
    flush: (namespace) => inner.flush(namespace),
    stats: () => inner.stats(),
    ...(inner.size !== undefined && { size: (namespace, now) => inner.size?.(namespace, now) ?? NOT_KNOWN }),
    close: () => inner.close?.(),
  }
}

// A key holds what clients sent (a header may be one of its parameters), so the store sees its digest. The mark in front
// keeps sealed entries apart from those of the same store that are not: neither may be read as the other.
function sealedKey(key: string): string {
  return `sealed:${lazyCrypto().createHash('sha256').update(key, 'utf16le').digest('base64url')}`
}

function boundTo(namespace: string, key: string): Uint8Array {
  return new TextEncoder().encode(`${namespace.length}:${namespace}${key}`)
}

// The initialization vector is the system's randomness and never the gateway's: a seed that repeats would give one
// vector to two entries, which breaks the cipher.
function seal(bytes: Uint8Array, key: Uint8Array, associated: Uint8Array): Uint8Array {
  const crypto = lazyCrypto()
  const iv = crypto.randomBytes(IV_BYTES)
  const cipher = crypto.createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(associated)
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

function unseal(sealed: Uint8Array, key: Uint8Array, associated: Uint8Array): Uint8Array | undefined {
  if (sealed.byteLength < IV_BYTES + TAG_BYTES) return undefined
  const tagAt = sealed.byteLength - TAG_BYTES
  const decipher = lazyCrypto().createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
  decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(tagAt))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, tagAt)), decipher.final()])
  } catch {
    return undefined
  }
}
