import { afterEach, describe, expect, it } from 'vitest'
import { createGateway, type Gateway } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/index.js'

function definition(answer: string): Record<string, unknown> {
  return {
    openapi: '3.0.1',
    info: { title: 'small', version: '1' },
    paths: {
      '/pets/{id}': {
        get: {
          responses: { 200: { description: 'ok' } },
          'x-amazon-apigateway-integration': {
            type: 'mock',
            requestTemplates: { 'application/json': '{"statusCode": 200}' },
            responses: { default: { statusCode: '200', responseTemplates: { 'application/json': answer } } },
          },
        },
      },
    },
  }
}

function gatewayOf(count: number): Gateway {
  const apis = Array.from({ length: count }, (_, at) => [`api${at}`, { definition: definition(`${at}`) }] as const)
  return createGateway({ apis: Object.fromEntries(apis), clock: createVirtualClock(), logger: false })
}

const request = (at: number) => ({
  method: 'GET',
  path: '/prod/pets/7',
  host: `api${at}.execute-api.us-east-1.amazonaws.com`,
})

// What a request could do once for each API: look something up, or walk through something.
const WALKS = ['get', 'has', 'keys', 'values', 'entries', 'forEach'] as const
const originals = Object.fromEntries(WALKS.map((name) => [name, Map.prototype[name]]))
// Every map of the process: a gateway's own cannot be reached from here.
const prototype: object = Map.prototype
let calls = 0

function countCalls(): void {
  calls = 0
  for (const name of WALKS) {
    const original = originals[name] as (this: unknown, ...given: unknown[]) => unknown
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value: function count(this: unknown, ...given: unknown[]): unknown {
        calls += 1
        return original.apply(this, given)
      },
    })
  }
}

function stopCounting(): number {
  for (const name of WALKS)
    Object.defineProperty(prototype, name, { configurable: true, writable: true, value: originals[name] })
  return calls
}

afterEach(stopCounting)

/** Calls of a map's methods while one request is answered, which a mock is before `handle` returns. */
async function callsOfRequest(gateway: Gateway, at: number): Promise<number> {
  await gateway.handle(request(at))
  countCalls()
  const answered = gateway.handle(request(at))
  const counted = stopCounting()
  expect((await answered).text()).toBe(`${at}`)
  return counted
}

describe('a gateway with many APIs', () => {
  it('answers a request with as many look-ups as one with two', async () => {
    const [few, many] = [await callsOfRequest(gatewayOf(2), 1), await callsOfRequest(gatewayOf(2000), 1999)]
    expect(few).toBeGreaterThan(0)
    expect(many).toBe(few)
  })

  it('reads its functions as often as one with two', () => {
    const readsOf = (count: number): number => {
      let reads = 0
      const functions = new Proxy(
        { list: async () => ({ statusCode: 200 }) },
        {
          ownKeys: (target) => {
            reads += 1
            return Reflect.ownKeys(target)
          },
        },
      )
      const apis = Array.from({ length: count }, (_, at) => [`api${at}`, { definition: definition('x') }] as const)
      createGateway({ apis: Object.fromEntries(apis), functions, logger: false })
      return reads
    }
    expect(readsOf(2)).toBeGreaterThan(0)
    expect(readsOf(50)).toBe(readsOf(2))
  })

  it('finds and changes one without touching the others', async () => {
    const gateway = gatewayOf(300)
    const before = gateway.apis.get('api8')
    gateway.apis.replace('api7', definition('changed'))
    gateway.apis.deploy('api7', { stageName: 'prod' })
    gateway.apis.delete('api9')
    const answers = [7, 8, 9, 299].map(async (at) => {
      const response = await gateway.handle(request(at))
      return response.statusCode === 200 ? response.text() : response.statusCode
    })
    expect(await Promise.all(answers)).toEqual(['changed', '8', 403, '299'])
    expect(gateway.apis.get('api8')).toEqual(before)
    expect(gateway.apis.list()).toHaveLength(299)
  })

  it('gives each API that is created without an id one of its own', () => {
    const gateway = createGateway({ apis: {}, logger: false })
    const ids = Array.from({ length: 300 }, () => gateway.apis.create({ definition: definition('x') }).apiId)
    expect(new Set(ids).size).toBe(300)
    // An id that is free again may come again; one that is taken never does.
    gateway.apis.delete(ids[0] as string)
    const next = gateway.apis.create({ definition: definition('x') }).apiId
    expect(ids.slice(1)).not.toContain(next)
  })
})
