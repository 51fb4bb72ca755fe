import { describe, expect, it } from 'vitest'
import { createGatewayFunctions } from '../../../src/integration/create-integrations.js'
import { createLambdaIntegration } from '../../../src/integration/lambda/lambda-integration.js'
import type { EndpointResponse, Invoker, LambdaHandler } from '../../../src/integration/types.js'
import { createVirtualClock } from '../../../src/testing/virtual-clock.js'
import { functionUri, makeCall, makeDefinition, makeRequest, recordingLogger } from '../make-request.js'

type Functions = Record<string, LambdaHandler | Invoker>

function setUp(functions: Functions, { type = 'AWS_PROXY', uri = functionUri('work'), httpMethod = 'POST' } = {}) {
  const clock = createVirtualClock()
  const logger = recordingLogger()
  const runtime = { clock, logger, region: 'us-east-1', accountId: '123456789012' }
  const registry = createGatewayFunctions({ functions, runtime })
  const definition = makeDefinition({ type, uri, httpMethod })
  const integration = createLambdaIntegration(definition, { registry, logger })
  const invoke = (settings: Parameters<typeof makeRequest>[2] = {}): EndpointResponse | Promise<EndpointResponse> =>
    integration.invoke(makeRequest(definition, makeCall(clock), settings))
  return { clock, logger, invoke }
}

describe('AWS_PROXY', () => {
  it('gives the event and answers at once when the function does', () => {
    const { invoke } = setUp({ work: (event: object) => ({ statusCode: 200, body: JSON.stringify(event) }) })
    const answer = invoke({ event: { path: '/x' } })
    expect(answer).toMatchObject({ statusCode: 200, result: { statusCode: 200, body: '{"path":"/x"}' } })
    expect((answer as EndpointResponse).body).toBe('{"statusCode":200,"body":"{\\"path\\":\\"/x\\"}"}')
  })

  it('finds a function by ARN, by name and qualifier, and falls back to the name', () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:work'
    const by =
      (key: string): LambdaHandler =>
      () =>
        key
    const found = (functions: Functions, reference: string): unknown =>
      (setUp(functions, { uri: functionUri(reference) }).invoke() as EndpointResponse).result
    expect(found({ [arn]: by('arn'), work: by('name') }, 'work')).toBe('arn')
    expect(found({ 'work:live': by('alias'), work: by('name') }, `${arn}:live`)).toBe('alias')
    expect(found({ [`${arn}:live`]: by('full'), 'work:live': by('alias') }, 'work:live')).toBe('full')
    expect(found({ work: by('name') }, `${arn}:7`)).toBe('name')
  })

  it('refuses a function that is not there, and names those that are', () => {
    const { invoke } = setUp({ other: () => 1 }, { uri: functionUri('constructor') })
    expect(() => invoke()).toThrow(
      expect.objectContaining({ kind: 'not-permitted', message: expect.stringContaining('"other"') }),
    )
  })

  it('follows the URI of each request where stage variables are in it', () => {
    const uri = functionUri('${stageVariables.fn}')
    const { invoke } = setUp({ one: () => 1, two: () => 2 }, { uri })
    expect(invoke({ uri: functionUri('one') })).toMatchObject({ result: 1 })
    expect(invoke({ uri: functionUri('two') })).toMatchObject({ result: 2 })
    expect(invoke({ uri: functionUri('one') })).toMatchObject({ result: 1 })
    expect(() => invoke({ uri: 'arn:nonsense' })).toThrow(expect.objectContaining({ kind: 'invalid-uri' }))
  })

  it('is invoked by POST only', () => {
    expect(() => setUp({ work: () => 1 }, { httpMethod: 'GET' }).invoke()).toThrow(/httpMethod is GET/)
  })

  it('reports a function error in the answer', async () => {
    const { invoke } = setUp({ work: async () => Promise.reject(new RangeError('far')) })
    const answer = await invoke()
    expect(answer).toMatchObject({ statusCode: 200, functionError: { errorType: 'RangeError', errorMessage: 'far' } })
    expect(answer.body).toBe('{"errorType":"RangeError","errorMessage":"far","trace":[]}')
    expect(answer.headers.get('x-amz-function-error')).toBe('Unhandled')
  })

  it('refuses an event over 6 MB and a result over 6 MB', () => {
    const { invoke } = setUp({ work: (event: { body: string }) => ({ statusCode: 200, body: event.body.repeat(2) }) })
    const large = 'x'.repeat(6 * 1024 * 1024)
    expect(() => invoke({ body: large, event: { body: large } })).toThrow(
      expect.objectContaining({ kind: 'request-too-large' }),
    )
    const half = 'x'.repeat(3 * 1024 * 1024)
    expect(() => invoke({ body: half, event: { body: half } })).toThrow(
      expect.objectContaining({ kind: 'bad-response' }),
    )
    const third = 'x'.repeat(2 * 1024 * 1024)
    expect(invoke({ body: third, event: { body: third } })).toMatchObject({ statusCode: 200 })
  })

  it('holds an invoker to the deadline', async () => {
    const { invoke, clock } = setUp({ work: { invoke: () => new Promise(() => {}) } })
    const failure = expect(invoke()).rejects.toMatchObject({ kind: 'timeout' })
    await clock.advance(29_000)
    await failure
    expect(clock.nextTimerAt()).toBeUndefined()
  })
})

describe('AWS', () => {
  const custom = { type: 'AWS' }

  it('gives the body as the event, an empty one as {}', () => {
    const { invoke } = setUp({ work: (event: unknown) => event }, custom)
    expect((invoke({ body: '{"a": [1]}' }) as EndpointResponse).body).toBe('{"a":[1]}')
    expect((invoke() as EndpointResponse).body).toBe('{}')
    expect((invoke({ body: new TextEncoder().encode('"text"') }) as EndpointResponse).body).toBe('"text"')
  })

  it('refuses a body that is no JSON as Lambda does', () => {
    const answer = setUp({ work: () => 1 }, custom).invoke({ body: '{oops' }) as EndpointResponse
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain('Could not parse request body into json')
  })

  it('answers an asynchronous call before the function is done, and logs its failure', async () => {
    const { invoke, clock, logger } = setUp(
      {
        work: async () => {
          await new Promise<void>((resolve) => clock.setTimeout(resolve, 1000))
          throw new Error('lost')
        },
      },
      custom,
    )
    expect(invoke({ headers: [['X-Amz-Invocation-Type', 'Event']] })).toMatchObject({ statusCode: 202, body: '' })
    await clock.advance(1000)
    expect(logger.lines).toEqual(['error: A function that was invoked asynchronously failed'])
  })

  it('takes 256 KB in an asynchronous call', () => {
    const { invoke } = setUp({ work: () => 1 }, custom)
    const headers = [['X-Amz-Invocation-Type', 'Event']] as const
    expect(invoke({ headers, body: JSON.stringify('x'.repeat(256 * 1024 - 2)) })).toMatchObject({ statusCode: 202 })
    expect(() => invoke({ headers, body: JSON.stringify('x'.repeat(256 * 1024 - 1)) })).toThrow(
      expect.objectContaining({ kind: 'request-too-large' }),
    )
  })

  it('calls nothing in a dry run', () => {
    const { invoke } = setUp({ work: () => expect.unreachable() }, custom)
    expect(invoke({ headers: [['X-Amz-Invocation-Type', 'DryRun']] })).toMatchObject({ statusCode: 204 })
  })
})
