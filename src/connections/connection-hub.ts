import type { Runtime } from '../runtime/runtime.js'
import { byteLength } from './byte-length.js'
import { ConnectionsError } from './connections-error.js'
import { CLOSE, DURATION_LIMIT, MESSAGE_LIMIT } from './limits.js'
import { type ConnectionEvents, LiveConnection } from './live-connection.js'
import type {
  ClientSocket,
  ConnectionAnswer,
  ConnectionCommand,
  ConnectionRecord,
  ConnectionStore,
  SocketData,
  StopListening,
} from './types.js'

/** Which connections a caller means: those of one stage, or (left out) all of the gateway's. */
export interface ConnectionScope {
  readonly apiId: string
  readonly stage: string
}

/** What `GetConnection` answers. */
export interface ConnectionDescription {
  /** ISO 8601. */
  readonly connectedAt: string
  readonly identity: { readonly sourceIp: string; readonly userAgent?: string }
  /** ISO 8601: when a message went either way. */
  readonly lastActiveAt: string
}

/** What opening a connection needs. */
export interface OpenOptions {
  readonly record: Omit<ConnectionRecord, 'owner' | 'expiresAt'>
  readonly subprotocol: string | undefined
  readonly socket: ClientSocket
  readonly events: ConnectionEvents
}

/** The connections of a gateway: its own, and through the store those of other processes. */
export interface ConnectionHub {
  /**
   * Registers an accepted client; `undefined` when the hub was closed meanwhile. Rejects when the store fails: the client is not let
   * in then.
   */
  open(options: OpenOptions): Promise<LiveConnection | undefined>
  /** @throws {ConnectionsError} (rejects) `GoneException`, `PayloadTooLargeException`, `LimitExceededException`, `BadRequestException` */
  post(connectionId: string, data: SocketData, scope?: ConnectionScope): Promise<void>
  /** @throws {ConnectionsError} (rejects) `GoneException`, `BadRequestException` */
  get(connectionId: string, scope?: ConnectionScope): Promise<ConnectionDescription>
  /** @throws {ConnectionsError} (rejects) `GoneException`, `BadRequestException` */
  delete(connectionId: string, scope?: ConnectionScope): Promise<void>
  /** Connections that this process holds. */
  readonly size: number
  /** Closes all connections of this process and waits for what their ends cause. */
  close(): Promise<void>
}

/** What {@link createConnectionHub} takes. */
export interface ConnectionHubOptions {
  readonly store: ConnectionStore
  readonly runtime: Pick<Runtime, 'clock' | 'ids' | 'logger'>
}

/** Makes the hub of a gateway. Nothing runs and nothing is subscribed to before the first connection. */
export function createConnectionHub(options: ConnectionHubOptions): ConnectionHub {
  return new Hub(options)
}

class Hub implements ConnectionHub {
  readonly #store: ConnectionStore
  readonly #runtime: ConnectionHubOptions['runtime']
  readonly #live = new Map<string, LiveConnection>()
  /** Connections that the store is being told of. */
  readonly #opening = new Map<string, Promise<unknown>>()
  #owner: Promise<string> | undefined = undefined
  #stop: StopListening | undefined = undefined
  #isClosed = false

  constructor({ store, runtime }: ConnectionHubOptions) {
    this.#store = store
    this.#runtime = runtime
  }

  get size(): number {
    return this.#live.size
  }

  async open(options: OpenOptions): Promise<LiveConnection | undefined> {
    const { connectionId } = options.record
    const opening = this.#open(options)
    this.#opening.set(connectionId, opening)
    try {
      return await opening
    } finally {
      this.#opening.delete(connectionId)
    }
  }

  async #open({ record, subprotocol, socket, events }: OpenOptions): Promise<LiveConnection | undefined> {
    const owner = await (this.#owner ??= this.#subscribe())
    const full = { ...record, owner, expiresAt: record.connectedAt + DURATION_LIMIT }
    await this.#store.add(full)
    if (this.#isClosed) {
      await this.#forget(record.connectionId)
      return undefined
    }
    const connection = new LiveConnection({
      record: full,
      subprotocol,
      socket,
      clock: this.#runtime.clock,
      events: {
        onMessage: events.onMessage,
        onEnd: async (end) => {
          this.#live.delete(record.connectionId)
          await Promise.all([this.#forget(record.connectionId), events.onEnd(end)])
        },
      },
    })
    this.#live.set(record.connectionId, connection)
    return connection
  }

  async post(connectionId: string, data: SocketData, scope?: ConnectionScope): Promise<void> {
    if (byteLength(data) > MESSAGE_LIMIT) throw new ConnectionsError('PayloadTooLargeException', 'Message too long')
    await this.#ask({ kind: 'send', connectionId, data }, scope)
  }

  async get(connectionId: string, scope?: ConnectionScope): Promise<ConnectionDescription> {
    const { record, answer } = await this.#ask({ kind: 'describe', connectionId }, scope)
    const { connectedAt, sourceIp, userAgent } = record
    const { lastActiveAt = connectedAt } = answer
    return {
      connectedAt: new Date(connectedAt).toISOString(),
      identity: { sourceIp, ...(userAgent !== undefined && { userAgent }) },
      lastActiveAt: new Date(lastActiveAt).toISOString(),
    }
  }

  // The code and reason that the service always gives (seen); nobody can choose others.
  async delete(connectionId: string, scope?: ConnectionScope): Promise<void> {
    await this.#ask({ kind: 'close', connectionId, code: CLOSE.normal, reason: 'Connection Closed Normally' }, scope)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(
      [...this.#live.values()].map(async (connection) => connection.shut(CLOSE.goingAway, 'Going away')),
    )
    if (this.#owner !== undefined) await this.#owner.then(() => this.#stop?.()).catch(() => undefined)
  }

  async #ask(
    command: ConnectionCommand,
    scope: ConnectionScope | undefined,
  ): Promise<{ record: ConnectionRecord; answer: ConnectionAnswer & { outcome: 'done' } }> {
    const { connectionId } = command
    if (!isConnectionId(connectionId))
      throw new ConnectionsError('BadRequestException', `Invalid connectionId: ${connectionId}`)
    const live = this.#live.get(connectionId)
    const record = live?.record ?? (await this.#store.get(connectionId, this.#runtime.clock.now()))
    if (record === undefined || !isIn(record, scope)) throw gone()
    const answer = live === undefined ? await this.#store.publish(record.owner, command) : this.#obey(command)
    if (answer.outcome === 'done') return { record, answer }
    if (answer.outcome === 'full') throw new ConnectionsError('LimitExceededException', 'The client reads too slowly')
    // Its owner is no more: nobody will ever forget it otherwise.
    if (live === undefined) await this.#forget(connectionId)
    throw gone()
  }

  #obey(command: ConnectionCommand): ConnectionAnswer {
    const connection = this.#live.get(command.connectionId)
    if (connection === undefined) return { outcome: 'gone' }
    switch (command.kind) {
      case 'send': {
        const outcome = connection.send(command.data)
        return { outcome: outcome === 'sent' ? 'done' : outcome === 'full' ? 'full' : 'gone' }
      }
      case 'describe':
        return { outcome: 'done', lastActiveAt: connection.lastActiveAt }
      case 'close':
        // The answer does not wait for `$disconnect`: it runs afterwards (documented).
        void connection.shut(command.code, command.reason)
        return { outcome: 'done' }
    }
  }

  // Who reads the record may post before the store has answered `open`: such a command waits, or it would find nobody here and the
  // record be forgotten.
  async #receive(command: ConnectionCommand): Promise<ConnectionAnswer> {
    await this.#opening.get(command.connectionId)?.catch(() => undefined)
    return this.#obey(command)
  }

  // The id of this process; it comes from the gateway's own chance, so that a seed repeats it.
  async #subscribe(): Promise<string> {
    const { ids } = this.#runtime
    const owner = ids.requestId(ids.next())
    try {
      this.#stop = await this.#store.subscribe(owner, (command) => this.#receive(command))
      return owner
    } catch (error) {
      // The next client tries again.
      this.#owner = undefined
      throw error
    }
  }

  // Records end by themselves: a store that fails here costs a late 410.
  async #forget(connectionId: string): Promise<void> {
    try {
      await this.#store.remove(connectionId)
    } catch (error) {
      this.#runtime.logger.warn({ connectionId, error }, 'The record of a closed connection could not be removed')
    }
  }
}

function gone(): ConnectionsError {
  return new ConnectionsError('GoneException', 'The connection is gone')
}

function isIn(record: ConnectionRecord, scope: ConnectionScope | undefined): boolean {
  return scope === undefined || (record.apiId === scope.apiId && record.stage === scope.stage)
}

/** Whether a text has the form of the service's ids: letters, digits, `-` and `_`, then `=` (seen). Others are its 400. */
export function isConnectionId(text: string): boolean {
  return text.length <= 64 && text.length % 4 === 0 && /^[\w+/-]+=$/.test(text)
}
