import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Redis } from 'ioredis'
import { describe } from 'vitest'
import type { RedisCommand } from '../../src/redis/index.js'

/** A Redis of the test's own. */
export interface RedisServer {
  readonly port: number
  /** Stops answering, or goes on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  kill(): Promise<void>
  /** Starts again on the same port, empty. */
  start(): Promise<void>
}

const found = spawnSync('redis-server', ['--version']).status === 0

/**
 * Describes tests that need a Redis. They are skipped by name, with the reason, where there is no `redis-server`; they
 * fail where there is none and `CI` is set.
 */
export function describeWithRedis(name: string, tests: () => void): void {
  if (!found && process.env['CI'] !== undefined) {
    throw new Error(`${name}: CI is set and there is no redis-server: apt-get install redis-server`)
  }
  if (!found) console.warn(`skipped, no redis-server on this machine: ${name}`)
  describe.skipIf(!found)(name, tests)
}

/**
 * Starts a Redis that keeps nothing, on a free port of this machine.
 *
 * @param options - further arguments of the server
 */
export async function startRedis(options: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort()
  let server = await launch(port, options)
  return {
    port,
    signal: (name) => {
      server.kill(name)
    },
    kill: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill('SIGCONT')
      server.kill('SIGKILL')
      await once(server, 'exit')
    },
    start: async () => {
      server = await launch(port, options)
    },
  }
}

/** One of many nodes is as good as its command. */
export const commandOf =
  (client: { call(name: string, ...args: Array<string | Buffer>): Promise<unknown> }): RedisCommand =>
  (_key, [name, ...args]) =>
    client.call(String(name), ...args.map((arg) => (typeof arg === 'string' ? arg : Buffer.from(arg))))

/** Connects as a user would. Commands fail at once while there is no connection. */
export function connect(port: number): { readonly command: RedisCommand; readonly client: Redis; close(): void } {
  const client = new Redis(port, {
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: () => 20,
    maxRetriesPerRequest: 0,
  })
  client.on('error', () => undefined)
  return { command: commandOf(client), client, close: () => client.disconnect() }
}

async function launch(port: number, options: readonly string[]): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...options]
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => server.kill('SIGKILL'))
  for await (const text of server.stdout) if (String(text).includes('Ready to accept')) break
  return server
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
