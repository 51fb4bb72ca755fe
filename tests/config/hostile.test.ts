import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkConfig } from '../../src/config/check-config.js'
import { describeFound } from '../../src/config/describe-found.js'
import { GATEWAY } from '../../src/config/schema/gateway.js'
import { ConfigError, type ConfigFault } from '../../src/errors.js'
import { junk, mostlyFitting } from './arbitrary-config.js'

const fail = (): never => {
  throw new Error('not for reading')
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

const itself: Record<string, unknown> = { definition: {} }
for (const key of ['apis', 'stages', 'functions', 'apiKeys', 'usagePlans', 'account', 'cache', 'strange'])
  itself[key] = itself
const list: unknown[] = []
list.push(list)

/** Objects that are made to hurt whoever reads them. */
const HOSTILE: Readonly<Record<string, unknown>> = {
  itself,
  'a list of itself': list,
  'a proxy that throws': new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail }),
  'a proxy that throws once it is listed': new Proxy({ a: 1, stages: 1, get: 1 }, { get: fail }),
  'a proxy of a list that throws': new Proxy([1], { get: fail, ownKeys: fail }),
  'an endless list': new Proxy([], { get: (_, key) => (key === 'length' ? Infinity : {}) }),
  'a list without a length': new Proxy([], { get: () => 'x' }),
  'an endless object': new Proxy({}, { get: () => itself }),
  'a revoked proxy': revoked({}),
  'a revoked list': revoked([]),
  'a getter that throws': Object.defineProperty({}, 'value', { get: fail, enumerable: true }),
  'no prototype': Object.assign(Object.create(null), { toString: fail, toJSON: fail }),
  'a toJSON that throws': { toJSON: fail, toString: fail, [Symbol.toPrimitive]: fail },
  'a class of a hostile name': Object.create({
    constructor: Object.defineProperty(() => 1, 'name', { get: fail }),
  }) as unknown,
  'a huge sparse list': Object.assign([], { length: 4_000_000 }),
  'a huge list': Array.from({ length: 300_000 }, () => 5),
  'an object of many keys': Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index])),
  'a long key': { ['x'.repeat(1_000_000)]: 1 },
  'a long text': 'x'.repeat(5_000_000),
  'own keys of the prototype': JSON.parse('{"__proto__": {"a": 1}, "constructor": {}, "hasOwnProperty": 1}') as unknown,
  symbols: { [Symbol('a')]: 1, [Symbol.iterator]: fail },
  'a bigint': 10n ** 30n,
  'a symbol': Symbol('long'.repeat(100)),
  'a function': Object.assign(() => 1, { toString: fail }),
}

// A title is made of what it is given, which these do not survive.
const NAMES = Object.keys(HOSTILE)
const KEYS = Object.keys(checkedKeys())

function checkedKeys(): Record<string, unknown> {
  const parts = Object.values(GATEWAY.choice?.schemas ?? {}).flatMap(({ includes = [] }) => includes)
  return Object.assign({}, ...parts.map(({ properties }) => properties)) as Record<string, unknown>
}

/** Faults that can be shown: small, and with nothing in them that throws. */
function expectHarmless(faults: readonly ConfigFault[]): void {
  expect(faults.length).toBeLessThanOrEqual(1001)
  for (const { pointer, message, found } of faults) {
    expect(pointer.length + message.length).toBeLessThan(2000)
    expect(JSON.stringify(found) ?? '').toHaveProperty('length')
    expect((JSON.stringify(found) ?? '').length).toBeLessThan(20_000)
  }
  expect(new ConfigError(faults).message.length).toBeLessThan(2_000_000)
}

describe('hostile values', () => {
  it.each(NAMES)('as a config: %s', (name) => {
    const value = HOSTILE[name]
    const faults = checkConfig(value)
    expect(faults.length).toBeGreaterThan(0)
    expectHarmless(faults)
  })

  it.each(NAMES)('under every key: %s', (name) => {
    const value = HOSTILE[name]
    for (const key of KEYS) {
      expectHarmless(checkConfig({ [key]: value }))
      expectHarmless(checkConfig({ [key]: { a: value } }))
      expectHarmless(checkConfig({ [key]: [value] }))
    }
  })

  it('deep in the config are told from what is right beside them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.constantFrom(...KEYS), (name, key) => {
        const value = HOSTILE[name]
        expectHarmless(checkConfig({ apis: { a: { stages: { prod: { [key]: value, variables: { a: value } } } } } }))
        expectHarmless(checkConfig({ apis: { a: { [key]: value } }, usagePlans: [{ apiStages: [{ stage: value }] }] }))
      }),
      { numRuns: 300 },
    )
  })

  it('of any kind anywhere give faults and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(mostlyFitting(GATEWAY, 5), junk, fc.anything({ withNullPrototype: true })), (config) => {
        expectHarmless(checkConfig(config))
      }),
      { numRuns: 1000 },
    )
  })

  it('are named by the place where they cannot be read', () => {
    const config = Object.defineProperty({ routes: {} }, 'cache', { get: fail, enumerable: true })
    expect(checkConfig(config)).toEqual([
      { pointer: '/cache', message: 'The value cannot be read: its getter or proxy throws' },
    ])
  })

  it('do not hide the faults beside them', () => {
    const config = Object.defineProperty({ routes: {}, isolation: 'all' }, 'stages', { get: fail, enumerable: true })
    expect(checkConfig(config).map(({ pointer }) => pointer)).toEqual(['/stages', '/isolation'])
  })

  it('do not make more faults than anybody reads', () => {
    const faults = checkConfig({ routes: {}, apiKeys: Array.from({ length: 5000 }, () => 1) })
    expect(faults).toHaveLength(1001)
    expect(faults.at(-1)?.message).toBe('There are more faults than these')
  })

  it('change nothing outside of them', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    checkConfig(JSON.parse('{"__proto__": {"polluted": 1}, "stages": {"__proto__": {"variables": {"__proto__": 1}}}}'))
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('what a fault shows of a value', () => {
  it.each<readonly [what: string, value: unknown, shown: unknown]>([
    ['a text', 'text', 'text'],
    ['a number', 5, 5],
    ['nothing', null, null],
    ['an endless number', -Infinity, '-Infinity'],
    ['a big integer', 10n, '10'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a nested object', { a: [1, { b: 2 }] }, { a: [1, 'an object'] }],
    ['a list with a hole', Object.assign([1], { 2: 3 }), [1, 'undefined', 3]],
    ['a longer list', [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, '…']],
    ['a longer object', { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, { a: 1, b: 2, c: 3, d: 4, e: 5, '…': '…' }],
    ['an instance', new Map(), 'an object of the class Map'],
    ['a function', () => 1, 'a function'],
    ['a method', { get: () => 1 }, { get: 'a function' }],
  ])('%s', (_what, value, shown) => {
    expect(JSON.stringify(describeFound(value))).toBe(JSON.stringify(shown))
  })

  it.each(NAMES)('in few words: %s', (name) => {
    const value = HOSTILE[name]
    expect((JSON.stringify(describeFound(value)) ?? '').length).toBeLessThan(5000)
  })
})
