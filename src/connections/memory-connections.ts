import type { CommandReceiver, ConnectionRecord, ConnectionStore } from './types.js'

/**
 * Keeps the records of connections in memory. Gateways of one process that are given the same store post to each other's
 * connections.
 */
export function createMemoryConnections(): ConnectionStore {
  const records = new Map<string, ConnectionRecord>()
  const owners = new Map<string, CommandReceiver>()
  return {
    add: (record) => {
      records.set(record.connectionId, record)
    },
    get: (connectionId, now) => {
      const record = records.get(connectionId)
      if (record === undefined || record.expiresAt > now) return record
      records.delete(connectionId)
      return undefined
    },
    remove: (connectionId) => {
      records.delete(connectionId)
    },
    publish: (owner, command) => owners.get(owner)?.(command) ?? { outcome: 'gone' },
    subscribe: (owner, receive) => {
      owners.set(owner, receive)
      return () => {
        owners.delete(owner)
      }
    },
  }
}
