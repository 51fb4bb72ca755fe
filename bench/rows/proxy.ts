// Row 7: HTTP_PROXY over real sockets, beside the back end itself and what one would write by hand. All on the same cores, so
// that a proxy also takes CPU from the back end and the load.
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ComparisonResult, format, single, type Target } from '../harness.js'
import { loadFiles, loadRequests } from './proxy-load.js'
import type { ServerMessage } from './proxy-servers.js'

const DIRECT = 'direct'
const BY_HAND = 'undici dispatch by hand'
const POSTERN = 'postern'
const FASTIFY = '@fastify/http-proxy'
const NGINX = 'nginx'

const ROUNDS = 7
const MILLISECONDS = 1500
const WARM_UP = 2500
const CONNECTIONS = 50
const FILES = 20
const FILE = 10 * 1_048_576

interface Server {
  readonly name: string
  readonly port: number
  /** In front of paths. */
  readonly prefix: string
  /** CPU microseconds since the last question, and the peak of the resident memory in MB; of processes that can be asked. */
  usage(): Promise<{ readonly cpu: number; readonly peak: number } | undefined>
  stop(): void
}

export async function proxy(): Promise<ComparisonResult[]> {
  const backend = (await startServer(DIRECT, 'backend', '')) as Server
  const behind = `http://127.0.0.1:${backend.port}`
  const started = [
    backend,
    await startServer(BY_HAND, 'by-hand', behind),
    await startServer(POSTERN, 'postern', behind),
    await startServer(FASTIFY, 'fastify', behind),
    await startNginx(behind),
  ]
  const servers = started.filter((server) => server !== undefined)
  try {
    return [...(await smallAnswers(servers)), ...(await files(servers))]
  } finally {
    for (const server of servers.toReversed()) server.stop()
  }
}

type Figures = Map<string, { readonly rates: number[]; readonly p99s: number[]; readonly cpus: number[] }>

async function smallAnswers(servers: readonly Server[]): Promise<ComparisonResult[]> {
  const figures: Figures = new Map(servers.map(({ name }) => [name, { rates: [], p99s: [], cpus: [] }]))
  for (const { port, prefix } of servers) await loadRequests(port, `${prefix}/small`, CONNECTIONS, WARM_UP)
  for (let round = 0; round < ROUNDS; round++) {
    for (const server of shuffled(servers)) {
      await server.usage()
      const load = await loadRequests(server.port, `${server.prefix}/small`, CONNECTIONS, MILLISECONDS)
      const usage = await server.usage()
      const { rates, p99s, cpus } = of(figures, server.name)
      rates.push(load.requestsPerSecond)
      p99s.push(load.p99)
      if (usage !== undefined) cpus.push(usage.cpu / load.requests)
    }
  }
  await printRequests(servers, figures)
  const p99: Target = { row: '7a', candidate: `${POSTERN}, p99`, over: BY_HAND, most: 1 }
  return [
    single('7a. Requests a second', target('7a', DIRECT, 1 / 0.3), ratios(figures, 'rates', DIRECT, POSTERN)),
    single('7a. Slowest of a hundred', p99, ratios(figures, 'p99s', POSTERN, BY_HAND)),
  ]
}

async function files(servers: readonly Server[]): Promise<ComparisonResult[]> {
  const figures: Figures = new Map(servers.map(({ name }) => [name, { rates: [], p99s: [], cpus: [] }]))
  for (let round = -1; round < ROUNDS; round++) {
    for (const { name, port, prefix } of shuffled(servers)) {
      const rate = await loadFiles(port, `${prefix}/file`, FILES, FILE)
      if (round >= 0) of(figures, name).rates.push(rate)
    }
  }
  console.log(`\n7b. ${FILES} streams of 10 MB`)
  for (const server of servers) {
    const usage = server.name === DIRECT ? undefined : await server.usage()
    const peak = usage === undefined ? '' : `  peak RSS ${usage.peak.toFixed(0)} MB`
    const ratio = format(median(ratios(figures, 'rates', server.name, DIRECT)))
    const rate = format(median(of(figures, server.name).rates))
    console.log(`  ${server.name.padEnd(26)} ${rate.padStart(8)} MB/s  ${ratio} × ${DIRECT}${peak}`)
  }
  return [single('7b. Megabytes a second', target('7b', DIRECT, 1 / 0.75), ratios(figures, 'rates', DIRECT, POSTERN))]
}

// A rate is better when it is greater, so the other one stands on top.
function target(row: string, other: string, most: number): Target {
  return { row, candidate: other, over: POSTERN, most }
}

function ratios(figures: Figures, kind: 'rates' | 'p99s', name: string, over: string): number[] {
  const others = of(figures, over)[kind]
  return of(figures, name)[kind].map((figure, at) => figure / (others[at] as number))
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN
}

function of(figures: Figures, name: string): { rates: number[]; p99s: number[]; cpus: number[] } {
  const found = figures.get(name)
  if (found === undefined) throw new Error(`Nothing was measured of ${name}`)
  return found
}

async function printRequests(servers: readonly Server[], figures: Figures): Promise<void> {
  console.log(`\n7a. HTTP_PROXY, 1 KB, ${CONNECTIONS} connections`)
  for (const server of servers) {
    const { rates, p99s, cpus } = of(figures, server.name)
    const usage = await server.usage()
    const more = usage === undefined ? '' : `  CPU ${format(median(cpus))} µs  peak RSS ${usage.peak.toFixed(0)} MB`
    const ratio = format(median(ratios(figures, 'rates', server.name, DIRECT)))
    const rate = format(median(rates))
    console.log(
      `  ${server.name.padEnd(26)} ${rate.padStart(8)} requests/s  ${ratio} × ${DIRECT}  p99 ${format(median(p99s))} ms${more}`,
    )
  }
}

async function startServer(name: string, kind: string, backend: string): Promise<Server | undefined> {
  const child = fork(new URL('proxy-servers.js', import.meta.url), [kind, backend], { execArgv: [] })
  const first = await nextMessage(child)
  if (first.kind !== 'listening') {
    console.log(`left out: ${first.kind === 'missing' ? first.what : name}`)
    child.disconnect()
    return undefined
  }
  return {
    name,
    port: first.port,
    prefix: kind === 'backend' ? '' : '/prod',
    usage: async () => {
      child.send('usage')
      const message = await nextMessage(child)
      return message.kind === 'usage' ? message : undefined
    },
    stop: () => child.disconnect(),
  }
}

async function nextMessage(child: ChildProcess): Promise<ServerMessage> {
  const [message] = (await once(child, 'message')) as [ServerMessage]
  return message
}

/** One worker with kept connections, when the program is there. */
async function startNginx(backend: string): Promise<Server | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-nginx-'))
  const port = await freePort()
  writeFileSync(join(folder, 'nginx.conf'), nginxConfig(folder, port, backend))
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
  const missing = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(false))
    child.once('error', () => resolve(true))
  })
  const stop = (): void => {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  if (missing) {
    console.log('left out: nginx is not on this machine')
    stop()
    return undefined
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  return { name: NGINX, port, prefix: '/prod', usage: () => Promise.resolve(undefined), stop }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function nginxConfig(folder: string, port: number, backend: string): string {
  return `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p;
  fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  upstream back { server ${backend.replace('http://', '')}; keepalive 128; }
  server {
    listen 127.0.0.1:${port};
    location /prod/ { proxy_pass http://back/; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
