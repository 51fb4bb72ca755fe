import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { gatewayRequestHandler } from '../../src/adapters/aws-sdk.js'
import { toNodeHandler } from '../../src/adapters/node.js'
import { createGateway, type CredentialsProvider, type Gateway } from '../../src/index.js'
import { connectClient, createVirtualClock } from '../../src/testing/index.js'

const ACCOUNT = '123456789012'
const ALLOWED = { Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource: '*' } as const
const SECRETS: Readonly<Record<string, { secret: string; statement: object[] }>> = {
  AKIDALLOWED: { secret: 'right', statement: [ALLOWED] },
  AKIDPOSTS: {
    secret: 'right',
    statement: [{ ...ALLOWED, Resource: 'arn:aws:execute-api:*:*:*/prod/POST/@connections*' }],
  },
  AKIDNOTHING: { secret: 'right', statement: [] },
}

const credentials: CredentialsProvider = {
  lookup: (accessKeyId) => {
    const found = Object.hasOwn(SECRETS, accessKeyId) ? SECRETS[accessKeyId] : undefined
    if (found === undefined) return undefined
    return {
      secretAccessKey: found.secret,
      accountId: ACCOUNT,
      userArn: `arn:aws:iam::${ACCOUNT}:user/${accessKeyId}`,
      policies: [{ Version: '2012-10-17', Statement: found.statement }],
    }
  },
}

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function open(): Gateway {
  const gateway = createGateway({
    protocolType: 'WEBSOCKET',
    account: { id: ACCOUNT, region: 'us-east-1' },
    credentials,
    logger: false,
    routes: { $default: () => ({ statusCode: 200 }) },
  })
  closing.push(() => gateway.close())
  return gateway
}

type Way = (gateway: Gateway) => Promise<Partial<ApiGatewayManagementApiClientConfig>>

const WAYS: Readonly<Record<string, Way>> = {
  'without a port': async (gateway) => ({
    endpoint: 'https://ws.example.com/prod',
    requestHandler: gatewayRequestHandler(gateway),
  }),
  'over the node adapter': async (gateway) => {
    const server = createServer(toNodeHandler(gateway))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod` }
  },
}

async function clientOf(gateway: Gateway, way: string, accessKeyId = 'AKIDALLOWED', secretAccessKey = 'right') {
  const client = new ApiGatewayManagementApiClient({
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    ...(await (WAYS[way] as Way)(gateway)),
  })
  closing.push(() => client.destroy())
  return client
}

describe.each(Object.keys(WAYS))('the management client of the AWS SDK, %s', (way) => {
  it('posts, gets and deletes', async () => {
    const gateway = open()
    const client = await clientOf(gateway, way)
    const { connectionId: ConnectionId, ...socket } = await connected(gateway)
    await client.send(new PostToConnectionCommand({ ConnectionId, Data: 'grüße' }))
    await client.send(new PostToConnectionCommand({ ConnectionId, Data: new Uint8Array([0xff, 0]) }))
    const [text, bytes] = socket.received()
    expect(text).toBe('grüße')
    expect([...(bytes as Uint8Array)]).toEqual([0xff, 0])
    const { ConnectedAt, Identity, LastActiveAt } = await client.send(new GetConnectionCommand({ ConnectionId }))
    expect(ConnectedAt).toBeInstanceOf(Date)
    expect(LastActiveAt?.getTime()).toBeGreaterThanOrEqual(ConnectedAt?.getTime() as number)
    expect(Identity).toEqual({ SourceIp: '198.51.100.7', UserAgent: 'probe' })
    const { $metadata } = await client.send(new DeleteConnectionCommand({ ConnectionId }))
    expect($metadata.httpStatusCode).toBe(204)
    expect(socket.closed()).toMatchObject({ code: 1000, by: 'gateway' })
  })

  it('gets the exceptions of the service', async () => {
    const gateway = open()
    const client = await clientOf(gateway, way)
    const gone = client.send(new PostToConnectionCommand({ ConnectionId: 'R0oXAdfD0kwCH6w=', Data: 'hi' }))
    await expect(gone).rejects.toBeInstanceOf(GoneException)
    await expect(gone).rejects.toMatchObject({ name: 'GoneException', $metadata: { httpStatusCode: 410 } })
    const { connectionId: ConnectionId } = await connected(gateway)
    const tooLarge = client.send(new PostToConnectionCommand({ ConnectionId, Data: new Uint8Array(131_073) }))
    await expect(tooLarge).rejects.toBeInstanceOf(PayloadTooLargeException)
    const malformed = client.send(new GetConnectionCommand({ ConnectionId: 'no id' }))
    await expect(malformed).rejects.toMatchObject({ name: 'BadRequestException' })
  })

  it.each([
    ['a wrong secret', 'AKIDALLOWED', 'wrong'],
    ['an unknown key', 'AKIDUNKNOWN', 'right'],
    ['a policy that does not allow it', 'AKIDNOTHING', 'right'],
  ])('is refused with %s', async (_, accessKeyId, secret) => {
    const gateway = open()
    const client = await clientOf(gateway, way, accessKeyId, secret)
    const { connectionId: ConnectionId, ...socket } = await connected(gateway)
    const post = client.send(new PostToConnectionCommand({ ConnectionId, Data: 'hi' }))
    await expect(post).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
    expect(socket.received()).toEqual([])
  })

  it('may do what its policy names, and no more', async () => {
    const gateway = open()
    const client = await clientOf(gateway, way, 'AKIDPOSTS')
    const { connectionId: ConnectionId, ...socket } = await connected(gateway)
    await client.send(new PostToConnectionCommand({ ConnectionId, Data: 'hi' }))
    expect(socket.received()).toEqual(['hi'])
    const deletion = client.send(new DeleteConnectionCommand({ ConnectionId }))
    await expect(deletion).rejects.toMatchObject({ name: 'ForbiddenException' })
    expect(socket.closed()).toBeUndefined()
  })
})

async function connected(gateway: Gateway) {
  const client = await connectClient(gateway, { sourceIp: '198.51.100.7', headers: { 'User-Agent': 'probe' } })
  return { connectionId: client.connectionId, received: () => client.received, closed: () => client.closed }
}

describe('gatewayRequestHandler', () => {
  it('passes query, headers and body on as they were signed', async () => {
    const handle = vi.fn<Gateway['handle']>(async (request) => gatewayOfEcho.handle(request))
    const handler = gatewayRequestHandler({ handle }, { sourceIp: '203.0.113.9' })
    const { response } = await handler.handle({
      method: 'PUT',
      hostname: 'api.example.com',
      port: 8080,
      path: '/prod/a%20b',
      query: { z: ['2', '1'], 'k!': 'v*', flag: null },
      headers: { 'X-One': '1' },
      body: 'text',
    })
    expect(handle.mock.calls[0]?.[0]).toEqual({
      method: 'PUT',
      path: '/prod/a%20b?flag&k%21=v%2A&z=2&z=1',
      headers: [['X-One', '1']],
      host: 'api.example.com:8080',
      body: 'text',
      sourceIp: '203.0.113.9',
    })
    expect(response).toMatchObject({ statusCode: 201, headers: { 'x-two': 'a, b' } })
    expect(await new Response(response.body ?? null).text()).toBe('text')
  })

  const gatewayOfEcho = createGateway({
    routes: {
      'PUT /{proxy+}': (event) => ({
        statusCode: 201,
        multiValueHeaders: { 'X-Two': ['a', 'b'] },
        body: event.body,
      }),
    },
  })

  it('serves other clients of the SDK from a REST API', async () => {
    const gateway = createGateway({
      routes: {
        'GET /{bucket}/{key}': (event) => ({ statusCode: 200, body: `object ${event.pathParameters.key}` }),
      },
    })
    const client = new S3Client({
      endpoint: 'https://s3.example.com/prod',
      forcePathStyle: true,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: gatewayRequestHandler(gateway),
    })
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'box', Key: 'thing' }))
    expect(await Body?.transformToString()).toBe('object thing')
  })

  it('gives up when the client does', async () => {
    const clock = createVirtualClock()
    const gateway = createGateway({ clock, routes: { 'GET /': () => new Promise(() => undefined) } })
    const handler = gatewayRequestHandler(gateway)
    const abort = new AbortController()
    const request = { method: 'GET', hostname: 'x', path: '/prod/', headers: {} }
    const call = handler.handle(request, { abortSignal: abort.signal })
    abort.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    await expect(handler.handle(request, { abortSignal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })
})
