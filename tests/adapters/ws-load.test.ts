import { expect, it } from 'vitest'
import { describeFigures, measureLoad } from '../../bench/rows/websocket-load.js'

// The long form, with 10,000, is `npm run heavy`.
it('holds 500 connections that all talk, and reaches each with one copy of a broadcast', async () => {
  const figures = await measureLoad('gateway', { connections: 500, talking: 100, echoes: 3000 })
  console.log(describeFigures('gateway', figures))
  expect(figures.connections).toBe(500)
  expect(figures.copies).toEqual([1, 1])
  expect(figures.heapPerConnection).toBeLessThan(30)
})
