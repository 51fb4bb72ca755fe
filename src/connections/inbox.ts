import { concatBytes, toBytes } from '../http/body.js'
import { byteLength } from './byte-length.js'
import { CLOSE, FRAME_LIMIT, MESSAGE_LIMIT } from './limits.js'
import type { FrameInfo, SocketData } from './types.js'

/** What came of data from a client: a whole message, more to come, or why the connection must be closed. */
export type Received =
  | { readonly message: string }
  | { readonly closeCode: number; readonly reason: string }
  | undefined

// Fatal: text that is no UTF-8 fails the connection (RFC 6455). A byte order mark belongs to the message.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Puts the messages of one client together and holds them to the service's limits. */
export class Inbox {
  #parts: Uint8Array[] = []
  #length = 0
  #open = false

  /** Takes a message, or a frame of one. */
  take(data: SocketData, frame: FrameInfo = {}): Received {
    const { binary = typeof data !== 'string', final } = frame
    // Frames after the first have no kind of their own (RFC 6455).
    if (binary && !this.#open) return { closeCode: CLOSE.unsupportedData, reason: 'Binary frames are not supported' }
    const size = byteLength(data)
    if (this.#length + size > MESSAGE_LIMIT) return { closeCode: CLOSE.tooLarge, reason: 'Message too large' }
    if (final !== undefined && size > FRAME_LIMIT) return { closeCode: CLOSE.tooLarge, reason: 'Frame too large' }
    if (!this.#open && final !== false) return readText(data)
    this.#parts.push(toBytes(data))
    this.#length += size
    this.#open = final === false
    return this.#open ? undefined : this.#finish()
  }

  #finish(): Received {
    const bytes = concatBytes(this.#parts, this.#length)
    this.#parts = []
    this.#length = 0
    return readText(bytes)
  }
}

function readText(data: SocketData): Received {
  if (typeof data === 'string') return { message: data }
  try {
    return { message: strict.decode(data) }
  } catch {
    return { closeCode: CLOSE.invalidPayload, reason: 'Invalid UTF-8' }
  }
}
