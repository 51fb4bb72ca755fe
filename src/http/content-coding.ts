import { concatBytes } from './body.js'

/** The content codings that the service reads and writes. */
export type ContentCoding = 'gzip' | 'deflate'

/**
 * The coding for an answer by `Accept-Encoding`: the supported one of the highest weight, if it is worth more than to send
 * the body as it is. No header means no coding.
 */
export function chooseCoding(accepted: string | undefined): ContentCoding | undefined {
  if (accepted === undefined) return undefined
  let best: { readonly coding: ContentCoding | undefined; readonly weight: number } = { coding: undefined, weight: 0 }
  for (const part of accepted.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    const weight = quality === undefined ? 1 : Number(quality.slice(2))
    const coding = name === 'gzip' || name === '*' ? 'gzip' : name === 'deflate' ? 'deflate' : undefined
    if ((coding !== undefined || name === 'identity') && weight > best.weight) best = { coding, weight }
  }
  return best.coding
}

/** Encodes bytes. */
export async function encode(bytes: Uint8Array, coding: ContentCoding): Promise<Uint8Array> {
  return transform(bytes, new CompressionStream(coding), Number.POSITIVE_INFINITY)
}

/** Decodes bytes; `undefined` when they are not in that coding, or decode to more than `limit` bytes. */
export async function decode(bytes: Uint8Array, coding: ContentCoding, limit: number): Promise<Uint8Array | undefined> {
  try {
    return await transform(bytes, new DecompressionStream(coding), limit)
  } catch {
    return undefined
  }
}

async function transform(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter()
  // A failure shows on the reading side.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => {})
  writer.close().catch(() => {})
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream.readable as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    // Some kilobytes can decode to gigabytes: stop as soon as it is too much.
    if (length > limit) throw new RangeError('The decoded body is too large.')
    chunks.push(chunk)
  }
  return concatBytes(chunks, length)
}
