import type { ClientSocket, Connection } from '../../../src/connections/index.js'
import type { HandleRequest } from '../../../src/http/request.js'
import type { Gateway } from '../../../src/index.js'

/** Bytes of a frame; longer messages are sent in several. */
const FRAME = 32_768

/** One client of a case, and what it saw. */
export interface Client {
  readonly connection: Connection
  /** All messages of this step, in order. */
  received: Array<string | Uint8Array>
  /** Set once the gateway closed the connection. */
  closed?: { readonly code: number }
}

/** A client that was not let in: the HTTP status that refused it. */
export interface Refusal {
  readonly refused: number
}

/** Opens a client; a refusal is its HTTP status. */
export async function openClient(gateway: Gateway, request: HandleRequest): Promise<Client | Refusal> {
  const state: { received: Client['received']; closed?: { code: number } } = { received: [] }
  const socket: ClientSocket = {
    send: (data) => {
      state.received.push(data)
    },
    close: (code) => {
      state.closed ??= { code }
    },
  }
  const result = await gateway.connect(request, socket)
  if ('statusCode' in result) return { refused: result.statusCode }
  return Object.assign(state, { connection: result })
}

/** Sends a message in frames, as a client's WebSocket library does. */
export async function sendMessage({ connection }: Client, message: string | Uint8Array): Promise<void> {
  const binary = typeof message !== 'string'
  const bytes = Buffer.from(message as string)
  for (let at = 0; at === 0 || at < bytes.length; at += FRAME)
    await connection.receive(bytes.subarray(at, at + FRAME), { binary, final: at + FRAME >= bytes.length })
}
