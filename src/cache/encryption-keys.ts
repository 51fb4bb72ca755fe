import type { ConfigFault } from '../errors.js'
import { fromBase64 } from '../http/body.js'
import type { CacheEncryption } from './encrypt.js'

/** A key that cached responses are sealed with. */
export interface CacheEncryptionKey {
  /** Stands beside each entry, so that it is opened with the key that sealed it. */
  readonly id: string
  /** 32 bytes, or their base64 text. */
  readonly key: Uint8Array | string
}

/**
 * Keys for `cacheDataEncrypted` (`cacheEncryption` of the config). The first one seals, all of them open. To rotate: put
 * the new key in front, and drop the old one when the longest TTL (an hour at most) has gone by.
 */
export interface CacheEncryptionConfig {
  readonly keys: readonly CacheEncryptionKey[]
}

const KEY_BYTES = 32

/** What is wrong with `cacheEncryption` of a config. A key itself is never shown. */
export function checkCacheEncryption(value: unknown, pointer: string): ConfigFault[] {
  const keys = isRecord(value) ? value['keys'] : undefined
  if (!Array.isArray(keys) || keys.length === 0)
    return [{ pointer: `${pointer}/keys`, message: 'A list of at least one key { id, key }' }]
  const ids = new Set<unknown>()
  return keys.flatMap((entry: unknown, index): ConfigFault[] => {
    const place = `${pointer}/keys/${index}`
    const { id, key } = isRecord(entry) ? entry : {}
    const faults: ConfigFault[] = []
    if (typeof id !== 'string' || id === '')
      faults.push({ pointer: `${place}/id`, message: 'An id is a text', found: id })
    else if (ids.has(id)) faults.push({ pointer: `${place}/id`, message: 'The id is taken', found: id })
    ids.add(id)
    if (bytesOf(key)?.byteLength !== KEY_BYTES)
      faults.push({ pointer: `${place}/key`, message: 'A key is 32 bytes, or the base64 text of 32 bytes' })
    return faults
  })
}

/** The keys of a config that was checked. */
export function readCacheEncryption({ keys }: CacheEncryptionConfig): CacheEncryption {
  const entries = keys.map(({ id, key }) => [id, bytesOf(key) as Uint8Array] as const)
  return { keys: Object.fromEntries(entries), activeKeyId: keys[0]?.id ?? '' }
}

function bytesOf(key: unknown): Uint8Array | undefined {
  if (key instanceof Uint8Array) return key
  return typeof key === 'string' ? fromBase64(key) : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
