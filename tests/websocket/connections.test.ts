import { describe, expect, test } from 'vitest'
import {
  ConnectionsError,
  type ConnectionStore,
  createMemoryConnections,
  type Credential,
  type HandleResponse,
} from '../../src/index.js'
import { signRequest } from '../../src/sigv4/index.js'
import { connectClient, createSeededRandom as seeded, createVirtualClock } from '../../src/testing/index.js'
import { open, recorder, refused } from './api.js'

type Body = string | Uint8Array
const UNKNOWN = 'AAAAAAAAAAAAAAA='

function caller(gateway: ReturnType<typeof open>, stage = 'prod', segment = '@connections') {
  return (method: string, id: string, body?: Body): Promise<HandleResponse> =>
    gateway.handle({
      method,
      path: `/${stage}/${segment}/${encodeURIComponent(id)}`,
      ...(body !== undefined && { body }),
    })
}

describe.each(['@connections', '%40connections'])('%s over HTTP', (segment) => {
  test('POST gives the client one message, GET tells of it, DELETE closes it', async () => {
    const $disconnect = recorder()
    const gateway = open({ routes: { $disconnect } })
    const call = caller(gateway, 'prod', segment)
    const client = await connectClient(gateway, { headers: { 'User-Agent': 'probe/1.0' }, sourceIp: '203.0.113.7' })
    const posted = await call('POST', client.connectionId, 'hello world')
    expect([posted.statusCode, posted.text()]).toEqual([200, ''])
    await call('POST', client.connectionId, new TextEncoder().encode('{"ä":1}'))
    await call('POST', client.connectionId, new Uint8Array([0xff, 0]))
    expect(client.received).toEqual(['hello world', '{"ä":1}', new Uint8Array([0xff, 0])])
    await gateway.clock.advance(1500)
    await client.send('x')
    expect((await call('GET', client.connectionId)).json()).toEqual({
      connectedAt: '2024-01-15T12:00:00.000Z',
      identity: { sourceIp: '203.0.113.7', userAgent: 'probe/1.0' },
      lastActiveAt: '2024-01-15T12:00:01.500Z',
    })
    const deleted = await call('DELETE', client.connectionId)
    expect([deleted.statusCode, deleted.text()]).toEqual([204, ''])
    expect(client.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally', by: 'gateway' })
    expect($disconnect.events[0]?.requestContext).toMatchObject({
      disconnectStatusCode: 1000,
      disconnectReason: 'Connection Closed Normally',
    })
    for (const method of ['POST', 'GET', 'DELETE']) {
      const gone = await call(method, client.connectionId, method === 'POST' ? 'late' : undefined)
      expect([gone.statusCode, gone.text(), gone.headers.get('x-amzn-errortype')]).toEqual([410, '', 'GoneException'])
    }
  })
})

describe('a management call', () => {
  test('about an id that was never given is 410, about a text that is none 400', async () => {
    const gateway = open({ routes: { $default: recorder() } })
    expect((await caller(gateway)('GET', UNKNOWN)).statusCode).toBe(410)
    for (const id of ['x', 'not an id', '__proto__', `${'A'.repeat(99)}=`]) {
      const answer = await caller(gateway)('POST', id, 'x')
      expect([answer.statusCode, answer.json()]).toEqual([400, { message: `Invalid connectionId: ${id}` }])
    }
    const broken = await gateway.handle({ method: 'GET', path: '/prod/@connections/%E0%A4%A' })
    expect(broken.statusCode).toBe(400)
  })

  test('with more than 128 KB is 413', async () => {
    const gateway = open({ routes: { $default: recorder() } })
    const client = await connectClient(gateway)
    expect((await caller(gateway)('POST', client.connectionId, 'a'.repeat(131_072))).statusCode).toBe(200)
    const answer = await caller(gateway)('POST', client.connectionId, 'a'.repeat(131_073))
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toEqual({ message: expect.any(String) as string })
    expect(answer.headers.get('x-amzn-ErrorType')).toBe('PayloadTooLargeException')
    expect(client.received).toHaveLength(1)
  })

  test('to another stage does not find the connection', async () => {
    const gateway = open({ routes: { $default: recorder() }, stages: { prod: {}, dev: {} } })
    const client = await connectClient(gateway)
    expect((await caller(gateway, 'dev')('POST', client.connectionId, 'x')).statusCode).toBe(410)
    expect(client.received).toEqual([])
  })

  test.each(['/prod', '/prod/', '/prod/pets', '/prod/@connections', '/prod/@connections/a/b'])(
    'to %s, which is no connection, is 403',
    async (path) => {
      const gateway = open({ routes: { $default: recorder() } })
      expect((await gateway.handle({ method: 'GET', path })).statusCode).toBe(403)
    },
  )

  test('by another method is 403', async () => {
    const gateway = open({ routes: { $default: recorder() } })
    const client = await connectClient(gateway)
    for (const method of ['PUT', 'OPTIONS', 'constructor'])
      expect((await caller(gateway)(method, client.connectionId)).statusCode).toBe(403)
  })

  test('has a route for `fallthrough`, other paths have none', () => {
    const gateway = open({ routes: { $default: recorder() } })
    expect(gateway.matches({ method: 'POST', path: `/prod/@connections/${UNKNOWN}` })).toBe(true)
    expect(gateway.matches({ method: 'GET', path: '/prod/pets' })).toBe(false)
  })
})

describe('signatures of management calls', () => {
  const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  const credentialFor = (resource: string): Credential => ({
    accountId: '123456789012',
    userArn: 'arn:aws:iam::123456789012:user/me',
    secretAccessKey,
    policies: [
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource: resource }],
      },
    ],
  })

  async function post(resource: string, sign = true): Promise<HandleResponse> {
    const gateway = open({
      routes: { $default: recorder() },
      credentials: { lookup: (id) => (id === 'AKIDEXAMPLE' ? credentialFor(resource) : undefined) },
    })
    const client = await connectClient(gateway)
    const path = `/prod/@connections/${encodeURIComponent(client.connectionId)}`
    const host = 'ws.example.com'
    const request = {
      method: 'POST',
      rawPath: path,
      rawQuery: '',
      headers: [['host', host]] as const,
      body: new TextEncoder().encode('hello'),
    }
    const options = { region: 'us-east-1', service: 'execute-api', now: createVirtualClock().now() }
    const headers = sign ? signRequest(request, { accessKeyId: 'AKIDEXAMPLE', secretAccessKey }, options) : []
    const response = await gateway.handle({ method: 'POST', path, host, headers, body: 'hello' })
    expect(client.received).toEqual(response.statusCode === 200 ? ['hello'] : [])
    return response
  }

  test.each([
    ['arn:aws:execute-api:us-east-1:123456789012:*/prod/POST/@connections/*', 200],
    ['arn:aws:execute-api:us-east-1:123456789012:*/prod/POST/@connections', 200],
    ['arn:aws:execute-api:us-east-1:123456789012:*/*', 200],
    ['arn:aws:execute-api:us-east-1:123456789012:*/prod/GET/@connections/*', 403],
    ['arn:aws:execute-api:us-east-1:123456789012:*/dev/*', 403],
  ])('are verified where callers can be looked up: a policy for %s gives %i', async (resource, statusCode) => {
    expect((await post(resource)).statusCode).toBe(statusCode)
  })

  test('are asked for', async () => {
    const answer = await post('*', false)
    expect(answer.statusCode).toBe(403)
    expect(answer.headers.get('x-amzn-ErrorType')).toBe('MissingAuthenticationTokenException')
  })
})

describe('gateway.connections', () => {
  test('throws what the SDK throws', async () => {
    const { connections } = open({ routes: { $default: recorder() } })
    const error = await connections.post(UNKNOWN, 'x').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ConnectionsError)
    expect(error).toMatchObject({ name: 'GoneException', statusCode: 410 })
    await expect(connections.get('x')).rejects.toMatchObject({ name: 'BadRequestException', statusCode: 400 })
  })

  test('may be used by its members', async () => {
    const gateway = open({ routes: { $default: recorder() } })
    const { post, get, delete: remove } = gateway.connections
    const { connectionId } = await connectClient(gateway)
    await post(connectionId, 'x')
    expect((await get(connectionId)).identity.sourceIp).toBe('127.0.0.1')
    await remove(connectionId)
    expect(gateway.connections.size).toBe(0)
  })
})

describe('gateways that share a store', () => {
  const pair = () => {
    const store = createMemoryConnections()
    const owner = open({ routes: { $default: recorder() }, connections: store })
    // Another seed: another process.
    const other = open({ routes: { $default: recorder() }, connections: store, random: seeded('other') })
    return { store, owner, other }
  }

  test("reach each other's connections", async () => {
    const { owner, other } = pair()
    const client = await connectClient(owner, { sourceIp: '203.0.113.7' })
    await other.connections.post(client.connectionId, 'from afar')
    expect(client.received).toEqual(['from afar'])
    await owner.clock.advance(1000)
    await client.send('x')
    expect(await other.connections.get(client.connectionId)).toEqual({
      connectedAt: '2024-01-15T12:00:00.000Z',
      identity: { sourceIp: '203.0.113.7' },
      lastActiveAt: '2024-01-15T12:00:01.000Z',
    })
    await other.connections.delete(client.connectionId)
    expect(client.closed?.code).toBe(1000)
    await expect(other.connections.post(client.connectionId, 'x')).rejects.toMatchObject({ statusCode: 410 })
  })

  test('are told when a client of another reads too slowly', async () => {
    const { owner, other } = pair()
    const client = await connectClient(owner, { reads: false })
    for (let i = 0; i < 8; i++) await other.connections.post(client.connectionId, 'a'.repeat(131_072))
    await expect(other.connections.post(client.connectionId, 'x')).rejects.toMatchObject({ statusCode: 429 })
  })

  test('find the connections of a process that is no more gone, and forget them', async () => {
    const { store, other } = pair()
    const now = other.clock.now()
    await store.add({
      connectionId: UNKNOWN,
      apiId: 'a',
      stage: 'prod',
      owner: 'dead',
      connectedAt: now,
      expiresAt: now + 1000,
      sourceIp: '',
    })
    await expect(other.connections.post(UNKNOWN, 'x')).rejects.toMatchObject({ statusCode: 410 })
    expect(await store.get(UNKNOWN, now)).toBeUndefined()
  })

  test('stop listening when they close', async () => {
    const { owner, other, store } = pair()
    const client = await connectClient(owner)
    const record = await store.get(client.connectionId, 0)
    await owner.close()
    expect(await store.publish(record?.owner ?? '', { kind: 'describe', connectionId: client.connectionId })).toEqual({
      outcome: 'gone',
    })
    await expect(other.connections.get(client.connectionId)).rejects.toMatchObject({ statusCode: 410 })
  })
})

describe('a store that fails', () => {
  const failing = (change: Partial<ConnectionStore>) =>
    open({ routes: { $connect: recorder() }, connections: { ...createMemoryConnections(), ...change } })
  const fail = () => Promise.reject(new Error('store'))

  test('keeps clients out, until it works again', async () => {
    expect((await refused(failing({ add: fail }))).statusCode).toBe(500)
    const state = { fails: true }
    const memory = createMemoryConnections()
    const gateway = failing({ subscribe: (...of) => (state.fails ? fail() : memory.subscribe(...of)) })
    expect((await refused(gateway)).statusCode).toBe(500)
    state.fails = false
    await connectClient(gateway)
  })

  test('makes posts fail with 500, never with 410', async () => {
    const answer = await caller(failing({ get: fail }))('POST', UNKNOWN, 'x')
    expect([answer.statusCode, answer.json()]).toEqual([500, { message: 'Internal server error' }])
  })

  test('does not keep a connection from ending', async () => {
    const gateway = failing({ remove: fail })
    await (await connectClient(gateway)).close()
    expect(gateway.connections.size).toBe(0)
  })
})

test('the default store forgets what is over', () => {
  const store = createMemoryConnections()
  const record = { connectionId: 'c', apiId: 'a', stage: 's', owner: 'o', connectedAt: 0, expiresAt: 10, sourceIp: '' }
  void store.add(record)
  expect(store.get('c', 9)).toBe(record)
  expect(store.get('c', 10)).toBeUndefined()
  expect(store.get('c', 9)).toBeUndefined()
})
