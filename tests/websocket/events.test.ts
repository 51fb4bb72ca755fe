import { expect, test } from 'vitest'
import { connectClient } from '../../src/testing/index.js'
import { open, recorder } from './api.js'

const ID = expect.stringMatching(/^[\w-]{15}=$/) as string

test('the events of a connection, whole', async () => {
  const [$connect, $disconnect, chat] = [recorder(), recorder(), recorder()]
  const gateway = open({ routes: { $connect, $disconnect, chat }, stages: { prod: { variables: { color: 'blue' } } } })
  const client = await connectClient(gateway, {
    query: { a: ['1', '2'] },
    headers: { HeaderAuth1: 'v', 'User-Agent': 'probe/1.0', Connection: 'upgrade', Upgrade: 'websocket' },
    sourceIp: '203.0.113.7',
    host: 'abc.example.com',
  })
  await gateway.clock.advance(5)
  await client.send('{"action": "chat"}')
  await client.close()

  const shared = {
    messageDirection: 'IN',
    stage: 'prod',
    connectedAt: 1705320000000,
    identity: { sourceIp: '203.0.113.7', userAgent: 'probe/1.0' },
    requestId: ID,
    extendedRequestId: ID,
    domainName: 'abc.example.com',
    connectionId: client.connectionId,
    apiId: expect.any(String) as string,
    requestTime: '15/Jan/2024:12:00:00 +0000',
  }
  const stageVariables = { color: 'blue' }
  expect($connect.events).toEqual([
    {
      headers: {
        HeaderAuth1: 'v',
        'User-Agent': 'probe/1.0',
        Host: 'abc.example.com',
        'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-/) as string,
        'X-Forwarded-For': '203.0.113.7',
        'X-Forwarded-Port': '443',
        'X-Forwarded-Proto': 'https',
      },
      multiValueHeaders: expect.objectContaining({ HeaderAuth1: ['v'], Host: ['abc.example.com'] }) as object,
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      stageVariables,
      requestContext: { ...shared, routeKey: '$connect', eventType: 'CONNECT', requestTimeEpoch: 1705320000000 },
      isBase64Encoded: false,
    },
  ])
  expect(chat.events).toEqual([
    {
      stageVariables,
      requestContext: {
        ...shared,
        routeKey: 'chat',
        messageId: ID,
        eventType: 'MESSAGE',
        requestTimeEpoch: 1705320000005,
      },
      body: '{"action": "chat"}',
      isBase64Encoded: false,
    },
  ])
  expect($disconnect.events).toEqual([
    {
      headers: { Host: 'abc.example.com', 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
      multiValueHeaders: {
        Host: ['abc.example.com'],
        'x-api-key': [''],
        'X-Forwarded-For': [''],
        'x-restapi': [''],
      },
      stageVariables,
      requestContext: {
        ...shared,
        routeKey: '$disconnect',
        eventType: 'DISCONNECT',
        disconnectStatusCode: 1005,
        disconnectReason: 'Client-side close frame status not set',
        requestTimeEpoch: 1705320000005,
      },
      isBase64Encoded: false,
    },
  ])
  const ids = [$connect, chat, $disconnect].map(({ events }) => events[0]?.requestContext['requestId'])
  expect(new Set([...ids, client.connectionId, chat.events[0]?.requestContext['messageId']]).size).toBe(5)
})

test('events are fresh objects: what one function does to its event no other sees', async () => {
  const seen: unknown[] = []
  const gateway = open({
    routes: {
      $default: (event) => {
        seen.push(event.requestContext.identity)
        Object.assign(event.requestContext.identity, { sourceIp: 'changed' })
        return { statusCode: 200 }
      },
    },
    stages: { prod: {} },
  })
  const client = await connectClient(gateway)
  await client.send('1')
  await client.send('2')
  expect(seen[0]).not.toBe(seen[1])
  expect(seen[1]).toEqual({ sourceIp: 'changed' })
})

test('there are no stage variables in the event of a stage without any, and no query without one', async () => {
  const $connect = recorder()
  await connectClient(open({ routes: { $connect } }))
  expect(Object.keys($connect.events[0] ?? {})).toEqual([
    'headers',
    'multiValueHeaders',
    'requestContext',
    'isBase64Encoded',
  ])
})

test('names that mean something to JavaScript are names like others', async () => {
  const $connect = recorder()
  const gateway = open({ routes: { $connect, constructor: recorder(), $default: recorder() } })
  const client = await connectClient(gateway, { path: '/prod?__proto__=a&constructor=b' })
  expect(Object.getOwnPropertyNames($connect.events[0]?.queryStringParameters)).toEqual(['__proto__', 'constructor'])
  await client.send('{"action": "__proto__"}')
  await client.send('{"action": "constructor"}')
  expect(client.received).toEqual([])
})
