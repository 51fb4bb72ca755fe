import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/index.js'
import { JSON_BODY, KEYS, REGION, serviceGateway, type ServiceOperation } from './service-gateway.js'
import { startQueuesTopicsAndBuckets, startS3rver, type Backend } from './start-backends.js'

const BUCKET = 'files'
/** Every byte, so that any way through text shows. */
const BYTES = Uint8Array.from({ length: 1024 }, (_, at) => (at * 7 + (at >> 8)) & 255)

const KEY = { 'integration.request.path.key': 'method.request.path.key' }
const FILE: ServiceOperation = {
  uri: `s3:path/${BUCKET}/{key}`,
  httpMethod: 'ANY',
  passthroughBehavior: 'when_no_match',
  requestParameters: { ...KEY, 'integration.request.header.Content-Type': 'method.request.header.Content-Type' },
  responseHeaders: ['ETag', 'Content-Type'],
  responses: {
    default: {
      statusCode: '200',
      responseParameters: {
        'method.response.header.ETag': 'integration.response.header.ETag',
        'method.response.header.Content-Type': 'integration.response.header.Content-Type',
      },
    },
    '4\\d\\d': { statusCode: '404', responseTemplates: { 'application/json': '{"message":"no such file"}' } },
  },
}
const OPERATIONS: Record<string, ServiceOperation> = {
  'PUT /files/{key+}': { ...FILE, httpMethod: 'PUT' },
  'GET /files/{key+}': { ...FILE, httpMethod: 'GET' },
  'PUT /notes/{key}': {
    uri: `s3:path/${BUCKET}/notes/{key}`,
    httpMethod: 'PUT',
    requestParameters: { ...KEY, 'integration.request.header.Content-Type': "'application/json'" },
    request: `{"text":$input.json('$.note'),"by":"$context.identity.sourceIp"}`,
    responses: { default: { statusCode: '201', responseTemplates: { 'application/json': '{"kept":true}' } } },
  },
  'GET /notes/{key}': {
    uri: `s3:path/${BUCKET}/notes/{key}`,
    httpMethod: 'GET',
    requestParameters: KEY,
    responses: {
      default: { statusCode: '200', responseTemplates: { 'application/json': `{"note":$input.json('$.text')}` } },
    },
  },
  'PUT /base64/{key}': {
    uri: `s3:path/${BUCKET}/{key}`,
    httpMethod: 'PUT',
    contentHandling: 'CONVERT_TO_BINARY',
    passthroughBehavior: 'when_no_match',
    requestParameters: KEY,
  },
  'GET /base64/{key}': {
    uri: `s3:path/${BUCKET}/{key}`,
    httpMethod: 'GET',
    requestParameters: KEY,
    responses: { default: { statusCode: '200', contentHandling: 'CONVERT_TO_TEXT' } },
  },
}

const SERVERS: ReadonlyArray<readonly [name: string, start: () => Promise<Backend>]> = [
  ['s3rver', () => startS3rver(BUCKET)],
  ['fauxqs', startQueuesTopicsAndBuckets],
]

describe.each(SERVERS)('S3 by %s behind a REST API', (name, start) => {
  let backend: Backend
  let gateway: Gateway
  let client: S3Client

  beforeAll(async () => {
    backend = await start()
    client = new S3Client({
      endpoint: backend.url,
      region: REGION,
      credentials: KEYS,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    })
    if (name !== 's3rver') await client.send(new CreateBucketCommand({ Bucket: BUCKET }))
    gateway = serviceGateway(OPERATIONS, { s3: backend.url }, { 'x-amazon-apigateway-binary-media-types': ['image/*'] })
  })
  afterAll(async () => {
    await gateway.close()
    client.destroy()
    await backend.stop()
  })

  const stored = async (key: string): Promise<Uint8Array> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))
    return (await Body?.transformToByteArray()) ?? new Uint8Array()
  }
  const store = (key: string, body: string | Uint8Array, type: string) =>
    client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ContentType: type }))

  it('stores bytes as they are; the SDK reads them', async () => {
    const headers = { 'Content-Type': 'image/png' }
    const put = await gateway.handle({ method: 'PUT', path: '/prod/files/a/b%20c/%C3%BC.png', headers, body: BYTES })
    expect([put.statusCode, put.headers.get('etag')]).toEqual([200, expect.stringMatching(/^"[0-9a-f]{32}"$/)])
    expect(await stored('a/b c/ü.png')).toEqual(BYTES)
  })

  it('gives the bytes that the SDK stored as they are', async () => {
    await store('deep/picture.png', BYTES, 'image/png')
    const headers = { Accept: 'image/png' }
    const read = await gateway.handle({ method: 'GET', path: '/prod/files/deep/picture.png', headers })
    expect([read.statusCode, read.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(Uint8Array.from(read.bytes())).toEqual(BYTES)
  })

  it('stores what a template wrote, and gives what the SDK stored through one', async () => {
    const body = '{"note":"mop & sweep ü"}'
    const put = await gateway.handle({ method: 'PUT', path: '/prod/notes/one', headers: JSON_BODY, body })
    expect([put.statusCode, put.json()]).toEqual([201, { kept: true }])
    expect(JSON.parse(Buffer.from(await stored('notes/one')).toString())).toEqual({
      text: 'mop & sweep ü',
      by: '127.0.0.1',
    })
    await store('notes/two', '{"text":"from the SDK"}', 'application/json')
    const read = await gateway.handle({ method: 'GET', path: '/prod/notes/two' })
    expect([read.statusCode, read.json()]).toEqual([200, { note: 'from the SDK' }])
  })

  it('converts base64 text to bytes, and bytes to base64 text', async () => {
    const base64 = Buffer.from(BYTES).toString('base64')
    const headers = { 'Content-Type': 'text/plain' }
    const put = await gateway.handle({ method: 'PUT', path: '/prod/base64/x', headers, body: base64 })
    expect(put.statusCode).toBe(200)
    expect(await stored('x')).toEqual(BYTES)
    await store('y', BYTES, 'image/gif')
    expect((await gateway.handle({ method: 'GET', path: '/prod/base64/y' })).text()).toBe(base64)
  })

  it('maps a refusal', async () => {
    const read = await gateway.handle({ method: 'GET', path: '/prod/files/nothing' })
    expect([read.statusCode, read.json()]).toEqual([404, { message: 'no such file' }])
  })
})
