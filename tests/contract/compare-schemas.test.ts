import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSchemas } from '../../src/contract/compare-schemas.js'
import { sampleValue } from '../../src/contract/sample-value.js'
import { compileModel } from '../../src/schema/index.js'

const find = (): undefined => undefined
const compare = (before: unknown, after: unknown): string[] =>
  compareSchemas({ schema: before, find }, { schema: after, find }).map(
    ({ direction, keyword, place }) => `${direction} ${keyword} ${place}`,
  )

const leaf = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'null') }),
  fc.record({ type: fc.constant('string'), minLength: fc.nat(4), maxLength: fc.integer({ min: 4, max: 9 }) }),
  fc.record({ type: fc.constant('integer'), minimum: fc.nat(5) }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'b', 1, null), { minLength: 1 }) }),
)
const schema = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record({ type: fc.constant('array'), items: tie('node'), minItems: fc.nat(2) }),
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('node'), { maxKeys: 3 }),
      required: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
      additionalProperties: fc.constantFrom(true, false),
    }),
  ),
})).node as fc.Arbitrary<object>

describe('schemas', () => {
  it('are compared where they differ', () => {
    const pet = (name: object) => ({
      type: 'object',
      properties: { list: { type: 'array', items: { properties: { name } } } },
    })
    expect(compare(pet({ type: 'string' }), pet({ type: 'string', maxLength: 3 }))).toEqual([
      'narrowed maxLength /list/*/name',
    ])
  })

  it('that say the same in one another are the same through their references', () => {
    const before = { definitions: { x: { type: 'string' } }, properties: { a: { $ref: '#/definitions/x' } } }
    expect(compare(before, { properties: { a: { type: 'string' } } })).toEqual([])
    expect(compare(before, { properties: { a: { type: ['string', 'null'] } } })).toEqual(['widened type /a'])
  })

  it('of models refer to each other by their last part, and the local references of a model stay its own', () => {
    const models: Record<string, unknown> = {
      Owner: { definitions: { n: { type: 'string' } }, properties: { name: { $ref: '#/definitions/n' } } },
    }
    const source = (schema: unknown, own = models) => ({ schema, find: (name: string) => own[name] })
    const root = { $ref: 'https://apigateway.amazonaws.com/restapis/x/models/Owner' }
    const changed = {
      Owner: { definitions: { n: { type: 'integer' } }, properties: { name: { $ref: '#/definitions/n' } } },
    }
    const changes = compareSchemas(source(root), source(root, changed))
    expect(changes.map(({ place, keyword }) => `${place} ${keyword}`)).toEqual(['/name type', '/name type'])
  })

  it('that refer to themselves come to an end', () => {
    const tree = (more: object) => ({ properties: { next: { $ref: '#' }, ...more } })
    expect(compare(tree({}), tree({ a: {} }))).toEqual(['property-added property-added /a'])
    expect(compare({ $ref: '#' }, { $ref: '#' })).toEqual([])
  })

  it('are the same as themselves', () => {
    fc.assert(
      fc.property(schema, (one) => {
        expect(compare(one, structuredClone(one))).toEqual([])
      }),
    )
  })

  it('only widened take what was taken before', () => {
    fc.assert(
      fc.property(schema, schema, (before, after) => {
        const narrows = compare(before, after).some((change) => !change.startsWith('widened'))
        const value = sampleValue({ schema: before, find }, 'all') as never
        const [old, now] = [compileModel(before, { resolve: find }), compileModel(after, { resolve: find })]
        if (!narrows && old.validate(value)) expect(now.validate(value)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('sample values', () => {
  it.each(['least', 'all'] as const)('fit the schema that they are made from (%s)', (size) => {
    fc.assert(
      fc.property(schema, (one) => {
        // A closed object that requires what it does not name takes nothing at all.
        const value = sampleValue({ schema: one, find }, size) as never
        const explained = compileModel(one, { resolve: find }).explain(value)
        expect(explained === '[]' || explained.includes('not allowed')).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('of a model that leads back to itself in many ways end', () => {
    const properties = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`p${at}`, { $ref: '#' }]))
    for (const required of [[], Object.keys(properties)]) {
      const value = sampleValue({ schema: { type: 'object', required, properties }, find }, 'all')
      expect(JSON.stringify(value).length).toBeLessThan(400_000)
    }
  })

  it('of a recursive model end', () => {
    const value = sampleValue(
      { schema: { type: 'object', required: ['next'], properties: { next: { $ref: '#' } } }, find },
      'all',
    )
    expect(JSON.stringify(value).length).toBeLessThan(400)
  })
})
