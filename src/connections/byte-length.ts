import { Buffer } from 'node:buffer'
import type { SocketData } from './types.js'

/** Bytes of a message on the wire. */
export function byteLength(data: SocketData): number {
  return typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength
}
