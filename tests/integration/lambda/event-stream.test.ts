import { crc32 as zlibCrc32 } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32, EventStreamDecoder, type EventMessage } from '../../../src/integration/lambda/event-stream.js'
import { frame } from './event-frame.js'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

function readAll(chunks: readonly Uint8Array[]): { messages: EventMessage[]; whole: boolean } {
  const decoder = new EventStreamDecoder()
  return { messages: chunks.flatMap((chunk) => decoder.push(chunk)), whole: decoder.isAtBoundary }
}

describe('event streams', () => {
  // The frame that AWS's own codecs are tested with: headers and payload, as bytes.
  it('are read as the reference has them', () => {
    const reference = Buffer.from(
      '0000003d00000020' +
        '07fd8396' +
        '0c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e' +
        '7b27666f6f273a27626172277d' +
        '8d9c08b1',
      'hex',
    )
    const { messages, whole } = readAll([reference])
    expect(messages.map(({ headers, payload }) => [[...headers], text(payload)])).toEqual([
      [[['content-type', 'application/json']], "{'foo':'bar'}"],
    ])
    expect(whole).toBe(true)
  })

  it('are read however the bytes are cut', () => {
    const message = fc.record({
      name: fc.string({ minLength: 1, maxLength: 20 }),
      value: fc.string({ maxLength: 40 }),
      payload: fc.uint8Array({ maxLength: 300 }),
    })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 10 }), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(({ name, value, payload }) => frame({ [name]: value }, payload)))
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
        const { messages, whole } = readAll(places.slice(1).map((end, at) => bytes.subarray(places[at], end)))
        expect(whole).toBe(true)
        expect(messages.map(({ headers, payload }) => [[...headers], [...payload]])).toEqual(
          sent.map(({ name, value, payload }) => [[[name, Buffer.from(value).toString()]], [...payload]]),
        )
      }),
    )
  })

  it('refuse every frame with a bit turned over, and never read past it', () => {
    const bytes = frame({ ':event-type': 'PayloadChunk' }, Buffer.from('some payload'))
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const broken = Buffer.from(bytes)
      broken[bit >> 3] = (broken[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(() => readAll([broken]), `bit ${bit}`).toThrow(/The event stream of a function is broken/)
    }
  })

  it.each([
    ['a length that is too small', frame({}, new Uint8Array(), { total: 15 })],
    ['a length of gigabytes', frame({}, new Uint8Array(), { total: 0x7fffffff })],
    ['headers longer than the message', frame({}, Buffer.from('x'), { headers: 400 })],
    ['a header of an unknown type', frame({}, new Uint8Array(), { rawHeaders: Buffer.from([1, 97, 77]) })],
    ['a header that is cut short', frame({}, new Uint8Array(), { rawHeaders: Buffer.from([1, 97, 7, 0, 9, 98]) })],
    ['a header without its length', frame({}, new Uint8Array(), { rawHeaders: Buffer.from([1, 97, 7, 0]) })],
    ['a name beyond the end', frame({}, new Uint8Array(), { rawHeaders: Buffer.from([9, 97]) })],
  ])('refuse %s', (_, bytes) => {
    expect(() => readAll([bytes])).toThrow(/The event stream of a function is broken/)
  })

  it('pass over headers of other types', () => {
    const others = [
      [1, 97, 0],
      [1, 98, 1],
      [1, 99, 2, 5],
      [1, 100, 3, 0, 5],
      [1, 101, 4, 0, 0, 0, 5],
      [1, 102, 5, 0, 0, 0, 0, 0, 0, 0, 5],
      [1, 103, 6, 0, 2, 8, 9],
      [1, 104, 8, 0, 0, 0, 0, 0, 0, 0, 5],
      [1, 105, 9, ...Buffer.alloc(16)],
      [1, 122, 7, 0, 1, 120],
    ]
    const { messages } = readAll([frame({}, Buffer.from('p'), { rawHeaders: Buffer.from(others.flat()) })])
    expect(messages.map(({ headers, payload }) => [[...headers], text(payload)])).toEqual([[[['z', 'x']], 'p']])
  })

  it('are checked by the CRC-32 of zlib', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => crc32(bytes) === zlibCrc32(bytes)))
  })
})
