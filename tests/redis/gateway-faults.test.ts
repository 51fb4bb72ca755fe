import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createGateway } from '../../src/index.js'
import { createRedisStores } from '../../src/redis/index.js'
import type { RedisCommand, RedisEvent } from '../../src/redis/index.js'
import { thingsDefinition } from '../cache/cached-gateway.js'
import { startReplicated } from './failover-server.js'
import { commandOf, connect, describeWithRedis, startRedis } from './server.js'

const REQUESTS = 60
/** Throttle and cache one after the other, each within its 50 ms, and what a busy machine adds. */
const MOST_MS = 600

/** A gateway whose throttle, cache and authorizer results stand in Redis. */
function open(command: RedisCommand) {
  const events: RedisEvent[] = []
  let calls = 0
  const stores = createRedisStores({ command, retryAfterMs: 100, onEvent: (event) => events.push(event) })
  const gateway = createGateway({
    definition: thingsDefinition(['method.request.path.id']),
    stages: {
      prod: {
        cacheClusterEnabled: true,
        methodSettings: { '*/*': { cachingEnabled: true, throttlingRateLimit: 1e6, throttlingBurstLimit: 1e6 } },
      },
    },
    functions: { things: async () => ({ statusCode: 200, body: String(++calls) }) },
    cache: stores.cache,
    throttle: stores.throttle,
    authorizerResults: stores.authorizerResults,
    logger: false,
  })
  const ask = async (id: string) => {
    const startedAt = performance.now()
    const response = await gateway.handle({ method: 'GET', path: `/prod/things/${id}` })
    return { statusCode: response.statusCode, body: response.text(), ms: performance.now() - startedAt }
  }
  return { gateway, stores, events, ask, calls: () => calls }
}
type Opened = ReturnType<typeof open>

/** Asks again and again, prints how long it took, and expects an answer to each within the budget. */
async function goesOn({ ask, stores }: Opened, what: string, requests = REQUESTS): Promise<void> {
  const before = stores.counters()
  const times: number[] = []
  for (let i = 0; i < requests; i++) {
    const { statusCode, ms } = await ask(`id${i % 7}`)
    expect(statusCode).toBe(200)
    times.push(ms)
  }
  times.sort((a, b) => a - b)
  const { withoutRedis, timeouts, errors, garbage } = stores.counters()
  const figures = [0.5, 0.9, 1].map((share) => (times[Math.ceil(share * times.length) - 1] ?? 0).toFixed(1))
  console.log(
    `${what}: ${requests} requests, all answered; median ${figures[0]} ms, p90 ${figures[1]} ms, slowest ${figures[2]} ms; ` +
      `without Redis: throttle ${withoutRedis.throttle - before.withoutRedis.throttle}, cache ${withoutRedis.cache - before.withoutRedis.cache}; ` +
      `${timeouts - before.timeouts} timeouts, ${errors - before.errors} errors, ${garbage - before.garbage} garbage`,
  )
  expect(times.at(-1)).toBeLessThan(MOST_MS)
}

/** Waits until what is cached is found again. */
async function recovers({ ask, stores }: Opened, what: string): Promise<void> {
  const startedAt = performance.now()
  for (;;) {
    const { withoutRedis } = stores.counters()
    const [first, second] = [await ask('back'), await ask('back')]
    const after = stores.counters().withoutRedis
    if (first.body === second.body && after.cache === withoutRedis.cache && after.throttle === withoutRedis.throttle)
      break
    if (performance.now() - startedAt > 30_000) throw new Error(`${what}: did not recover`)
    await sleep(20)
  }
  console.log(`${what}: back after ${(performance.now() - startedAt).toFixed(0)} ms`)
}

describeWithRedis('a gateway whose Redis fails', () => {
  it('answers while it is paused, killed and back empty, and uses it again afterwards', async () => {
    const server = await startRedis()
    const connection = connect(server.port)
    await connection.client.connect()
    const opened = open(connection.command)
    await goesOn(opened, 'well')
    expect(opened.stores.counters().withoutRedis).toEqual({ throttle: 0, cache: 0, authorizerResults: 0 })
    expect(opened.calls()).toBe(7)

    server.signal('SIGSTOP')
    await goesOn(opened, 'paused')
    server.signal('SIGCONT')
    await recovers(opened, 'paused')

    await server.kill()
    await goesOn(opened, 'killed')
    await server.start()
    await recovers(opened, 'started again, empty')
    await goesOn(opened, 'started again, empty')

    const types = new Set(opened.events.map(({ type }) => type))
    expect([...types].toSorted()).toEqual(['closed', 'failure', 'gave-way', 'open'])
    const gaveWay = { throttle: 0, cache: 0, authorizerResults: 0 }
    for (const event of opened.events) if (event.type === 'gave-way') gaveWay[event.operation] += event.requests
    expect(gaveWay).toEqual(opened.stores.counters().withoutRedis)
    await opened.gateway.close()
    connection.close()
    await server.kill()
  })

  it('answers through a failover to the replica, and finds there what was cached before', async () => {
    const redis = await startReplicated()
    const client = redis.connect()
    client.on('error', () => undefined)
    await once(client, 'ready')
    const opened = open(commandOf(client))
    await goesOn(opened, 'before the failover')
    const before = await opened.ask('kept')
    await client.call('WAIT', '1', '5000')
    await redis.master.kill()
    await goesOn(opened, 'master killed')
    await recovers(opened, 'failover to the replica')
    expect((await opened.ask('kept')).body).toBe(before.body)
    await goesOn(opened, 'on the replica')
    await opened.gateway.close()
    client.disconnect()
    await redis.stop()
  }, 90_000)
})

it.each([
  ['another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['noise', '\u0000\u0001\u0002$-5\r\n*9\r\n'],
])('a gateway whose Redis speaks %s goes on', async (what, reply) => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('data', () => socket.write(reply))
    socket.on('error', () => undefined)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connection = connect((server.address() as AddressInfo).port)
  connection.client.connect().catch(() => undefined)
  const opened = open(connection.command)
  await goesOn(opened, what)
  expect(opened.stores.counters().withoutRedis.throttle).toBe(REQUESTS)
  await opened.gateway.close()
  connection.close()
  for (const socket of sockets) socket.destroy()
  server.close()
})

it.each([
  ['the reply to another question', 'OK'],
  ['a number', 7],
  ['an entry that is none', '[1,"",200,0]\n'],
  ['a list', ['1', '1', '1']],
])('a gateway whose Redis answers with %s goes on', async (what, reply) => {
  const opened = open(async () => reply)
  await goesOn(opened, what)
  // What comes for the generation of the entries is an error of its own.
  const { garbage, errors } = opened.stores.counters()
  expect(garbage).toBeGreaterThan(0)
  expect(garbage + errors).toBeGreaterThanOrEqual(5)
  expect(opened.calls()).toBe(REQUESTS)
  await opened.gateway.close()
})
