import { Buffer } from 'node:buffer'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type ClientSocket, CLOSE, type Connection, FRAME_LIMIT, type SocketData } from '../connections/index.js'
import { FrameWatcher } from './ws-frames.js'

/** Messages of one client that may be at work at once; beyond, nothing more is read from it until some are done. */
const MOST_AT_WORK = 64
/** Bytes that may wait for a client while its pings are still answered. */
const PONG_BACKLOG = 16_384

const TEXT = { binary: false } as const
const BINARY = { binary: true } as const

// What `ws` calls the faults of a client, and the code that it closes with.
const FAULTS: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: CLOSE.invalidPayload,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: CLOSE.tooLarge,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: CLOSE.tooLarge,
}
const PROTOCOL_ERROR = 1002
const OPEN = 1

/** One client on a socket of `ws`: between `connect` and the upgrade, as long as it is connected, and at its end. */
export class WsClient implements ClientSocket {
  /** Whether anything came since it was last asked. */
  isAlive = true
  readonly #stream: Duplex
  readonly #frames = new FrameWatcher()
  readonly #onEnd: (client: WsClient) => void
  #webSocket: WebSocket | undefined = undefined
  #connection: Connection | undefined = undefined
  #closing: readonly [code: number, reason: string] | undefined = undefined
  #atWork = 0

  constructor(stream: Duplex, onEnd: (client: WsClient) => void) {
    this.#stream = stream
    this.#onEnd = onEnd
  }

  get bufferedAmount(): number {
    return this.#webSocket?.bufferedAmount ?? 0
  }

  /** Until the upgrade is written, the gateway keeps what it has for the client. */
  send(data: SocketData): boolean {
    const webSocket = this.#webSocket
    if (webSocket === undefined) return false
    if (webSocket.readyState !== OPEN) return this.#refuse(webSocket)
    if (byteLength(data) <= FRAME_LIMIT) webSocket.send(data)
    else sendFrames(webSocket, data)
    return true
  }

  close(code: number, reason: string): void {
    if (this.#webSocket === undefined) this.#closing = [code, reason]
    else this.#webSocket.close(code, reason)
  }

  /** Watches the bytes that come; before `ws` does, so that a frame over the limit is seen before its message is. */
  watch(): void {
    this.#stream.on('data', (chunk: Uint8Array) => {
      this.isAlive = true
      if (this.#closing === undefined && this.#frames.isOver(chunk)) this.#fail(CLOSE.tooLarge, 'Frame too large')
    })
  }

  /** The upgrade is written. */
  open(webSocket: WebSocket, connection: Connection): void {
    this.#webSocket = webSocket
    this.#connection = connection
    // The type of the data is set by `binaryType`, and is its default.
    webSocket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    webSocket.on('ping', (data) => this.#pong(data))
    webSocket.on('error', (error) => this.#end(FAULTS[codeOf(error)] ?? PROTOCOL_ERROR, error.message))
    webSocket.on('close', (code, reason) => {
      this.#onEnd(this)
      this.#end(code, reason.length === 0 ? undefined : reason.toString())
    })
    if (this.#closing === undefined) connection.drain()
    else webSocket.close(...this.#closing)
  }

  /** Pings the client, or cuts it off when nothing came since the last time. */
  check(): void {
    const webSocket = this.#webSocket
    if (webSocket === undefined) return
    // A paused socket hears nothing, which is not the client's fault.
    if (!this.isAlive && !webSocket.isPaused) {
      webSocket.terminate()
      return
    }
    this.isAlive = false
    if (webSocket.readyState === OPEN) webSocket.ping()
  }

  // `ws` drops without a word what is sent on a closing socket. It tells of the client's close frame once the connection is down, but
  // has noted its code; where it has not, the connection counts as lost.
  #refuse(webSocket: WebSocket & { readonly _closeCode?: unknown }): never {
    const { _closeCode: code } = webSocket
    this.#end(typeof code === 'number' ? code : CLOSE.abnormal, undefined)
    throw new Error('The socket is closing.')
  }

  #receive(data: Buffer, isBinary: boolean): void {
    const work = isBinary ? this.#connection?.receive(data, BINARY) : this.#connection?.receive(data.toString(), TEXT)
    if (work === undefined) return
    if (++this.#atWork === MOST_AT_WORK) this.#webSocket?.pause()
    void work.then(this.#onDone)
  }

  readonly #onDone = (): void => {
    if (this.#atWork-- === MOST_AT_WORK) this.#webSocket?.resume()
  }

  // A client that pings and does not read would fill the memory with pongs; one for several pings is enough (RFC 6455, 5.5.3).
  #pong(data: Buffer): void {
    const webSocket = this.#webSocket
    if (webSocket?.readyState === OPEN && webSocket.bufferedAmount < PONG_BACKLOG) webSocket.pong(data)
  }

  #fail(code: number, reason: string): void {
    this.#closing = [code, reason]
    this.#end(code, reason)
    this.#webSocket?.close(code, reason)
  }

  #end(code: number, reason: string | undefined): void {
    void this.#connection?.close(code, reason)
  }
}

// Text is cut anywhere: a client puts the bytes together before it reads them.
function sendFrames(webSocket: WebSocket, data: SocketData): void {
  const binary = typeof data !== 'string'
  const bytes = binary ? data : Buffer.from(data)
  for (let at = 0; at < bytes.byteLength; at += FRAME_LIMIT) {
    const end = at + FRAME_LIMIT
    webSocket.send(bytes.subarray(at, end), { binary, fin: end >= bytes.byteLength })
  }
}

function byteLength(data: SocketData): number {
  // Three bytes a character at most: most messages need not be counted.
  if (typeof data !== 'string') return data.byteLength
  return data.length * 3 <= FRAME_LIMIT ? data.length : Buffer.byteLength(data)
}

function codeOf(error: Error & { readonly code?: unknown }): string {
  return String(error.code)
}
