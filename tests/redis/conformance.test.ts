import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGateway } from '../../src/index.js'
import { createRedisStores } from '../../src/redis/index.js'
import { createVirtualClock } from '../../src/testing/index.js'
import { createBackends } from '../conformance/runner/backends.js'
import { compareBackends } from '../conformance/runner/expect-backend.js'
import { compareAnswer } from '../conformance/runner/expect-response.js'
import { requestConfig } from '../conformance/runner/gateway-config.js'
import { loadCases } from '../conformance/runner/load-cases.js'
import { OWN_CASES } from '../conformance/runner/options.js'
import { bodyAt, pairsAt, recordAt, recordsAt } from '../conformance/runner/read-case.js'
import { readAnswer } from '../conformance/runner/run-request.js'
import type { LoadedCase } from '../conformance/runner/types.js'
import { connect, describeWithRedis, startRedis } from './server.js'
import type { RedisServer } from './server.js'

const AREAS = ['api-keys', 'docs-authorizers', 'docs-caching', 'docs-throttling', 'docs-usage-plans']
const cases = await loadCases(AREAS.map((area) => `${OWN_CASES}/rest/${area}.json`))

/** Runs a case over gateways that take turns: what one keeps in Redis the next one finds. */
async function differencesOf({ data, id }: LoadedCase, command: ReturnType<typeof connect>['command']) {
  const clock = createVirtualClock()
  const backends = createBackends(recordAt(data, 'backends', 'case'), clock)
  const config = requestConfig(data, id, clock, backends)
  const open = () => {
    const stores = createRedisStores({ command, clock, prefix: id })
    const { cache, throttle, authorizerResults } = stores
    return { gateway: createGateway({ ...config, cache, throttle, authorizerResults }), stores }
  }
  const processes = [open(), open()]
  const differences = []
  for (const [index, step] of recordsAt(data, 'steps', 'case').entries()) {
    backends.startStep()
    await clock.advance(Number(step['advanceClockSeconds'] ?? 0) * 1000)
    const request = recordAt(step, 'request', 'step')
    const body = bodyAt(request, 'request')
    const { gateway } = processes[index % processes.length]!
    const response = await gateway.handle({
      method: String(request['method']),
      path: String(request['path']),
      headers: pairsAt(request, 'headers', 'request'),
      ...(body !== undefined && { body }),
      ...(typeof request['sourceIp'] === 'string' && { sourceIp: request['sourceIp'] }),
    })
    const answer = await readAnswer(response)
    differences.push(
      ...compareAnswer(recordAt(step, 'expect', 'step'), answer, `steps[${index}].expect`),
      ...compareBackends(recordAt(step, 'expectBackend', 'step'), backends, `steps[${index}].expectBackend`),
    )
  }
  for (const { gateway, stores } of processes) {
    await gateway.close()
    expect(stores.counters().withoutRedis).toEqual({ throttle: 0, cache: 0, authorizerResults: 0 })
  }
  return differences
}

describeWithRedis('two gateways on one Redis answer as the service does', () => {
  let server: RedisServer
  let connection: ReturnType<typeof connect>
  beforeAll(async () => {
    server = await startRedis()
    connection = connect(server.port)
    await connection.client.connect()
  })
  afterAll(async () => {
    connection.close()
    await server.kill()
  })

  it('there are cases', () => expect(cases.length).toBeGreaterThanOrEqual(30))
  it.each(cases.map((loaded) => [loaded.id, loaded] as const))('%s', async (_id, loaded) => {
    expect(await differencesOf(loaded, connection.command)).toEqual([])
  })
})
