import { crc32 } from 'node:zlib'

/** What may be wrong with a frame. */
export interface FrameFaults {
  /** Length of the message that the prelude gives. */
  readonly total?: number
  /** Length of the headers that the prelude gives. */
  readonly headers?: number
  readonly rawHeaders?: Uint8Array
}

/** A message of an event stream, with its lengths and checksums; written independently of the decoder. */
export function frame(
  headers: Readonly<Record<string, string>>,
  payload: Uint8Array | string,
  faults: FrameFaults = {},
): Buffer {
  const fields = faults.rawHeaders ?? Buffer.concat(Object.entries(headers).map(([name, value]) => field(name, value)))
  const body = Buffer.from(payload as Uint8Array)
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(faults.total ?? 16 + fields.length + body.length, 0)
  lengths.writeUInt32BE(faults.headers ?? fields.length, 4)
  const unchecked = Buffer.concat([lengths, uint32(crc32(lengths)), fields, body])
  return Buffer.concat([unchecked, uint32(crc32(unchecked))])
}

/** The messages of a streamed call: a chunk each, and the end. */
export function invokeStream(chunks: ReadonlyArray<Uint8Array | string>, completion: object = {}): Buffer {
  return Buffer.concat([
    ...chunks.map((chunk) => frame({ ':message-type': 'event', ':event-type': 'PayloadChunk' }, chunk)),
    frame({ ':message-type': 'event', ':event-type': 'InvokeComplete' }, JSON.stringify(completion)),
  ])
}

function field(name: string, value: string): Buffer {
  const nameBytes = Buffer.from(name)
  const valueBytes = Buffer.from(value)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(valueBytes.length)
  return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, Buffer.from([7]), length, valueBytes])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
