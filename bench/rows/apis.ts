// Ten thousand APIs in one gateway: to load, to hold, to find, to change one, to call.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGateway, type Gateway } from '../../src/index.js'
import { definitionOf, inTurn } from '../fixtures.js'
import { compare, type ComparisonResult, cpuOnce, single } from '../harness.js'

const MANY = 10_000
const ONE = 'a gateway with two APIs'
const ALL = 'a gateway with 10,000 APIs'

const integration = (answer: string): Record<string, unknown> => ({
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': answer } } },
})
const definitions = Array.from({ length: MANY }, (_, at) => definitionOf(['/pets/{id}'], integration(String(at % 100))))
const handler = async (): Promise<{ statusCode: number }> => ({ statusCode: 200 })
// As many functions as APIs, as an account has them.
const functions = Object.fromEntries(definitions.map((_, at) => [`function${at}`, handler]))

function load(count: number): Gateway {
  const apis = definitions.slice(0, count).map((definition, at) => [`api${at}`, { definition }] as const)
  return createGateway({ apis: Object.fromEntries(apis), functions, logger: false })
}

function usedBytes(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

function calls(gateway: Gateway, count: number): () => unknown {
  // The same number of different hosts on both sides, so that only the number of APIs differs.
  const hosts = Array.from({ length: 2 }, (_, at) => `api${count - 1 - at}.execute-api.us-east-1.amazonaws.com`)
  const host = inTurn(hosts)
  return () => gateway.handle({ method: 'GET', path: '/prod/pets/7', host: host() })
}

/** The figures of many APIs: each one's share of loading and memory, and what a call and a change cost beside those of two. */
export async function manyApis(): Promise<ComparisonResult[]> {
  load(100)
  const few = load(2)
  const before = usedBytes()
  let many = few
  const milliseconds = cpuOnce(() => (many = load(MANY)))
  const bytes = usedBytes() - before
  const target = { candidate: ALL, over: 'one API', row: '11' }
  const loading = single('11. Loading 10,000 APIs', { ...target, most: 400, unit: 'µs' }, [
    (milliseconds * 1000) / MANY,
  ])
  const memory = single('11. Memory of 10,000 APIs', { ...target, most: 20, unit: 'KiB' }, [bytes / 1024 / MANY])
  const request = await compare({
    name: '11. A request',
    candidates: { [ONE]: calls(few, 2), [ALL]: calls(many, MANY) },
    targets: [{ row: '11', candidate: ALL, over: ONE, most: 1.25 }],
  })
  const find = await compare({
    name: '11. Finding one API',
    candidates: { [ONE]: () => few.apis.get('api1'), [ALL]: () => many.apis.get('api9999') },
    targets: [{ row: '11', candidate: ALL, over: ONE, most: 1.5 }],
  })
  // It allocates, and the collector walks a heap of 100 MB more: some times as much, not ten thousand times.
  const deploy = await compare({
    name: '11. Changing and deploying one API',
    candidates: { [ONE]: () => redeploy(few, 'api1'), [ALL]: () => redeploy(many, 'api9999') },
    targets: [{ row: '11', candidate: ALL, over: ONE, most: 3 }],
  })
  return [loading, memory, request, find, deploy]
}

function redeploy({ apis }: Gateway, apiId: string): void {
  const was = apis.get(apiId)?.stages['prod']?.deploymentId ?? ''
  apis.replace(apiId, definitions[7] as object)
  apis.deploy(apiId, { stageName: 'prod' })
  // A client that deploys for ever also cleans up: else the list of deployments is what is measured.
  apis.deleteDeployment(apiId, was)
}
