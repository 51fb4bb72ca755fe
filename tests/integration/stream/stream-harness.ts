import { fork, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { BackendMessage } from './stream-backend.js'
import type { ProxyMessage } from './stream-proxy.js'
import { PREFIX } from './stream-pattern.js'

/** A back end and a gateway in front of it, each a process of its own. */
export interface StreamRig {
  readonly url: string
  /** Megabytes of resident memory of the gateway's process, ten a second. */
  readonly memory: number[]
  /** When the back end's side of a stream ended, and whether all of it was sent. */
  ended(stream: string): Promise<{ readonly whole: boolean; readonly at: number }>
  stop(): void
}

/** Starts both processes. */
export async function startStreamRig(): Promise<StreamRig> {
  const ends = new Map<string, { readonly whole: boolean; readonly at: number }>()
  const waiting = new Map<string, () => void>()
  const memory: number[] = []
  const backend = start('stream-backend.ts')
  backend.on('message', (message: BackendMessage) => {
    if (message.kind !== 'ended') return
    ends.set(message.stream, message)
    waiting.get(message.stream)?.()
  })
  const behind = `http://127.0.0.1:${await portOf(backend)}`
  const proxy = start('stream-proxy.ts', behind)
  proxy.on('message', (message: ProxyMessage) => {
    if (message.kind === 'memory') memory.push(message.rss)
  })
  return {
    url: `http://127.0.0.1:${await portOf(proxy)}`,
    memory,
    ended: async (stream) => {
      if (!ends.has(stream)) await new Promise<void>((resolve) => waiting.set(stream, resolve))
      return ends.get(stream) as { readonly whole: boolean; readonly at: number }
    },
    stop: () => {
      for (const child of [proxy, backend]) child.disconnect()
    },
  }
}

function start(file: string, ...args: string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url))
  return fork(path, args, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

async function portOf(child: ChildProcess): Promise<number> {
  const [message] = (await once(child, 'message')) as [BackendMessage | ProxyMessage]
  if (message.kind !== 'listening') throw new Error(`A process began with ${message.kind}`)
  return message.port
}

/** Opens a stream; the answer's body is unread. */
export async function open(url: string): Promise<IncomingMessage> {
  const call = request(url, { agent: false })
  call.on('error', () => {})
  call.end()
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  return response
}

/** What a reader got: the prefix, the hash of what came behind it, and how much that was. */
export interface Received {
  readonly prefix: string
  readonly hash: string
  readonly size: number
}

/**
 * Reads a stream to its end, slowly.
 *
 * @param pause milliseconds of rest after each `every` bytes
 */
export async function readSlowly(response: IncomingMessage, pause: number, every: number): Promise<Received> {
  const hash = createHash('sha256')
  let prefix = ''
  let size = 0
  let sincePause = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const taken = Math.min(PREFIX - prefix.length, chunk.byteLength)
    if (taken > 0) prefix += chunk.toString('latin1', 0, taken)
    hash.update(chunk.subarray(Math.max(0, taken)))
    size += chunk.byteLength - Math.max(0, taken)
    sincePause += chunk.byteLength
    if (sincePause < every) continue
    sincePause = 0
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return { prefix: prefix.trimEnd(), hash: hash.digest('hex'), size }
}
