// Row 5: a hit in the response cache, through the whole gateway.
import { Hono } from 'hono'
import { createGateway } from '../../src/index.js'
import { definitionOf, HEADERS, inTurn, OK_BODY } from '../fixtures.js'
import { compare, type ComparisonResult } from '../harness.js'

const MAP = 'Map.get of 10,000'
const OURS = 'gateway, hit'
const THEIRS = 'Hono + cache in a Map, hit, body unread'

const MOCK = {
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': OK_BODY } } },
  cacheKeyParameters: ['method.request.path.id'],
  requestParameters: {},
}

function honoWithCache(): Hono {
  const entries = new Map<string, { body: string; status: number; headers: Record<string, string>; until: number }>()
  const app = new Hono()
  app.use('*', async (context, next) => {
    const key = `${context.req.method} ${context.req.url}`
    const hit = entries.get(key)
    if (hit !== undefined && hit.until > Date.now()) return new Response(hit.body, hit)
    await next()
    const body = await context.res.clone().text()
    const headers = Object.fromEntries(context.res.headers)
    entries.set(key, { body, status: context.res.status, headers, until: Date.now() + 300_000 })
    return undefined
  })
  app.get('/v1/orders/:id', (context) => context.json({ ok: true }))
  return app
}

export async function cacheHit(): Promise<ComparisonResult[]> {
  const keys = Array.from({ length: 10_000 }, (_, at) => `GET /v1/orders/id${at}?page=1`)
  const map = new Map(keys.map((key) => [key, { body: OK_BODY }]))
  const key = inTurn(keys.map((_, at) => keys[(at * 7919) % keys.length] as string))
  const gateway = createGateway({
    definition: definitionOf(['/v1/orders/{id}'], MOCK, {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    }),
    stages: { prod: { cacheClusterEnabled: true, methodSettings: { '*/*': { cachingEnabled: true } } } },
    logger: false,
  })
  const request = { method: 'GET', path: '/prod/v1/orders/id1?page=1', headers: HEADERS }
  await gateway.handle(request)
  const app = honoWithCache()
  const ready = new Request('http://h/v1/orders/id1?page=1', { headers: HEADERS })
  await app.fetch(ready)
  const own = await compare({
    name: '5. Cache hit',
    candidates: { [MAP]: () => map.get(key()), [OURS]: () => gateway.handle(request) },
    targets: [{ row: '5', candidate: OURS, over: MAP, most: 16 }],
    rounds: 31,
  })
  const beside = await compare({
    name: '5. Cache hit beside Hono',
    candidates: { [THEIRS]: async () => app.fetch(ready), [OURS]: () => gateway.handle(request) },
    targets: [{ row: '5', candidate: OURS, over: THEIRS, most: 1 / 15 }],
    rounds: 15,
    milliseconds: 20,
  })
  return [own, beside]
}
