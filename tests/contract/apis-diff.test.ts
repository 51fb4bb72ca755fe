import { describe, expect, it } from 'vitest'
import { ConfigError, createGateway, isPosternError } from '../../src/index.js'
import { integrationOf, REST_DEFINITION } from './rest-definition.js'

function gatewayOf() {
  const functions = {
    list: async () => ({ statusCode: 200 }),
    create: async () => ({ id: 1 }),
    authorize: async () => ({}),
  }
  const stages = { prod: { variables: { state: 'up' }, methodSettings: { '*/*': { throttlingRateLimit: 100 } } } }
  return createGateway({ apis: { pets: { definition: REST_DEFINITION, stages } }, functions, logger: false })
}

const rules = (changes: ReadonlyArray<{ readonly rule: string }>): string[] => changes.map(({ rule }) => rule)

describe('gateway.apis.diff', () => {
  it('finds nothing between a stage and an API that was not changed', () => {
    expect(gatewayOf().apis.diff('pets', { stageName: 'prod' })).toEqual([])
  })

  it('compares a stage with the API as it is, as that stage would serve it', () => {
    const { apis } = gatewayOf()
    const changed = structuredClone(REST_DEFINITION)
    const answer = integrationOf(changed, '/status', 'get').responses.default
    answer.responseTemplates['application/json'] = '{"state": "$stageVariables.state", "since": 1}'
    apis.replace('pets', changed)
    expect(apis.diff('pets', { stageName: 'prod' })).toMatchObject([
      { rule: 'template/output-changed', after: { text: '{"state": "up", "since": 1}' } },
    ])
    // What was deployed is not what the API has become.
    expect(apis.diff('pets', { stageName: 'prod' }, { definition: REST_DEFINITION })).toEqual([])
    const { deploymentId } = apis.deploy('pets', { stageName: 'prod' })
    expect(apis.diff('pets', { stageName: 'prod' }, { deploymentId })).toEqual([])
  })

  it('compares the settings of two stages', () => {
    const { apis } = gatewayOf()
    apis.deploy('pets', { stageName: 'test', stage: { variables: { state: 'up' }, methodSettings: {} } })
    expect(rules(apis.diff('pets', { stageName: 'test' }, { stageName: 'prod' }))).toEqual(['throttle/lowered'])
    expect(rules(apis.diff('pets', { stageName: 'prod' }, { stageName: 'test' }))).toEqual(['throttle/raised'])
  })

  it('takes samples', () => {
    const { apis } = gatewayOf()
    const changed = structuredClone(REST_DEFINITION)
    const templates = integrationOf(changed, '/pets', 'post').requestTemplates
    templates['application/json'] = templates['application/json'].replace(
      '}',
      '#if($input.path("$.vip") == true), "vip": 1#end}',
    )
    apis.replace('pets', changed)
    expect(apis.diff('pets', { stageName: 'prod' })).toEqual([])
    const samples = { 'POST /pets': [{ body: { name: 'Rex', vip: true } }] }
    expect(rules(apis.diff('pets', { stageName: 'prod' }, undefined, { samples }))).toEqual(['template/output-changed'])
  })

  it("renders templates of a media type with the gateway's own transformer", () => {
    const definition = structuredClone(REST_DEFINITION)
    const answer = integrationOf(definition, '/status', 'get').responses.default
    answer.responseTemplates = { 'application/x-upper': 'up' }
    const { apis } = createGateway({
      apis: { pets: { definition } },
      transformers: { 'application/x-upper': { compile: (text) => () => text.toUpperCase() } },
      functions: { list: () => 1, create: () => 1, authorize: () => 1 },
      logger: false,
    })
    const changed = structuredClone(definition)
    const templates = integrationOf(changed, '/status', 'get').responses.default.responseTemplates
    templates['application/x-upper'] = 'Up'
    expect(apis.diff('pets', { definition }, { definition: changed })).toEqual([])
    templates['application/x-upper'] = 'down'
    expect(apis.diff('pets', { definition }, { definition: changed })).toMatchObject([{ after: { text: 'DOWN' } }])
  })

  it('refuses a definition with faults, and a state that is not there', () => {
    const { apis } = gatewayOf()
    const broken = { openapi: '3.0.1', info: { title: 'x', version: '1' }, paths: { '/a': { get: {} } } }
    expect(() => apis.diff('pets', { stageName: 'prod' }, { definition: broken })).toThrow(ConfigError)
    expect(() => apis.diff('pets', { stageName: 'gone' })).toThrow(/no stage gone/)
  })
})

describe('gateway.apis.export', () => {
  it('exports what a stage serves, not what the API has become', () => {
    const { apis } = gatewayOf()
    apis.replace('pets', { ...REST_DEFINITION, paths: { '/status': REST_DEFINITION.paths['/status'] } })
    const { document, body } = apis.export('pets', { stageName: 'prod', extensions: ['integrations'] })
    expect(Object.keys(document['paths'] as object)).toContain('/pets')
    expect(body).toContain('x-amazon-apigateway-integration')
    expect(apis.export('pets', { stageName: 'prod', exportType: 'swagger' }).document).toMatchObject({ swagger: '2.0' })
    expect(apis.export('pets', { stageName: 'prod', accepts: 'application/yaml' }).body).toMatch(/^openapi: /)
  })

  it('gives what can be imported as the same API', () => {
    const { apis } = gatewayOf()
    const { document } = apis.export('pets', { stageName: 'prod', extensions: ['apigateway'] })
    const changes = apis.diff('pets', { stageName: 'prod' }, { definition: document })
    expect(changes).toEqual([])
  })

  it('exports HTTP APIs, and refuses the others', () => {
    const handler = async () => ({ statusCode: 200 })
    const { apis } = createGateway({
      apis: {
        web: { protocolType: 'HTTP', routes: { 'GET /a/{id}': handler } },
        chat: { protocolType: 'WEBSOCKET', routes: { $connect: handler } },
      },
      logger: false,
    })
    expect(apis.export('web', { stageName: '$default' }).document).toMatchObject({ paths: { '/a/{id}': { get: {} } } })
    for (const run of [
      () => apis.export('chat', { stageName: 'prod' }),
      () => apis.export('web', { stageName: '$default', exportType: 'swagger' }),
      () => apis.export('web', { stageName: 'gone' }),
      () => apis.export('gone', { stageName: 'prod' }),
    ]) {
      expect(run).toThrow()
      try {
        run()
      } catch (error) {
        expect(isPosternError(error)).toBe(true)
      }
    }
  })
})
