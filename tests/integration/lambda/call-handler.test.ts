import { inspect } from 'node:util'
import type { Context } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { createDeadlineQueue } from '../../../src/integration/deadline-queue.js'
import { callHandler, type HandlerOptions } from '../../../src/integration/lambda/call-handler.js'
import { describeFunction } from '../../../src/integration/lambda/function-description.js'
import type { FunctionOutcome, LambdaHandler } from '../../../src/integration/types.js'
import { createVirtualClock, type VirtualClock } from '../../../src/testing/virtual-clock.js'
import { makeCall, recordingLogger } from '../make-request.js'

const HOME = { region: 'eu-west-1', accountId: '123456789012' }

interface Setup {
  readonly clock: VirtualClock
  readonly logger: ReturnType<typeof recordingLogger>
  readonly call: (handler: unknown, event?: unknown) => FunctionOutcome | Promise<FunctionOutcome>
}

function setUp(options: Partial<HandlerOptions> = {}): Setup {
  const clock = createVirtualClock()
  const logger = recordingLogger()
  const queue = createDeadlineQueue(clock)
  const description = describeFunction({ name: 'greet', qualifier: 'live', streaming: false }, HOME, clock.now())
  return {
    clock,
    logger,
    call: (handler, event = {}) => {
      const invocation = {
        functionName: 'greet',
        functionArn: 'arn',
        invocationType: 'RequestResponse' as const,
        event,
        call: makeCall(clock),
      }
      return callHandler({ handler: handler as LambdaHandler, description }, invocation, { queue, logger, ...options })
    },
  }
}

describe('answers', () => {
  it('takes a plain value at once, without a promise or a timer', () => {
    const { call, clock } = setUp()
    expect(call(() => ({ statusCode: 200 }))).toEqual({ value: { statusCode: 200 } })
    expect(clock.nextTimerAt()).toBeUndefined()
  })

  it('takes what an async function resolves with, and sets no timer when it settles by itself', async () => {
    const { call, clock } = setUp()
    const outcome = call(async () => 'done')
    await expect(outcome).resolves.toEqual({ value: 'done' })
    await clock.advance(0)
    expect(clock.nextTimerAt()).toBeUndefined()
  })

  it('takes what the callback is given, now or later', async () => {
    const { call, clock } = setUp()
    type Handler = (event: unknown, context: Context, callback: (error: unknown, value?: unknown) => void) => void
    const now: Handler = (_, __, callback) => callback(null, 'now')
    expect(call(now)).toEqual({ value: 'now' })
    const later: Handler = (_, __, callback) => void clock.setTimeout(() => callback(null, 'later'), 100)
    const outcome = call(later)
    await clock.advance(100)
    await expect(outcome).resolves.toEqual({ value: 'later' })
  })

  it('waits for context.succeed when the handler has read it', async () => {
    const { call, clock } = setUp()
    const outcome = call((_: unknown, context: Context) => {
      const answer = context.succeed.bind(context)
      clock.setTimeout(() => answer({ old: true }), 10)
    })
    await clock.advance(10)
    await expect(outcome).resolves.toEqual({ value: { old: true } })
    expect(call((_: unknown, context: Context) => context.fail('bad'))).toMatchObject({
      error: { errorMessage: 'bad' },
    })
    expect(call((_: unknown, context: Context) => context.done(undefined, 1))).toEqual({ value: 1 })
  })

  it('answers null for a function that returns nothing and promised nothing', () => {
    expect(setUp().call(() => undefined)).toEqual({ value: null, json: 'null' })
  })

  it('keeps the first answer of several, and logs the others', async () => {
    const { call, logger } = setUp()
    const twice = call((_: unknown, __: unknown, callback: (error: unknown, value?: unknown) => void) => {
      callback(null, 'first')
      callback(null, 'second')
      throw new Error('too late')
    })
    expect(twice).toEqual({ value: 'first' })
    expect(logger.lines).toEqual(['warn: A function answered twice', 'warn: A function answered twice'])
  })

  it('takes the callback of an async function that resolves with nothing', async () => {
    const { call, logger } = setUp()
    const outcome = call(async (_: unknown, __: unknown, callback: (error: unknown, value: unknown) => void) =>
      callback(null, 7),
    )
    await expect(outcome).resolves.toEqual({ value: 7 })
    expect(logger.lines).toEqual([])
  })
})

describe('failures', () => {
  it('reports a thrown error without its stack, which stays for the log', () => {
    class Broken extends Error {
      override name = 'Broken'
    }
    const thrown = new Broken('out of tea')
    const outcome = setUp().call(() => {
      throw thrown
    })
    expect(outcome).toEqual({ error: { errorType: 'Broken', errorMessage: 'out of tea', trace: [], cause: thrown } })
  })

  it('carries the stack where the config asks for it', () => {
    const outcome = setUp({ traces: true }).call(() => {
      throw new Error('x')
    })
    expect(outcome).toMatchObject({ error: { trace: expect.arrayContaining(['Error: x']) } })
  })

  it.each([
    ['text', 'string', 'text'],
    [17, 'number', '17'],
    [null, 'handled', expect.stringContaining('callback called with Error argument')],
    [undefined, 'handled', expect.any(String)],
    [Object.create(null), 'handled', expect.any(String)],
    [{ toString: () => 'own' }, 'object', 'own'],
  ])('reports %j that was thrown as the runtime does', (thrown, errorType, errorMessage) => {
    const outcome = setUp().call(() => {
      throw thrown
    })
    expect(outcome).toMatchObject({ error: { errorType, errorMessage } })
  })

  it('reports a rejection and an error given to the callback', async () => {
    const { call } = setUp()
    await expect(call(async () => Promise.reject(new TypeError('no')))).resolves.toMatchObject({
      error: { errorType: 'TypeError', errorMessage: 'no' },
    })
    const failing = call((_: unknown, __: unknown, callback: (error: unknown) => void) => callback('nope'))
    expect(failing).toMatchObject({ error: { errorType: 'string', errorMessage: 'nope' } })
  })

  it('times out on the gateway clock, and logs an answer that comes afterwards', async () => {
    const { call, clock, logger } = setUp()
    const outcome = call(() => new Promise((resolve) => clock.setTimeout(() => resolve('late'), 29_001)))
    const failure = expect(outcome).rejects.toMatchObject({ name: 'IntegrationFault', kind: 'timeout' })
    await clock.advance(29_000)
    await failure
    await clock.advance(1)
    expect(logger.lines).toEqual(['warn: A function answered after its deadline'])
  })
})

describe('the context', () => {
  it('is the runtime’s, with the time that is left on the gateway clock', async () => {
    const { call, clock } = setUp()
    let seen: Context | undefined
    const outcome = call(async (_: unknown, context: Context) => {
      seen = context
      const before = context.getRemainingTimeInMillis()
      await new Promise<void>((resolve) => clock.setTimeout(resolve, 4000))
      return [before, context.getRemainingTimeInMillis()]
    })
    await clock.advance(4000)
    await expect(outcome).resolves.toEqual({ value: [29_000, 25_000] })
    expect(seen).toMatchObject({
      awsRequestId: '11111111-2222-4333-8444-555555555555',
      functionName: 'greet',
      functionVersion: 'live',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:greet:live',
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/greet',
      callbackWaitsForEmptyEventLoop: true,
    })
    expect(seen?.logStreamName).toMatch(/^2024\/01\/15\/\[live\][0-9a-f]{32}$/)
  })

  it('spreads, prints and takes assignments like a plain object', () => {
    void setUp().call((_: unknown, context: Context) => {
      const copy = { ...context }
      expect(copy.awsRequestId).toBe('11111111-2222-4333-8444-555555555555')
      expect(copy.getRemainingTimeInMillis()).toBe(29_000)
      expect(JSON.parse(JSON.stringify(context))).toMatchObject({
        functionName: 'greet',
        awsRequestId: copy.awsRequestId,
      })
      expect(inspect(context)).toContain(copy.awsRequestId)
      context.callbackWaitsForEmptyEventLoop = false
      expect(context.callbackWaitsForEmptyEventLoop).toBe(false)
      Object.assign(context, { awsRequestId: 'mine' })
      expect(context.awsRequestId).toBe('mine')
      return 1
    })
  })

  it('does not wait for a handler that only looked at the keys', () => {
    const outcome = setUp().call((_: unknown, context: Context) => void Object.keys(context))
    expect(outcome).toEqual({ value: null, json: 'null' })
  })
})

describe('isolation', () => {
  it('hands over a copy of the event and takes a copy of the result', () => {
    const event = { list: [1], at: new Date(0) }
    const result = { kept: [2] }
    const outcome = setUp({ isolation: 'copy' }).call((given: typeof event) => {
      expect(given).toEqual({ list: [1], at: '1970-01-01T00:00:00.000Z' })
      expect(given.list).not.toBe(event.list)
      return result
    }, event)
    expect(outcome).toMatchObject({ value: { kept: [2] } })
    expect((outcome as { value: typeof result }).value.kept).not.toBe(result.kept)
  })
})
