import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DefinitionError, describeApi, exportApi, importApi } from '../../src/openapi/index.js'

// Words of the language at random places reach deeper than random words do.
const word = fc.constantFrom(
  ...'get post options x-amazon-apigateway-any-method parameters responses headers content schema security requestBody'.split(
    ' ',
  ),
  ...'x-amazon-apigateway-integration x-amazon-apigateway-auth x-amazon-apigateway-request-validator type uri httpMethod'.split(
    ' ',
  ),
  ...'requestParameters requestTemplates statusCode default 200 name in required location properties path'.split(' '),
  ...'$ref Ref Fn::Sub Fn::GetAtt Fn::Join Fn::Select Fn::If Fn::Transform __proto__ constructor toString'.split(' '),
)
const rootWord = fc.constantFrom(
  ...'paths components definitions securityDefinitions servers security basePath info x-amazon-apigateway-gateway-responses'.split(
    ' ',
  ),
  ...'x-amazon-apigateway-documentation x-amazon-apigateway-request-validators x-amazon-apigateway-binary-media-types'.split(
    ' ',
  ),
  ...'x-amazon-apigateway-policy x-amazon-apigateway-endpoint-configuration x-amazon-apigateway-minimum-compression-size'.split(
    ' ',
  ),
)
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '/',
    '/a/{b}',
    '/{p+}',
    '#/paths',
    '#/components/schemas/A',
    '#',
    '${A.Arn}',
    '${',
    'mock',
    'http',
    'body',
    'query',
    'apiKey',
  ),
)
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(word, text), tie('tree'), { maxKeys: 4 }),
  ),
}))
const document = fc
  .tuple(
    fc.constantFrom({ openapi: '3.0.1' }, { swagger: '2.0' }),
    fc.dictionary(rootWord, tree),
    fc.dictionary(fc.constantFrom('/a', '/a/{b}', '/'), tree),
  )
  .map(([version, fields, paths]) => ({ ...fields, paths, ...version }))

function importOrRefuse(definition: unknown): void {
  try {
    const { api } = importApi(definition)
    describeApi(api)
    exportApi(api, { exportType: 'oas30', stageName: 's', extensions: 'apigateway' })
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
  }
}

describe('whatever the document', () => {
  test('random trees of the language are imported or refused, never crash', () => {
    fc.assert(
      fc.property(document, (definition) => importOrRefuse(definition)),
      { numRuns: 2000 },
    )
  })

  test('random values of any kind too', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        (value) => importOrRefuse(value),
      ),
      { numRuns: 500 },
    )
  })

  test('random text too', () => {
    const yamlish = fc
      .array(
        fc.constantFrom('a', ':', ' ', '\n', '-', '!Sub', '!Ref', '{', '}', '[', ']', '"', '&a', '*a', '<<', '|', '  '),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string(), yamlish), (value) => importOrRefuse(value)),
      { numRuns: 1000 },
    )
  })

  test('a cycle at any place ends', () => {
    fc.assert(
      fc.property(document, fc.nat(), fc.nat(), (definition, from, to) => {
        const nodes: Array<Record<string, unknown>> = []
        const collect = (value: unknown): void => {
          if (typeof value !== 'object' || value === null) return
          nodes.push(value as Record<string, unknown>)
          Object.values(value).forEach(collect)
        }
        collect(definition)
        const [source, target] = [nodes[from % nodes.length], nodes[to % nodes.length]]
        if (source !== undefined) Object.defineProperty(source, 'again', { value: target, enumerable: true })
        importOrRefuse(definition)
      }),
      { numRuns: 500 },
    )
  })

  test('nothing of it reaches a prototype', () => {
    importOrRefuse(
      JSON.parse(
        '{"openapi":"3.0.1","paths":{"/a":{"__proto__":{"get":{}},"get":{"responses":{"__proto__":{"polluted":1}}}}}}',
      ),
    )
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
