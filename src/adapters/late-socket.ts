import { type ClientSocket, CLOSE, type Connection, type SocketData } from '../connections/index.js'
import type { Clock, TimerHandle } from '../runtime/clock.js'

/** What a framework gives once the upgrade is done. */
export interface OpenSocket {
  send(data: SocketData): unknown
  close(code: number, reason: string): unknown
  readonly bufferedAmount?: number | undefined
}

/** Milliseconds in which an accepted upgrade must become a socket. */
const OPEN_LIMIT = 10_000

/**
 * A client of a framework that upgrades by itself, some time after `connect` has let the client in. What happens before is made up
 * for then; a framework does not tell that a client went away in between, so that a limit must.
 */
export class LateSocket implements ClientSocket {
  readonly #clock: Clock
  #socket: OpenSocket | undefined = undefined
  #connection: Connection | undefined = undefined
  #closing: readonly [code: number, reason: string] | undefined = undefined
  #timer: TimerHandle = undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get bufferedAmount(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  send(data: SocketData): boolean {
    if (this.#socket === undefined) return false
    this.#socket.send(data)
    return true
  }

  close(code: number, reason: string): void {
    if (this.#socket === undefined) this.#closing = [code, reason]
    else this.#socket.close(code, reason)
  }

  /** The gateway has let the client in. */
  accept(connection: Connection): void {
    this.#connection = connection
    this.#timer = this.#clock.setTimeout(() => this.end(CLOSE.abnormal), OPEN_LIMIT)
  }

  /** The framework has upgraded. */
  open(socket: OpenSocket): void {
    this.#clock.clearTimeout(this.#timer)
    this.#socket = socket
    if (this.#closing === undefined) this.#connection?.drain()
    else socket.close(...this.#closing)
  }

  receive(data: SocketData): void {
    void this.#connection?.receive(data)
  }

  drain(): void {
    this.#connection?.drain()
  }

  end(code?: number, reason?: string): void {
    this.#clock.clearTimeout(this.#timer)
    // A framework that gives no reason gives an empty one.
    void this.#connection?.close(code, reason === '' ? undefined : reason)
  }
}
