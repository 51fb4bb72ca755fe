import { expect, it } from 'vitest'
import { methodSettingsFor, normalizeMethodKey } from '../../src/throttle/index.js'

it('reads every spelling of a method as the same one', () => {
  for (const key of ['pets/{id}/GET', '/pets/{id}/GET', '~1pets~1{id}/GET', '/~1pets~1{id}/get']) {
    expect(normalizeMethodKey(key)).toBe('pets/{id}/GET')
  }
  for (const key of ['//GET', '/GET', '~1/GET']) expect(normalizeMethodKey(key)).toBe('/GET')
})

it("lays a method's own entry over the one for all methods", () => {
  const settings = {
    '*/*': { throttlingRateLimit: 1, throttlingBurstLimit: 2, cachingEnabled: true },
    'b/GET': { throttlingRateLimit: 100 },
  }
  expect(methodSettingsFor(settings, '/b', 'GET')).toEqual({
    settings: { throttlingRateLimit: 100, throttlingBurstLimit: 2, cachingEnabled: true },
    own: { throttlingRateLimit: 100 },
  })
  expect(methodSettingsFor(settings, '/b', 'POST').own).toBeUndefined()
  expect(methodSettingsFor(undefined, '/b', 'POST')).toEqual({ settings: {}, own: undefined })
})
