import type { ApiKey } from '../config/types.js'
import { UsageError } from '../errors.js'
import type { Subscription } from './subscription.js'

/** An API key as the gateway holds it; `id` and `enabled` are always there. */
export interface RegisteredKey extends ApiKey {
  readonly id: string
  readonly enabled: boolean
}

/** The keys of an account, found by value or id. */
export interface KeyRegistry {
  /** The key with this value, disabled ones included: one look-up, however many keys there are. */
  findKey(value: string): RegisteredKey | undefined
  getKey(keyId: string): RegisteredKey | undefined
  keys(): Iterable<RegisteredKey>
  /** @throws UsageError (`ERR_USAGE`) when the id or the value is taken */
  addKey(key: ApiKey): RegisteredKey
  /** Changes members of a key. @throws UsageError when there is no such key or the new value is taken */
  updateKey(keyId: string, change: Partial<ApiKey>): RegisteredKey
  /** Removes a key from the account and from its plans; false when there was none. */
  removeKey(keyId: string): boolean
}

/** A class keeps the shape of a million keys the same, and the plan that was used last beside the key. */
export class KeyRecord implements RegisteredKey {
  readonly id: string
  readonly value: string
  readonly enabled: boolean
  readonly name?: string
  lastApi = ''
  lastStage = ''
  lastVersion = -1
  lastSubscription: Subscription | undefined

  constructor(key: ApiKey, id: string) {
    this.id = id
    this.value = key.value
    this.enabled = key.enabled ?? true
    if (key.name !== undefined) this.name = key.name
  }
}

/** As the registry's own module sees it. */
export interface KeyRecords extends KeyRegistry {
  getKey(keyId: string): KeyRecord | undefined
}

/**
 * Makes the registry of keys. What it gives out are records of its own, that plans may note things on.
 *
 * @param onRemove - told of each key that was removed
 */
export function createKeyRegistry(apiKeys: readonly ApiKey[], onRemove: (keyId: string) => void): KeyRecords {
  const byValue = new Map<string, KeyRecord>()
  const byId = new Map<string, KeyRecord>()
  let made = 0

  const put = (key: ApiKey, id: string): KeyRecord => {
    const record = new KeyRecord(key, id)
    byValue.set(key.value, record)
    byId.set(id, record)
    return record
  }
  const refuseTakenValue = (value: string, id: string): void => {
    const other = byValue.get(value)
    if (other !== undefined && other.id !== id) {
      throw new UsageError('ERR_USAGE', `The value of API key "${id}" is that of key "${other.id}"`)
    }
  }

  const addKey = (key: ApiKey): KeyRecord => {
    const id = key.id ?? `key${++made}`
    if (byId.has(id)) throw new UsageError('ERR_USAGE', `There is an API key "${id}" already`)
    refuseTakenValue(key.value, id)
    return put(key, id)
  }
  for (const key of apiKeys) addKey(key)

  return {
    findKey: (value) => byValue.get(value),
    getKey: (keyId) => byId.get(keyId),
    keys: () => byId.values(),
    addKey,
    updateKey: (keyId, change) => {
      const before = byId.get(keyId)
      if (before === undefined) throw new UsageError('ERR_USAGE', `There is no API key "${keyId}"`)
      const { value = before.value, enabled = before.enabled, name = before.name } = change
      refuseTakenValue(value, keyId)
      byValue.delete(before.value)
      return put({ value, enabled, ...(name !== undefined && { name }) }, keyId)
    },
    removeKey: (keyId) => {
      const record = byId.get(keyId)
      if (record === undefined) return false
      byId.delete(keyId)
      byValue.delete(record.value)
      onRemove(keyId)
      return true
    },
  }
}
