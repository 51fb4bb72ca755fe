import { describe, expect, test } from 'vitest'
import { connectClient } from '../../src/testing/index.js'
import { deferred, open, recorder, refused } from './api.js'

describe('an upgrade', () => {
  test('is accepted where there is no $connect route, or one with nothing behind it', async () => {
    expect((await connectClient(open({ routes: { $default: recorder() } }))).connectionId).toMatch(/^[\w-]{15}=$/)
    expect((await connectClient(open({ routes: { $connect: {} } }))).closed).toBeUndefined()
  })

  test('waits for the $connect function, and until then the connection does not exist', async () => {
    const answer = deferred<{ statusCode: number }>()
    const $connect = recorder(() => answer.promise)
    const gateway = open({ routes: { $connect } })
    const connecting = connectClient(gateway)
    await Promise.resolve()
    const id = String($connect.events[0]?.requestContext['connectionId'])
    await expect(gateway.connections.post(id, 'x')).rejects.toMatchObject({ name: 'GoneException', statusCode: 410 })
    answer.resolve({ statusCode: 204 })
    expect((await connecting).connectionId).toBe(id)
    await gateway.connections.post(id, 'x')
  })

  test.each([301, 401, 404, 501])('is refused with the status %i of the function', async (statusCode) => {
    const $connect = recorder({ statusCode, body: 'why' })
    expect(await refused(open({ routes: { $connect } }))).toMatchObject({ statusCode, text: 'why' })
  })

  test('is refused with 502 when the function raises, or answers no proxy result', async () => {
    const raising = open({ routes: { $connect: recorder(() => Promise.reject(new Error('boom'))) } })
    const answer = await refused(raising)
    expect(answer.statusCode).toBe(502)
    expect(answer.text).toMatch(
      /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    )
    expect((await refused(open({ routes: { $connect: recorder('nothing') } }))).statusCode).toBe(502)
  })

  test('is refused with 504 when the function hangs', async () => {
    const gateway = open({ routes: { $connect: () => new Promise(() => undefined) } })
    const refusal = refused(gateway)
    await gateway.clock.advance(29_000)
    expect(await refusal).toMatchObject({
      statusCode: 504,
      text: expect.stringContaining('Endpoint request timed out'),
    })
    expect(gateway.connections.size).toBe(0)
  })

  test('is refused with 500 when the function does not exist', async () => {
    expect((await refused(open({ routes: { $connect: 'nobody' } }))).statusCode).toBe(500)
  })

  test('runs no $disconnect when it was refused', async () => {
    const $disconnect = recorder()
    await refused(open({ routes: { $connect: recorder({ statusCode: 403 }), $disconnect } }))
    expect($disconnect.events).toEqual([])
  })

  test('goes to a stage and nowhere else', async () => {
    const gateway = open({ routes: { $default: recorder() }, stages: { prod: {}, dev: {} } })
    expect((await refused(gateway, { path: '/other' })).statusCode).toBe(403)
    expect((await refused(gateway, { path: '/prod/more' })).statusCode).toBe(403)
    expect((await connectClient(gateway, { path: '/dev/' })).closed).toBeUndefined()
  })

  test('with more than 4096 characters, or headers that no server takes, is refused', async () => {
    const gateway = open({ routes: { $default: recorder() } })
    expect((await refused(gateway, { path: `/prod?q=${'a'.repeat(4096)}` })).statusCode).toBe(414)
    expect((await refused(gateway, { headers: { big: 'a'.repeat(10_241) } })).statusCode).toBe(431)
    expect((await refused(gateway, { headers: { bad: 'a\r\nb: c' } })).statusCode).toBe(400)
  })

  test('to the default address is refused where the API has closed it', async () => {
    const gateway = open({ routes: { $default: recorder() }, disableExecuteApiEndpoint: true })
    expect((await refused(gateway)).statusCode).toBe(403)
    await connectClient(gateway, { host: 'ws.example.com' })
  })

  test('is refused with 503 once the gateway is closed, also when it was under way', async () => {
    const answer = deferred<{ statusCode: number }>()
    const gateway = open({ routes: { $connect: () => answer.promise } })
    const refusal = refused(gateway)
    await gateway.close()
    answer.resolve({ statusCode: 200 })
    expect((await refusal).statusCode).toBe(503)
    expect((await refused(gateway)).statusCode).toBe(503)
    expect(gateway.connections.size).toBe(0)
  })

  test('needs the request parameters that the route requires', async () => {
    const gateway = open({
      routes: { $connect: { requestParameters: { 'route.request.querystring.token': { required: true } } } },
    })
    expect(await refused(gateway)).toMatchObject({
      statusCode: 400,
      text: expect.stringContaining('Missing required request parameters: [token]'),
    })
    await connectClient(gateway, { query: { token: 'a' } })
  })
})

describe('a subprotocol', () => {
  const routes = {
    $connect: recorder({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'graphql-ws' } }),
  }

  test('is the one that the function answers; what is offered reaches it in one value', async () => {
    const client = await connectClient(open({ routes }), { subprotocols: ['graphql-ws', 'mqtt'] })
    expect(client.subprotocol).toBe('graphql-ws')
    expect(routes.$connect.events.at(-1)?.headers?.['Sec-WebSocket-Protocol']).toBe('graphql-ws, mqtt')
  })

  test('is none where the function names none', async () => {
    const client = await connectClient(open({ routes: { $connect: recorder() } }), { subprotocols: ['mqtt'] })
    expect(client.subprotocol).toBeUndefined()
  })
})

describe('$connect with other integrations', () => {
  test('MOCK: the status of its template decides', async () => {
    const mock = (statusCode: number) =>
      open({
        routes: {
          $connect: {
            integration: {
              integrationType: 'MOCK',
              templateSelectionExpression: '\\$default',
              requestTemplates: { $default: `{"statusCode": ${statusCode}}` },
            },
          },
        },
      })
    await connectClient(mock(200))
    expect((await refused(mock(403))).statusCode).toBe(403)
  })

  test('HTTP_PROXY: the status and the subprotocol of the back end', async () => {
    const { HeaderList } = await import('../../src/index.js')
    const at = (statusCode: number) =>
      open({
        routes: {
          $connect: { integration: { integrationType: 'HTTP_PROXY', integrationUri: 'http://hook.example.com/' } },
        },
        http: () =>
          Promise.resolve({ statusCode, headers: new HeaderList([['sec-websocket-protocol', 'mqtt']]), body: 'no' }),
      })
    expect((await connectClient(at(204))).subprotocol).toBe('mqtt')
    expect(await refused(at(418))).toMatchObject({ statusCode: 418, text: 'no' })
  })

  test('a back end that cannot be reached is 504', async () => {
    const gateway = open({
      routes: {
        $connect: { integration: { integrationType: 'HTTP', integrationUri: 'http://hook.example.com/' } },
      },
      http: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    })
    expect((await refused(gateway)).statusCode).toBe(504)
  })
})
