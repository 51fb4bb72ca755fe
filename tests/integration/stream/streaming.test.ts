import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGatewayFunctions } from '../../../src/integration/create-integrations.js'
import { createLambdaIntegration } from '../../../src/integration/lambda/lambda-integration.js'
import { limitStream } from '../../../src/integration/stream/limit-stream.js'
import { readPrologue } from '../../../src/integration/stream/prologue.js'
import type { ResponseStream } from '../../../src/integration/stream/response-stream.js'
import { StreamBody } from '../../../src/integration/stream/stream-body.js'
import { awslambda, streamifyResponse } from '../../../src/integration/stream/streamify-response.js'
import type { EndpointResponse, LambdaHandler } from '../../../src/integration/types.js'
import { createVirtualClock } from '../../../src/testing/virtual-clock.js'
import { functionUri, makeCall, makeDefinition, makeRequest, recordingLogger } from '../make-request.js'

const NULLS = '\0'.repeat(8)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield bytes(text)
}

async function readAll(body: EndpointResponse['body']): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('the head of a streamed response', () => {
  it('is read however the bytes are cut, and the rest is the body', async () => {
    const head = JSON.stringify({
      statusCode: 201,
      headers: { 'X-A': 'b', n: 1 },
      multiValueHeaders: { m: ['1', '2'] },
      cookies: ['c=1', 'd=2'],
    })
    const whole = `${head}${NULLS}the body ${NULLS} goes on`
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 6 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
        const parts = places.slice(1).map((end, i) => whole.slice(places[i], end))
        const response = await readPrologue(chunksOf(...parts))
        expect(response.statusCode).toBe(201)
        expect([...response.headers]).toEqual([
          ['m', '1'],
          ['m', '2'],
          ['X-A', 'b'],
          ['n', '1'],
          ['Set-Cookie', 'c=1'],
          ['Set-Cookie', 'd=2'],
        ])
        expect(await readAll(response.body)).toBe(`the body ${NULLS} goes on`)
      }),
      { numRuns: 50 },
    )
  })

  it.each([
    ['no delimiter', '{"statusCode":200}'],
    ['seven nulls', `{"statusCode":200}${'\0'.repeat(7)}body`],
    ['no JSON', `oops${NULLS}`],
    ['a list', `[]${NULLS}`],
    ['null', `null${NULLS}`],
    ['a body in the head', `{"statusCode":200,"body":"x"}${NULLS}`],
    ['a status that is none', `{"statusCode":"200"}${NULLS}`],
    ['a status out of range', `{"statusCode":999}${NULLS}`],
    ['a header that is a list', `{"headers":{"a":["b"]}}${NULLS}`],
    ['cookies that are no list', `{"cookies":"a=b"}${NULLS}`],
    ['a delimiter too late', `{"headers":{"a":"${'x'.repeat(17_000)}"}}${NULLS}`],
    ['nothing', ''],
  ])('is refused: %s', async (_, text) => {
    await expect(readPrologue(chunksOf(text))).rejects.toMatchObject({ kind: 'internal' })
  })

  it('defaults to 200', async () => {
    const response = await readPrologue(chunksOf(`{}${NULLS}`))
    expect([response.statusCode, response.headers.size, await readAll(response.body)]).toEqual([200, 0, ''])
  })
})

function setUp(handler: unknown, responseTransferMode: 'STREAM' | 'BUFFERED' = 'STREAM') {
  const clock = createVirtualClock()
  const logger = recordingLogger()
  const runtime = { clock, logger, region: 'us-east-1', accountId: '123456789012' }
  const registry = createGatewayFunctions({ functions: { work: handler as LambdaHandler }, runtime })
  const definition = makeDefinition({
    type: 'AWS_PROXY',
    uri: functionUri('work'),
    httpMethod: 'POST',
    responseTransferMode,
  })
  const integration = createLambdaIntegration(definition, { registry, logger })
  const gone = new AbortController()
  const invoke = async (event: unknown = {}): Promise<EndpointResponse> =>
    integration.invoke(makeRequest(definition, makeCall(clock, { signal: gone.signal }), { event }))
  return { clock, invoke, gone }
}

type Handler = (
  event: { readonly name: string },
  stream: ResponseStream,
  context: { awsRequestId: string },
) => Promise<void> | void
const streaming = (handler: Handler): Handler => streamifyResponse(handler)

describe('streaming handlers', () => {
  it('write head and body as they go', async () => {
    const { clock, invoke } = setUp(
      streaming(async (event, stream, context) => {
        const http = awslambda.HttpResponseStream.from(stream, {
          statusCode: 202,
          headers: { 'Content-Type': 'text/plain' },
        })
        http.write(`hello ${event.name} ${context.awsRequestId.length} `)
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 60_000))
        http.end('bye')
      }),
    )
    const response = await invoke({ name: 'Ann' })
    expect([response.statusCode, response.headers.get('content-type')]).toEqual([202, 'text/plain'])
    const chunks = (response.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    expect(Buffer.from((await chunks.next()).value as Uint8Array).toString()).toBe('hello Ann 36 ')
  })

  it('stop writing while nobody reads', async () => {
    let written = 0
    const { invoke } = setUp(
      streaming(async (_, stream) => {
        awslambda.HttpResponseStream.from(stream, {})
        for (let i = 0; i < 100; i++) {
          written++
          if (!stream.write(Buffer.alloc(16 * 1024))) await new Promise((resolve) => stream.once('drain', resolve))
        }
      }),
    )
    const response = await invoke()
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
    expect(written).toBeLessThan(20)
    expect((await readAll(response.body)).length).toBe(100 * 16 * 1024)
  })

  it('that fail before their head are function errors, after it they break the stream off', async () => {
    const early = setUp(streaming(() => Promise.reject(new RangeError('far'))))
    expect(await early.invoke()).toMatchObject({ functionError: { errorType: 'RangeError', errorMessage: 'far' } })
    const thrown = setUp(
      streaming(() => {
        throw new Error('at once')
      }),
    )
    expect(await thrown.invoke()).toMatchObject({ functionError: { errorMessage: 'at once' } })
    const late = setUp(
      streaming(async (_, stream) => {
        awslambda.HttpResponseStream.from(stream, {}).write('some')
        await new Promise((resolve) => setImmediate(resolve))
        throw new Error('half way')
      }),
    )
    const response = await late.invoke()
    await expect(readAll(response.body)).rejects.toThrow('A streaming function failed')
  })

  it('must give their head in time', async () => {
    const { clock, invoke } = setUp(streaming(() => new Promise(() => {})))
    const failure = expect(invoke()).rejects.toMatchObject({ kind: 'timeout' })
    await clock.advance(29_000)
    await failure
  })

  it('see their stream end when the client has gone', async () => {
    let closed = false
    const { invoke, gone } = setUp(
      streaming((_, stream) => {
        stream.on('close', () => (closed = true))
        awslambda.HttpResponseStream.from(stream, {}).write('x')
        return new Promise(() => {})
      }),
    )
    const response = await invoke()
    const reading = expect(readAll(response.body)).rejects.toMatchObject({ kind: 'unavailable' })
    await new Promise((resolve) => setImmediate(resolve))
    gone.abort()
    await reading
    await new Promise((resolve) => setImmediate(resolve))
    expect(closed).toBe(true)
  })

  it('give a buffered integration their status and headers without the body', async () => {
    const { invoke } = setUp(
      streaming(
        (_, stream) =>
          void awslambda.HttpResponseStream.from(stream, { statusCode: 203, cookies: ['a=b'] }).end('lost'),
      ),
      'BUFFERED',
    )
    expect(await invoke()).toMatchObject({
      result: { statusCode: 203, multiValueHeaders: { 'Set-Cookie': ['a=b'] }, body: '' },
    })
  })

  it('are needed where the integration streams', async () => {
    await expect(setUp(() => ({ statusCode: 200 })).invoke()).rejects.toMatchObject({ kind: 'internal' })
  })
})

describe('limits of a stream', () => {
  const endless = (): { body: StreamBody; cancelled: () => boolean } => {
    let cancelled = false
    const body = new StreamBody({ resume: () => {}, cancel: () => (cancelled = true) })
    return { body, cancelled: () => cancelled }
  }

  it('end one that stands still, and stop its sender', async () => {
    const clock = createVirtualClock()
    const { body, cancelled } = endless()
    const call = makeCall(clock, { deadline: clock.now() + 900_000, streamIdleLimit: 30_000 })
    const limited = limitStream(body, call)[Symbol.asyncIterator]()
    await clock.advance(20_000)
    body.push(bytes('a'))
    await limited.next()
    const failure = expect(limited.next()).rejects.toMatchObject({ kind: 'timeout' })
    await clock.advance(29_999)
    expect(cancelled()).toBe(false)
    await clock.advance(1)
    await failure
    expect(cancelled()).toBe(true)
    await expect(limited.next()).rejects.toMatchObject({ kind: 'timeout' })
    expect(clock.nextTimerAt()).toBeUndefined()
  })

  it('end one that lasts too long, and leave no timer behind one that ended', async () => {
    const clock = createVirtualClock()
    const { body, cancelled } = endless()
    const limited = limitStream(body, makeCall(clock, { deadline: clock.now() + 60_000 }))[Symbol.asyncIterator]()
    const failure = expect(limited.next()).rejects.toMatchObject({ kind: 'timeout' })
    await clock.advance(60_000)
    await failure
    expect(cancelled()).toBe(true)
    expect(await readAll(limitStream(chunksOf('a', 'b'), makeCall(clock)))).toBe('ab')
    expect(clock.nextTimerAt()).toBeUndefined()
  })

  it('stop the sender when the reader leaves', async () => {
    const { body, cancelled } = endless()
    const clock = createVirtualClock()
    body.push(bytes('a'))
    for await (const _ of limitStream(body, makeCall(clock))) break
    expect([cancelled(), clock.nextTimerAt()]).toEqual([true, undefined])
  })
})
