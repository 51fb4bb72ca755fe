import type { Clock, TimerHandle } from '../runtime/clock.js'
import { Inbox } from './inbox.js'
import { CLOSE, DURATION_LIMIT, IDLE_LIMIT } from './limits.js'
import { Outbox, type SendOutcome } from './outbox.js'
import type { ClientSocket, Connection, ConnectionRecord, FrameInfo, SocketData } from './types.js'

/** How a connection ended. */
export interface ConnectionEnd {
  readonly code: number
  readonly reason: string
}

/** What happens on a connection, for whoever opened it. Neither may throw or reject. */
export interface ConnectionEvents {
  /** A whole message came. */
  readonly onMessage: (message: string, connection: LiveConnection) => void | Promise<void>
  /** The connection is over, however it ended; called once. */
  readonly onEnd: (end: ConnectionEnd) => void | Promise<void>
}

/** What {@link LiveConnection} is made of. */
export interface LiveConnectionOptions {
  readonly record: ConnectionRecord
  readonly subprotocol: string | undefined
  readonly socket: ClientSocket
  readonly clock: Clock
  readonly events: ConnectionEvents
}

/**
 * An open connection of this process: holds the socket, the limits, and that it ends once. One timer is set as long as it is
 * open; a message only notes the time.
 */
export class LiveConnection implements Connection {
  readonly record: ConnectionRecord
  readonly subprotocol: string | undefined
  /** When a message went either way, in ms of the gateway's clock. */
  lastActiveAt: number
  readonly #socket: ClientSocket
  readonly #clock: Clock
  readonly #events: ConnectionEvents
  readonly #inbox = new Inbox()
  readonly #outbox: Outbox
  #timer: TimerHandle = undefined
  #ending: void | Promise<void> = undefined
  #isOpen = true

  constructor({ record, subprotocol, socket, clock, events }: LiveConnectionOptions) {
    this.record = record
    this.subprotocol = subprotocol
    this.lastActiveAt = clock.now()
    this.#socket = socket
    this.#clock = clock
    this.#events = events
    this.#outbox = new Outbox(socket)
    this.#watch(IDLE_LIMIT)
  }

  get connectionId(): string {
    return this.record.connectionId
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  receive(data: SocketData, frame?: FrameInfo): void | Promise<void> {
    if (!this.#isOpen) return undefined
    this.lastActiveAt = this.#clock.now()
    const received = this.#inbox.take(data, frame)
    if (received === undefined) return undefined
    if ('message' in received) return this.#events.onMessage(received.message, this)
    return this.shut(received.closeCode, received.reason)
  }

  close(code: number = CLOSE.noStatus, reason?: string): void | Promise<void> {
    return this.#end({ code, reason: reason ?? DEFAULT_REASONS[code] ?? '' })
  }

  drain(): void {
    if (this.#isOpen && this.#outbox.drain() === 'lost') void this.close(CLOSE.abnormal)
  }

  /** Sends the client a message. */
  send(data: SocketData): SendOutcome {
    if (!this.#isOpen) return 'lost'
    const outcome = this.#outbox.send(data)
    if (outcome === 'sent') this.lastActiveAt = this.#clock.now()
    else if (outcome === 'lost') void this.close(CLOSE.abnormal)
    return outcome
  }

  /** The gateway's own end of it: tells the client, then as {@link LiveConnection.close}. */
  shut(code: number, reason: string): void | Promise<void> {
    if (!this.#isOpen) return this.#ending
    const ending = this.#end({ code, reason })
    try {
      this.#socket.close(code, reason)
    } catch {
      // The socket is lost already, which is what was wanted.
    }
    return ending
  }

  #end(end: ConnectionEnd): void | Promise<void> {
    if (!this.#isOpen) return this.#ending
    this.#isOpen = false
    this.#clock.clearTimeout(this.#timer)
    this.#outbox.clear()
    this.#ending = this.#events.onEnd(end)
    return this.#ending
  }

  #watch(ms: number): void {
    this.#timer = this.#clock.setTimeout(() => this.#check(), ms)
  }

  // Which code the service closes with is not known; emulators use 1001.
  #check(): void {
    const now = this.#clock.now()
    const idleAt = this.lastActiveAt + IDLE_LIMIT
    const overAt = this.record.connectedAt + DURATION_LIMIT
    const next = Math.min(idleAt, overAt)
    if (now >= next) void this.shut(CLOSE.goingAway, 'Going away')
    else this.#watch(next - now)
  }
}

// The recorded texts of `disconnectReason` where the client gave none.
const DEFAULT_REASONS: Readonly<Record<number, string>> = {
  [CLOSE.noStatus]: 'Client-side close frame status not set',
}
