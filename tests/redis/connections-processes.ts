import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HEARTBEAT_MS, type Order, type Report } from './connections-process.js'
import { describeWithRedis, type RedisServer, startRedis } from './server.js'

const PROCESSES = 4
const CLIENTS = 25

type Post = readonly [connectionId: string, text: string]

/** A process, and the reports that came from it. */
class Worker {
  readonly #child: ChildProcess
  readonly #reports: Report[] = []
  readonly #waiting = new Map<Report['kind'], (report: Report) => void>()

  constructor(port: number) {
    const script = fileURLToPath(new URL('connections-process.ts', import.meta.url))
    this.#child = fork(script, [String(port), String(CLIENTS)], { execArgv: ['--import', 'tsx'] })
    this.#child.on('message', (message) => {
      const report = message as Report
      const waiter = this.#waiting.get(report.kind)
      this.#waiting.delete(report.kind)
      if (waiter === undefined) this.#reports.push(report)
      else waiter(report)
    })
  }

  tell(order: Order): void {
    this.#child.send(order)
  }

  next<Kind extends Report['kind']>(kind: Kind): Promise<Extract<Report, { kind: Kind }>> {
    const at = this.#reports.findIndex((report) => report.kind === kind)
    if (at >= 0) return Promise.resolve(this.#reports.splice(at, 1)[0] as Extract<Report, { kind: Kind }>)
    return new Promise((resolve) => {
      this.#waiting.set(kind, (report) => resolve(report as Extract<Report, { kind: Kind }>))
    })
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

/** Describes that processes on one Redis reach each other's clients: in short in the tests, with 10,000 posts in the heavy ones. */
export function describeManyProcesses(posts: number): void {
  describeWithRedis('many processes with WebSocket clients on one Redis', () => {
    let server: RedisServer
    let workers: Worker[] = []
    beforeAll(async () => {
      server = await startRedis()
    })
    afterAll(async () => {
      for (const worker of workers) worker.kill()
      await server.kill()
    })

    it(`${PROCESSES} processes, ${posts} posts: none lost, none doubled, and only the connections of a killed one are gone`, async () => {
      workers = Array.from({ length: PROCESSES }, () => new Worker(server.port))
      const ids = (await Promise.all(workers.map((worker) => worker.next('ready')))).map((report) => report.ids)
      const [killed, ...survivors] = workers as [Worker, ...Worker[]]
      const dead = new Set(ids[0])
      const all = ids.flat()

      const first = workers.map((_, at) => postsFor(all, posts / 2 / PROCESSES, `first ${at}`))
      const firstOutcomes = await postAll(workers, first)
      expect(new Set(firstOutcomes.flat())).toEqual(new Set(['ok']))

      const second = workers.map((_, at) => postsFor(all, posts / 2 / PROCESSES, `second ${at}`))
      workers.forEach((worker, at) => worker.tell({ kind: 'post', posts: second[at] as Post[] }))
      await killed.next('progress')
      const beforeKill = await reportOf(killed)
      killed.kill()
      const killedAt = Date.now()
      const secondOutcomes = await Promise.all(survivors.map(async (worker) => (await worker.next('posted')).outcomes))
      const took = Date.now() - killedAt

      const received = Object.assign({}, ...(await Promise.all(survivors.map(reportOf)))) as Received
      expectOnce(received, first.flat(), dead)
      for (const [at, outcomes] of secondOutcomes.entries()) {
        const sent = second[at + 1] as Post[]
        const toLiving = outcomes.filter((_, index) => !dead.has((sent[index] as Post)[0]))
        expect(new Set(toLiving)).toEqual(new Set(['ok']))
        for (const outcome of outcomes) expect(['ok', 'GoneException']).toContain(outcome)
        expectOnce(received, sent, dead)
      }
      // What the killed process had sent came once or, of what it had not heard of any more, not at all.
      const count = countsOf(received)
      for (const [, text] of second[0] as Post[]) expect(count.get(text) ?? 0).toBeLessThanOrEqual(1)
      const firstOfDead = first.flat().filter(([id]) => dead.has(id))
      expect(firstOfDead.every(([id, text]) => beforeKill[id]?.includes(text))).toBe(true)

      const late = survivors.map(() => [...dead].map((id): Post => [id, 'late']))
      const lateOutcomes = await postAll(survivors, late)
      expect(new Set(lateOutcomes.flat())).toEqual(new Set(['GoneException']))
      console.log(`${posts} posts; after the kill all was answered within ${took} ms (heartbeat ${HEARTBEAT_MS} ms)`)
    }, 120_000)
  })
}

type Received = Readonly<Record<string, readonly unknown[]>>

async function reportOf(worker: Worker): Promise<Received> {
  worker.tell({ kind: 'report' })
  return (await worker.next('received')).received
}

async function postAll(workers: readonly Worker[], posts: readonly Post[][]): Promise<Array<readonly string[]>> {
  workers.forEach((worker, at) => worker.tell({ kind: 'post', posts: posts[at] as Post[] }))
  return Promise.all(workers.map(async (worker) => (await worker.next('posted')).outcomes))
}

/** Posts with texts of their own, to clients of any process. */
function postsFor(ids: readonly string[], count: number, name: string): Post[] {
  return Array.from({ length: count }, (_, at) => [
    ids[Math.floor(Math.random() * ids.length)] as string,
    `${name} ${at}`,
  ])
}

function countsOf(received: Received): Map<unknown, number> {
  const counts = new Map<unknown, number>()
  for (const text of Object.values(received).flat()) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

function expectOnce(received: Received, posts: readonly Post[], dead: ReadonlySet<string>): void {
  const counts = countsOf(received)
  const wrong = posts.filter(
    ([id, text]) => !dead.has(id) && (counts.get(text) !== 1 || received[id]?.includes(text) !== true),
  )
  expect(wrong).toEqual([])
}
