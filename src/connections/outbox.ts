import { byteLength } from './byte-length.js'
import { BACKLOG_LIMIT } from './limits.js'
import type { ClientSocket, SocketData } from './types.js'

/** What became of a message: with the socket or in the queue, refused, or the socket is lost. */
export type SendOutcome = 'sent' | 'full' | 'lost'

/** The way to one client: in order, and bounded where the client reads slowly. */
export class Outbox {
  readonly #socket: ClientSocket
  readonly #waiting: SocketData[] = []
  #waitingBytes = 0

  constructor(socket: ClientSocket) {
    this.#socket = socket
  }

  send(data: SocketData): SendOutcome {
    const size = byteLength(data)
    const backlog = this.#waitingBytes + (this.#socket.bufferedAmount ?? 0)
    // What is larger than nothing waits for nothing: an idle socket takes any message.
    if (backlog > 0 && backlog + size > BACKLOG_LIMIT) return 'full'
    if (this.#waiting.length === 0) {
      const taken = this.#pass(data)
      if (taken !== false) return taken === undefined ? 'lost' : 'sent'
    }
    this.#waiting.push(data)
    this.#waitingBytes += size
    return 'sent'
  }

  /** Sends on what waits, as far as the socket takes it. */
  drain(): 'sent' | 'lost' {
    while (this.#waiting.length > 0) {
      const [next] = this.#waiting as [SocketData]
      const taken = this.#pass(next)
      if (taken === undefined) return 'lost'
      if (!taken) break
      this.#waiting.shift()
      this.#waitingBytes -= byteLength(next)
    }
    return 'sent'
  }

  clear(): void {
    this.#waiting.length = 0
    this.#waitingBytes = 0
  }

  // `undefined`: the socket threw.
  #pass(data: SocketData): boolean | undefined {
    try {
      return this.#socket.send(data) !== false
    } catch {
      return undefined
    }
  }
}
