import { expect, it } from 'vitest'
import { createGateway } from '../../src/index.js'

it('a canary of routes in code calls its own handlers, the stage those that it was deployed with', async () => {
  const route = (body: string) => ({ routes: { 'GET /v': async () => ({ statusCode: 200, body }) } })
  const gateway = createGateway({ apis: { pets: { ...route('old'), stages: { prod: {} } } }, logger: false })
  const { apis } = gateway
  const ask = async (): Promise<string> => (await gateway.handle({ method: 'GET', path: '/prod/v' })).text()
  apis.replace('pets', route('new'))
  apis.deploy('pets', { stageName: 'prod', canarySettings: { percentTraffic: 100 } })
  expect(await ask()).toBe('new')
  apis.updateStage('pets', 'prod', { canarySettings: { percentTraffic: 0 } })
  expect(await ask()).toBe('old')
  apis.promoteCanary('pets', 'prod')
  expect(await ask()).toBe('new')
})
