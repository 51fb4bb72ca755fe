import { describe, expect, test } from 'vitest'
import { createVirtualClock } from '../../src/testing/index.js'
import { createBackends, decode, encode, type HttpCall } from './runner/backends.js'
import { compareBackends } from './runner/expect-backend.js'
import { actionParameters, serviceKeys } from './runner/service-call.js'
import { settle } from './runner/settle.js'

const clock = createVirtualClock({ now: 0 })

function call(path: string, more: Partial<HttpCall> = {}): HttpCall {
  return { method: 'POST', path, query: '', headers: [], body: encode(''), ...more }
}

describe('backends of a case', () => {
  test('are matched by the longest prefix', async () => {
    const backends = createBackends(
      {
        'http://h.example/': { reply: { status: 200, headers: {}, body: 'short' } },
        'http://h.example/a': { reply: { status: 200, headers: {}, body: 'long' } },
      },
      clock,
    )
    expect(decode((await backends.send(['http://h.example/a/b?c'], call('/a/b'))).body)).toBe('long')
    expect(decode((await backends.send(['http://h.example/x'], call('/x'))).body)).toBe('short')
    await expect(backends.send(['http://other.example/'], call('/'))).rejects.toThrow('ENOTFOUND')
    expect(backends.strangers).toEqual(['POST http://other.example/'])
  })

  test('answer an AWS service by action or by path', async () => {
    const target = call('/', { headers: [['X-Amz-Target', 'DynamoDB_20120810.PutItem']] })
    expect(serviceKeys('dynamodb', target)).toEqual(['aws:dynamodb:action/PutItem', 'aws:dynamodb:path/'])
    const form = call('/', {
      headers: [['content-type', 'application/x-www-form-urlencoded; charset=utf-8']],
      body: encode('Action=SendMessage&MessageBody=a%20b'),
    })
    expect(serviceKeys('sqs', form)[0]).toBe('aws:sqs:action/SendMessage')
    expect(actionParameters(form)).toEqual({ MessageBody: 'a b' })
    expect(serviceKeys('s3', call('/bucket/key'))).toEqual(['aws:s3:path/bucket/key'])
    const backends = createBackends({ 'aws:s3:path/bucket': { reply: { status: 204, headers: {} } } }, clock)
    expect((await backends.send(serviceKeys('s3', call('/bucket/key')), call('/bucket/key'))).statusCode).toBe(204)
  })

  test('echo, raise and refuse as the case says', async () => {
    const backends = createBackends(
      {
        'lambda:echo': { reply: { proxyEcho: true } },
        'lambda:bad': { reply: { error: { errorMessage: 'no' } } },
        'http://echo': { reply: { echoRequest: true } },
        'http://gone': { reply: { refuse: true } },
      },
      clock,
    )
    expect(backends.functionNames).toEqual(['echo', 'bad'])
    const call1 = { event: { a: 1 }, invocationType: 'RequestResponse' }
    expect(await backends.invoke('echo', call1)).toMatchObject({ value: { statusCode: 200, body: '{"a":1}' } })
    expect(await backends.invoke('bad', call1)).toEqual({ error: { errorMessage: 'no' } })
    const sent = call('/p', {
      query: 'q=1',
      body: encode('b'),
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
    })
    expect(JSON.parse(decode((await backends.send(['http://echo/p'], sent)).body))).toEqual({
      method: 'POST',
      path: '/p',
      query: 'q=1',
      body: 'b',
      headers: { 'x-a': '1, 2' },
    })
    await expect(backends.send(['http://gone/'], call('/'))).rejects.toThrow('ECONNREFUSED')
  })

  test('show their last call of the step', async () => {
    const backends = createBackends(
      { 'http://h': { reply: { status: 200 } }, 'lambda:f': { reply: { value: 1 } } },
      clock,
    )
    await backends.send(['http://h/1'], call('/1'))
    await backends.send(['http://h/2'], call('/2', { body: encode('x') }))
    const compared = (expected: object) => compareBackends(expected as never, backends, 'at')
    expect(compared({ 'http://h': { path: '/2', body: 'x', method: '<<any>>' }, 'lambda:f': '<<absent>>' })).toEqual([])
    expect(compared({ 'http://h': '<<absent>>' })).toHaveLength(1)
    expect(compared({ 'lambda:f': { event: {} } })).toHaveLength(1)
    backends.startStep()
    expect(compared({ 'http://h': '<<absent>>' })).toEqual([])
  })

  test('refuse replies and keys that are of no known kind', () => {
    expect(() => createBackends({ 'ftp://x': { reply: {} } }, clock)).toThrow('no such kind')
    expect(() => createBackends({ 'http://x': { reply: { sleep: 1 } } }, clock)).toThrow('sleep')
  })
})

describe('waiting for an answer', () => {
  test('moves the clock while a backend holds its answer back, to the earliest timer', async () => {
    const clock = createVirtualClock({ now: 0 })
    const backends = createBackends({ 'http://slow': { reply: { status: 200, delaySeconds: 40 } } }, clock)
    const limit = new Promise<string>((resolve) => clock.setTimeout(() => resolve('timeout'), 29_000))
    const answer = backends.send(['http://slow/'], call('/')).then(() => 'answer')
    expect(await settle(Promise.race([limit, answer]), clock, backends)).toBe('timeout')
    expect(clock.now()).toBe(29_000)
    expect(await settle(answer, clock, backends)).toBe('answer')
    expect(clock.now()).toBe(40_000)
  })

  test('leaves the clock alone when nothing is held back', async () => {
    const clock = createVirtualClock({ now: 0 })
    const backends = createBackends({}, clock)
    clock.setTimeout(() => undefined, 1000)
    expect(await settle(Promise.resolve(1), clock, backends)).toBe(1)
    await expect(settle(Promise.reject(new Error('x')), clock, backends)).rejects.toThrow('x')
    expect(clock.now()).toBe(0)
  })
})
