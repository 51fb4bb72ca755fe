import { describe, expect, test } from 'vitest'
import { exportApi, importApi } from '../../src/openapi/index.js'
import { UsageError } from '../../src/errors.js'

const PARTS = [
  { location: { type: 'API' }, properties: { info: { description: 'All pets' }, 'x-other': 1 } },
  { location: { type: 'METHOD', path: '/', method: '*' }, properties: { summary: 'inherited' } },
  { location: { type: 'METHOD', path: '/pets/{id}', method: 'GET' }, properties: { description: 'own' } },
  { location: { type: 'PATH_PARAMETER', path: '/pets', name: 'id' }, properties: { description: 'The pet' } },
  {
    location: { type: 'RESPONSE', path: '/', method: '*', statusCode: '*' },
    properties: { description: 'any answer' },
  },
  { location: { type: 'RESPONSE', path: '/', method: '*', statusCode: '404' }, properties: { description: 'no pet' } },
  { location: { type: 'MODEL', name: 'Pet' }, properties: { description: 'A pet' } },
]

const { api } = importApi({
  openapi: '3.0.1',
  info: { title: 'pets', version: '1' },
  paths: {
    '/pets/{id}': {
      get: { parameters: [{ name: 'id', in: 'path', required: true }], responses: { 200: {}, 404: {} } },
      delete: {},
    },
  },
  components: { schemas: { Pet: { type: 'object' } } },
  'x-amazon-apigateway-documentation': { version: '2', documentationParts: PARTS },
})

describe('documentation', () => {
  const options = {
    exportType: 'oas30',
    stageName: 'v1',
    extensions: 'documentation',
    documentationVersion: '2',
  } as const
  const document = exportApi(api, options).document as Record<string, any>
  const operations = document['paths']['/pets/{id}']

  test('flows into the entities that it is of', () => {
    expect(document['info'].description).toBe('All pets')
    expect(document['components'].schemas.Pet.description).toBe('A pet')
    expect(operations.get.parameters[0].description).toBe('The pet')
    expect(document['x-other']).toBeUndefined()
  })

  test('is inherited by path and status, and an own part stops that', () => {
    expect(operations.delete.summary).toBe('inherited')
    expect(operations.get).toMatchObject({ description: 'own' })
    expect(operations.get.summary).toBeUndefined()
    expect(operations.get.responses['200'].description).toBe('any answer')
    expect(operations.get.responses['404'].description).toBe('no pet')
  })

  test('is exported whole with its version, and not at all without one', () => {
    expect(document['x-amazon-apigateway-documentation']).toEqual({
      version: '2',
      documentationParts: PARTS.map((part) => expect.objectContaining({ properties: part.properties }) as unknown),
    })
    const { documentationVersion: _, ...bare } = options
    expect(exportApi(api, bare).document['x-amazon-apigateway-documentation']).toBeUndefined()
  })
})

test('YAML has the same document and its own file name', () => {
  const json = exportApi(api, { exportType: 'swagger', stageName: 'v1', extensions: 'apigateway' })
  const yaml = exportApi(api, {
    exportType: 'swagger',
    stageName: 'v1',
    extensions: 'apigateway',
    accepts: 'application/yaml',
  })
  expect(yaml.body.startsWith('swagger: "2.0"\n')).toBe(true)
  expect(yaml.contentDisposition).toBe('attachment; filename="swagger_1.yaml"')
  expect(importApi(yaml.body).api).toEqual(importApi(json.body).api)
})

test('an extension that is not known is refused', () => {
  expect(() => exportApi(api, { exportType: 'oas30', stageName: 'v1', extensions: 'integration' })).toThrow(UsageError)
})

test('security schemes are exported without their authorizers when they are not asked for', () => {
  const guarded = importApi({
    swagger: '2.0',
    info: { title: 'a' },
    paths: { '/': { get: { security: [{ guard: [] }, { key: [] }] } } },
    securityDefinitions: {
      key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      guard: {
        type: 'apiKey',
        name: 'Ticket',
        in: 'header',
        'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: 'arn:x' },
      },
    },
  }).api
  const { document } = exportApi(guarded, { exportType: 'swagger', stageName: 'v1' })
  expect(document['securityDefinitions']).toEqual({
    guard: { type: 'apiKey', name: 'Ticket', in: 'header' },
    api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  })
})
