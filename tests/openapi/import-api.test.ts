import { describe, expect, test } from 'vitest'
import { DefinitionError, importApi } from '../../src/openapi/index.js'

const MOCK = { type: 'mock', responses: { default: { statusCode: '200' } } }

function document(paths: object, more: object = {}): object {
  return { openapi: '3.0.1', info: { title: 'pets', version: '1' }, paths, ...more }
}

function method(operation: object, more: object = {}) {
  const { api, ...rest } = importApi(document({ '/pets': { get: operation } }, more))
  return { method: api.resources.get('/pets')?.methods.get('GET'), api, ...rest }
}

function refusal(definition: unknown): DefinitionError {
  try {
    importApi(definition)
  } catch (error) {
    if (error instanceof DefinitionError) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('references', () => {
  test('parameters, responses, bodies and path items are followed', () => {
    const { api } = importApi(
      document(
        { '/pets/{id}': { $ref: '#/x-items/pet' } },
        {
          'x-items': {
            pet: {
              parameters: [{ $ref: '#/components/parameters/id' }],
              post: {
                requestBody: { $ref: '#/components/requestBodies/pet' },
                responses: { 200: { $ref: '#/components/responses/ok' } },
              },
            },
          },
          components: {
            parameters: { id: { name: 'id', in: 'path', required: true } },
            requestBodies: {
              pet: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
            },
            responses: {
              ok: {
                headers: { 'X-A': {} },
                content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
              },
            },
            schemas: { Pet: { type: 'object' } },
          },
        },
      ),
    )
    expect(api.resources.get('/pets/{id}')?.methods.get('POST')).toMatchObject({
      requestParameters: new Map([['method.request.path.id', true]]),
      requestModels: new Map([['application/json', 'Pet']]),
      methodResponses: new Map([
        [
          '200',
          {
            statusCode: '200',
            responseParameters: new Map([['method.response.header.X-A', false]]),
            responseModels: new Map([['application/json', 'Pet']]),
          },
        ],
      ]),
    })
  })

  test('a circle of references is a fault, not an endless loop', () => {
    const error = refusal(document({ '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } }))
    expect(error.faults.map((fault) => fault.pointer)).toEqual(['/paths/~1a/$ref', '/paths/~1b/$ref'])
  })

  test('a schema without a name becomes a model whose name depends on its place alone', () => {
    const body = { content: { 'application/json': { schema: { type: 'object', required: ['name'] } } } }
    const [first, second] = [method({ requestBody: body }), method({ requestBody: body })]
    const name = first.method?.requestModels.get('application/json') ?? ''
    expect(name).toMatch(/^MODEL[0-9a-f]{6}$/)
    expect(first.api.models.get(name)?.schema).toEqual({ type: 'object', required: ['name'] })
    expect(second.method?.requestModels).toEqual(first.method?.requestModels)
  })

  test('the models Empty and Error are there without being defined', () => {
    const { api, method: get } = method({
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Empty' } } } } },
    })
    expect(get?.methodResponses.get('200')?.responseModels.get('application/json')).toBe('Empty')
    expect(api.models.get('Empty')?.schema).toEqual({ title: 'Empty Schema', type: 'object' })
  })
})

describe('faults', () => {
  test('all are told at once, each with its place', () => {
    const error = refusal(
      document(
        {
          '/a': {
            get: {
              'x-amazon-apigateway-integration': { type: 'http' },
              'x-amazon-apigateway-request-validator': 'none',
            },
          },
          '/b/{x}/c': { get: {} },
          '/b/{y}': { get: {} },
          '/{p+}/q': { get: {} },
        },
        { components: { schemas: { 'a-b': {} } }, 'x-amazon-apigateway-gateway-responses': { UNAUTHORISED: {} } },
      ),
    )
    expect(error.faults.map((fault) => fault.pointer)).toEqual([
      '/components/schemas/a-b',
      '/paths/~1a/get/x-amazon-apigateway-integration/httpMethod',
      '/paths/~1a/get/x-amazon-apigateway-integration/uri',
      '/paths/~1a/get/x-amazon-apigateway-request-validator',
      '/paths/~1b~1{y}',
      '/paths/~1{p+}~1q',
      '/x-amazon-apigateway-gateway-responses/UNAUTHORISED',
    ])
    expect(error.code).toBe('ERR_DEFINITION')
    expect(error.faults.at(-1)?.suggestion).toBe('UNAUTHORIZED')
  })

  test("the service's words for them come along", () => {
    const definition = document({ '/b/{x}': { get: {} }, '/b/{y}': { get: {} } })
    expect(refusal(definition).serviceError.message).toBe(
      "Errors found during import:\n\tUnable to create resource at path '/b/{y}': A sibling ({x}) of this resource already has a variable path part -- only one is allowed",
    )
  })

  test('settings of HTTP APIs that cannot be left out are refused by name', () => {
    const integration = { type: 'aws_proxy', integrationSubtype: 'SQS-SendMessage' }
    const error = refusal(document({ '/a': { get: { 'x-amazon-apigateway-integration': integration } } }))
    expect(error.message).toContain('integrationSubtype of an integration belongs to HTTP APIs')
  })

  test('warnings refuse the document when they are asked to', () => {
    const integration = { ...MOCK, requestParameters: { 'integration.request.header.a': 7 } }
    const definition = document({ '/a': { get: { 'x-amazon-apigateway-integration': integration } } })
    expect(() => importApi(definition, { failOnWarnings: true })).toThrow(DefinitionError)
    expect(importApi(definition).warnings).toHaveLength(1)
  })
})

describe('findings', () => {
  test.each<[string, object, string, string]>([
    [
      'root',
      { 'x-amazon-apigateway-binary-media-type': [] },
      '/x-amazon-apigateway-binary-media-type',
      '"x-amazon-apigateway-binary-media-types"',
    ],
    [
      'operation',
      { paths: { '/a': { get: { 'x-amazon-apigateway-integrations': MOCK } } } },
      '/paths/~1a/get/x-amazon-apigateway-integrations',
      '"x-amazon-apigateway-integration"',
    ],
    [
      'integration',
      { paths: { '/a': { get: { 'x-amazon-apigateway-integration': { ...MOCK, passthroughBehaviour: 'never' } } } } },
      '/paths/~1a/get/x-amazon-apigateway-integration/passthroughBehaviour',
      '"passthroughBehavior"',
    ],
  ])('an unknown key of the %s says what was meant', (_, more, pointer, meant) => {
    const { findings } = importApi(document({}, more))
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ level: 'warning', pointer })
    expect(findings[0]?.message).toContain(`Did you mean ${meant}?`)
  })

  test('security that would let everyone in is told', () => {
    const { findings } = method({ security: [{ nobody: [] }] })
    expect(findings).toMatchObject([
      { level: 'error', rule: 'authorization/unknown-scheme', pointer: '/paths/~1pets/get/security/0/nobody' },
    ])
  })
})

describe('security', () => {
  const schemes = {
    components: {
      securitySchemes: {
        iam: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
        ask: {
          type: 'apiKey',
          name: 'Unused',
          in: 'header',
          'x-amazon-apigateway-authorizer': {
            type: 'request',
            authorizerUri: 'arn:x',
            identitySource: 'method.request.header.A, context.path',
          },
        },
      },
    },
  }

  test('a sigv4 scheme and the auth extension ask for IAM', () => {
    expect(method({ security: [{ iam: [] }] }, schemes).method?.authorizationType).toBe('AWS_IAM')
    expect(method({ 'x-amazon-apigateway-auth': { type: 'aws_iam' } }).method?.authorizationType).toBe('AWS_IAM')
  })

  test('an operation without security of its own has the one of the root, and may refuse it', () => {
    const more = { ...schemes, security: [{ ask: [] }] }
    expect(method({}, more).method).toMatchObject({ authorizationType: 'CUSTOM', authorizer: 'ask' })
    expect(method({ security: [] }, more).method?.authorizationType).toBe('NONE')
    expect(method({ 'x-amazon-apigateway-auth': { type: 'NONE' } }, more).method?.authorizationType).toBe('NONE')
  })

  test('a REQUEST authorizer keeps its list of sources', () => {
    expect(method({}, schemes).api.authorizers.get('ask')?.identitySource).toBe('method.request.header.A, context.path')
  })
})

describe('merge and overwrite', () => {
  const base = importApi(
    document(
      { '/a': { get: { operationId: 'old' }, post: {} }, '/gone': { get: {} } },
      {
        'x-amazon-apigateway-minimum-compression-size': 5,
        'x-amazon-apigateway-endpoint-configuration': { types: ['PRIVATE'] },
      },
    ),
    { apiId: 'abc' },
  ).api
  const change = document({ '/a': { get: { operationId: 'new' } }, '/b': { get: {} } })

  test('merge replaces what conflicts and keeps the rest', () => {
    const { api } = importApi(change, { mode: 'merge', base })
    expect([...api.resources.keys()]).toEqual(['/', '/a', '/gone', '/b'])
    expect([...(api.resources.get('/a')?.methods.keys() ?? [])]).toEqual(['GET', 'POST'])
    expect(api.resources.get('/a')?.methods.get('GET')?.operationName).toBe('new')
    expect(api).toMatchObject({ id: 'abc', minimumCompressionSize: 5 })
  })

  test('overwrite deletes what the document lacks, but for the endpoint', () => {
    const { api } = importApi(change, { mode: 'overwrite', base })
    expect([...api.resources.keys()]).toEqual(['/', '/a', '/b'])
    expect([...(api.resources.get('/a')?.methods.keys() ?? [])]).toEqual(['GET'])
    expect(api.minimumCompressionSize).toBeUndefined()
    expect(api).toMatchObject({ id: 'abc', endpointConfiguration: { types: ['PRIVATE'] } })
  })
})

test('of two patterns with the same status the later one is left', () => {
  const responses = { a: { statusCode: 400 }, default: { statusCode: 200 }, b: { statusCode: 400 } }
  const { method: get, findings } = method({ 'x-amazon-apigateway-integration': { type: 'mock', responses } })
  expect(get?.integration?.integrationResponses.map((response) => response.selectionPattern)).toEqual([undefined, 'b'])
  expect(findings.map((finding) => finding.rule)).toEqual(['integration/status-repeated'])
})
