import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGateway, createHttpClient, lambdaInvokeApi, type Gateway, type HandleResponse } from '../../src/index.js'
import { invokeStream, frame } from '../integration/lambda/event-frame.js'
import { startRecorder, type Keys, type Recorder } from './recorder.js'

const KEYS: Keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' }
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:work'
const NULLS = '\0'.repeat(8)
const ANSWERED = { 'X-Amz-Executed-Version': '7', 'Content-Type': 'application/json' }
const STREAMED = { ...ANSWERED, 'Content-Type': 'application/vnd.amazon.eventstream' }

const uri = (reference: string, streams = false): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/${
    streams ? '2021-11-15' : '2015-03-31'
  }/functions/${reference}/${streams ? 'response-streaming-invocations' : 'invocations'}`

const integration = (settings: object): object => ({ httpMethod: 'POST', uri: uri(ARN), ...settings })
const method = (settings: object): object => ({
  responses: { 200: { description: 'ok' }, 400: { description: 'bad' } },
  'x-amazon-apigateway-integration': integration(settings),
})

const DEFINITION = {
  openapi: '3.0.1',
  info: { title: 'lambda', version: '1' },
  paths: {
    '/proxy': { post: method({ type: 'aws_proxy' }) },
    '/alias': { post: method({ type: 'aws_proxy', uri: uri(`${ARN}:\${stageVariables.alias}`) }) },
    '/stream': { post: method({ type: 'aws_proxy', uri: uri(ARN, true), responseTransferMode: 'STREAM' }) },
    '/async': {
      post: method({
        type: 'aws',
        requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
        responses: { default: { statusCode: '200' } },
      }),
    },
    '/custom': {
      post: method({
        type: 'aws',
        requestTemplates: { 'application/json': '{"n": $input.json("$.n"), "big": 12345678901234567890}' },
        responses: {
          default: { statusCode: '200', responseTemplates: { 'application/json': '{"sum": $input.json("$.sum")}' } },
          'too (far|big).*': {
            statusCode: '400',
            responseTemplates: { 'application/json': '{"why": $input.json("$.errorMessage")}' },
          },
        },
      }),
    },
  },
}

let recorder: Recorder
const http = createHttpClient()
const logged: unknown[] = []

beforeAll(async () => {
  recorder = await startRecorder(KEYS)
})
beforeEach(() => {
  recorder.replies.length = 0
  recorder.requests.length = 0
})
afterAll(async () => {
  await http.close()
  await recorder.stop()
})

const logger = {
  debug: (fields: object) => void logged.push(fields),
  info: () => {},
  warn: () => {},
  error: () => {},
}

function gatewayOver(options: Partial<Parameters<typeof lambdaInvokeApi>[0]>): Gateway {
  return createGateway({
    definition: DEFINITION,
    stages: { prod: { variables: { alias: 'live' } } },
    functions: { work: lambdaInvokeApi({ http, endpoint: recorder.url, ...options }) },
    logger: false,
  })
}

const post = (gateway: Gateway, path: string, body = '{"n":1}'): Promise<HandleResponse> =>
  gateway.handle({ method: 'POST', path: `/prod${path}`, headers: { 'Content-Type': 'application/json' }, body })

async function readAll(response: HandleResponse): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('a Lambda function behind the Invoke API', () => {
  const gateway = (): Gateway => gatewayOver({ credentials: KEYS, logger })

  it('is sent the proxy event, signed, and its result is the answer', async () => {
    recorder.replies.push({
      headers: { ...ANSWERED, 'X-Amz-Log-Result': Buffer.from('END RequestId').toString('base64') },
      body: JSON.stringify({ statusCode: 201, headers: { 'X-A': 'b' }, body: 'ü' }),
    })
    const response = await post(gateway(), '/proxy')
    expect([response.statusCode, response.headers.get('x-a'), response.text()]).toEqual([201, 'b', 'ü'])
    const [request] = recorder.requests
    expect(request?.url).toBe(`/2015-03-31/functions/${encodeURIComponent(ARN)}/invocations`)
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-amz-invocation-type': 'RequestResponse',
      'x-amz-log-type': 'Tail',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-/),
    })
    expect(JSON.parse(request?.body.toString() ?? '')).toMatchObject({ resource: '/proxy', body: '{"n":1}' })
    expect(logged.at(-1)).toEqual({ functionName: 'work', log: 'END RequestId' })
  })

  it('is called by the alias that a stage variable names', async () => {
    recorder.replies.push({ headers: ANSWERED, body: '{"statusCode":200}' })
    expect((await post(gateway(), '/alias')).statusCode).toBe(200)
    expect(recorder.requests[0]?.url).toMatch(/\/invocations\?Qualifier=live$/)
  })

  it('that fails is a 502 of a proxy integration, and a pattern of a custom one', async () => {
    const failure = {
      headers: { ...ANSWERED, 'X-Amz-Function-Error': 'Unhandled' },
      body: '{"errorType":"RangeError","errorMessage":"too far out","trace":[]}',
    }
    recorder.replies.push(failure, failure)
    const proxied = await post(gateway(), '/proxy')
    expect([proxied.statusCode, proxied.json()]).toEqual([502, { message: 'Internal server error' }])
    const custom = await post(gateway(), '/custom')
    expect([custom.statusCode, custom.json()]).toEqual([400, { why: 'too far out' }])
    expect(recorder.requests[1]?.body.toString()).toBe('{"n": 1, "big": 12345678901234567890}')
  })

  it('is started by an asynchronous call, which is answered without waiting', async () => {
    const response = await post(gateway(), '/async')
    expect([response.statusCode, response.text()]).toEqual([200, ''])
    await expect.poll(() => recorder.requests[0]?.headers['x-amz-invocation-type']).toBe('Event')
    expect(recorder.requests[0]?.headers['x-amz-log-type']).toBeUndefined()
  })

  it.each([
    [403, 'AccessDeniedException', 500],
    [404, 'ResourceNotFoundException', 500],
    [413, 'RequestTooLargeException', 413],
    [429, 'TooManyRequestsException', 500],
    [500, 'ServiceException', 500],
  ])('that the API refuses to call with %s %s', async (status, type, answered) => {
    recorder.replies.push({ status, headers: { 'x-amzn-ErrorType': type }, body: '{"Message":"no"}' })
    expect((await post(gateway(), '/proxy')).statusCode).toBe(answered)
  })

  it('takes events of 6 MB, and no result of more', async () => {
    const body = 'x'.repeat(6 * 1024 * 1024)
    expect((await post(gateway(), '/proxy', body)).statusCode).toBe(413)
    expect(recorder.requests.length).toBe(0)
    recorder.replies.push({ headers: ANSWERED, body: JSON.stringify({ statusCode: 200, body }) })
    expect((await post(gateway(), '/proxy')).statusCode).toBe(502)
    expect((await post(gateway(), '/async', `"${'x'.repeat(256 * 1024)}"`)).statusCode).toBe(413)
    expect(recorder.requests.length).toBe(1)
  })
})

describe('a Lambda function that streams over the Invoke API', () => {
  const gateway = (): Gateway => gatewayOver({ credentials: KEYS, logger })
  const head = `{"statusCode":202,"headers":{"Content-Type":"text/plain"},"cookies":["a=b"]}${NULLS}`

  it('is heard as it speaks, out of the event stream', async () => {
    recorder.replies.push({
      headers: STREAMED,
      body: invokeStream([head.slice(0, 20), head.slice(20), 'hello ', 'wörld'], {
        LogResult: Buffer.from('END').toString('base64'),
      }),
    })
    const response = await post(gateway(), '/stream')
    expect([response.statusCode, response.headers.get('set-cookie')]).toEqual([202, 'a=b'])
    expect(await readAll(response)).toBe('hello wörld')
    expect(recorder.requests[0]?.url).toBe(
      `/2021-11-15/functions/${encodeURIComponent(ARN)}/response-streaming-invocations`,
    )
    expect(logged.at(-1)).toEqual({ functionName: 'work', log: 'END' })
  })

  it('that fails before its head is a 502, behind it the stream breaks off', async () => {
    const failed = {
      ErrorCode: 'Function.Unhandled',
      ErrorDetails: '{"errorType":"RangeError","errorMessage":"far"}',
    }
    recorder.replies.push({ headers: STREAMED, body: invokeStream([], failed) })
    expect((await post(gateway(), '/stream')).statusCode).toBe(502)
    recorder.replies.push({ headers: STREAMED, body: invokeStream([head, 'some'], failed) })
    const response = await post(gateway(), '/stream')
    expect(response.statusCode).toBe(202)
    await expect(readAll(response)).rejects.toThrow('A streaming function failed')
  })

  it.each([
    ['ends before it is complete', frame({ ':message-type': 'event', ':event-type': 'PayloadChunk' }, 'half'), 504],
    ['has a broken checksum', Buffer.from(invokeStream([head])).fill(1, 30, 31), 502],
    ['is no streaming response', invokeStream(['{"statusCode":200}']), 500],
    [
      'is broken off by Lambda',
      frame({ ':message-type': 'exception', ':exception-type': 'ServiceException' }, '{}'),
      500,
    ],
  ])('whose stream %s', async (_, body, status) => {
    recorder.replies.push({ headers: STREAMED, body })
    expect((await post(gateway(), '/stream')).statusCode).toBe(status)
  })

  it('that may not be called, or is answered with something else', async () => {
    recorder.replies.push({ status: 404, headers: { 'x-amzn-ErrorType': 'ResourceNotFoundException' }, body: '{}' })
    expect((await post(gateway(), '/stream')).statusCode).toBe(500)
    recorder.replies.push({ headers: ANSWERED, body: '{"statusCode":200}' })
    expect((await post(gateway(), '/stream')).statusCode).toBe(502)
  })
})

// What aws-lambda-rie answers: never a header, errors as 200 in text/plain.
describe('a function in the runtime interface emulator', () => {
  let emulator: Recorder
  beforeAll(async () => {
    emulator = await startRecorder()
  })
  afterAll(() => emulator.stop())
  const gateway = (): Gateway => gatewayOver({ endpoint: emulator.url, functionName: 'function' })
  const plain = { 'Content-Type': 'text/plain; charset=utf-8' }

  it('is called unsigned, by its one path', async () => {
    emulator.replies.push({ headers: plain, body: '{"statusCode":200,"body":"hi"}' })
    expect((await post(gateway(), '/proxy')).text()).toBe('hi')
    expect(emulator.requests.at(-1)?.url).toBe('/2015-03-31/functions/function/invocations')
    expect(emulator.requests.at(-1)?.headers.authorization).toBeUndefined()
  })

  it.each([
    ['an error', 200, '{"errorType":"E","errorMessage":"too big","trace":["a"]}', { why: 'too big' }],
    ['a runtime that died', 502, '{"errorType":"E","errorMessage":"too far"}', { why: 'too far' }],
  ])('is known by its payload to have failed: %s', async (_, status, body, answer) => {
    emulator.replies.push({ status, headers: plain, body })
    const response = await post(gateway(), '/custom')
    expect([response.statusCode, response.json()]).toEqual([400, answer])
  })

  it('that timed out is a 502', async () => {
    emulator.replies.push({ headers: plain, body: 'Task timed out after 3.00 seconds' })
    expect((await post(gateway(), '/proxy')).statusCode).toBe(502)
  })

  it('may give what only looks like an error', async () => {
    emulator.replies.push({ headers: plain, body: '{"errorMessage":"too big","sum":3}' })
    expect((await post(gateway(), '/custom')).json()).toEqual({ sum: 3 })
  })
})
