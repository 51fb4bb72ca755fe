import { describe, expect, test } from 'vitest'
import { ConfigError, createGateway, type GatewayConfig } from '../../src/index.js'
import { connectClient } from '../../src/testing/index.js'
import { open, recorder, refused } from './api.js'

/** The faults of a config that only JavaScript could write. */
function faultsOf(config: object): Array<{ pointer: string; message: string; suggestion?: string }> {
  try {
    createGateway({ protocolType: 'WEBSOCKET', ...config } as unknown as GatewayConfig)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.faults.map(({ pointer, message, suggestion }) => ({
      pointer,
      message,
      ...(suggestion !== undefined && { suggestion }),
    }))
  }
  return []
}

const HTTP = { integrationType: 'HTTP', integrationUri: 'http://example.com/' }

describe('a fault of the config is told at its place', () => {
  test.each<[string, object, string]>([
    ['a route key of the service', { routes: { $other: 'f' } }, '/routes/$other'],
    ['an unknown setting of a route', { routes: { a: { handlr: 'f' } } }, '/routes/a/handlr'],
    ['a handler that is none', { routes: { a: { handler: 7 } } }, '/routes/a/handler'],
    ['two things behind a route', { routes: { a: { handler: 'f', integration: HTTP } } }, '/routes/a'],
    [
      'an unknown integration',
      { routes: { a: { target: 'integrations/x' } }, integrations: { i: HTTP } },
      '/routes/a/target',
    ],
    [
      'an unknown integration type',
      { routes: { a: { integration: { integrationType: 'FTP' } } } },
      '/routes/a/integration/integrationType',
    ],
    ['no integration type', { routes: { a: { integration: {} } } }, '/routes/a/integration'],
    ['no address', { routes: { a: { integration: { integrationType: 'HTTP' } } } }, '/routes/a/integration'],
    [
      'a timeout out of range',
      { routes: {}, integrations: { i: { ...HTTP, timeoutInMillis: 30_000 } } },
      '/integrations/i/timeoutInMillis',
    ],
    ['authorization of a message', { routes: { a: { authorizationType: 'AWS_IAM' } } }, '/routes/a'],
    ['an API key for a message', { routes: { a: { apiKeyRequired: true } } }, '/routes/a'],
    [
      'an unknown authorizer',
      { routes: { $connect: { authorizationType: 'CUSTOM', authorizerId: 'x' } } },
      '/routes/$connect/authorizerId',
    ],
    ['no authorizer', { routes: { $connect: { authorizationType: 'CUSTOM' } } }, '/routes/$connect'],
    ['an authorizer without a function', { routes: {}, authorizers: { a: {} } }, '/authorizers/a'],
    [
      'an identity source that is none',
      { routes: {}, authorizers: { a: { handler: 'f', identitySource: ['route.request.body.x'] } } },
      '/authorizers/a/identitySource/0',
    ],
    [
      'a route selection expression',
      { routes: {}, routeSelectionExpression: '$request.header.x' },
      '/routeSelectionExpression',
    ],
    [
      'a key selection expression',
      { routes: {}, apiKeySelectionExpression: '$request.body.x' },
      '/apiKeySelectionExpression',
    ],
    [
      'a model selection expression',
      { routes: { a: { modelSelectionExpression: '$context.x' } } },
      '/routes/a/modelSelectionExpression',
    ],
    [
      'a route response but $default',
      { routes: { a: { routeResponseSelectionExpression: '$request.body.x' } } },
      '/routes/a/routeResponseSelectionExpression',
    ],
    ['a route response key', { routes: { a: { routeResponses: { other: {} } } } }, '/routes/a/routeResponses/other'],
    ['an unknown model', { routes: { a: { requestModels: { x: 'M' } } } }, '/routes/a/requestModels/x'],
    ['a model that is no schema', { routes: {}, models: { M: { schema: { type: 'nothing' } } } }, '/models/M'],
    ['a schema that is no JSON', { routes: {}, models: { M: { schema: '{' } } }, '/models/M/schema'],
    [
      'a request parameter',
      { routes: { $connect: { requestParameters: { 'route.request.path.x': true } } } },
      '/routes/$connect/requestParameters/route.request.path.x',
    ],
    [
      'a template',
      { routes: {}, integrations: { i: { ...HTTP, requestTemplates: { $default: '#if(' } } } },
      '/integrations/i/requestTemplates/$default',
    ],
    [
      'a template selection expression',
      { routes: {}, integrations: { i: { ...HTTP, templateSelectionExpression: '$context.x' } } },
      '/integrations/i/templateSelectionExpression',
    ],
    [
      'a mapping',
      {
        routes: {},
        integrations: {
          i: { ...HTTP, requestParameters: { 'integration.request.header.x': 'method.request.header.x' } },
        },
      },
      '/integrations/i/requestParameters/integration.request.header.x',
    ],
    [
      'a response pattern',
      { routes: {}, integrations: { i: { ...HTTP, integrationResponses: { '/(/': {} } } } },
      '/integrations/i/integrationResponses/~1(~1',
    ],
    [
      'a response template',
      {
        routes: {},
        integrations: { i: { ...HTTP, integrationResponses: { $default: { responseTemplates: { x: '#if(' } } } } },
      },
      '/integrations/i/integrationResponses/$default/responseTemplates/x',
    ],
    [
      'settings of a route that is not there',
      { routes: { chat: 'f' }, stages: { prod: { routeSettings: { chta: {} } } } },
      '/stages/prod/routeSettings/chta',
    ],
    ['the stage $default', { routes: {}, stages: { $default: {} } }, '/stages/$default'],
    ['a setting of REST APIs', { routes: {}, binaryMediaTypes: [] }, '/binaryMediaTypes'],
    [
      'a stage setting of REST APIs',
      { routes: {}, stages: { prod: { methodSettings: {} } } },
      '/stages/prod/methodSettings',
    ],
    ['a store that is none', { routes: {}, connections: {} }, '/connections'],
  ])('%s', (_, config, pointer) => {
    expect(faultsOf(config).map((fault) => fault.pointer)).toContain(pointer)
  })

  test('all of them, and with the name that was meant', () => {
    const faults = faultsOf({
      routes: {
        a: { target: 'integrations/chta' },
        $connect: { authorizer: 'mian' },
        b: { routeResponseSelectionExpresion: '$default' },
      },
      integrations: { chat: HTTP },
      authorizers: { main: { handler: 'f' } },
    })
    expect(faults.map(({ pointer, suggestion }) => [pointer, suggestion])).toEqual([
      ['/routes/a/target', 'chat'],
      ['/routes/$connect/authorizer', 'main'],
      ['/routes/b/routeResponseSelectionExpresion', 'routeResponseSelectionExpression'],
    ])
  })

  test('under the API that has it', () => {
    expect(
      faultsOf({ protocolType: undefined, apis: { ws: { protocolType: 'WEBSOCKET', routes: { $x: 'f' } } } }),
    ).toEqual([expect.objectContaining({ pointer: '/apis/ws/routes/$x' })])
  })
})

test('disableSchemaValidation takes models that are no schemas', () => {
  const models = { M: { schema: { type: 'nothing' } } }
  expect(faultsOf({ routes: {}, models, disableSchemaValidation: true })).toEqual([])
})

test('settings that change nothing are findings', () => {
  const gateway = open({
    routes: { a: { target: 'i' } },
    integrations: {
      i: {
        integrationType: 'MOCK',
        integrationResponses: { $default: { responseParameters: { 'route.response.header.x': "'1'" } } },
      },
    },
    authorizers: { main: { handler: recorder() as never, authorizerResultTtlInSeconds: 300 } },
    stages: { prod: { defaultRouteSettings: { loggingLevel: 'INFO', dataTraceEnabled: false } } },
  })
  expect(gateway.findings.map(({ rule, pointer }) => [rule, pointer])).toEqual([
    ['websocket/route-setting-not-built', '/stages/prod/defaultRouteSettings/loggingLevel'],
    ['websocket/authorizer-ttl-unused', '/authorizers/main'],
    ['websocket/response-parameters-unused', '/integrations/i/integrationResponses/$default'],
  ])
})

describe('several APIs', () => {
  test('WebSocket beside REST, each at its host', async () => {
    const chat = recorder()
    const gateway = createGateway({
      logger: false,
      apis: {
        rest: { routes: { 'GET /pets': () => ({ statusCode: 200, body: 'pets' }) } },
        chat: { protocolType: 'WEBSOCKET', routes: { chat } },
        open: { protocolType: 'WEBSOCKET', routes: {} },
      },
    })
    const host = (api: string) => `${api}.execute-api.us-east-1.amazonaws.com`
    const client = await connectClient(gateway, { host: host('chat') })
    await client.send('{"action": "chat"}')
    expect(chat.events[0]?.requestContext).toMatchObject({ apiId: 'chat', domainName: host('chat') })
    expect((await gateway.handle({ method: 'GET', path: '/prod/pets', host: host('rest') })).text()).toBe('pets')
    expect((await refused(gateway, { host: host('rest') })).statusCode).toBe(403)
    expect((await refused(gateway, { host: host('nobody') })).statusCode).toBe(403)
    const path = `/prod/@connections/${encodeURIComponent(client.connectionId)}`
    expect((await gateway.handle({ method: 'POST', path, host: host('open'), body: 'x' })).statusCode).toBe(410)
    expect((await gateway.handle({ method: 'POST', path, host: host('chat'), body: 'x' })).statusCode).toBe(200)
  })

  test('integration modules stand beside the integrations of a single API', async () => {
    const gateway = open({
      routes: { $connect: { target: 'MOCK' } },
      integrations: {
        MOCK: { integrationType: 'HTTP', integrationUri: 'http://example.com/' },
        HTTP: () => ({
          invoke: () => {
            throw new Error('replaced')
          },
        }),
      },
    })
    expect((await refused(gateway)).statusCode).toBe(500)
  })
})

test('warm compiles every route', async () => {
  const gateway = open({
    routes: { a: { integration: { integrationType: 'MOCK', requestTemplates: { $default: '{"statusCode": 200}' } } } },
  })
  await gateway.warm()
})

test('an observer is told of the steps of all three', async () => {
  const steps: string[] = []
  const gateway = open({
    routes: { $connect: recorder(), $default: recorder(), $disconnect: recorder() },
    observer: { onLeave: ({ step, outcome }, { httpMethod }) => steps.push(`${httpMethod} ${step} ${outcome}`) },
  })
  const client = await connectClient(gateway)
  await client.send('x')
  await client.close()
  expect(steps).toEqual([
    '$connect makeEvent continued',
    '$connect callIntegration continued',
    '$connect readVerdict continued',
    '$default makeEvent continued',
    '$default callIntegration continued',
    '$default passAnswer continued',
    '$disconnect makeEvent continued',
    '$disconnect callIntegration continued',
  ])
})
