/** A message for a client: text, or bytes that are no text. */
export type SocketData = string | Uint8Array

/**
 * The gateway's end of a client's socket: what an adapter implements. It may be used as soon as `connect` was called; an
 * adapter that upgrades later holds back what is sent before.
 */
export interface ClientSocket {
  /**
   * Sends one message. `false` says that the socket is full and did not take it: the gateway keeps it, up to a limit, and goes on
   * when {@link Connection.drain} is called. A socket that throws counts as lost.
   */
  send(data: SocketData): void | boolean
  /** Starts the closing handshake. Called at most once. */
  close(code: number, reason: string): void
  /** Bytes that were taken and not yet sent, where the socket knows (`ws`, browsers). */
  readonly bufferedAmount?: number
}

/** What an adapter knows of the data that it hands over. */
export interface FrameInfo {
  /** Whether the client sent a binary frame; default: whether the data are bytes. */
  readonly binary?: boolean
  /**
   * Given where the adapter hands over frames: whether this is the last one of its message. Then no frame may be larger than
   * 32 KB. Left out, the data are a whole message, put together by the server.
   */
  readonly final?: boolean
}

/** An accepted client: what its socket does goes in here. */
export interface Connection {
  readonly connectionId: string
  /** The subprotocol that the `$connect` integration chose: the value of `Sec-WebSocket-Protocol` for the upgrade. */
  readonly subprotocol: string | undefined
  /** A message, or a frame of one, came. Resolves when the work that it caused is done; never rejects. */
  receive(data: SocketData, frame?: FrameInfo): void | Promise<void>
  /**
   * The client has gone: by a close frame (its code and reason; 1005 when it had none) or without one (1006). Resolves when the
   * `$disconnect` integration has answered; never rejects. Calls after the first do nothing.
   */
  close(code?: number, reason?: string): void | Promise<void>
  /** The socket takes messages again. */
  drain(): void
}

/** What is known of an open connection beyond its process. */
export interface ConnectionRecord {
  readonly connectionId: string
  readonly apiId: string
  readonly stage: string
  /** The process that holds the socket, by the id that it subscribed with. */
  readonly owner: string
  /** Milliseconds of the gateway's clock. */
  readonly connectedAt: number
  /** When the connection is over at the latest, in ms of the gateway's clock: a store may forget it then. */
  readonly expiresAt: number
  readonly sourceIp: string
  readonly userAgent?: string
}

/** What one process asks of another, about a connection that the other owns. */
export type ConnectionCommand =
  | { readonly kind: 'send'; readonly connectionId: string; readonly data: SocketData }
  | { readonly kind: 'describe'; readonly connectionId: string }
  | { readonly kind: 'close'; readonly connectionId: string; readonly code: number; readonly reason: string }

/** What became of a command. */
export type ConnectionAnswer =
  | { readonly outcome: 'done'; /** Of `describe`: ms of the gateway's clock. */ readonly lastActiveAt?: number }
  /** The owner does not have the connection, or is no more. */
  | { readonly outcome: 'gone' }
  /** The client reads too slowly. */
  | { readonly outcome: 'full' }

/** Receives the commands for one process. */
export type CommandReceiver = (command: ConnectionCommand) => ConnectionAnswer | Promise<ConnectionAnswer>

/**
 * Knows which process holds which connection, and carries commands to it. The sockets stay with their processes: a store only holds
 * records. The default knows one process; one that several share lets each post to the connections of all.
 *
 * A store that fails (throws, rejects) fails the call: a client is not let in, a post is answered with 500.
 */
export interface ConnectionStore {
  /** Notes an open connection; its id is new. */
  add(record: ConnectionRecord): void | Promise<void>
  /** The record of a connection; `undefined` when there is none, or its time is over. */
  get(connectionId: string, now: number): ConnectionRecord | undefined | Promise<ConnectionRecord | undefined>
  /** Forgets a connection; one that is not there is no fault. */
  remove(connectionId: string): void | Promise<void>
  /** Carries a command to an owner and its answer back; `gone` when nobody listens there. */
  publish(owner: string, command: ConnectionCommand): ConnectionAnswer | Promise<ConnectionAnswer>
  /**
   * Listens for the commands of an owner, from before its first connection on until the function that it gives is called. A
   * gateway subscribes once, under an id of its own.
   */
  subscribe(owner: string, receive: CommandReceiver): StopListening | Promise<StopListening>
}

/** Ends a subscription. */
export type StopListening = () => void | Promise<void>
