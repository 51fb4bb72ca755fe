import { concatBytes, toText } from '../../http/body.js'
import { IntegrationFault } from '../types.js'

/** One message of an event stream. */
export interface EventMessage {
  /** The text headers, by name: `:message-type`, `:event-type`, … */
  readonly headers: ReadonlyMap<string, string>
  readonly payload: Uint8Array
}

/** Two lengths and the checksum over them. */
const PRELUDE = 12
const CHECKSUM = 4
/** Bytes of a message; AWS's own limit. */
const MAX_MESSAGE = 24 * 1024 * 1024

/**
 * Reads `application/vnd.amazon.eventstream` as it arrives: frames of a prelude, headers, payload and two checksums.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
 */
export class EventStreamDecoder {
  #chunks: Uint8Array[] = []
  #length = 0
  #wanted = PRELUDE

  /**
   * Takes bytes; gives the messages that are whole now.
   *
   * @throws {IntegrationFault} `bad-response` for a checksum that does not fit, or a length that cannot be
   */
  push(bytes: Uint8Array): EventMessage[] {
    const messages: EventMessage[] = []
    this.#chunks.push(bytes)
    this.#length += bytes.byteLength
    while (this.#length >= this.#wanted) {
      // Joined at most twice a message: when its length has come, and when all of it has.
      const joined = concatBytes(this.#chunks, this.#length)
      const total = readPrelude(joined)
      if (joined.byteLength < total) {
        this.#wanted = total
        this.#chunks = [joined]
        break
      }
      messages.push(readMessage(joined.subarray(0, total)))
      this.#length -= total
      this.#chunks = [joined.subarray(total)]
      this.#wanted = PRELUDE
    }
    return messages
  }

  /** Whether all that came was whole messages. */
  get isAtBoundary(): boolean {
    return this.#length === 0
  }
}

function readPrelude(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  if (view.getUint32(8) !== crc32(bytes.subarray(0, 8))) throw broken('the checksum of a prelude does not fit')
  const total = view.getUint32(0)
  if (total > MAX_MESSAGE || total < PRELUDE + view.getUint32(4) + CHECKSUM) throw broken(`a length is ${total}`)
  return total
}

function readMessage(bytes: Uint8Array): EventMessage {
  const view = viewOf(bytes)
  const end = bytes.byteLength - CHECKSUM
  if (view.getUint32(end) !== crc32(bytes.subarray(0, end))) throw broken('the checksum of a message does not fit')
  const payloadAt = PRELUDE + view.getUint32(4)
  try {
    return { headers: readHeaders(bytes.subarray(PRELUDE, payloadAt)), payload: bytes.subarray(payloadAt, end) }
  } catch (error) {
    throw error instanceof RangeError ? broken('a header is cut short') : error
  }
}

/** Bytes of the values that have a fixed length, by type: true, false, byte, short, int, long, –, –, timestamp, UUID. */
const FIXED_LENGTHS = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16] as const
const BYTES = 6
const TEXT = 7

function readHeaders(bytes: Uint8Array): Map<string, string> {
  const view = viewOf(bytes)
  const headers = new Map<string, string>()
  let at = 0
  while (at < bytes.byteLength) {
    const nameAt = at + 1
    at = nameAt + view.getUint8(at)
    const name = toText(bytes.subarray(nameAt, at))
    const type = view.getUint8(at++)
    const fixed = FIXED_LENGTHS[type]
    if (fixed === undefined && type !== BYTES && type !== TEXT) throw broken(`a header has the type ${type}`)
    const length = fixed ?? view.getUint16(at)
    if (fixed === undefined) at += 2
    if (at + length > bytes.byteLength) throw broken('a header is cut short')
    if (type === TEXT) headers.set(name, toText(bytes.subarray(at, at + length)))
    at += length
  }
  return headers
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

function broken(reason: string): IntegrationFault {
  return new IntegrationFault('bad-response', `The event stream of a function is broken: ${reason}`)
}

let table: Uint32Array | undefined

/** The CRC-32 of Ethernet, ZIP and event streams. */
export function crc32(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1
    return remainder
  })
  let crc = 0xffffffff
  for (let at = 0; at < bytes.length; at++) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] as number)) & 255] as number)
  }
  return (crc ^ 0xffffffff) >>> 0
}
