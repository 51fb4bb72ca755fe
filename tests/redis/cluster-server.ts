import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { freePort, startRedis } from './server.js'
import type { RedisServer } from './server.js'

const run = promisify(execFile)

/** A Redis cluster of the test's own: three masters. */
export interface RedisCluster {
  readonly ports: readonly number[]
  readonly nodes: readonly RedisServer[]
  /** How many keys stand on each node. */
  sizes(): Promise<number[]>
  stop(): Promise<void>
}

/** Starts three masters and gives each a third of the slots. */
export async function startCluster(): Promise<RedisCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-cluster-'))
  const start = async (at: number): Promise<RedisServer> =>
    startRedis([
      '--cluster-enabled',
      'yes',
      '--cluster-node-timeout',
      '2000',
      '--dir',
      folder,
      '--cluster-config-file',
      `node-${at}.conf`,
      '--cluster-port',
      String(await freePort()),
    ])
  const nodes: RedisServer[] = []
  for (const at of [0, 1, 2]) nodes.push(await start(at))
  const ports = nodes.map(({ port }) => port)
  const addresses = ports.map((port) => `127.0.0.1:${port}`)
  await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'])
  await Promise.all(ports.map(isReady))
  return {
    ports,
    nodes,
    sizes: () => Promise.all(ports.map((port) => ask(port, (client) => client.dbsize()))),
    stop: async () => {
      await Promise.all(nodes.map((node) => node.kill()))
      await rm(folder, { recursive: true })
    },
  }
}

async function isReady(port: number): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await ask(port, (client) => client.cluster('INFO'))).includes('cluster_state:ok')) {
    if (Date.now() > deadline) throw new Error('The cluster did not come up')
    await sleep(50)
  }
}

async function ask<T>(port: number, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(port)
  try {
    return await question(client)
  } finally {
    client.disconnect()
  }
}
