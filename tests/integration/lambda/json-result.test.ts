import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlainJson, jsonOutcome } from '../../../src/integration/lambda/json-result.js'

describe('results', () => {
  it('hands on a plain result as it is, without writing it', () => {
    const result = {
      statusCode: 200,
      headers: { a: 'b' },
      multiValueHeaders: { c: ['d'] },
      body: 'x',
      isBase64Encoded: false,
    }
    expect(jsonOutcome(result)).toEqual({ value: result })
    expect((jsonOutcome(result) as { value: unknown }).value).toBe(result)
  })

  it.each([
    ['a Date', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    ['a Map', { map: new Map([[1, 2]]) }, { map: {} }],
    ['an undefined field', { a: undefined, b: 1 }, { b: 1 }],
    ['a function', { f: () => 1, b: 1 }, { b: 1 }],
    ['toJSON', { toJSON: () => ({ c: 3 }) }, { c: 3 }],
    ['NaN', { n: Number.NaN, i: Infinity }, { n: null, i: null }],
    ['a Buffer', { body: Buffer.from('a') }, { body: { type: 'Buffer', data: [97] } }],
    [
      'an instance',
      new (class {
        x = 1
        get y(): number {
          return 2
        }
      })(),
      { x: 1 },
    ],
    ['undefined in a list', [undefined, 1], [null, 1]],
    ['a symbol', Symbol('s'), null],
    ['nothing', undefined, null],
    ['a boxed number', Object(5), 5],
  ])('gives what JSON leaves of %s', (_, value, expected) => {
    expect(jsonOutcome(value)).toMatchObject({ value: expected })
  })

  it('reports a BigInt, a cycle and a getter that throws with the words of the runtime', () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    const trap = {
      get x(): never {
        throw new Error('trap')
      },
    }
    for (const value of [cycle, { n: 1n }, 1n, trap]) {
      const error = { errorType: 'Error', errorMessage: 'Unable to stringify response body' }
      expect(jsonOutcome(value)).toMatchObject({ error })
    }
  })

  it('calls plain only what JSON would not change', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: false,
          withDate: true,
          withMap: true,
          withSet: true,
          withSparseArray: true,
          withTypedArray: true,
          withNullPrototype: true,
        }),
        (value) => {
          if (isPlainJson(value)) expect(JSON.parse(JSON.stringify(value))).toEqual(withPrototypes(value))
        },
      ),
      { numRuns: 2000 },
    )
  })
})

// What came from JSON has ordinary prototypes.
function withPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPrototypes)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(value)) {
    Object.defineProperty(copy, name, {
      value: withPrototypes(field),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return copy
}
