import { describe, expect, test } from 'vitest'
import { connectClient } from '../../src/testing/index.js'
import { deferred, lastJson, open, recorder, TWO_WAY } from './api.js'

describe('a function', () => {
  test('answers on the socket where its route has a route response, whatever its status', async () => {
    const handler = recorder({ statusCode: 501, body: 'from the function' })
    const client = await connectClient(open({ routes: { loud: { handler, ...TWO_WAY }, quiet: handler } }))
    await client.send('{"action": "quiet"}')
    expect(client.received).toEqual([])
    await client.send('{"action": "loud"}')
    expect(client.received).toEqual(['from the function'])
    expect(client.closed).toBeUndefined()
  })

  test('without a body answers nothing', async () => {
    const client = await connectClient(open({ routes: { $default: { handler: recorder({}), ...TWO_WAY } } }))
    await client.send('x')
    expect(client.received).toEqual([])
  })

  test.each([
    ['raises', () => Promise.reject(new Error('secret'))],
    [
      'throws',
      () => {
        throw new Error('secret')
      },
    ],
    ['answers no proxy result', () => 'secret'],
    ['answers nothing', () => undefined],
  ])('that %s is an error frame, on a route without a route response too', async (_, answer) => {
    const client = await connectClient(open({ routes: { $default: recorder(answer) } }))
    await client.send('x')
    expect(client.received).toHaveLength(1)
    expect(client.received[0]).toMatch(
      /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    )
    await client.send('y')
    expect(client.received).toHaveLength(2)
    expect(client.closed).toBeUndefined()
  })

  test('that hangs is a frame of its own after the time limit of its integration', async () => {
    const gateway = open({
      routes: { $default: { target: 'integrations/slow' } },
      integrations: {
        slow: {
          integrationType: 'AWS_PROXY',
          integrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:slow',
          timeoutInMillis: 50,
        },
      },
      functions: { slow: () => new Promise(() => undefined) },
    })
    const client = await connectClient(gateway)
    const sending = client.send('x')
    await gateway.clock.advance(50)
    await sending
    expect(client.received).toEqual([
      expect.stringMatching(
        /^\{"message": "Endpoint request timed out", "connectionId":"[^"]+", "requestId":"[^"]+"\}$/,
      ),
    ])
    expect(client.closed).toBeUndefined()
  })

  test('that does not exist is an error frame', async () => {
    const client = await connectClient(open({ routes: { $default: 'nobody' } }))
    await client.send('x')
    expect(lastJson(client)).toMatchObject({ message: 'Internal server error' })
  })
})

test('messages run beside each other: their answers come as they are ready', async () => {
  const slow = deferred<object>()
  const handler = recorder((event: { body?: string }) =>
    event.body === 'slow' ? slow.promise : { statusCode: 200, body: 'fast' },
  )
  const client = await connectClient(open({ routes: { $default: { handler, ...TWO_WAY } } }))
  const first = client.send('slow')
  await client.send('fast')
  slow.resolve({ statusCode: 200, body: 'slow' })
  await first
  expect(client.received).toEqual(['fast', 'slow'])
})

test('an answer for a client that has gone is dropped', async () => {
  const slow = deferred<object>()
  const client = await connectClient(open({ routes: { $default: { handler: () => slow.promise, ...TWO_WAY } } }))
  const sending = client.send('x')
  await client.close()
  slow.resolve({ statusCode: 200, body: 'late' })
  await sending
  expect(client.received).toEqual([])
})

describe('a model', () => {
  const models = {
    Join: { contentType: 'application/json', schema: { type: 'object', required: ['room'] } },
    Any: { type: 'object', properties: { action: { type: 'string' } } },
  }
  const openWith = (route: object) => {
    const handler = recorder()
    return { handler, gateway: open({ models, routes: { $default: { handler, ...route } } }) }
  }

  test('that a message does not fit refuses it with a frame of its own, and the function is not called', async () => {
    const { handler, gateway } = openWith({
      modelSelectionExpression: '$request.body.action',
      requestModels: { join: 'Join' },
    })
    const client = await connectClient(gateway)
    await client.send('{"action": "join"}')
    expect(client.received).toEqual([
      expect.stringMatching(
        /^\{"message" : "Bad request body", "connectionId": "[\w-]{15}=", "messageId": "[\w-]{15}="\}$/,
      ),
    ])
    expect(handler.events).toEqual([])
    await client.send('{"action": "join", "room": "r"}')
    expect(handler.events).toHaveLength(1)
    expect(client.closed).toBeUndefined()
  })

  test('of no key refuses, unless there is one for $default', async () => {
    const without = openWith({ modelSelectionExpression: '$request.body.action', requestModels: { join: 'Join' } })
    await (await connectClient(without.gateway)).send('{"action": "other"}')
    expect(without.handler.events).toEqual([])
    const withDefault = openWith({
      modelSelectionExpression: '$request.body.action',
      requestModels: { join: 'Join', $default: 'Any' },
    })
    await (await connectClient(withDefault.gateway)).send('{"action": "other"}')
    expect(withDefault.handler.events).toHaveLength(1)
  })

  test('refuses what is no JSON', async () => {
    const { handler, gateway } = openWith({
      modelSelectionExpression: '\\$default',
      requestModels: { $default: 'Any' },
    })
    const client = await connectClient(gateway)
    await client.send('text')
    expect(handler.events).toEqual([])
    expect(client.received).toHaveLength(1)
  })

  test('is not asked where the route has no modelSelectionExpression', async () => {
    const { handler, gateway } = openWith({ requestModels: { join: 'Join' } })
    await (await connectClient(gateway)).send('{"action": "join"}')
    expect(handler.events).toHaveLength(1)
  })
})
