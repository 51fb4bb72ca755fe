import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSchema } from '../../src/schema/index.js'

describe('checkSchema', () => {
  it('finds nothing wrong with a schema of draft 4, whatever else it holds', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Pet',
      type: ['object', 'null'],
      required: ['name'],
      properties: { name: { type: 'string', minLength: 1 }, required: { $ref: '#/definitions/X' } },
      patternProperties: { '^x-': {} },
      additionalProperties: false,
      dependencies: { a: ['b'], c: { minimum: 1 } },
      definitions: { X: { items: [{ enum: [1] }], additionalItems: true } },
      'x-amazon-anything': 1,
      nullable: 'yes',
    }
    expect(checkSchema(schema)).toBeUndefined()
    expect(checkSchema({})).toBeUndefined()
  })

  it.each([
    [[], '# must be an object'],
    [{ type: 'file' }, '#/type must be one'],
    [{ type: [] }, '#/type must be one'],
    [{ required: true }, '#/required must be a list'],
    [{ properties: { a: { minLength: -1 } } }, '#/properties/a/minLength must be a whole number'],
    [{ items: [{ enum: [] }] }, '#/items/0/enum must be a list'],
    [{ anyOf: [] }, '#/anyOf must be a list'],
    [{ not: 1 }, '#/not must be an object'],
    [{ additionalProperties: 'no' }, '#/additionalProperties must be an object'],
    [{ dependencies: { a: [] } }, '#/dependencies/a must be a list'],
    [{ definitions: { X: { pattern: 1 } } }, '#/definitions/X/pattern must be a string'],
    [{ $ref: 1 }, '#/$ref must be a string'],
  ])('says what is wrong with %j', (schema, sentence) => {
    expect(checkSchema(schema)).toContain(sentence)
  })

  it('never throws, at any depth', () => {
    let schema: unknown = {}
    for (let depth = 0; depth < 10_000; depth++) schema = { not: schema }
    expect(checkSchema(schema)).toContain('nested too deeply')
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const answer = checkSchema(value)
        expect(answer === undefined || answer.startsWith('#')).toBe(true)
      }),
    )
  })
})
