import { expect, it } from 'vitest'
import { describeFigures, type Load, measureLoad } from '../../bench/rows/websocket-load.js'

// Both ends of a connection are files of this machine: some allow a process no more than 1,024 of them.
const LOAD: Load = { connections: 10_000, talking: 200, echoes: 50_000 }

it('10,000 connections in one process, beside a bare server of ws', async () => {
  const bare = await measureLoad('bare', LOAD)
  console.log(describeFigures('bare', bare))
  const gateway = await measureLoad('gateway', LOAD)
  console.log(describeFigures('gateway', gateway))
  expect(gateway.connections).toBe(10_000)
  expect(gateway.copies).toEqual([1, 1])
  expect(gateway.heapPerConnection).toBeLessThan(bare.heapPerConnection + 10)
  expect(gateway.cpuPerEcho).toBeLessThan(bare.cpuPerEcho * 4)
  expect(gateway.broadcast).toBeLessThan(bare.broadcast * 5)
})
