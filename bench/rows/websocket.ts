// Row 10: a WebSocket API over ws, beside a bare server of ws that echoes and broadcasts. Clients and server share the cores, so
// what is judged is the CPU time of the server's own process, and its memory.
import { type ComparisonResult, single, type Target } from '../harness.js'
import { describeFigures, type Load, type LoadFigures, measureLoad } from './websocket-load.js'

const ROUNDS = 5
const LOAD: Load = { connections: 1000, talking: 100, echoes: 10_000 }

export async function websocket(): Promise<ComparisonResult[]> {
  const figures: Record<'gateway' | 'bare', LoadFigures[]> = { gateway: [], bare: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? (['bare', 'gateway'] as const) : (['gateway', 'bare'] as const)
    for (const kind of order) {
      const measured = await measureLoad(kind, LOAD)
      figures[kind].push(measured)
      console.log(`  ${describeFigures(kind, measured)}`)
    }
  }
  const ratios = (of: keyof LoadFigures): number[] =>
    figures.gateway.map((one, round) => Number(one[of]) / Number(figures.bare[round]?.[of]))
  return [
    single('10. CPU of a message in and out', target('a message', 2.5), ratios('cpuPerEcho')),
    single('10. Memory of a connection', target('a connection', 3), ratios('heapPerConnection')),
    single('10. A broadcast to all through @connections', target('a broadcast', 3), ratios('broadcast')),
  ]
}

function target(what: string, most: number): Target {
  return { row: '10', candidate: `postern, ${what}`, over: 'bare ws', most }
}
