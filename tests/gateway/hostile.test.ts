import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, createGateway, type GatewayConfig, isPosternError } from '../../src/index.js'
import { createHostileGateway, DEFINITION } from './hostile-gateway.js'
import { faultOf, hostileRequests } from './hostile-requests.js'

describe('hostile requests', () => {
  it('are all answered, with ids and nothing of the inside', async () => {
    const { handle } = createHostileGateway()
    await fc.assert(
      fc.asyncProperty(hostileRequests, async (request) => {
        const response = await handle(request)
        expect(faultOf(response, { sent: JSON.stringify(request) })).toBeUndefined()
      }),
      { numRuns: 4000 },
    )
  })

  it('find no member of an object as stage, route, header or parameter', async () => {
    const { handle } = createHostileGateway()
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect((await handle({ method: 'GET', path: `/${name}/mock` })).statusCode).toBe(403)
      expect((await handle({ method: 'GET', path: `/prod/${name}` })).statusCode).toBe(403)
      expect((await handle({ method: name, path: '/prod/once/1' })).statusCode).toBe(403)
      const response = await handle({ method: 'GET', path: `/prod/proxy/x?${name}=1`, headers: { [name]: 'v' } })
      expect(response.statusCode).toBe(200)
    }
    expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  })

  it('over 10 MB are refused, as text, as bytes and as a stream; 10 MB are not', async () => {
    const { handle } = createHostileGateway()
    const limit = 10_485_760
    async function* chunks(total: number): AsyncGenerator<Uint8Array> {
      for (let sent = 0; sent < total; sent += 1_048_576)
        yield new Uint8Array(Math.min(1_048_576, total - sent)).fill(32)
    }
    const call = async (body: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<number> =>
      (await handle({ method: 'POST', path: '/prod/once/1', body })).statusCode
    expect(await call('a'.repeat(limit + 1))).toBe(413)
    expect(await call('ü'.repeat(limit / 2 + 1))).toBe(413)
    expect(await call(new Uint8Array(limit + 1))).toBe(413)
    expect(await call(chunks(limit + 1))).toBe(413)
    expect(await call(chunks(limit))).toBe(403)
    expect(await call('a'.repeat(limit))).toBe(403)
  })

  it('whose body stream fails are answered', async () => {
    const { handle } = createHostileGateway()
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(3)
      throw new Error('connection reset at /secret/place.ts:1:2')
    }
    const response = await handle({ method: 'POST', path: '/prod/mock', body: broken() })
    expect(faultOf(response)).toBeUndefined()
  })

  it('with a compressed body that is none, or a bomb, are refused', async () => {
    const { gzipSync } = await import('node:zlib')
    const { handle } = createHostileGateway()
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' }
    const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024))
    expect((await handle({ method: 'POST', path: '/prod/mock', headers, body: 'no gzip' })).statusCode).toBe(415)
    const response = await handle({ method: 'POST', path: '/prod/mock', headers, body: bomb })
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(faultOf(response)).toBeUndefined()
  })
})

const thrown = fc.oneof(
  fc.constantFrom(
    new Error('at secret (/home/me/app.ts:1:2)'),
    new TypeError(''),
    Object.create(null),
    Symbol('s'),
    undefined,
    null,
    'text',
    12n,
    () => {},
  ),
  fc.anything(),
)
const cyclic: Record<string, unknown> = {}
cyclic['self'] = cyclic
const returned = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
  fc.constantFrom(
    cyclic,
    Symbol('s'),
    { statusCode: 'x' },
    { statusCode: 99 },
    { statusCode: 600 },
    { statusCode: 1e9 },
  ),
  fc.record(
    {
      statusCode: fc.oneof(fc.integer({ min: -10, max: 1000 }), fc.anything()),
      headers: fc.oneof(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), fc.anything()),
      multiValueHeaders: fc.oneof(fc.dictionary(fc.string(), fc.array(fc.string())), fc.anything()),
      body: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
      isBase64Encoded: fc.oneof(fc.boolean(), fc.anything()),
    },
    { requiredKeys: [] },
  ),
  fc.constant({
    get statusCode() {
      throw new Error('read at /home/me/app.ts:1:2')
    },
  }),
)
const route = fc.constantFrom('/prod/proxy/x', '/prod/custom')

describe('hostile functions', () => {
  it('that throw or reject anything give a 5xx or a mapped answer, never their stack', async () => {
    const { handle, behaviour } = createHostileGateway()
    await fc.assert(
      fc.asyncProperty(route, thrown, fc.constantFrom('throw', 'reject', 'callback'), async (path, error, how) => {
        behaviour.act = (_event, _context, callback) => {
          if (how === 'callback') return callback(error ?? 'failed')
          if (how === 'reject') return Promise.reject(error)
          throw error
        }
        const response = await handle({ method: 'GET', path })
        expect(response.statusCode).toBeGreaterThanOrEqual(path.includes('proxy') ? 500 : 200)
        // A custom integration's template shows what the API's author lets it show of the error's own message.
        const sent = path.includes('custom') ? JSON.stringify((error as Error)?.message ?? typeof error) : ''
        expect(faultOf(response, { sent })).toBeUndefined()
      }),
      { numRuns: 600 },
    )
  })

  it('that return garbage are answered for', async () => {
    const { handle, behaviour, clock } = createHostileGateway()
    await fc.assert(
      fc.asyncProperty(route, returned, fc.boolean(), async (path, value, later) => {
        behaviour.act = () => (later ? Promise.resolve(value) : value)
        const pending = handle({ method: 'GET', path })
        // A handler that takes a callback and returns nothing may still call it: the time-out ends that.
        if (value === undefined && !later) await clock.advance(29_000)
        expect(faultOf(await pending)).toBeUndefined()
      }),
      { numRuns: 1500 },
    )
  })

  it('that hang end in 504 after the time-out, and the next request is served', async () => {
    const { handle, behaviour, clock } = createHostileGateway()
    for (const path of ['/prod/proxy/x', '/prod/custom']) {
      const usual = behaviour.act
      behaviour.act = () => new Promise(() => {})
      const pending = handle({ method: 'GET', path })
      await clock.advance(29_000)
      const response = await pending
      expect(response.statusCode).toBe(504)
      expect(faultOf(response)).toBeUndefined()
      behaviour.act = usual
      expect((await handle({ method: 'GET', path })).statusCode).toBe(200)
    }
    expect(clock.nextTimerAt()).toBeUndefined()
  })

  it('that answer twice count once, and what they do later harms nobody', async () => {
    const { handle, behaviour } = createHostileGateway()
    behaviour.act = (_event, _context, callback) => {
      callback(undefined, { statusCode: 201, body: 'first' })
      callback(undefined, { statusCode: 202, body: 'second' })
      callback(new Error('third'))
    }
    const response = await handle({ method: 'GET', path: '/prod/proxy/x' })
    expect([response.statusCode, response.text()]).toEqual([201, 'first'])
  })

  it('cannot put line ends into headers', async () => {
    const { handle, behaviour } = createHostileGateway()
    for (const headers of [{ 'x-a': 'b\r\nx-evil: 1' }, { 'x-a\r\nx-evil': '1' }, { 'x-a': '\0' }]) {
      behaviour.act = () => ({ statusCode: 200, headers, body: 'b' })
      expect(faultOf(await handle({ method: 'GET', path: '/prod/proxy/x' }))).toBeUndefined()
    }
  })

  it('cannot change the next request by changing their event', async () => {
    const { handle, behaviour } = createHostileGateway()
    const seen: unknown[] = []
    behaviour.act = (event) => {
      const given = event as { headers: Record<string, string>; requestContext: Record<string, unknown> }
      seen.push(given.headers['x-evil'], given.requestContext['evil'])
      given.headers['x-evil'] = 'yes'
      given.requestContext['evil'] = 'yes'
      return { statusCode: 200 }
    }
    const request = { method: 'GET', path: '/prod/proxy/x', headers: { 'x-own': '1' } }
    await handle(request)
    await handle(request)
    expect(seen).toEqual([undefined, undefined, undefined, undefined])
    expect(request.headers).toEqual({ 'x-own': '1' })
  })
})

/** What creating a gateway of a config came to: fine, or an error that is not for users. */
function outcomeOf(config: unknown): string {
  try {
    createGateway(config as GatewayConfig)
    return 'fine'
  } catch (error) {
    if (error instanceof ConfigError) return 'fine'
    return isPosternError(error) ? String(error) : ((error as Error)?.stack ?? String(error))
  }
}

/** Replaces the value at one of the places of a tree. */
function withReplaced(tree: unknown, at: number, value: unknown): unknown {
  let index = 0
  const visit = (node: unknown): unknown => {
    if (index++ === at) return value
    if (Array.isArray(node)) return node.map(visit)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, visit(child)]))
  }
  return visit(tree)
}

describe('hostile configs', () => {
  it('with anything anywhere in the definition give a gateway or a ConfigError', () => {
    fc.assert(
      fc.property(fc.nat(110), fc.anything({ maxDepth: 2 }), (at, value) => {
        expect(outcomeOf({ definition: withReplaced(DEFINITION, at, value), logger: false })).toBe('fine')
      }),
      { numRuns: 800 },
    )
  })

  it('of any kind as a definition give a gateway or a ConfigError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.json()), (definition) => {
        expect(outcomeOf({ definition, logger: false })).toBe('fine')
      }),
      { numRuns: 500 },
    )
  })

  it('that contain themselves give a ConfigError', () => {
    for (const at of [0, 4, 12, 30, 40, 60]) {
      expect(outcomeOf({ definition: withReplaced(DEFINITION, at, cyclic), logger: false })).toBe('fine')
    }
    const itself: Record<string, unknown> = { ...DEFINITION }
    itself['paths'] = itself
    expect(outcomeOf({ definition: itself, logger: false })).toBe('fine')
    expect(outcomeOf({ apis: { a: cyclic }, logger: false })).toBe('fine')
  })
})
