import { describe, expect, it } from 'vitest'
import { ConfigError, createGateway, type GatewayConfig } from '../../src/index.js'

/** What somebody reads whose config is wrong, without the first line. */
function messageOf(config: unknown): string[] {
  try {
    createGateway(config as GatewayConfig)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
  throw new Error('The config was accepted')
}

const routes = { 'GET /': () => ({ statusCode: 200 }) }

function ofSetting(setting: object): string[] {
  return messageOf({ routes, stages: { prod: { methodSettings: { '*/*': setting } } } })
}

describe('a config with a fault is told', () => {
  it('that it is none', () => {
    expect(messageOf('petstore.yaml')).toEqual([
      '(root): The value is of the wrong kind; found "petstore.yaml"; allowed: object',
    ])
  })

  it('that there is nothing to serve', () => {
    expect(messageOf({ logger: false })).toEqual([
      '(root): There is no API: give a definition or routes; allowed: definition, routes, apis',
    ])
  })

  it('of a key that does not exist, and what was meant', () => {
    expect(messageOf({ routes, fucntions: {} })).toEqual([
      '/fucntions: There is no setting "fucntions"; did you mean "functions"?',
    ])
    expect(messageOf({ routes, account: { zone: 'a' } })).toEqual([
      '/account/zone: There is no setting "zone"; allowed: id, region, throttle',
    ])
  })

  it('of a value of the wrong kind', () => {
    expect(messageOf({ routes, stages: ['prod'] })).toEqual([
      '/stages: The value is of the wrong kind; found ["prod"]; allowed: object',
    ])
    expect(messageOf({ routes, services: { sqs: 9324 } })).toEqual([
      '/services/sqs: The value is of the wrong kind; found 9324; allowed: text, function',
    ])
  })

  it('of a value that is none of those allowed', () => {
    expect(messageOf({ routes, apiKeySource: 'HEADERS' })).toEqual([
      '/apiKeySource: The value is not one of those allowed; found "HEADERS"; allowed: HEADER, AUTHORIZER; did you mean "HEADER"?',
    ])
  })

  it('of a value beyond its limits', () => {
    expect(ofSetting({ cacheTtlInSeconds: 86_400 })).toEqual([
      '/stages/prod/methodSettings/*~1*/cacheTtlInSeconds: The value is out of range; found 86400; allowed: 0 to 3600',
    ])
    expect(messageOf({ routes, stages: { prod: { variables: { v: 'x'.repeat(513) } } } })).toEqual([
      `/stages/prod/variables/v: The text is too short or too long; found "${'x'.repeat(79)}…; allowed: 0 to 512 characters`,
    ])
  })

  it('of a name that is none', () => {
    expect(messageOf({ routes, stages: { 'my stage': {} } })).toEqual([
      '/stages/my stage: A stage name has letters, digits, - and _, at most 128; found "my stage"',
    ])
    expect(messageOf({ routes, stages: { prod: { methodSettings: { pets: {} } } } })).toEqual([
      '/stages/prod/methodSettings/pets: A method is named by its path and HTTP method: pets/GET; all of them by */*; found "pets"',
    ])
  })

  it('of a setting that is missing', () => {
    expect(messageOf({ routes, apiKeys: [{ name: 'mine' }] })).toEqual(['/apiKeys/0/value: The setting is missing'])
  })

  it('of a module without its methods', () => {
    expect(messageOf({ routes, throttle: { take: () => -1 } })).toEqual([
      '/throttle: There are no methods usage(), setUsage(); found ["take"]; allowed: take(), usage(), setUsage()',
    ])
  })

  it('of a function that is none', () => {
    expect(messageOf({ routes, functions: { list: { statusCode: 200 } } })).toEqual([
      '/functions/list: There is no method invoke(); found ["statusCode"]; allowed: invoke()',
    ])
  })

  it('of a value that cannot be read', () => {
    const config = {
      routes,
      get clock(): never {
        throw new Error('not yet')
      },
    }
    expect(messageOf(config)).toEqual(['/clock: The value cannot be read: its getter or proxy throws'])
  })

  it('of a plan that names what is not there', () => {
    const usagePlans = [{ apiKeyIds: ['ky'], apiStages: [{ stage: 'pro' }] }]
    expect(messageOf({ routes, apiKeys: [{ id: 'key', value: 'v' }], usagePlans })).toEqual([
      '/usagePlans/0/apiKeyIds/0: There is no API key "ky"; did you mean "key"?',
      '/usagePlans/0/apiStages/0/stage: There is no stage "pro"; did you mean "prod"?',
    ])
  })

  it('of an id that is taken', () => {
    const usagePlans = [{ id: 'gold' }, { id: 'gold' }]
    expect(messageOf({ routes, usagePlans })).toEqual(['/usagePlans/1/id: The id is taken; found "gold"'])
  })

  it('of a stage that only another protocol has', () => {
    expect(messageOf({ routes, stages: { $default: {} } })).toEqual([
      '/stages/$default: Only an HTTP API has a stage $default; found "$default"',
    ])
  })

  it('of all of them at once, after their number', () => {
    const config = { routes, cors: 'yes', isolation: 'deep', strange: 1 }
    expect(messageOf(config)).toHaveLength(3)
    expect(() => createGateway(config as unknown as GatewayConfig)).toThrow(/^The configuration has 3 faults:/)
  })
})
