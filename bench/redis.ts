// A Redis of the bench's own, where there is a redis-server; asynchronous candidates by answers a second.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

const SECONDS = Number(process.env['SECONDS'] ?? 1)
const RUNS = Number(process.env['RUNS'] ?? 5)
const PORT = 6398

/** Answers one question. */
export type Asker = () => unknown

/** A Redis that keeps nothing. */
export interface BenchRedis {
  readonly port: number
  stop(): Promise<void>
}

/** Starts a Redis; undefined: there is no redis-server. */
export async function startBenchRedis(): Promise<BenchRedis | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined
  const args = ['--port', String(PORT), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const text of server.stdout) if (String(text).includes('Ready to accept')) break
  return {
    port: PORT,
    stop: async () => {
      server.kill()
      await once(server, 'exit')
    },
  }
}

/**
 * Asks each candidate for a second with so many questions in flight, the candidates in turn, several times over.
 *
 * @returns answers a second by candidate, one per run
 */
export async function answersPerSecond(
  candidates: Readonly<Record<string, readonly [inFlight: number, ask: Asker]>>,
): Promise<Map<string, number[]>> {
  const rates = new Map<string, number[]>(Object.keys(candidates).map((name) => [name, []]))
  for (const [inFlight, ask] of Object.values(candidates)) await rateOf(inFlight, ask, 0.3)
  for (let run = 0; run < RUNS; run++) {
    for (const [name, [inFlight, ask]] of Object.entries(candidates))
      rates.get(name)?.push(await rateOf(inFlight, ask, SECONDS))
  }
  return rates
}

async function rateOf(inFlight: number, ask: Asker, seconds: number): Promise<number> {
  const start = performance.now()
  const until = start + seconds * 1000
  let answers = 0
  const loop = async (): Promise<void> => {
    while (performance.now() < until) {
      const answer = ask()
      if (answer instanceof Promise) await answer
      // What is answered without Redis would keep the loop from ever reading a socket.
      else if (answers % 256 === 0) await new Promise((resolve) => setImmediate(resolve))
      answers++
    }
  }
  await Promise.all(Array.from({ length: inFlight }, loop))
  return answers / ((performance.now() - start) / 1000)
}

/** The middle of the ratios of the same run. */
export function medianRatio(rates: ReadonlyMap<string, number[]>, name: string, over: string): number {
  const others = rates.get(over) ?? []
  const ratios = (rates.get(name) ?? [])
    .map((rate, run) => rate / (others[run] ?? Number.NaN))
    .toSorted((a, b) => a - b)
  return ratios[Math.floor(ratios.length / 2)] ?? Number.NaN
}

/** Prints a line a candidate, with its ratio to the first. */
export function printRates(title: string, rates: ReadonlyMap<string, number[]>): void {
  const [floor = ''] = rates.keys()
  console.log(`\n${title}`)
  for (const [name, runs] of rates) {
    const sorted = runs.toSorted((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
    const spread = `${(sorted[0] ?? 0).toFixed(0)}–${(sorted.at(-1) ?? 0).toFixed(0)}`
    console.log(
      `  ${name.padEnd(58)} ${median.toFixed(0).padStart(9)}/s (${spread})  ${medianRatio(rates, name, floor).toFixed(2)} ×`,
    )
  }
}
