import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWebAcl } from '../../src/web-acl/index.js'
import { createRateCounters } from '../../src/web-acl/rate-counters.js'
import { acl, contains, inspect, type Parts, problems, rule } from './inspect.js'

const START = Date.UTC(2026, 0, 1)
const rate = (more: Readonly<Record<string, unknown>> = {}) => ({
  RateBasedStatement: { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP', ...more },
})

/** What becomes of `count` requests, one after the other. */
function send(statement: Parameters<typeof rule>[0]) {
  const webAcl = createWebAcl(acl(rule(statement)))
  return (count: number, parts: Parts = {}): string => {
    const verdicts = Array.from({ length: count }, () => inspect(webAcl, { now: START, ...parts }).action)
    return `${verdicts.filter((action) => action === 'ALLOW').length} of ${count}`
  }
}

describe('a rate', () => {
  test('lets as many requests of a client in as its limit, until the window has passed', () => {
    const sending = send(rate())
    expect(sending(15)).toBe('10 of 15')
    expect(sending(3, { sourceIp: '192.0.2.1' })).toBe('3 of 3')
    expect(sending(1, { now: START + 30_000 })).toBe('0 of 1')
    expect(sending(12, { now: START + 200_000 })).toBe('10 of 12')
  })

  test('counts refused requests too: who does not stop stays out', () => {
    const sending = send(rate())
    for (let second = 0; second < 300; second++) sending(1, { now: START + second * 1000 })
    expect(sending(1, { now: START + 300_000 })).toBe('0 of 1')
  })

  test('moves its window, slot by slot', () => {
    const sending = send(rate())
    expect(sending(6, { now: START })).toBe('6 of 6')
    expect(sending(6, { now: START + 40_000 })).toBe('4 of 6')
    expect(sending(4, { now: START + 60_000 })).toBe('4 of 4')
  })

  test('takes five minutes when it is told nothing', () => {
    const webAcl = send({ RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } })
    expect(webAcl(11)).toBe('10 of 11')
    expect(webAcl(1, { now: START + 250_000 })).toBe('0 of 1')
    expect(webAcl(1, { now: START + 301_000 })).toBe('1 of 1')
  })

  test('takes one client for the same however its address is written', () => {
    const sending = send(rate())
    expect(sending(10, { sourceIp: '2001:db8::1' })).toBe('10 of 10')
    expect(sending(1, { sourceIp: '2001:DB8:0:0::1' })).toBe('0 of 1')
  })

  test('counts what is in its scope only', () => {
    const sending = send(rate({ ScopeDownStatement: contains('/login', { UriPath: {} }) }))
    expect(sending(20)).toBe('20 of 20')
    expect(sending(11, { path: '/prod/login' })).toBe('10 of 11')
    expect(sending(1)).toBe('1 of 1')
  })

  test('may count everybody together', () => {
    const sending = send(rate({ AggregateKeyType: 'CONSTANT', ScopeDownStatement: contains('/', { UriPath: {} }) }))
    expect(sending(6)).toBe('6 of 6')
    expect(sending(6, { sourceIp: '192.0.2.1' })).toBe('4 of 6')
  })

  test.each([
    ['MATCH', '10 of 11'],
    ['NO_MATCH', '11 of 11'],
  ])('may count by an address in a header; of those that are none, %s', (FallbackBehavior, invalid) => {
    const ForwardedIPConfig = { HeaderName: 'X-Forwarded-For', FallbackBehavior }
    const sending = send(rate({ AggregateKeyType: 'FORWARDED_IP', ForwardedIPConfig }))
    expect(sending(11, { headers: { 'x-forwarded-for': '192.0.2.1, 10.0.0.1' } })).toBe('10 of 11')
    expect(sending(11, { headers: { 'x-forwarded-for': '192.0.2.2' } })).toBe('10 of 11')
    expect(sending(11)).toBe('11 of 11')
    expect(sending(11, { headers: { 'x-forwarded-for': 'nonsense' } })).toBe(invalid)
  })

  test('may count by keys of its own, those requests that have them all', () => {
    const TextTransformations = [{ Priority: 0, Type: 'LOWERCASE' }]
    const CustomKeys = [
      { Header: { Name: 'X-Tenant', TextTransformations } },
      { QueryArgument: { Name: 'kind', TextTransformations } },
      { HTTPMethod: {} },
    ]
    const sending = send(rate({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys }))
    const parts: Parts = { headers: { 'x-tenant': 'A' }, rawQuery: 'kind=b' }
    expect(sending(11, parts)).toBe('10 of 11')
    expect(sending(1, { ...parts, headers: { 'x-tenant': 'a' } })).toBe('0 of 1')
    expect(sending(1, { ...parts, method: 'POST' })).toBe('1 of 1')
    // The parts of a key are kept apart.
    expect(sending(1, { headers: { 'x-tenant': 'ab' }, rawQuery: 'kind=' })).toBe('1 of 1')
    expect(sending(20, { headers: { 'x-tenant': 'a' } })).toBe('20 of 20')
  })

  test('names what is wrong and what is not honoured', () => {
    const at = 'RateBasedStatement'
    expect(problems(rate({ Limit: 5 }))).toEqual([`${at}/Limit`])
    expect(problems(rate({ EvaluationWindowSec: 90 }))).toEqual([`${at}/EvaluationWindowSec`])
    expect(problems(rate({ AggregateKeyType: 'CONSTANT' }))).toEqual([`${at}/ScopeDownStatement`])
    expect(problems(rate({ AggregateKeyType: 'FORWARDED_IP' }))).toEqual([`${at}/ForwardedIPConfig`])
    expect(problems(rate({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ JA3Fingerprint: {} }] }))).toEqual([
      'error web-acl/rate-key-not-built',
    ])
    expect(problems({ NotStatement: { Statement: rate() } })).toEqual([`NotStatement/Statement/${at}`])
    expect(problems(rate({ ScopeDownStatement: rate() }))).toEqual([`${at}/ScopeDownStatement/${at}`])
  })
})

describe('counters', () => {
  test('never count more than a window holds, nor less than its last nine tenths', () => {
    const steps = fc.array(fc.tuple(fc.nat(9000), fc.constantFrom('a', 'b')), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(steps, (moves) => {
        const counters = createRateCounters({ windowSeconds: 60 })
        const seen: Array<readonly [at: number, key: string]> = []
        let now = START
        for (const [pause, key] of moves) {
          now += pause
          seen.push([now, key])
          const since = (ms: number) => seen.filter(([at, of]) => of === key && at > now - ms).length
          const counted = counters.count(key, now)
          expect(counted).toBeLessThanOrEqual(since(60_000))
          expect(counted).toBeGreaterThanOrEqual(since(54_000))
        }
      }),
    )
  })

  test('forget the keys unseen for longest, by number and by size', () => {
    const few = createRateCounters({ windowSeconds: 60, maxKeys: 2 })
    few.count('a', 0)
    few.count('b', 0)
    few.count('a', 0)
    few.count('c', 0)
    expect([few.count('a', 0), few.count('b', 0)]).toEqual([3, 1])
    const small = createRateCounters({ windowSeconds: 60, maxCharacters: 10 })
    small.count('x'.repeat(8), 0)
    small.count('y'.repeat(8), 0)
    expect(small.count('x'.repeat(8), 0)).toBe(1)
    // One that alone is too large is not kept either.
    small.count('z'.repeat(100), 0)
    expect(small.count('z'.repeat(100), 0)).toBe(1)
  })

  test('hold a clock that goes back', () => {
    const counters = createRateCounters({ windowSeconds: 60 })
    counters.count('a', 1_000_000)
    expect(counters.count('a', 0)).toBe(2)
    expect(counters.count('a', 1_000_000)).toBe(3)
    expect(counters.count('a', -5_000_000)).toBe(4)
  })
})
