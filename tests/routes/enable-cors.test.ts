import { describe, expect, test } from 'vitest'
import { describeApi, importApi } from '../../src/openapi/index.js'
import { enableCors, routesToApi } from '../../src/routes/index.js'

const CONSOLE_HEADERS = "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'"

const OPENAPI = {
  openapi: '3.0.1',
  info: { title: 'pets' },
  paths: {
    '/pets': {
      get: {
        responses: { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          responses: {
            default: { statusCode: '200' },
            no: {
              statusCode: '404',
              responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'own'" },
            },
          },
        },
      },
      post: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:x' } },
    },
  },
}
const SWAGGER = { ...OPENAPI, openapi: undefined, swagger: '2.0' }

describe.each([
  ['an OpenAPI document', (options: object) => importApi(enableCors(OPENAPI, options)).api],
  ['a Swagger document', (options: object) => importApi(enableCors(SWAGGER, options)).api],
  ['a YAML text', (options: object) => importApi(enableCors(JSON.stringify(OPENAPI), options)).api],
  ['a model', (options: object) => enableCors(importApi(OPENAPI).api, options)],
])('CORS on %s', (_, add) => {
  const { methods, gatewayResponses } = describeApi(add({}))

  test('adds an OPTIONS method that answers preflights', () => {
    expect(methods['OPTIONS /pets']).toEqual({
      httpMethod: 'OPTIONS',
      authorizationType: 'NONE',
      apiKeyRequired: false,
      methodResponses: {
        200: {
          statusCode: '200',
          responseParameters: {
            'method.response.header.Access-Control-Allow-Headers': false,
            'method.response.header.Access-Control-Allow-Methods': false,
            'method.response.header.Access-Control-Allow-Origin': false,
          },
          responseModels: { 'application/json': 'Empty' },
        },
      },
      methodIntegration: {
        type: 'MOCK',
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        passthroughBehavior: 'WHEN_NO_MATCH',
        timeoutInMillis: 29_000,
        cacheKeyParameters: [],
        integrationResponses: {
          200: {
            statusCode: '200',
            responseParameters: {
              'method.response.header.Access-Control-Allow-Headers': CONSOLE_HEADERS,
              'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS,POST'",
              'method.response.header.Access-Control-Allow-Origin': "'*'",
            },
          },
        },
      },
    })
  })

  test('adds the header to the other methods, but for what is there already', () => {
    expect(methods['GET /pets']).toMatchObject({
      methodResponses: { 200: { responseParameters: { 'method.response.header.Access-Control-Allow-Origin': false } } },
      methodIntegration: {
        integrationResponses: {
          200: { responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" } },
          404: { responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'own'" } },
        },
      },
    })
  })

  test('leaves proxies alone', () => {
    expect(methods['POST /pets']).toEqual(describeApi(importApi(OPENAPI).api).methods['POST /pets'])
  })

  test("adds the headers to the gateway's own answers", () => {
    for (const type of ['DEFAULT_4XX', 'DEFAULT_5XX']) {
      expect(gatewayResponses[type]?.['responseParameters']).toEqual({
        'gatewayresponse.header.Access-Control-Allow-Headers': CONSOLE_HEADERS,
        'gatewayresponse.header.Access-Control-Allow-Methods': "'GET,OPTIONS,POST'",
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
      })
    }
  })

  test('takes options', () => {
    const options = {
      allowOrigin: 'https://a.example',
      allowHeaders: ['X-A'],
      allowMethods: ['PUT'],
      maxAge: 9,
      allowCredentials: true,
      exposeHeaders: ['X-B'],
    }
    const view = describeApi(add(options))
    expect(view.methods['OPTIONS /pets']).toMatchObject({
      methodIntegration: {
        integrationResponses: {
          200: {
            responseParameters: {
              'method.response.header.Access-Control-Allow-Origin': "'https://a.example'",
              'method.response.header.Access-Control-Allow-Headers': "'X-A'",
              'method.response.header.Access-Control-Allow-Methods': "'PUT'",
              'method.response.header.Access-Control-Max-Age': "'9'",
              'method.response.header.Access-Control-Allow-Credentials': "'true'",
            },
          },
        },
      },
    })
    expect(view.methods['GET /pets']).toMatchObject({
      methodIntegration: {
        integrationResponses: {
          200: { responseParameters: { 'method.response.header.Access-Control-Expose-Headers': "'X-B'" } },
        },
      },
    })
  })

  test('adds nothing the second time', () => {
    expect(describeApi(enableCors(add({})))).toEqual(describeApi(add({})))
  })
})

test('routes say it for their path', () => {
  const { api } = routesToApi({
    'GET /a': { handler: 'x', cors: true },
    'GET /b': 'y',
    'ANY /c': { handler: 'z', cors: { allowOrigin: 'https://c.example' } },
  })
  const { methods } = describeApi(api)
  expect(Object.keys(methods)).toEqual(['GET /a', 'OPTIONS /a', 'GET /b', 'ANY /c', 'OPTIONS /c'])
  expect(JSON.stringify(methods['OPTIONS /c'])).toContain("'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'")
})

test('the options of all routes can be refused by one', () => {
  const { api } = routesToApi({ 'GET /a': 'x', 'GET /b': { handler: 'y', cors: false } }, { cors: true })
  expect(Object.keys(describeApi(api).methods)).toEqual(['GET /a', 'OPTIONS /a', 'GET /b'])
})
