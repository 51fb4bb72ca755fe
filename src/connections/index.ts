/** The connections module: which clients are connected, and how they are reached. */
export {
  type ConnectionDescription,
  type ConnectionHub,
  type ConnectionScope,
  createConnectionHub,
} from './connection-hub.js'
export { ConnectionsError, type ConnectionsErrorName } from './connections-error.js'
export type { ConnectionEnd, LiveConnection } from './live-connection.js'
export { createMemoryConnections } from './memory-connections.js'
export { CLOSE, FRAME_LIMIT, MESSAGE_LIMIT } from './limits.js'
export type {
  ClientSocket,
  CommandReceiver,
  Connection,
  ConnectionAnswer,
  ConnectionCommand,
  ConnectionRecord,
  ConnectionStore,
  FrameInfo,
  SocketData,
  StopListening,
} from './types.js'
