// What the observer's seam costs a gateway that has no observer: the same library with the seam cut out beside it.
import { cp, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createGateway } from '../../src/index.js'
import { callPaths, definitionOf, HEADERS, inTurn, OK_BODY, routePaths } from '../fixtures.js'
import { type Candidate, compare, type ComparisonResult } from '../harness.js'

const WITHOUT = 'without the seam'
const WITH = 'with the seam, no observer'
const SEAM = 'observer === undefined ? steps : steps.map((step) => observeStep(step, observer, runtime.clock))'

const MOCK = {
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': OK_BODY } } },
}

/** Copies the compiled library and cuts the seam out of the copy. */
async function createGatewayWithoutSeam(): Promise<typeof createGateway> {
  const copy = new URL('../../src-without-seam/', import.meta.url)
  await cp(fileURLToPath(new URL('../../src/', import.meta.url)), fileURLToPath(copy), { recursive: true })
  const file = new URL('pipeline/rest.js', copy)
  const source = await readFile(file, 'utf8')
  if (!source.includes(SEAM)) throw new Error('The seam is written otherwise now: see compileSteps in pipeline/rest.ts')
  await writeFile(file, source.replace(SEAM, 'steps'))
  const built = (await import(new URL('index.js', copy).href)) as { readonly createGateway: typeof createGateway }
  return built.createGateway
}

function handleOf(create: typeof createGateway): Candidate {
  const routes = routePaths(30)
  const gateway = create({ definition: definitionOf(routes, MOCK), logger: false })
  const request = inTurn(callPaths(routes).map((path) => ({ method: 'GET', path: `/prod${path}`, headers: HEADERS })))
  return () => gateway.handle(request())
}

export async function seam(): Promise<ComparisonResult[]> {
  return [
    await compare({
      name: 'Seam. The steps of a gateway without an observer',
      candidates: { [WITHOUT]: handleOf(await createGatewayWithoutSeam()), [WITH]: handleOf(createGateway) },
      targets: [{ row: 'seam', candidate: WITH, over: WITHOUT, most: 1.03 }],
      rounds: 31,
      milliseconds: 40,
    }),
  ]
}
