import type { HandleRequest } from '../../../src/http/request.js'
import type { HandleResponse } from '../../../src/http/response.js'

/** What a gateway needs of a client's socket. */
export interface TestSocket {
  send(data: string | Uint8Array): void
  close(code?: number, reason?: string): void
}

/** What a gateway gives for an accepted client; what the client does goes in here. */
export interface TestConnection {
  readonly id: string
  readonly protocol?: string
  receive(data: string | Uint8Array): Promise<void> | void
  disconnected(code?: number, reason?: string): Promise<void> | void
}

/** The WebSocket side of a gateway, as `connect` of the design has it. */
export interface WebSocketGateway {
  connect(request: HandleRequest, socket: TestSocket): Promise<TestConnection | HandleResponse>
}

/** One client of a case, and what it saw. */
export interface Client {
  readonly connection: TestConnection
  /** All messages of this step, in order. */
  received: Array<string | Uint8Array>
  /** Set once the gateway closed the connection. */
  closed?: { readonly code?: number }
}

/** A client that was not let in: the HTTP status that refused it. */
export interface Refusal {
  readonly refused: number
}

/** Opens a client; a refusal is its HTTP status. */
export async function openClient(gateway: WebSocketGateway, request: HandleRequest): Promise<Client | Refusal> {
  const state: { received: Client['received']; closed?: { code?: number } } = { received: [] }
  const result = await gateway.connect(request, {
    send: (data) => state.received.push(data),
    close: (code) => (state.closed ??= code === undefined ? {} : { code }),
  })
  if ('statusCode' in result) return { refused: result.statusCode }
  return Object.assign(state, { connection: result })
}
