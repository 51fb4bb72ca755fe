import { describe, expect, test } from 'vitest'
import { createGateway } from '../../src/index.js'
import type { Doc } from './rest-definition.js'

const answer = async (): Promise<object> => ({ statusCode: 200 })

function config(): Doc {
  return {
    protocolType: 'WEBSOCKET',
    authorizers: { door: { handler: answer, identitySource: ['route.request.header.Auth'] } },
    models: {
      Said: { type: 'object', required: ['text'], properties: { text: { type: 'string' }, to: { type: 'string' } } },
    },
    routes: {
      $connect: { handler: answer, authorizer: 'door' },
      say: {
        integration: {
          integrationType: 'MOCK',
          requestTemplates: { $default: '{"statusCode": 200, "said": $input.json("$.text")}' },
        },
        modelSelectionExpression: '\\$default',
        requestModels: { $default: 'Said' },
        routeResponseSelectionExpression: '$default',
      },
      shout: { handler: answer },
    },
    stages: { prod: {} },
  }
}

const EDITS: ReadonlyArray<readonly [string, (config: Doc) => unknown, readonly string[]]> = [
  ['nothing', () => undefined, []],
  ['removes a route', (doc) => delete doc.routes.shout, ['breaking route/removed']],
  ['adds a route', (doc) => (doc.routes.whisper = { handler: answer }), ['safe route/added']],
  ['adds a default route', (doc) => (doc.routes.$default = { handler: answer }), ['safe route/added']],
  [
    'leaves messages to a default route',
    (doc) => {
      delete doc.routes.shout
      doc.routes.$default = { handler: answer }
    },
    ['breaking route/replaced', 'safe route/added'],
  ],
  [
    'lets everybody in',
    (doc) => delete doc.routes.$connect,
    ['safe route/removed', 'safe authorization/removed weaker'],
  ],
  ['asks for an API key', (doc) => (doc.routes.$connect.apiKeyRequired = true), ['breaking api-key/required stronger']],
  [
    'looks for callers elsewhere',
    (doc) => (doc.authorizers.door.identitySource = ['route.request.querystring.auth']),
    ['breaking authorization/identity-source-changed'],
  ],
  [
    'chooses routes by another field',
    (doc) => (doc.routeSelectionExpression = '$request.body.kind'),
    ['breaking route/selection-changed'],
  ],
  ['requires a field', (doc) => doc.models.Said.required.push('to'), ['breaking request-body/required-added']],
  ['requires no field', (doc) => delete doc.models.Said.required, ['safe request-body/required-removed']],
  [
    'answers no messages',
    (doc) => delete doc.routes.say.routeResponseSelectionExpression,
    ['breaking route-response/removed'],
  ],
  [
    'renders something else',
    (doc) => (doc.routes.say.integration.requestTemplates.$default = '{"statusCode": 200}'),
    ['breaking template/output-changed'],
  ],
  ['waits less', (doc) => (doc.routes.say.integration.timeoutInMillis = 100), ['breaking integration/timeout-lowered']],
]

describe('a single edit of a WebSocket API', () => {
  test.each(EDITS)('that %s', (_, edit, expected) => {
    const { apis } = createGateway({ apis: { chat: config() }, logger: false })
    const changed = config()
    edit(changed)
    apis.replace('chat', changed)
    const changes = apis.diff('chat', { stageName: 'prod' })
    const seen = changes.map(({ effect, rule, security }) => [effect, rule, security].filter(Boolean).join(' '))
    expect(seen.toSorted()).toEqual(expected.toSorted())
  })
})
