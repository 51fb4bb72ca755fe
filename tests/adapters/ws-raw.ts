import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** A frame that came from the server. */
export interface RawFrame {
  readonly opcode: number
  readonly fin: boolean
  readonly payload: Buffer
}

/** A WebSocket client that may break every rule: it writes frames as it is told, and answers nothing by itself. */
export interface RawClient {
  readonly socket: Socket
  readonly frames: RawFrame[]
  /** The status line and headers of the answer to the upgrade. */
  readonly head: string
  /** Resolves with the next frame, or undefined when the connection is over. */
  next(): Promise<RawFrame | undefined>
  /** Resolves when the server has ended the connection. */
  readonly ended: Promise<void>
}

/** One masked frame. */
export function frame(opcode: number, payload: Uint8Array | string, { fin = true, masked = true } = {}): Buffer {
  const data = Buffer.from(payload as string)
  const extended = data.length < 126 ? 0 : data.length < 65_536 ? 2 : 8
  const head = Buffer.alloc(2 + extended)
  head[0] = (fin ? 0x80 : 0) | opcode
  head[1] = (masked ? 0x80 : 0) | (extended === 0 ? data.length : extended === 2 ? 126 : 127)
  if (extended === 2) head.writeUInt16BE(data.length, 2)
  if (extended === 8) head.writeBigUInt64BE(BigInt(data.length), 2)
  if (!masked) return Buffer.concat([head, data])
  const mask = randomBytes(4)
  return Buffer.concat([head, mask, data.map((byte, at) => byte ^ (mask[at % 4] as number))])
}

/** The payload of a close frame. */
export function closePayload(code: number, reason = ''): Buffer {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason))
  payload.writeUInt16BE(code)
  payload.write(reason, 2)
  return payload
}

/** The code of a close frame. */
export function closeCode(received: RawFrame | undefined): number | undefined {
  return received?.opcode === 8 && received.payload.length >= 2 ? received.payload.readUInt16BE() : undefined
}

/** The request of an upgrade, as it goes over the wire. */
export function handshake(path: string, fields: readonly string[] = []): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    'Host: ws.example.com',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...fields,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Sends an upgrade over TCP; resolves when its answer is whole. */
export async function upgradeRaw(port: number, path = '/prod', fields: readonly string[] = []): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  const frames: RawFrame[] = []
  const waiting: Array<(received: RawFrame | undefined) => void> = []
  let buffer = Buffer.alloc(0)
  let head: string | undefined
  let isOver = false
  let unread = 0
  const opened = new Promise<string>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk])
      const end = head === undefined ? buffer.indexOf('\r\n\r\n') : -1
      if (end >= 0) {
        head = buffer.toString('latin1', 0, end)
        buffer = buffer.subarray(end + 4)
        resolve(head)
      }
      if (head?.startsWith('HTTP/1.1 101') !== true) return
      for (let got = readFrame(buffer); got !== undefined; got = readFrame(buffer)) {
        buffer = buffer.subarray(got.size)
        frames.push(got.frame)
        const waiter = waiting.shift()
        if (waiter === undefined) continue
        unread++
        waiter(got.frame)
      }
    })
  })
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isOver = true
      for (const waiter of waiting) waiter(undefined)
      resolve()
    })
  })
  socket.write(handshake(path, fields))
  return {
    socket,
    frames,
    head: await opened,
    ended,
    next: () => {
      if (unread < frames.length) return Promise.resolve(frames[unread++])
      return isOver ? Promise.resolve(undefined) : new Promise((resolve) => waiting.push(resolve))
    },
  }
}

function readFrame(bytes: Buffer): { readonly frame: RawFrame; readonly size: number } | undefined {
  if (bytes.length < 2) return undefined
  const [first, second] = [bytes[0] as number, bytes[1] as number]
  const short = second & 127
  const start = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < start) return undefined
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < start + length) return undefined
  const payload = Buffer.from(bytes.subarray(start, start + length))
  return { frame: { opcode: first & 15, fin: (first & 0x80) !== 0, payload }, size: start + length }
}
