import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RestApi } from '../../src/api/model.js'
import { describeApi, exportApi, importApi } from '../../src/openapi/index.js'

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}$/)
const text = fc.string({ maxLength: 12 })
const mediaType = fc.constantFrom('application/json', 'text/plain', 'application/xml')
const status = fc.constantFrom('200', '204', '400', '500')
const header = fc.constantFrom('X-One', 'X-Two', 'Accept')
const model = fc.constantFrom('Pet', 'Fault')
const content = fc.dictionary(
  mediaType,
  model.map((to) => ({ schema: { $ref: `#/components/schemas/${to}` } })),
  { maxKeys: 2 },
)

const responseFields = fc.record(
  {
    responseParameters: fc.dictionary(
      header.map((to) => `method.response.header.${to}`),
      text,
      { maxKeys: 2 },
    ),
    responseTemplates: fc.dictionary(mediaType, text, { maxKeys: 2 }),
    contentHandling: fc.constantFrom('CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'),
  },
  { requiredKeys: [] },
)
const integration = fc.record(
  {
    type: fc.constantFrom('http', 'HTTP_PROXY', 'aws', 'aws_proxy', 'mock'),
    httpMethod: fc.constantFrom('GET', 'post', 'ANY'),
    uri: fc.constantFrom(
      'http://back.example/a',
      'http://${stageVariables.host}/b',
      'arn:aws:apigateway:us-east-1:s3:path/x',
    ),
    credentials: name,
    passthroughBehavior: fc.constantFrom('never', 'WHEN_NO_MATCH', 'when_no_templates'),
    contentHandling: fc.constantFrom('CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'),
    timeoutInMillis: fc.integer({ min: 50, max: 29_000 }),
    requestParameters: fc.dictionary(
      header.map((to) => `integration.request.header.${to}`),
      text,
      { maxKeys: 2 },
    ),
    requestTemplates: fc.dictionary(mediaType, text, { maxKeys: 2 }),
    cacheNamespace: name,
    cacheKeyParameters: fc.array(
      header.map((to) => `method.request.header.${to}`),
      { maxLength: 2 },
    ),
    responses: fc
      .uniqueArray(fc.tuple(fc.constantFrom('default', '4\\d\\d', '5.*'), status, responseFields), {
        selector: ([, code]) => code,
        maxLength: 3,
      })
      .map((list) =>
        Object.fromEntries(list.map(([pattern, statusCode, fields]) => [pattern, { ...fields, statusCode }])),
      ),
  },
  { requiredKeys: ['type', 'httpMethod', 'uri'] },
)
const operation = fc.record(
  {
    operationId: name,
    parameters: fc.uniqueArray(
      fc.record({ name: header, in: fc.constantFrom('header', 'query'), required: fc.boolean() }),
      { selector: (item) => `${item.in} ${item.name}`, maxLength: 3 },
    ),
    requestBody: content.map((of) => ({ content: of })),
    responses: fc.dictionary(
      status,
      fc.record({ headers: fc.dictionary(header, fc.constant({}), { maxKeys: 2 }), content }),
      { maxKeys: 3 },
    ),
    security: fc.subarray([{ guard: [] }, { key: [] }]),
    'x-amazon-apigateway-request-validator': fc.constantFrom('all', 'none'),
    'x-amazon-apigateway-integration': integration,
  },
  { requiredKeys: [] },
)
const pathItem = fc.dictionary(fc.constantFrom('get', 'post', 'options', 'x-amazon-apigateway-any-method'), operation, {
  maxKeys: 3,
})
const definition = fc
  .record(
    {
      paths: fc.dictionary(fc.constantFrom('/', '/a', '/a/{id}', '/a/{id}/b', '/c/{rest+}'), pathItem),
      'x-amazon-apigateway-binary-media-types': fc.array(mediaType, { maxLength: 2 }),
      'x-amazon-apigateway-minimum-compression-size': fc.nat(10_485_760),
      'x-amazon-apigateway-api-key-source': fc.constantFrom('HEADER', 'AUTHORIZER'),
      'x-amazon-apigateway-policy': fc.constant({ Version: '2012-10-17', Statement: [] }),
      'x-amazon-apigateway-endpoint-access-mode': fc.constantFrom('BASIC', 'STRICT'),
      'x-amazon-apigateway-gateway-responses': fc.dictionary(
        fc.constantFrom('DEFAULT_4XX', 'THROTTLED'),
        fc.record(
          {
            statusCode: fc.integer({ min: 400, max: 599 }),
            responseTemplates: fc.dictionary(mediaType, text, { maxKeys: 1 }),
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: ['paths'] },
  )
  .map((fields) => ({
    ...fields,
    openapi: '3.0.1',
    info: { title: 'pets', version: '1', description: 'd' },
    components: {
      schemas: {
        Pet: { type: 'object', description: 'A pet', properties: { next: { $ref: '#/components/schemas/Pet' } } },
        Fault: { type: 'string' },
      },
      securitySchemes: {
        key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
        guard: {
          type: 'apiKey',
          name: 'Ticket',
          in: 'header',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: 'arn:x', authorizerResultTtlInSeconds: 7 },
        },
        ask: {
          type: 'apiKey',
          name: 'Unused',
          in: 'header',
          'x-amazon-apigateway-authorizer': {
            type: 'request',
            authorizerUri: 'arn:y',
            identitySource: 'method.request.querystring.q, context.path',
          },
        },
      },
    },
    'x-amazon-apigateway-request-validators': {
      all: { validateRequestBody: true, validateRequestParameters: true },
      none: {},
    },
    'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true, vpcEndpointIds: ['vpce-1'] },
    'x-amazon-apigateway-documentation': {
      version: '3',
      documentationParts: [{ location: { type: 'METHOD', path: '/a', method: 'GET' }, properties: { summary: 's' } }],
    },
  }))

// The order of resources means nothing to the service.
function describeUnordered(api: RestApi): object {
  const description = describeApi(api)
  return { ...description, resources: description.resources.toSorted() }
}

// Swagger has one list of content types for all bodies of an operation: only with one type nothing is lost.
test('an import of an export as Swagger is the same API, with one content type for bodies', () => {
  const types = (api: RestApi): Set<string> =>
    new Set(
      [...api.resources.values()].flatMap((resource) =>
        [...resource.methods.values()].flatMap((method) => [
          ...method.requestModels.keys(),
          ...[...method.methodResponses.values()].flatMap((response) => [...response.responseModels.keys()]),
        ]),
      ),
    )
  fc.assert(
    fc.property(definition, (document) => {
      const { api } = importApi(document, { apiId: 'abc' })
      fc.pre(types(api).size <= 1)
      const options = { exportType: 'swagger', stageName: 'v1', extensions: 'apigateway' } as const
      const { body } = exportApi(api, { ...options, documentationVersion: '3' })
      expect(describeUnordered(importApi(body, { apiId: 'abc' }).api)).toEqual(describeUnordered(api))
    }),
    { numRuns: 150 },
  )
})

test.each(['application/json', 'application/yaml'] as const)(
  'an import of an export (%s) is the same API',
  (accepts) => {
    fc.assert(
      fc.property(definition, (document) => {
        const { api } = importApi(document, { apiId: 'abc' })
        const { body } = exportApi(api, {
          exportType: 'oas30',
          stageName: 'v1',
          extensions: 'apigateway',
          documentationVersion: '3',
          accepts,
        })
        const again = importApi(body, { apiId: 'abc' })
        expect(describeUnordered(again.api)).toEqual(describeUnordered(api))
        expect(again.warnings).toEqual([])
        expect(again.findings).toEqual([])
      }),
      { numRuns: accepts === 'application/json' ? 300 : 50 },
    )
  },
)
