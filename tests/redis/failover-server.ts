import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort, startRedis } from './server.js'
import type { RedisServer } from './server.js'

/** A master, a replica, and a sentinel that makes the replica the master when the master is gone. */
export interface ReplicatedRedis {
  readonly master: RedisServer
  readonly replica: RedisServer
  /** A client that follows the master, as a user would have it. */
  connect(): Redis
  stop(): Promise<void>
}

const NAME = 'postern'

/** Starts the three of them; the replica is in step when this resolves. */
export async function startReplicated(): Promise<ReplicatedRedis> {
  const master = await startRedis()
  const replica = await startRedis(['--replicaof', '127.0.0.1', String(master.port), '--repl-diskless-sync-delay', '0'])
  const folder = await mkdtemp(join(tmpdir(), 'postern-sentinel-'))
  const port = await freePort()
  const sentinel = await startSentinel(folder, port, master.port)
  await until('the replica to be in step', async () => {
    const info = await ask(port, (client) => client.call('SENTINEL', 'replicas', NAME))
    return JSON.stringify(info).includes('"master-link-status","ok"')
  })
  return {
    master,
    replica,
    connect: () =>
      new Redis({
        sentinels: [{ host: '127.0.0.1', port }],
        name: NAME,
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        retryStrategy: () => 20,
        sentinelRetryStrategy: () => 20,
      }),
    stop: async () => {
      sentinel.kill('SIGKILL')
      await Promise.all([master.kill(), replica.kill()])
      await rm(folder, { recursive: true })
    },
  }
}

async function startSentinel(folder: string, port: number, master: number): Promise<ChildProcess> {
  // A sentinel writes what it learns into its own file.
  const file = join(folder, 'sentinel.conf')
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${master} 1`,
    `sentinel down-after-milliseconds ${NAME} 300`,
    `sentinel failover-timeout ${NAME} 2000`,
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' })
  process.once('exit', () => sentinel.kill('SIGKILL'))
  return sentinel
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`)
    await sleep(50)
  }
}

async function ask<T>(port: number, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(port, { retryStrategy: () => null })
  client.on('error', () => undefined)
  try {
    return await question(client)
  } finally {
    client.disconnect()
  }
}
