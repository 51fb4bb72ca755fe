import { createHash, createHmac, type BinaryLike } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIntegrations } from '../../../src/integration/create-integrations.js'
import { createHttpClient } from '../../../src/integration/http/create-http-client.js'
import { lambdaInvokeApi } from '../../../src/integration/lambda/lambda-invoke-api.js'
import { lambdaOverHttp } from '../../../src/integration/lambda/lambda-over-http.js'
import type { EndpointResponse, FunctionInvocation } from '../../../src/integration/types.js'
import { createVirtualClock } from '../../../src/testing/virtual-clock.js'
import { makeCall, makeDefinition, makeRequest, recordingLogger } from '../make-request.js'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' }
const seen: Seen[] = []
let reply: { status: number; headers: Record<string, string>; body: string } = { status: 200, headers: {}, body: '{}' }
let base = ''
const http = createHttpClient()
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { method = '', url = '', headers } = request
    seen.push({ method, url, headers, body: Buffer.concat(chunks) })
    response.writeHead(reply.status, reply.headers).end(reply.body)
  })
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  await http.close()
  server.closeAllConnections()
  server.close()
})

// The hash that @smithy/signature-v4 wants to be given.
class Sha256 {
  readonly #hash
  constructor(secret?: BinaryLike) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
  }
  update(data: BinaryLike): void {
    this.#hash.update(data)
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
}

/** What the reference signer makes of the request that came over the wire. */
async function referenceSignature(request: Seen, service: string): Promise<string | undefined> {
  const names = /SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? '')?.[1]?.split(';') ?? []
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name])]))
  const [path = '', query = ''] = request.url.split('?')
  const signer = new SignatureV4({
    credentials: KEYS,
    region: 'us-east-1',
    service,
    sha256: Sha256 as never,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  })
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers,
      body: request.body,
    },
    { signingDate: new Date(Date.UTC(2024, 0, 15, 12)) },
  )
  return signed.headers['authorization']
}

describe('calls of AWS services over HTTP', () => {
  const roles: Array<string | undefined> = []
  async function call(uri: string, parts: Parameters<typeof makeRequest>[2] = {}): Promise<EndpointResponse> {
    const clock = createVirtualClock()
    const services = Object.fromEntries(['dynamodb', 's3', 'sqs', 'iotdata'].map((name) => [name, base]))
    const factories = createIntegrations({
      http,
      services,
      roleCredentials: (role) => (roles.push(role), KEYS),
      runtime: { clock, logger: recordingLogger(), region: 'us-east-1', accountId: '123456789012' },
    })
    const role = 'arn:aws:iam::123456789012:role/caller'
    const definition = makeDefinition({
      type: 'AWS',
      uri: `arn:aws:apigateway:us-east-1:${uri}`,
      httpMethod: 'POST',
      credentials: role,
    })
    return factories.AWS(definition).invoke(makeRequest(definition, makeCall(clock), parts))
  }

  it.each([
    ['dynamodb:action/PutItem', 'dynamodb', { body: '{"TableName":"t","Item":{"id":{"S":"é"}}}' }],
    ['sqs:action/SendMessage?QueueUrl=u&MessageBody=a%20b', 'sqs', {}],
    ['sqs:path/123456789012/work?x=1&a=%2F', 'sqs', { body: 'Action=SendMessage&MessageBody={"a": 1}' }],
    ['s3:path/bucket/a%20b/ü?acl', 's3', { httpMethod: 'PUT', body: new Uint8Array([0, 255, 1]) }],
    ['iotdata:path/topics/t', 'iotdata', { body: 'x' }],
  ])('are signed as AWS wants it: %s', async (uri, service, parts) => {
    await call(uri, parts)
    const request = seen.at(-1) as Seen
    expect(request.headers['x-amz-security-token']).toBe('token')
    expect(request.headers['x-amz-date']).toBe('20240115T120000Z')
    expect(request.headers.authorization).toContain('SignedHeaders=')
    expect(request.headers.authorization).toBe(await referenceSignature(request, service))
    expect(roles.at(-1)).toBe('arn:aws:iam::123456789012:role/caller')
  })

  it('give the answer as it came', async () => {
    reply = { status: 400, headers: { 'x-amzn-errortype': 'Bad' }, body: '{"message":"no"}' }
    const response = await call('dynamodb:action/PutItem', { body: '{}' })
    expect([
      response.statusCode,
      response.headers.get('x-amzn-errortype'),
      Buffer.from(response.body as Uint8Array).toString(),
    ]).toEqual([400, 'Bad', '{"message":"no"}'])
  })
})

describe('functions over the wire', () => {
  const clock = createVirtualClock()
  const invocation: FunctionInvocation = {
    functionName: 'work:live',
    functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:work',
    qualifier: 'live',
    invocationType: 'RequestResponse',
    event: { a: 1 },
    call: makeCall(clock),
  }

  it('go through the Invoke API, signed, with qualifier and log', async () => {
    const lines: unknown[] = []
    const logger = { ...recordingLogger(), debug: (fields: object) => void lines.push(fields) }
    reply = { status: 200, headers: { 'x-amz-log-result': Buffer.from('END').toString('base64') }, body: '{"ok":true}' }
    const invoker = lambdaInvokeApi({ http, endpoint: base, credentials: KEYS, logger })
    expect(await invoker.invoke(invocation)).toEqual({ value: { ok: true }, json: '{"ok":true}' })
    const request = seen.at(-1) as Seen
    const path =
      '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Awork/invocations?Qualifier=live'
    expect([request.url, request.body.toString()]).toEqual([path, '{"a":1}'])
    expect(request.headers).toMatchObject({ 'x-amz-invocation-type': 'RequestResponse', 'x-amz-log-type': 'Tail' })
    expect(request.headers.authorization).toBe(await referenceSignature(request, 'lambda'))
    expect(lines).toEqual([{ functionName: 'work:live', log: 'END' }])
  })

  it('report function errors, refusals and asynchronous calls', async () => {
    const invoker = lambdaInvokeApi({ http, endpoint: base, functionName: 'function' })
    reply = {
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: '{"errorType":"E","errorMessage":"m","stackTrace":["s"]}',
    }
    expect(await invoker.invoke(invocation)).toEqual({
      error: { errorType: 'E', errorMessage: 'm', stackTrace: ['s'] },
    })
    expect(seen.at(-1)?.headers.authorization).toBeUndefined()
    reply = { status: 202, headers: {}, body: '' }
    expect(await invoker.invoke({ ...invocation, invocationType: 'Event' })).toMatchObject({ value: null })
    for (const [status, kind] of [
      [404, 'not-permitted'],
      [413, 'request-too-large'],
      [500, 'internal'],
    ] as const) {
      reply = { status, headers: {}, body: '{}' }
      await expect(invoker.invoke(invocation)).rejects.toMatchObject({ kind })
    }
    reply = { status: 200, headers: {}, body: 'no json' }
    await expect(invoker.invoke(invocation)).rejects.toMatchObject({ kind: 'bad-response' })
  })

  it('stream by plain HTTP: what comes is what the function writes', async () => {
    const invoker = lambdaOverHttp(`${base}/fn`, { http })
    reply = { status: 200, headers: {}, body: `{"statusCode":202}${'\0'.repeat(8)}hello` }
    const chunks: Uint8Array[] = []
    for await (const chunk of (await invoker.invokeStream?.(invocation)) ?? []) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe(reply.body)
    reply = { status: 500, headers: {}, body: '{"errorType":"E","errorMessage":"broken"}' }
    await expect(invoker.invokeStream?.(invocation)).rejects.toMatchObject({
      name: 'StreamedFunctionError',
      thrown: { name: 'E', message: 'broken' },
    })
  })

  it('go by plain HTTP', async () => {
    const invoker = lambdaOverHttp(`${base}/fn`, { http, headers: { 'X-Key': 'k' } })
    reply = { status: 200, headers: {}, body: '{"statusCode":201}' }
    expect(await invoker.invoke(invocation)).toMatchObject({ value: { statusCode: 201 } })
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/fn', headers: { 'x-key': 'k' } })
    reply = { status: 500, headers: {}, body: 'broken' }
    expect(await invoker.invoke(invocation)).toEqual({ error: { errorMessage: 'broken' } })
  })
})
