import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createHmacKey } from '../../src/sigv4/digest.js'

it('an HMAC key that is used often gives what createHmac gives, for any key and text, in any order', () => {
  const key = fc.uint8Array({ maxLength: 64 })
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 700 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(key, texts, (bytes, many) => {
      const ready = createHmacKey(bytes)
      for (const text of many)
        expect(ready.hex(text)).toBe(createHmac('sha256', bytes).update(text, 'utf8').digest('hex'))
    }),
  )
})

it('a text at the limit and one beyond it, of characters of three bytes', () => {
  const bytes = new Uint8Array(32).fill(7)
  const ready = createHmacKey(bytes)
  for (const length of [0, 511, 512, 513, 5000]) {
    const text = '€'.repeat(length)
    expect(ready.hex(text)).toBe(createHmac('sha256', bytes).update(text).digest('hex'))
  }
})

it('a key that would have to be hashed first is not taken', () => {
  expect(() => createHmacKey(new Uint8Array(65))).toThrow(RangeError)
})
