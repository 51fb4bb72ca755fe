import { expect, test } from 'vitest'
import { createGateway, type StepReport } from '../../src/index.js'
import { createVirtualClock } from '../../src/testing/index.js'

test('an observer is told of each step, its setting, its time and what became of it', async () => {
  const reports: StepReport[] = []
  const entered: string[] = []
  const clock = createVirtualClock()
  const { handle } = createGateway({
    clock,
    logger: false,
    observer: { onEnter: (step) => entered.push(step), onLeave: (report) => reports.push(report) },
    routes: {
      'GET /slow': () =>
        new Promise((resolve) => {
          clock.setTimeout(() => resolve({ statusCode: 200, body: 'late' }), 5000)
        }),
      'GET /keyed': { handler: () => ({ statusCode: 200 }), apiKeyRequired: true },
    },
  })
  const pending = handle({ method: 'GET', path: '/prod/slow' })
  await clock.advance(5000)
  expect((await pending).text()).toBe('late')
  expect(entered).toEqual(['makeProxyEvent', 'callIntegration', 'readProxyAnswer'])
  expect(reports.map(({ step, outcome, duration }) => [step, outcome, duration])).toEqual([
    ['makeProxyEvent', 'continued', 0],
    ['callIntegration', 'continued', 5000],
    ['readProxyAnswer', 'continued', 0],
  ])
  expect(reports.every(({ pointer }) => pointer !== undefined)).toBe(true)

  reports.length = 0
  expect((await handle({ method: 'GET', path: '/prod/keyed' })).statusCode).toBe(403)
  expect(reports).toMatchObject([
    { step: 'checkApiKey', outcome: 'refused', error: { responseType: 'INVALID_API_KEY' } },
  ])
})
