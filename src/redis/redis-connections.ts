import type {
  CommandReceiver,
  ConnectionAnswer,
  ConnectionCommand,
  ConnectionRecord,
  StopListening,
} from '../connections/index.js'
import { systemClock } from '../runtime/clock.js'
import { systemRandom } from '../runtime/random.js'
import { type Answers, createAnswers } from './connections-answers.js'
import { createHeartbeat } from './connections-owner.js'
import { decodeCommand, decodeRecord, encodeAnswer, encodeCommand } from './connections-wire.js'
import { FOREIGN_CLOCK_KEEP_MS } from './redis-throttle.js'
import { valueOf } from './redis-text.js'
import { createGuard, type Guard } from './resilience.js'
import { StoreUnavailableError } from './store-unavailable-error.js'
import type { RedisConnections, RedisConnectionsOptions } from './types.js'

/** Heartbeats that a process may miss before it counts as dead. */
const MISSED_BEATS = 3

/**
 * Makes the store through which the gateways of several processes post to each other's WebSocket connections: `connections` of
 * `createGateway`. Each connection is registered with its expiry; a command goes to the process that holds the connection, and its
 * answer comes back, so that a post that was answered has reached the socket. The connections of a process that died are gone
 * after three missed heartbeats.
 *
 * @example
 * ```ts no-run
 * import { createGateway } from 'postern'
 * import { createRedisConnections } from 'postern/redis'
 * import { createClient } from 'redis'
 *
 * const client = await createClient().connect()
 * // A connection that subscribes can do nothing else: it needs one of its own.
 * const subscriber = await client.duplicate().connect()
 * const connections = createRedisConnections({
 *   command: (_key, args) => client.sendCommand(args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg)))),
 *   subscribe: async (channel, listener) => {
 *     await subscriber.subscribe(channel, listener)
 *     return () => subscriber.unsubscribe(channel, listener)
 *   },
 * })
 * const gateway = createGateway({
 *   protocolType: 'WEBSOCKET',
 *   connections,
 *   routes: { $default: () => ({ statusCode: 200 }) },
 * })
 * ```
 */
export function createRedisConnections(options: RedisConnectionsOptions): RedisConnections {
  return new SharedConnections(options)
}

class SharedConnections implements RedisConnections {
  readonly #options: RedisConnectionsOptions
  readonly #guard: Guard
  readonly #answers: Answers
  readonly #prefix: string
  readonly #clock: NonNullable<RedisConnectionsOptions['clock']>
  readonly #keepMs: number
  readonly #heartbeatMs: number
  /** The connections of this process, to register them again. */
  readonly #own = new Map<string, ConnectionRecord>()
  /** Look-ups on their way, by owner: those who wait for one dead process ask once. */
  readonly #lookUps = new Map<string, Promise<boolean>>()

  constructor(options: RedisConnectionsOptions) {
    const { prefix = 'postern', clock = systemClock, random = systemRandom, subscribe } = options
    this.#options = options
    this.#prefix = `${prefix}:w1`
    this.#clock = clock
    this.#keepMs = clock === systemClock ? 0 : FOREIGN_CLOCK_KEEP_MS
    this.#heartbeatMs = options.heartbeatMs ?? 2000
    this.#guard = createGuard({
      clock,
      timeoutMs: options.timeoutMs ?? 2000,
      failuresToOpen: options.failuresToOpen ?? 5,
      retryAfterMs: options.retryAfterMs ?? 1000,
      onEvent: options.onEvent ?? (() => undefined),
    })
    this.#answers = createAnswers({ subscribe, channelOf: (name) => this.#key('a', name), clock, random })
  }

  async add(record: ConnectionRecord): Promise<void> {
    this.#own.set(record.connectionId, record)
    try {
      await this.#register(record, record.connectedAt)
    } catch (error) {
      this.#own.delete(record.connectionId)
      throw error
    }
  }

  async get(connectionId: string, now: number): Promise<ConnectionRecord | undefined> {
    const key = this.#key('r', connectionId)
    const value = await this.#run(key, ['GET', key], valueOf)
    if (value === undefined) return undefined
    const record = decodeRecord(value)
    if (record === undefined) this.#guard.reportGarbage('connections')
    return record !== undefined && record.expiresAt > now ? record : undefined
  }

  async remove(connectionId: string): Promise<void> {
    this.#own.delete(connectionId)
    const key = this.#key('r', connectionId)
    await this.#run(key, ['DEL', key], Number)
  }

  async publish(owner: string, command: ConnectionCommand): Promise<ConnectionAnswer> {
    const replyTo = await this.#answers.listen()
    const awaited = this.#answers.expect()
    const text = encodeCommand({ replyTo, sequence: awaited.sequence, command })
    const giveUpAt = this.#clock.now() + (this.#options.answerTimeoutMs ?? 10_000)
    try {
      let heard = await this.#send('c', owner, text)
      for (;;) {
        // Nobody heard it: dead, or about to listen again.
        if (!heard && !(await this.#isAlive(owner))) return { outcome: 'gone' }
        const answer = await awaited.within(heard ? this.#heartbeatMs : this.#heartbeatMs / 4)
        if (answer !== undefined) return answer
        if (!(await this.#isAlive(owner))) return { outcome: 'gone' }
        if (this.#clock.now() >= giveUpAt) throw new StoreUnavailableError('timeout')
        // Sent again only when it is sure that nobody has it, or a client would get it twice.
        if (!heard) heard = await this.#send('c', owner, text)
      }
    } finally {
      awaited.forget()
    }
  }

  async subscribe(owner: string, receive: CommandReceiver): Promise<StopListening> {
    const key = this.#key('o', owner)
    const ttl = String(this.#heartbeatMs * MISSED_BEATS + this.#keepMs)
    const unsubscribe = await this.#options.subscribe(this.#key('c', owner), (message) => {
      void this.#obey(receive, message)
    })
    await this.#run(key, ['SET', key, '1', 'PX', ttl], String)
    const heartbeat = createHeartbeat({
      clock: this.#clock,
      intervalMs: this.#heartbeatMs,
      beat: async () => {
        if ((await this.#run(key, ['SET', key, '1', 'XX', 'PX', ttl], valueOf)) !== undefined) return true
        await this.#run(key, ['SET', key, '1', 'PX', ttl], String)
        return false
      },
      register: async (record) => this.#register(record, this.#clock.now()),
      records: () => this.#own.values(),
    })
    return async () => {
      heartbeat.stop()
      await unsubscribe()
      await this.#run(key, ['DEL', key], Number)
    }
  }

  async close(): Promise<void> {
    await this.#answers.close()
  }

  counters(): ReturnType<Guard['counters']> {
    return this.#guard.counters()
  }

  async #register(record: ConnectionRecord, now: number): Promise<void> {
    const ttl = Math.ceil(record.expiresAt - now)
    if (ttl <= 0) return
    const key = this.#key('r', record.connectionId)
    await this.#run(key, ['SET', key, JSON.stringify(record), 'PX', String(ttl + this.#keepMs)], String)
  }

  async #obey(receive: CommandReceiver, message: string | Uint8Array): Promise<void> {
    const sent = decodeCommand(message)
    if (sent === undefined) {
      this.#guard.reportGarbage('connections')
      return
    }
    try {
      const answer = await receive(sent.command)
      await this.#send('a', sent.replyTo, encodeAnswer({ sequence: sent.sequence, answer }))
    } catch {
      // Whoever waits gives up in time; the guard has told why.
    }
  }

  /** Whether somebody heard it, as far as Redis can tell: in a cluster it knows the listeners on one node only. */
  async #send(kind: 'a' | 'c', name: string, text: string): Promise<boolean> {
    const channel = this.#key(kind, name)
    const receivers = await this.#run(channel, ['PUBLISH', channel, text], countOf)
    return receivers > 0 || this.#options.cluster === true
  }

  #isAlive(owner: string): Promise<boolean> {
    const underWay = this.#lookUps.get(owner)
    if (underWay !== undefined) return underWay
    const key = this.#key('o', owner)
    const lookUp = this.#run(key, ['EXISTS', key], countOf).then((count) => count > 0)
    this.#lookUps.set(owner, lookUp)
    const done = (): void => void this.#lookUps.delete(owner)
    lookUp.then(done, done)
    return lookUp
  }

  #run<T>(key: string, args: readonly string[], read: (reply: unknown) => T): Promise<T> {
    return this.#guard.run('connections', async () => this.#options.command(key, args), read)
  }

  #key(kind: 'a' | 'c' | 'o' | 'r', name: string): string {
    return `${this.#prefix}${kind}:${name}`
  }
}

// Clients give integers, some as text.
function countOf(reply: unknown): number {
  const count = Number(reply)
  if (reply === null || !Number.isInteger(count)) throw new TypeError('The reply makes no sense')
  return count
}
