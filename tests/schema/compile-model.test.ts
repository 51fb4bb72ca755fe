import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/json/index.js'
import { compileModel, SchemaError, type ModelValidator } from '../../src/schema/index.js'

function model(schema: unknown, others: Record<string, unknown> = {}): ModelValidator {
  return compileModel(schema, { resolve: (ref) => (Object.hasOwn(others, ref) ? others[ref] : undefined) })
}

function explain(schema: unknown, body: string): string {
  const validator = model(schema)
  const value = parseJson(body)
  const explanation = validator.explain(value)
  expect(validator.validate(value)).toBe(explanation === '[]')
  return explanation
}

describe('explain', () => {
  it('says the recorded sentences', () => {
    const user = {
      type: 'object',
      required: ['password', 'email'],
      properties: { email: { type: 'string' }, password: { type: 'string', pattern: '^[a-z]+$' } },
      additionalProperties: false,
    }
    const missing = 'object has missing required properties (["email","password"])'
    const unwanted = 'object instance has properties which are not allowed by the schema: ["foo"]'
    expect(explain(user, '{}')).toBe(`[${missing}]`)
    expect(explain(user, '{"foo":1}')).toBe(`[${missing}, ${unwanted}]`)
    expect(explain(user, '{"email":"a","password":"A1"}')).toBe(
      '[ECMA 262 regex "^[a-z]+$" does not match input string "A1"]',
    )
    expect(explain(user, '{"email":"a","password":"b"}')).toBe('[]')
  })

  it.each([
    [
      { type: 'number' },
      '"x"',
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [
      { type: ['string', 'null'] },
      '1',
      'instance type (integer) does not match any allowed primitive type (allowed: ["null","string"])',
    ],
    [
      { type: 'integer' },
      '1.0',
      'instance type (number) does not match any allowed primitive type (allowed: ["integer"])',
    ],
    [{ minimum: 1 }, '0', 'numeric instance is lower than the required minimum (minimum: 1, found: 0)'],
    [{ maximum: 1.5 }, '2', 'numeric instance is greater than the required maximum (maximum: 1.5, found: 2)'],
    [{ maximum: 2, exclusiveMaximum: true }, '2', 'numeric instance is not strictly lower than the required maximum 2'],
    [{ multipleOf: 0.1 }, '0.35', 'remainder of division is not zero (0.35 / 0.1)'],
    [{ minLength: 3 }, '"x"', 'string "x" is too short (length: 1, required minimum: 3)'],
    [{ maxLength: 1 }, '"xy"', 'string "xy" is too long (length: 2, maximum allowed: 1)'],
    [
      { enum: ['a', 1, { b: [] }] },
      '"x"',
      'instance value ("x") not found in enum (possible values: ["a",1,{"b":[]}])',
    ],
    [{ minItems: 2 }, '[1]', 'array is too short: must have at least 2 elements but instance has 1 elements'],
    [{ maxItems: 1 }, '[1,2]', 'array is too long: must have at most 1 elements but instance has 2 elements'],
    [{ uniqueItems: true }, '[{"a":1,"b":2},{"b":2,"a":1}]', 'array must not contain duplicate elements'],
    [
      { items: [{}], additionalItems: false },
      '[1,2]',
      'schema only allows 1 elements in array but instance has 2 elements',
    ],
    [{ minProperties: 1 }, '{}', 'object has too few properties (found 0 but schema requires at least 1)'],
    [{ maxProperties: 0 }, '{"a":1}', 'object has too many properties (found 1 but schema requires at most 0)'],
    [
      { dependencies: { a: ['b', 'c'] } },
      '{"a":1,"c":2}',
      'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])',
    ],
    [
      { anyOf: [{ type: 'string' }, { minimum: 5 }] },
      '1',
      'instance failed to match at least one required schema among 2',
    ],
    [
      { allOf: [{ type: 'integer' }, { minimum: 5 }] },
      '1',
      'instance failed to match all required schemas (matched only 1 out of 2)',
    ],
    [
      { oneOf: [{ type: 'integer' }, { minimum: 0 }] },
      '1',
      'instance failed to match exactly one schema (matched 2 out of 2)',
    ],
    [{ not: { type: 'integer' } }, '1', 'instance matched a schema which it should not have'],
    [{ format: 'email' }, '"x"', 'string "x" is not a valid email address'],
    [{ format: 'ipv4' }, '"1.2.3"', 'string "1.2.3" is not a valid IPv4 address'],
  ])('of %j for %s', (schema, body, sentence) => {
    expect(explain(schema, body)).toBe(`[${sentence}]`)
  })

  it('looks into fields, in the order of their names, only while nothing is wrong', () => {
    const schema = {
      properties: {
        b: { type: 'string' },
        a: { properties: { c: { type: 'string' } } },
        z: { properties: { c: { type: 'string' } } },
      },
    }
    expect(explain(schema, '{"z":{"c":1},"b":2,"a":{"c":3}}').match(/instance type/g)).toHaveLength(2)
  })
})

describe('validate', () => {
  it('ignores what the service does not support', () => {
    const schema = { type: 'string', nullable: true, example: 3, readOnly: true, default: null, 'x-any': { type: 1 } }
    expect(model(schema).validate(null)).toBe(false)
    expect(model({ minimum: 1, exclusiveMinimum: true }).validate(1)).toBe(true)
    expect(model({ type: 'string', format: 'no-such-format' }).validate('x')).toBe(true)
    expect(model({ type: 'integer', format: 'int32' }).validate(2 ** 40)).toBe(true)
  })

  it('follows references into itself, in circles, and into other models by URL and by name', () => {
    const tree = {
      type: 'object',
      properties: {
        left: { $ref: '#' },
        pet: { $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Pet' },
        tag: { $ref: '#/definitions/a~1b' },
      },
      definitions: { 'a/b': { enum: ['x'] } },
    }
    const validator = model(tree, {
      Pet: { required: ['name'], properties: { owner: { $ref: '#/components/schemas/Owner' } } },
      Owner: { type: 'string' },
    })
    expect(validator.validate(parseJson('{"left":{"left":{"pet":{"name":1,"owner":"me"},"tag":"x"}}}'))).toBe(true)
    expect(validator.validate(parseJson('{"left":{"left":{"pet":{"name":1,"owner":2}}}}'))).toBe(false)
    expect(validator.validate(parseJson('{"left":{"tag":"y"}}'))).toBe(false)
    expect(validator.validate(parseJson('{"left":[]}'))).toBe(false)
  })

  it('refuses references that lead nowhere and schemas that are none', () => {
    for (const schema of [{ $ref: '#/definitions/Nope' }, { items: { $ref: 'Nope' } }, { type: 'file' }, 'x', null]) {
      expect(() => model(schema)).toThrow(SchemaError)
    }
    expect(() => model({ $ref: '#' }).validate(1)).toThrow(SchemaError)
    expect(() => model({ $ref: '#' }).explain(1)).toThrow(SchemaError)
  })

  it('takes boxed numbers and maps for what they are', () => {
    const schema = {
      type: 'object',
      properties: { price: { type: 'number', minimum: 10 }, id: { type: 'integer' }, 1: { enum: ['a'] } },
    }
    expect(model(schema).validate(parseJson('{"price":10.0,"id":12345678901234567890,"1":"a"}'))).toBe(true)
    expect(model(schema).validate(parseJson('{"price":9.0}'))).toBe(false)
    expect(model(schema).validate(parseJson('{"id":1.0}'))).toBe(false)
    expect(model(schema).validate(parseJson('{"1":"b"}'))).toBe(false)
  })

  it('sees only the own properties of a body', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'valueOf']) {
      const body = `{"${name}":{"valueOf":1}}`
      expect(model({ required: [name] }).validate(parseJson('{}'))).toBe(false)
      expect(model({ required: [name] }).validate(parseJson(body))).toBe(true)
      expect(model({ additionalProperties: false }).validate(parseJson(body))).toBe(false)
      expect(model({ properties: { [name]: { type: 'string' } } }).validate(parseJson('{}'))).toBe(true)
      expect(model({ uniqueItems: true }).validate(parseJson(`[${body},${body}]`))).toBe(false)
    }
  })

  it('takes linear time for patterns and unique items', () => {
    expect(model({ pattern: '^(a+)+$' }).validate(`${'a'.repeat(50_000)}!`)).toBe(false)
    const items = Array.from({ length: 20_000 }, (_, at) => ({ at }))
    expect(model({ uniqueItems: true }).validate(items)).toBe(true)
  })

  it('keeps the patterns of a schema apart', () => {
    const schema = { anyOf: [{ pattern: '^(?!c)' }, { pattern: '^a' }], not: { pattern: '^a' } }
    const model = compileModel(schema, { resolve: () => undefined })
    expect([model.validate(''), model.validate('a'), model.validate('c')]).toEqual([true, false, false])
  })

  it('agrees with explain for any value', () => {
    const leaf = fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'null', 'array', 'object'),
        minimum: fc.integer({ min: -5, max: 5 }),
        maxLength: fc.nat({ max: 3 }),
        pattern: fc.constantFrom('^a', 'b$', '^(?!c)'),
        enum: fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 3 }),
        multipleOf: fc.constantFrom(1, 2, 0.1, 0.5),
        minItems: fc.nat({ max: 2 }),
        uniqueItems: fc.boolean(),
        required: fc.constantFrom(['a'], ['a', 'b']),
      },
      { requiredKeys: [] },
    )
    const schema = fc.record(
      {
        properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), leaf),
        additionalProperties: fc.oneof(fc.boolean(), leaf),
        items: fc.oneof(leaf, fc.array(leaf, { minLength: 1, maxLength: 2 })),
        anyOf: fc.array(leaf, { minLength: 1, maxLength: 2 }),
        not: leaf,
      },
      { requiredKeys: [] },
    )
    const scalar = fc.oneof(fc.integer({ min: -6, max: 6 }), fc.constantFrom('a', 'ab', 'cb', '', null, true, 0.5, 0.3))
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value')),
      ),
    }))
    fc.assert(
      fc.property(schema, value, (one, instance) => {
        explain(one, JSON.stringify(instance))
      }),
      { numRuns: 300 },
    )
  })
})
