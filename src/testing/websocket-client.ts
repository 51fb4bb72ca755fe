import type { ClientSocket, Connection, FrameInfo, SocketData } from '../connections/types.js'
import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import { buildRequest, type RequestParts } from './build-request.js'

/** What {@link connectClient} needs of a gateway. */
export interface ConnectableGateway {
  readonly connect: (request: HandleRequest, socket: ClientSocket) => Promise<Connection | HandleResponse>
}

/** How a test client connects. */
export interface ClientOptions extends Pick<
  RequestParts,
  'path' | 'query' | 'headers' | 'host' | 'stage' | 'sourceIp' | 'apiKey' | 'bearer' | 'tls'
> {
  /** Offered to the server, best first. */
  readonly subprotocols?: readonly string[]
  /** `false`: the client's socket is full from the start, until {@link TestClient.read}. Default true. */
  readonly reads?: boolean
}

/** How a connection was closed. */
export interface ClientClose {
  readonly code: number
  readonly reason: string
  /** Who closed it. */
  readonly by: 'client' | 'gateway'
}

/** A WebSocket client without a socket. */
export interface TestClient {
  readonly connectionId: string
  /** The subprotocol that the server chose. */
  readonly subprotocol: string | undefined
  /** All messages that came, in order. */
  readonly received: SocketData[]
  /** Set once the connection is closed, by either side. */
  readonly closed: ClientClose | undefined
  /** Sends a message; `final` sends one frame of it. Resolves when the work that it caused is done. */
  send(data: SocketData, frame?: FrameInfo): Promise<void>
  /** Closes the connection: with a code and reason, or with neither. Resolves when `$disconnect` is done. */
  close(code?: number, reason?: string): Promise<void>
  /** Reads on, where `reads` was false. */
  read(): void
}

/** Thrown when the gateway refuses a client; holds the response. */
export class ConnectRefusedError extends Error {
  readonly response: HandleResponse

  constructor(response: HandleResponse) {
    super(`The gateway refused the client: ${response.statusCode} ${response.text()}`)
    this.name = 'ConnectRefusedError'
    this.response = response
  }
}

/**
 * Connects a client to a WebSocket API, without a socket: what the gateway sends is in `received`.
 *
 * @param options default: `/prod`, no headers
 * @throws {ConnectRefusedError} (rejects) when the gateway refuses the client
 * @example
 * ```ts
 * import { createGateway } from 'postern'
 * import { connectClient } from 'postern/testing'
 *
 * const gateway = createGateway({
 *   protocolType: 'WEBSOCKET',
 *   routes: {
 *     $default: { handler: (event) => ({ statusCode: 200, body: event.body }), routeResponseSelectionExpression: '$default' },
 *   },
 * })
 * const client = await connectClient(gateway)
 * await client.send('hello')
 * client.received // ['hello']
 * await client.close()
 * ```
 */
export async function connectClient(gateway: ConnectableGateway, options: ClientOptions = {}): Promise<TestClient> {
  const { path = '/prod', subprotocols, reads, ...parts } = options
  const request = buildRequest({ ...parts, path })
  const headers = [...(request.headers ?? [])]
  if (subprotocols !== undefined) headers.push(['Sec-WebSocket-Protocol', subprotocols.join(', ')])
  const socket = new ClientEnd(reads ?? true)
  const accepted = await gateway.connect({ ...request, headers }, socket)
  if ('statusCode' in accepted) throw new ConnectRefusedError(accepted)
  return new Client(accepted, socket)
}

/** The gateway's end of a client that only notes what comes. */
class ClientEnd implements ClientSocket {
  readonly received: SocketData[] = []
  closed: ClientClose | undefined = undefined
  isReading: boolean

  constructor(isReading: boolean) {
    this.isReading = isReading
  }

  send(data: SocketData): boolean {
    if (this.isReading) this.received.push(data)
    return this.isReading
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason, by: 'gateway' }
  }
}

class Client implements TestClient {
  readonly #connection: Connection
  readonly #end: ClientEnd

  constructor(connection: Connection, end: ClientEnd) {
    this.#connection = connection
    this.#end = end
  }

  get connectionId(): string {
    return this.#connection.connectionId
  }

  get subprotocol(): string | undefined {
    return this.#connection.subprotocol
  }

  get received(): SocketData[] {
    return this.#end.received
  }

  get closed(): ClientClose | undefined {
    return this.#end.closed
  }

  async send(data: SocketData, frame?: FrameInfo): Promise<void> {
    await this.#connection.receive(data, frame)
  }

  async close(code?: number, reason?: string): Promise<void> {
    this.#end.closed ??= { code: code ?? 1005, reason: reason ?? '', by: 'client' }
    await this.#connection.close(code, reason)
  }

  read(): void {
    this.#end.isReading = true
    this.#connection.drain()
  }
}
