import type { APIGatewayProxyHandler } from 'aws-lambda'
import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { ConfigError } from '../../src/errors.js'
import { describeApi, exportApi, importApi } from '../../src/openapi/index.js'
import type { PathVariables } from '../../src/routes/index.js'
import { routesToApi } from '../../src/routes/index.js'

const PREFIX =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:'

function faultsOf(run: () => unknown): ConfigError {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('handler types', () => {
  test('know the path parameters of the route', () => {
    expectTypeOf<PathVariables<'GET /a/{b}/{c+}'>>().toEqualTypeOf<'b' | 'c'>()
    routesToApi({
      'GET /pets/{petId}/toys/{toyId}': (event) => {
        expectTypeOf(event.pathParameters).toEqualTypeOf<{ petId: string; toyId: string }>()
        // @ts-expect-error -- the route has no such variable
        void event.pathParameters.other
        return { statusCode: 200, body: event.pathParameters.petId }
      },
      'ANY /{proxy+}': { handler: (event) => ({ statusCode: 200, body: event.pathParameters.proxy }) },
      'GET /': (event) => {
        expectTypeOf(event.pathParameters).toEqualTypeOf<null>()
        return { statusCode: 204 }
      },
    })
  })

  test('take a handler that was written for any event', () => {
    const handler: APIGatewayProxyHandler = async () => ({ statusCode: 200, body: '' })
    expect(routesToApi({ 'GET /a/{b}': handler, 'GET /b': { handler } }).functions).toEqual({
      'GET-a-b': handler,
      'GET-b': handler,
    })
  })
})

describe('routes', () => {
  test('a function is called by AWS_PROXY under a name made of its key', () => {
    const handler = (): object => ({ statusCode: 200 })
    const { api, functions } = routesToApi({
      'GET /pets/{petId}': handler,
      'ANY /{proxy+}': { invoke: () => ({ value: 1 }) },
    })
    const { methods, resources } = describeApi(api)
    expect(resources).toEqual(['/', '/pets', '/pets/{petId}', '/{proxy+}'])
    expect(methods['GET /pets/{petId}']).toMatchObject({
      requestParameters: { 'method.request.path.petId': true },
      methodIntegration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: `${PREFIX}GET-pets-petId/invocations` },
    })
    expect(functions['GET-pets-petId']).toBe(handler)
    expect(Object.keys(functions)).toEqual(['GET-pets-petId', 'ANY-proxy'])
  })

  test('keys that give the same name get functions of their own', () => {
    const { functions } = routesToApi({ 'GET /a-b': () => 1, 'GET /a/b': () => 2 })
    expect(Object.keys(functions)).toEqual(['GET-a-b', 'GET-a-b-2'])
  })

  test('the id of the API keeps the functions of several APIs apart', () => {
    expect(Object.keys(routesToApi({ 'GET /a': () => 1 }, { apiId: 'pets' }).functions)).toEqual(['pets-GET-a'])
  })

  test('a function may be named, and any integration written out', () => {
    const { api } = routesToApi({
      'GET /a': 'list:live',
      'GET /b': { integration: { type: 'http_proxy', httpMethod: 'GET', uri: 'http://x.example' } },
    })
    const { methods } = describeApi(api)
    expect(methods['GET /a']).toMatchObject({ methodIntegration: { uri: `${PREFIX}list:live/invocations` } })
    expect(methods['GET /b']).toMatchObject({ methodIntegration: { type: 'HTTP_PROXY' } })
  })

  test('settings reach the model', () => {
    const authorize = (): object => ({})
    const { api, functions } = routesToApi(
      {
        'POST /pets': {
          handler: 'add',
          operationName: 'AddPet',
          authorizer: 'guard',
          apiKeyRequired: true,
          requestValidator: { validateRequestBody: true },
          requestModels: { 'application/json': 'Pet', 'text/plain': { type: 'string' } },
          parameters: { 'querystring.dry': true, 'header.X-Id': false },
          responses: { 201: { headers: ['Location'], models: { 'application/json': 'Pet' } } },
        },
        'GET /pets': { handler: 'list', authorizer: 'AWS_IAM' },
      },
      {
        name: 'shop',
        models: { Pet: { type: 'object' } },
        authorizers: { guard: { type: 'TOKEN', handler: authorize } },
      },
    )
    const { methods, authorizers, requestValidators, restApi } = describeApi(api)
    expect(methods['POST /pets']).toMatchObject({
      operationName: 'AddPet',
      authorizationType: 'CUSTOM',
      authorizer: 'guard',
      apiKeyRequired: true,
      requestParameters: { 'method.request.querystring.dry': true, 'method.request.header.X-Id': false },
      requestModels: { 'application/json': 'Pet' },
      methodResponses: { 201: { responseParameters: { 'method.response.header.Location': false } } },
    })
    expect(requestValidators[String(methods['POST /pets']?.['requestValidator'])]).toMatchObject({
      validateRequestBody: true,
    })
    expect(methods['GET /pets']).toMatchObject({ authorizationType: 'AWS_IAM' })
    expect(authorizers['guard']).toMatchObject({
      type: 'TOKEN',
      identitySource: 'method.request.header.Authorization',
      authorizerUri: `${PREFIX}authorizer-guard/invocations`,
    })
    expect(functions['authorizer-guard']).toBe(authorize)
    expect(restApi['name']).toBe('shop')
  })

  test('an API of routes is exported and imported like any other', () => {
    const { api } = routesToApi({
      'GET /a/{b}': () => 1,
      'POST /a': { handler: 'x', requestModels: { 'application/json': { type: 'object' } } },
    })
    const { body } = exportApi(api, { exportType: 'oas30', stageName: 'v1', extensions: 'apigateway' })
    expect(describeApi(importApi(body).api).methods).toEqual(describeApi(api).methods)
  })
})

describe('faults', () => {
  test.each([
    ['get /a', 'get is no method of a route'],
    ['GET a', 'a method, one blank and a path'],
    ['$connect', 'belongs to HTTP and WebSocket APIs'],
  ])('the key %s is refused', (key, message) => {
    const error = faultsOf(() => routesToApi({ [key]: () => 1 }))
    expect(error.faults[0]?.pointer).toBe(`/routes/${key.replaceAll('/', '~1')}`)
    expect(error.message).toContain(message)
  })

  test('point to the route and to the option', () => {
    const error = faultsOf(() =>
      routesToApi(
        {
          'GET /a': { integration: { type: 'http', httpMethod: 'GET' } },
          'GET /b': { handler: 'x', requestValidator: 'none' },
        },
        { models: { 'a-b': {} } },
      ),
    )
    expect(error.faults.map((fault) => fault.pointer)).toEqual([
      '/models/a-b',
      '/routes/GET ~1a/integration/uri',
      '/routes/GET ~1b/requestValidator',
    ])
  })

  test('anything else than a route is refused', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('GET /a', 'ANY /{p+}', 'GET /__proto__')), fc.anything()),
        (routes) => {
          try {
            routesToApi(routes as never)
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
