import { ANSWERS, REQUEST_MODELS } from './rest-body-edits.js'
import { type Doc, type Edit, integrationOf } from './rest-definition.js'

const list = (doc: Doc): Doc => doc.paths['/pets'].get
const create = (doc: Doc): Doc => doc.paths['/pets'].post
const creating = (doc: Doc): Doc => integrationOf(doc, '/pets', 'post')
const status = (doc: Doc): Doc => integrationOf(doc, '/status', 'get')
const reading = (doc: Doc): Doc => integrationOf(doc, '/pets/{id}', 'get')
const preflight = (doc: Doc): Doc => integrationOf(doc, '/pets', 'options').responses.default.responseParameters
const scheme = (doc: Doc, name: string): Doc => doc.components.securitySchemes[name]['x-amazon-apigateway-authorizer']
const responses = (doc: Doc): Doc => doc['x-amazon-apigateway-gateway-responses']
const policy = (doc: Doc): Doc => doc['x-amazon-apigateway-policy']

const MOCK = {
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200' } },
}
const operation = (): Doc => ({
  responses: { 200: { description: 'ok' } },
  'x-amazon-apigateway-integration': structuredClone(MOCK),
})

/** Routes. */
const ROUTES: readonly Edit[] = [
  ['removes a route', (doc) => delete doc.paths['/status'], ['breaking route/removed']],
  ['removes one method', (doc) => delete doc.paths['/pets'].post, ['breaking route/removed']],
  ['adds a path', (doc) => (doc.paths['/dogs'] = { get: operation() }), ['safe route/added']],
  ['adds a method', (doc) => (doc.paths['/pets'].put = operation()), ['safe route/added']],
  [
    'adds a literal beside a variable',
    (doc) => (doc.paths['/pets/new'] = { get: operation() }),
    ['breaking route/shadowed'],
  ],
  [
    'adds a path under a greedy one',
    (doc) => (doc.paths['/files/readme'] = { get: operation() }),
    ['breaking route/shadowed'],
  ],
  [
    'renames a path variable',
    (doc) => {
      const item = doc.paths['/pets/{id}']
      delete doc.paths['/pets/{id}']
      item.get.parameters[0].name = 'petId'
      item.get['x-amazon-apigateway-integration'].requestParameters = {
        'integration.request.path.id': 'method.request.path.petId',
      }
      doc.paths['/pets/{petId}'] = item
    },
    ['safe route/replaced', 'safe integration/request-mapping-changed'],
  ],
  [
    'puts GET beside ANY',
    (doc) => {
      const item = doc.paths['/files/{proxy+}']
      item.get = structuredClone(item['x-amazon-apigateway-any-method'])
    },
    ['safe route/shadowed'],
  ],
  [
    'makes GET of ANY',
    (doc) => {
      const item = doc.paths['/files/{proxy+}']
      item.get = item['x-amazon-apigateway-any-method']
      delete item['x-amazon-apigateway-any-method']
    },
    ['breaking route/removed', 'safe route/replaced'],
  ],
  [
    'makes ANY of GET',
    (doc) => {
      const item = doc.paths['/status']
      item['x-amazon-apigateway-any-method'] = item.get
      delete item.get
    },
    ['safe route/replaced', 'safe route/added'],
  ],
]

/** Who may call. */
const ACCESS: readonly Edit[] = [
  ['asks for a token', (doc) => (create(doc).security = [{ token: [] }]), ['breaking authorization/added stronger']],
  ['asks nobody any longer', (doc) => delete list(doc).security, ['safe authorization/removed weaker']],
  [
    'authorizes in another way',
    (doc) => (list(doc).security = [{ token: [] }]),
    ['breaking authorization/type-changed'],
  ],
  [
    'drops a scope',
    (doc) => (list(doc).security = [{ pool: ['pets/read'] }]),
    ['breaking authorization/scope-removed stronger'],
  ],
  [
    'adds a scope',
    (doc) => (list(doc).security = [{ pool: ['pets/read', 'pets/admin', 'pets/all'] }]),
    ['safe authorization/scope-added weaker'],
  ],
  [
    'drops all scopes, so that another kind of token is asked for',
    (doc) => (list(doc).security = [{ pool: [] }]),
    ['breaking authorization/scopes-not-required weaker'],
  ],
  ['asks for an API key', (doc) => (create(doc).security = [{ key: [] }]), ['breaking api-key/required stronger']],
  [
    'asks for no API key any longer',
    (doc) => delete doc.paths['/pets/{id}'].get.security,
    ['safe api-key/not-required weaker'],
  ],
  [
    'takes keys from the authorizer',
    (doc) => (doc['x-amazon-apigateway-api-key-source'] = 'AUTHORIZER'),
    ['breaking api-key/source-changed'],
  ],
  [
    'looks for the token in another header',
    (doc) => (doc.components.securitySchemes.token.name = 'X-Token'),
    ['breaking authorization/identity-source-changed'],
  ],
  [
    'wants tokens of another form',
    (doc) => (scheme(doc, 'token').identityValidationExpression = '^Basic .+$'),
    ['breaking authorization/token-pattern-changed'],
  ],
  [
    'takes tokens of any form',
    (doc) => delete scheme(doc, 'token').identityValidationExpression,
    ['safe authorization/token-pattern-changed'],
  ],
  [
    'asks another function',
    (doc) => (scheme(doc, 'token').authorizerUri = scheme(doc, 'token').authorizerUri.replace('authorize', 'allow')),
    ['safe authorization/function-changed'],
  ],
  [
    'keeps results for another time',
    (doc) => (scheme(doc, 'token').authorizerResultTtlInSeconds = 0),
    ['safe authorization/ttl-changed'],
  ],
  [
    'adds a user pool',
    (doc) => scheme(doc, 'pool').providerARNs.push('arn:aws:cognito-idp:us-east-1:123456789012:userpool/two'),
    ['safe authorization/user-pools-added weaker'],
  ],
  [
    'changes the user pool',
    (doc) => (scheme(doc, 'pool').providerARNs = ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/two']),
    ['breaking authorization/user-pools-removed stronger', 'safe authorization/user-pools-added weaker'],
  ],
  ['adds a policy statement that denies', (doc) => policy(doc).Statement.push(deny()), ['breaking policy/tightened']],
  [
    'adds a policy statement that allows',
    (doc) => policy(doc).Statement.push(allow()),
    ['safe policy/loosened weaker'],
  ],
  ['takes the policy away', (doc) => delete doc['x-amazon-apigateway-policy'], ['safe policy/removed weaker']],
]

function deny(): Doc {
  return { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*/POST/*' }
}

function allow(): Doc {
  return { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'execute-api:Invoke', Resource: '*' }
}

/** What requests must be like. */
const REQUESTS: readonly Edit[] = [
  ['makes a parameter required', (doc) => (list(doc).parameters[0].required = true), ['breaking parameter/required']],
  ['makes a parameter optional', (doc) => (list(doc).parameters[1].required = false), ['safe parameter/not-required']],
  [
    'adds an optional parameter',
    (doc) => list(doc).parameters.push({ name: 'size', in: 'query', schema: { type: 'string' } }),
    ['safe parameter/added'],
  ],
  ['removes an optional parameter', (doc) => list(doc).parameters.shift(), ['safe parameter/removed']],
  [
    'adds a required header',
    (doc) => list(doc).parameters.push({ name: 'X-A', in: 'header', required: true, schema: { type: 'string' } }),
    ['breaking parameter/required'],
  ],
  [
    'adds a required header that no validator looks at',
    (doc) =>
      (doc.paths['/status'].get.parameters = [
        { name: 'X-A', in: 'header', required: true, schema: { type: 'string' } },
      ]),
    ['safe parameter/added'],
  ],
  [
    'no longer looks at parameters',
    (doc) => delete list(doc)['x-amazon-apigateway-request-validator'],
    ['safe parameter/not-required'],
  ],
  [
    'no longer looks at bodies',
    (doc) => (create(doc)['x-amazon-apigateway-request-validator'] = 'params'),
    ['safe request-body/not-validated'],
  ],
  ['looks at bodies only', (doc) => (create(doc)['x-amazon-apigateway-request-validator'] = 'body'), []],
  [
    'holds bodies of another content type to a model',
    (doc) => (create(doc).requestBody.content['application/xml'] = { schema: { $ref: '#/components/schemas/Pet' } }),
    ['breaking request-body/validated'],
  ],
  ['drops the model', (doc) => delete create(doc).requestBody, ['safe request-body/not-validated']],
]

/** Integrations and templates. */
const INTEGRATIONS: readonly Edit[] = [
  [
    'calls another function',
    (doc) => (creating(doc).uri = creating(doc).uri.replace('create', 'make')),
    ['safe integration/target-changed'],
  ],
  [
    'puts a proxy in place of a function',
    (doc) => {
      const integration = integrationOf(doc, '/pets', 'get')
      Object.assign(integration, { type: 'http_proxy', httpMethod: 'GET', uri: 'https://back.example/' })
    },
    ['safe integration/type-changed', 'safe integration/target-changed'],
  ],
  ['waits less', (doc) => (creating(doc).timeoutInMillis = 5000), ['breaking integration/timeout-lowered']],
  ['waits longer', (doc) => (creating(doc).timeoutInMillis = 20_000), ['safe integration/timeout-raised']],
  [
    'passes no other content types',
    (doc) => (creating(doc).passthroughBehavior = 'never'),
    ['breaking passthrough/refused'],
  ],
  [
    'passes other content types',
    (doc) => (status(doc).passthroughBehavior = 'when_no_match'),
    ['safe passthrough/accepted'],
  ],
  [
    'converts requests',
    (doc) => (creating(doc).contentHandling = 'CONVERT_TO_TEXT'),
    ['breaking content-handling/request-changed'],
  ],
  [
    'converts answers',
    (doc) => (reading(doc).responses.default.contentHandling = 'CONVERT_TO_BINARY'),
    ['breaking content-handling/response-changed'],
  ],
  [
    'gives the back end another parameter',
    (doc) => (reading(doc).requestParameters['integration.request.header.X-A'] = "'a'"),
    ['safe integration/request-mapping-changed'],
  ],
  [
    'tells answers apart by a parameter',
    (doc) => (reading(doc).cacheKeyParameters = ['method.request.path.id']),
    ['safe cache/key-changed'],
  ],
  [
    'no longer checks a certificate',
    (doc) => (reading(doc).tlsConfig = { insecureSkipVerification: true }),
    ['safe integration/tls-changed weaker'],
  ],
  [
    'sends the back end something else',
    (doc) => (creating(doc).requestTemplates['application/json'] = '{"called": $input.json(\'$.name\')}'),
    ['breaking template/output-changed'],
  ],
  [
    'writes the same template in another way',
    (doc) =>
      (creating(doc).requestTemplates['application/json'] =
        '#set($name = $input.json(\'$.name\'))\n{"table":"$stageVariables.table","name":$name}'),
    ['safe template/format-changed'],
  ],
  [
    'puts a comment into a template',
    (doc) => (status(doc).requestTemplates['application/json'] = '## always\n{"statusCode": 200}'),
    [],
  ],
  [
    'answers something else',
    (doc) => (creating(doc).responses.default.responseTemplates['application/json'] = '{"key": $input.json(\'$.id\')}'),
    ['breaking template/output-changed'],
  ],
  [
    'a mock answers with another status',
    (doc) => (status(doc).requestTemplates['application/json'] = '{"statusCode": 503}'),
    ['breaking template/output-changed'],
  ],
  [
    'a mock answers something else',
    (doc) => (status(doc).responses.default.responseTemplates['application/json'] = '{"state": "fine"}'),
    ['breaking template/output-changed'],
  ],
  [
    'a mock fails',
    (doc) => (status(doc).requestTemplates['application/json'] = '{"statusCode": "200"}'),
    ['breaking template/fails'],
  ],
  [
    'a template sets a header',
    (doc) =>
      (status(doc).responses.default.responseTemplates['application/json'] =
        '#set($context.responseOverride.header.X-A = "a")\n{"state": "$stageVariables.state"}'),
    ['breaking template/output-changed'],
  ],
  [
    'drops a template, so that bodies pass',
    (doc) => delete creating(doc).requestTemplates,
    ['breaking template/output-changed'],
  ],
  [
    'answers with another status',
    (doc) => (creating(doc).responses['.*Bad.*'].statusCode = '409'),
    ['breaking integration-response/status-changed'],
  ],
  [
    'no longer tells a fault apart',
    (doc) => delete creating(doc).responses['.*Bad.*'],
    ['breaking integration-response/removed'],
  ],
  [
    'tells a fault apart',
    (doc) => (creating(doc).responses['.*Worse.*'] = { statusCode: '409' }),
    ['breaking integration-response/added'],
  ],
  [
    'sets a header to something else',
    (doc) => (reading(doc).responses.default.responseParameters['method.response.header.X-Cache'] = "'yes'"),
    ['breaking response/header-changed'],
  ],
  [
    'no longer sets a header',
    (doc) => delete reading(doc).responses.default.responseParameters,
    ['breaking response/header-not-set'],
  ],
  [
    'streams',
    (doc) => (integrationOf(doc, '/pets', 'get').responseTransferMode = 'STREAM'),
    ['safe integration/transfer-mode-changed'],
  ],
]

/** CORS, gateway responses, the whole API. */
const WHOLE: readonly Edit[] = [
  [
    'allows one method less',
    (doc) => (preflight(doc)['method.response.header.Access-Control-Allow-Methods'] = "'GET,OPTIONS'"),
    ['breaking cors/methods-narrowed stronger'],
  ],
  [
    'allows every origin',
    (doc) => (preflight(doc)['method.response.header.Access-Control-Allow-Origin'] = "'*'"),
    ['safe cors/origins-widened weaker'],
  ],
  [
    'allows another header',
    (doc) => (preflight(doc)['method.response.header.Access-Control-Allow-Headers'] = "'Content-Type, X-A'"),
    ['safe cors/headers-widened weaker'],
  ],
  ['answers no preflight', (doc) => delete doc.paths['/pets'].options, ['breaking route/removed']],
  [
    'refuses with another status',
    (doc) => (responses(doc).THROTTLED.statusCode = 503),
    ['breaking gateway-response/status-changed'],
  ],
  [
    'refuses with another body',
    (doc) => (responses(doc).THROTTLED.responseTemplates['application/json'] = '{}'),
    ['breaking gateway-response/body-changed'],
  ],
  [
    'refuses without the header that pages need',
    (doc) => delete responses(doc).DEFAULT_4XX,
    ['breaking cors/origins-narrowed stronger'],
  ],
  [
    'refuses with one header more',
    (doc) => (responses(doc).DEFAULT_5XX = { responseParameters: { 'gatewayresponse.header.X-A': "'a'" } }),
    ['safe gateway-response/header-set'],
  ],
  [
    'takes another type as bytes',
    (doc) => doc['x-amazon-apigateway-binary-media-types'].push('application/zip'),
    ['breaking binary-media-types/added'],
  ],
  [
    'takes a type as text',
    (doc) => delete doc['x-amazon-apigateway-binary-media-types'],
    ['breaking binary-media-types/removed'],
  ],
  [
    'compresses other sizes',
    (doc) => (doc['x-amazon-apigateway-minimum-compression-size'] = 0),
    ['safe compression/changed'],
  ],
  [
    'goes behind the CDN',
    (doc) => (doc['x-amazon-apigateway-endpoint-configuration'].types = ['EDGE']),
    ['safe endpoint/type-changed'],
  ],
  [
    'goes private',
    (doc) => (doc['x-amazon-apigateway-endpoint-configuration'].types = ['PRIVATE']),
    ['breaking endpoint/type-changed stronger'],
  ],
  [
    'turns its own host off',
    (doc) => (doc['x-amazon-apigateway-endpoint-configuration'].disableExecuteApiEndpoint = true),
    ['breaking endpoint/default-disabled stronger'],
  ],
  ['describes itself otherwise', (doc) => (doc.info.description = 'All about pets'), []],
  ['has an operation called otherwise', (doc) => (list(doc).operationId = 'Pets'), []],
  ['orders its paths otherwise', (doc) => (doc.paths = Object.fromEntries(Object.entries(doc.paths).toReversed())), []],
]

/** Every edit. */
export const REST_EDITS: readonly Edit[] = [
  ...ROUTES,
  ...ACCESS,
  ...REQUESTS,
  ...REQUEST_MODELS,
  ...ANSWERS,
  ...INTEGRATIONS,
  ...WHOLE,
]
