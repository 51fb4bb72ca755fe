// Rows 1a, 1b and 1c: from a request to its answer, inside the process.
import findMyWay from 'find-my-way'
import { Hono } from 'hono'
import { addRoute, createRouter as createRou3, findRoute } from 'rou3'
import { createGateway, type Gateway, HeaderList } from '../../src/index.js'
import { createRouter } from '../../src/routing/router.js'
import { callPaths, colonPath, definitionOf, HEADERS, inTurn, OK_BODY, routePaths } from '../fixtures.js'
import { type Candidate, compare, type ComparisonResult, cpuOnce, single } from '../harness.js'

const JSON_HEADERS = { 'content-type': 'application/json' }
const MOCK = {
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': OK_BODY } } },
}
const TRIVIAL = { type: 'TRIVIAL', uri: 'http://trivial.invalid/', responses: { default: { statusCode: '200' } } }

function gatewayOf(paths: readonly string[], integration: Readonly<Record<string, unknown>>): Gateway {
  const response = { statusCode: 200, headers: new HeaderList(), body: OK_BODY }
  return createGateway({
    definition: definitionOf(paths, integration),
    integrations: { TRIVIAL: () => ({ invoke: () => response }) },
    logger: false,
  })
}

function handleOf(gateway: Gateway, routes: readonly string[]): Candidate {
  const request = inTurn(callPaths(routes).map((path) => ({ method: 'GET', path: `/prod${path}`, headers: HEADERS })))
  return () => gateway.handle(request())
}

function bareOf(routes: readonly string[]): Candidate {
  const request = inTurn(callPaths(routes).map((path) => ({ method: 'GET', path, headers: HEADERS })))
  const answer = async ({ path }: { readonly path: string }): Promise<object> => ({
    statusCode: path.length > 0 ? 200 : 404,
    headers: JSON_HEADERS,
    body: OK_BODY,
  })
  return () => answer(request())
}

function readyRequests(routes: readonly string[], prefix: string): () => Request {
  return inTurn(
    callPaths(routes).map((path) => new Request(`http://api.example.test${prefix}${path}`, { headers: HEADERS })),
  )
}

function honoOf(routes: readonly string[]): { unread: Candidate; read: Candidate } {
  const app = new Hono()
  for (const path of routes) app.get(colonPath(path), (context) => context.body(OK_BODY, 200, JSON_HEADERS))
  const request = readyRequests(routes, '')
  return { unread: async () => app.fetch(request()), read: async () => (await app.fetch(request())).text() }
}

async function demandOk(gateway: Gateway, routes: readonly string[]): Promise<void> {
  for (const path of callPaths(routes, 16)) {
    const response = await gateway.handle({ method: 'GET', path: `/prod${path}`, headers: HEADERS })
    if (response.statusCode !== 200 || response.text() !== OK_BODY) throw new Error(`${path}: ${response.text()}`)
  }
}

const HANDLE = 'gateway.handle, trivial integration'
const BARE = 'bare async function'
const HONO = 'Hono fetch, ready Request, body unread'
const HONO_READ = 'Hono fetch, ready Request, text read'

async function fewRoutes(count: number): Promise<ComparisonResult[]> {
  const routes = routePaths(count)
  const trivial = gatewayOf(routes, TRIVIAL)
  const mock = gatewayOf(routes, MOCK)
  await demandOk(trivial, routes)
  await demandOk(mock, routes)
  const light = {
    [BARE]: bareOf(routes),
    [HANDLE]: handleOf(trivial, routes),
    'gateway.handle, MOCK with two templates': handleOf(mock, routes),
  }
  const hono = honoOf(routes)
  const request = readyRequests(routes, '/prod')
  const fetchRead = async (): Promise<string> => (await trivial.fetch(request())).text()
  const [label, one] = [`${count} route${count === 1 ? '' : 's'}`, HANDLE]
  return [
    await compare({
      name: `1a. In process, ${label}`,
      candidates: light,
      targets: [{ row: '1a', candidate: one, over: BARE, most: 8 }],
      rounds: 31,
    }),
    await compare({
      name: `1a, 1c. Beside Hono, ${label}`,
      candidates: {
        [HONO_READ]: hono.read,
        [HONO]: hono.unread,
        [HANDLE]: handleOf(trivial, routes),
        'gateway.fetch, ready Request, text read': fetchRead,
      },
      targets: [
        { row: '1a', candidate: one, over: HONO, most: 1 / 12 },
        { row: '1a', candidate: one, over: HONO_READ, most: 1 / 30 },
        { row: '1c', candidate: 'gateway.fetch, ready Request, text read', over: HONO_READ, most: 1.1 },
      ],
      milliseconds: 20,
      rounds: 15,
    }),
  ]
}

function builds(routes: readonly string[]): ComparisonResult {
  const names = routes.map(colonPath)
  const ours = (): unknown => createRouter(routes.map((path) => ({ method: 'GET', path, route: path })))
  const theirs = (): unknown => {
    const router = createRou3<string>()
    for (const path of names) addRoute(router, 'GET', path, path)
    return router
  }
  const ratios: number[] = []
  for (let round = -3; round < 11; round++) {
    const [own, other] =
      round % 2 === 0 ? [cpuOnce(ours), cpuOnce(theirs)] : [cpuOnce(theirs), cpuOnce(ours)].toReversed()
    if (round >= 0) ratios.push((own as number) / (other as number))
  }
  const target = { row: '1b', candidate: 'build of 10,000 routes', over: "rou3's", most: 1 }
  return single('1b. Building the router', target, ratios)
}

function lookups(routes: readonly string[]): Promise<ComparisonResult> {
  const path = inTurn(callPaths(routes))
  const own = createRouter(routes.map((path) => ({ method: 'GET', path, route: path })))
  const fmw = findMyWay()
  const rou3 = createRou3<string>()
  for (const route of routes) {
    fmw.on('GET', colonPath(route), () => {})
    addRoute(rou3, 'GET', colonPath(route), route)
  }
  return compare({
    name: '1b. Look-up among 10,000 routes',
    candidates: {
      'find-my-way': () => fmw.find('GET', path()),
      rou3: () => findRoute(rou3, 'GET', path()),
      'own router': () => own.find('GET', path()),
    },
    targets: [{ row: '1b', candidate: 'own router', over: 'find-my-way', most: 1 }],
    rounds: 31,
  })
}

async function manyRoutes(): Promise<ComparisonResult[]> {
  const few = routePaths(30)
  const many = routePaths(10_000)
  const small = gatewayOf(few, TRIVIAL)
  const milliseconds = cpuOnce(() => gatewayOf(many, TRIVIAL))
  console.log(`\ncreateGateway of a definition with 10,000 routes: ${milliseconds.toFixed(0)} ms of CPU`)
  const large = gatewayOf(many, TRIVIAL)
  await demandOk(large, many)
  const [at30, at10000] = ['gateway.handle, 30 routes', 'gateway.handle, 10,000 routes']
  const own = await compare({
    name: '1b. 10,000 routes beside 30',
    candidates: { [at30]: handleOf(small, few), [at10000]: handleOf(large, many), [BARE]: bareOf(many) },
    targets: [{ row: '1b', candidate: at10000, over: at30, most: 1.5 }],
    rounds: 31,
  })
  const hono = honoOf(many)
  // The first request builds Hono's router, which takes seconds.
  await hono.unread()
  const beside = await compare({
    name: '1b. 10,000 routes beside Hono',
    candidates: { [HONO]: hono.unread, [at10000]: handleOf(large, many) },
    targets: [{ row: '1b', candidate: at10000, over: HONO, most: 1 / 100 }],
    milliseconds: 25,
    rounds: 7,
  })
  return [own, await lookups(many), builds(many), beside]
}

export async function inProcess(): Promise<ComparisonResult[]> {
  return [...(await fewRoutes(1)), ...(await fewRoutes(30))]
}

export async function inProcessMany(): Promise<ComparisonResult[]> {
  return manyRoutes()
}
