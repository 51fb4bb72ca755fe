import { describe, expect, test } from 'vitest'
import { diffContracts } from '../../src/contract/index.js'
import { importHttpApi } from '../../src/openapi/index.js'
import type { Doc } from './rest-definition.js'

const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:'
const proxy = (name: string): Doc => ({
  type: 'aws_proxy',
  httpMethod: 'POST',
  uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${LAMBDA}${name}/invocations`,
  payloadFormatVersion: '2.0',
})
const operation = (integration: Doc, more: Doc = {}): Doc => ({
  responses: { default: { description: 'any' } },
  'x-amazon-apigateway-integration': integration,
  ...more,
})

const DEFINITION: Doc = {
  openapi: '3.0.1',
  info: { title: 'web', version: '1' },
  paths: {
    '/pets': {
      get: operation(proxy('list'), { security: [{ jwt: ['read', 'admin'] }] }),
      post: operation(proxy('create')),
    },
    '/pets/{id}': {
      get: operation({
        type: 'http_proxy',
        httpMethod: 'GET',
        uri: 'https://back.example/pets',
        payloadFormatVersion: '1.0',
        timeoutInMillis: 5000,
        requestParameters: { 'append:header.x-a': 'a' },
        responseParameters: { 404: { 'overwrite:statuscode': '403' } },
      }),
    },
  },
  components: {
    securitySchemes: {
      jwt: {
        type: 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: { issuer: 'https://issuer.example', audience: ['pets', 'dogs'] },
        },
      },
      lambda: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authorizer': {
          type: 'request',
          identitySource: '$request.header.Authorization',
          authorizerUri: proxy('authorize').uri,
          authorizerPayloadFormatVersion: '2.0',
        },
      },
    },
  },
  'x-amazon-apigateway-cors': {
    allowOrigins: ['https://app.example'],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['*'],
    allowCredentials: true,
    maxAge: 60,
  },
}

const modelOf = (doc: Doc) => importHttpApi(doc, { apiId: 'web' }).api
const before = modelOf(DEFINITION)
const list = (doc: Doc): Doc => doc.paths['/pets'].get
const reading = (doc: Doc): Doc => doc.paths['/pets/{id}'].get['x-amazon-apigateway-integration']
const cors = (doc: Doc): Doc => doc['x-amazon-apigateway-cors']
const jwt = (doc: Doc): Doc => doc.components.securitySchemes.jwt['x-amazon-apigateway-authorizer']

const EDITS: ReadonlyArray<readonly [string, (doc: Doc) => unknown, readonly string[]]> = [
  ['nothing', () => undefined, []],
  ['removes a route', (doc) => delete doc.paths['/pets/{id}'], ['breaking route/removed']],
  [
    'sends the rest to a default route',
    (doc) => (doc.paths['/$default'] = { 'x-amazon-apigateway-any-method': operation(proxy('rest')) }),
    ['safe route/added'],
  ],
  [
    'adds a literal beside a variable',
    (doc) => (doc.paths['/pets/new'] = { get: operation(proxy('new')) }),
    ['breaking route/shadowed'],
  ],
  [
    'adds a greedy route, which takes nothing from a full one',
    (doc) => (doc.paths['/pets/{proxy+}'] = { get: operation(proxy('all')) }),
    ['safe route/added'],
  ],
  ['asks for no token', (doc) => delete list(doc).security, ['safe authorization/removed weaker']],
  [
    'asks for a token',
    (doc) => (doc.paths['/pets'].post.security = [{ lambda: [] }]),
    ['breaking authorization/added stronger'],
  ],
  ['drops scopes', (doc) => (list(doc).security = [{ jwt: [] }]), ['safe authorization/scopes-not-required weaker']],
  [
    'drops a scope',
    (doc) => (list(doc).security = [{ jwt: ['read'] }]),
    ['breaking authorization/scope-removed stronger'],
  ],
  [
    'takes tokens of another issuer',
    (doc) => (jwt(doc).jwtConfiguration.issuer = 'https://other.example'),
    ['breaking authorization/issuer-changed'],
  ],
  [
    'drops an audience',
    (doc) => jwt(doc).jwtConfiguration.audience.pop(),
    ['breaking authorization/audience-removed stronger'],
  ],
  [
    'takes the token from the query',
    (doc) => (jwt(doc).identitySource = '$request.querystring.token'),
    ['breaking authorization/identity-source-changed'],
  ],
  ['waits less', (doc) => (reading(doc).timeoutInMillis = 1000), ['breaking integration/timeout-lowered']],
  ['calls elsewhere', (doc) => (reading(doc).uri = 'https://new.example/'), ['safe integration/target-changed']],
  [
    'gives the back end another header',
    (doc) => (reading(doc).requestParameters['append:header.x-b'] = 'b'),
    ['safe integration/request-mapping-changed'],
  ],
  [
    'answers with another status',
    (doc) => (reading(doc).responseParameters[404]['overwrite:statuscode'] = '410'),
    ['breaking integration-response/status-changed'],
  ],
  [
    'adds a header to answers',
    (doc) => (reading(doc).responseParameters[404]['append:header.x-c'] = 'c'),
    ['safe response/header-set'],
  ],
  [
    'gives the function other events',
    (doc) => (list(doc)['x-amazon-apigateway-integration'].payloadFormatVersion = '1.0'),
    ['safe integration/payload-format-changed'],
  ],
  ['answers no preflights', (doc) => delete doc['x-amazon-apigateway-cors'], ['breaking cors/removed stronger']],
  [
    'allows every origin',
    (doc) => (cors(doc).allowOrigins = ['https://*']),
    ['breaking cors/origins-narrowed stronger', 'safe cors/origins-widened weaker'],
  ],
  ['allows a method less', (doc) => cors(doc).allowMethods.pop(), ['breaking cors/methods-narrowed stronger']],
  ['allows a header less', (doc) => (cors(doc).allowHeaders = ['x-a']), ['breaking cors/headers-narrowed stronger']],
  ['shows a header', (doc) => (cors(doc).exposeHeaders = ['x-a']), ['safe cors/exposed-headers-widened weaker']],
  ['takes no cookies', (doc) => (cors(doc).allowCredentials = false), ['breaking cors/credentials-refused stronger']],
  ['has preflights kept for longer', (doc) => (cors(doc).maxAge = 600), ['safe cors/max-age-changed']],
]

describe('a single edit of an HTTP API', () => {
  test.each(EDITS)('that %s', (_, edit, expected) => {
    const doc = structuredClone(DEFINITION)
    edit(doc)
    const changes = diffContracts(before, modelOf(doc))
    const seen = changes.map(({ effect, rule, security }) => [effect, rule, security].filter(Boolean).join(' '))
    expect(seen.toSorted()).toEqual(expected.toSorted())
  })

  test('throttles of a stage by route', () => {
    const stages = {
      before: { defaultRouteSettings: { throttlingRateLimit: 10 } },
      after: {
        defaultRouteSettings: { throttlingRateLimit: 10 },
        routeSettings: { 'GET /pets': { throttlingRateLimit: 1 } },
      },
    }
    const changes = diffContracts(before, before, { stages })
    expect(changes).toMatchObject([{ rule: 'throttle/lowered', route: 'GET /pets', before: 10, after: 1 }])
  })
})
