/** A definition, loosely: edits reach into it. */
// oxlint-disable-next-line no-explicit-any
export type Doc = any

/** What is done to the definition, and what the comparison says of it. */
export type Edit = readonly [name: string, edit: (doc: Doc) => unknown, expected: readonly string[]]

const lambda = (name: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${name}/invocations`

const json = (schema: object): object => ({ 'application/json': { schema } })
const reference = (name: string): object => ({ $ref: `#/components/schemas/${name}` })
const query = (name: string, required: boolean): object => ({ name, in: 'query', required, schema: { type: 'string' } })

const CORS = {
  'method.response.header.Access-Control-Allow-Origin': "'https://app.example'",
  'method.response.header.Access-Control-Allow-Methods': "'GET,POST,OPTIONS'",
  'method.response.header.Access-Control-Allow-Headers': "'Content-Type'",
}
const corsHeaders = Object.fromEntries(
  Object.keys(CORS).map((name) => [name.split('.')[3] as string, { schema: { type: 'string' } }]),
)

const listPets = {
  operationId: 'ListPets',
  parameters: [query('type', false), query('page', true)],
  security: [{ pool: ['pets/read', 'pets/admin'] }],
  'x-amazon-apigateway-request-validator': 'params',
  responses: {
    200: {
      description: 'ok',
      headers: { 'X-Total': { schema: { type: 'string' } } },
      content: json(reference('Pets')),
    },
    404: { description: 'none' },
  },
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: lambda('list') },
}

const createPet = {
  requestBody: { content: json(reference('NewPet')), required: true },
  'x-amazon-apigateway-request-validator': 'all',
  responses: { 201: { description: 'made', content: json(reference('Pet')) }, 400: { description: 'bad' } },
  'x-amazon-apigateway-integration': {
    type: 'aws',
    httpMethod: 'POST',
    uri: lambda('create'),
    passthroughBehavior: 'when_no_match',
    timeoutInMillis: 10_000,
    requestTemplates: { 'application/json': '{"name": $input.json(\'$.name\'), "table": "$stageVariables.table"}' },
    responses: {
      default: { statusCode: '201', responseTemplates: { 'application/json': '{"id": $input.json(\'$.id\')}' } },
      '.*Bad.*': { statusCode: '400', responseTemplates: { 'application/json': '{"error": "bad"}' } },
    },
  },
}

const preflight = {
  responses: { 200: { description: 'ok', headers: corsHeaders } },
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200', responseParameters: CORS } },
  },
}

const readPet = {
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  security: [{ key: [] }],
  responses: { 200: { description: 'ok', headers: { 'X-Cache': { schema: { type: 'string' } } } } },
  'x-amazon-apigateway-integration': {
    type: 'http',
    httpMethod: 'GET',
    uri: 'https://back.example/pets/{id}',
    requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
    responses: {
      default: { statusCode: '200', responseParameters: { 'method.response.header.X-Cache': "'no'" } },
    },
  },
}

const status = {
  responses: { 200: { description: 'ok' }, 503: { description: 'down' } },
  'x-amazon-apigateway-integration': {
    type: 'mock',
    passthroughBehavior: 'never',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: {
      default: { statusCode: '200', responseTemplates: { 'application/json': '{"state": "$stageVariables.state"}' } },
      '503': { statusCode: '503' },
    },
  },
}

const SCHEMAS = {
  Pet: {
    type: 'object',
    required: ['id', 'name'],
    properties: { id: { type: 'integer' }, name: { type: 'string' }, kind: { type: 'string', enum: ['cat', 'dog'] } },
  },
  Pets: { type: 'array', items: reference('Pet') },
  NewPet: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 40 },
      kind: { type: 'string', enum: ['cat', 'dog'] },
      age: { type: 'number', minimum: 0, maximum: 40 },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 5 },
      owner: reference('Owner'),
    },
  },
  Owner: {
    type: 'object',
    additionalProperties: false,
    properties: { email: { type: 'string', pattern: '^.+@.+$' }, friend: reference('Owner') },
  },
}

const token = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'custom',
  'x-amazon-apigateway-authorizer': {
    type: 'token',
    authorizerUri: lambda('authorize'),
    identityValidationExpression: '^Bearer .+$',
    authorizerResultTtlInSeconds: 60,
  },
}
const pool = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'cognito_user_pools',
  'x-amazon-apigateway-authorizer': {
    type: 'cognito_user_pools',
    providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/one'],
  },
}
const anyFile = {
  parameters: [{ name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }],
  security: [{ token: [] }],
  responses: {},
  'x-amazon-apigateway-integration': {
    type: 'http_proxy',
    httpMethod: 'ANY',
    uri: 'https://files.example/{proxy}',
    requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
  },
}

/** The definition that each edit starts from. */
export const REST_DEFINITION: Doc = {
  openapi: '3.0.1',
  info: { title: 'pets', version: '1' },
  paths: {
    '/pets': { get: listPets, post: createPet, options: preflight },
    '/pets/{id}': { get: readPet },
    '/status': { get: status },
    '/files/{proxy+}': { 'x-amazon-apigateway-any-method': anyFile },
  },
  components: {
    schemas: SCHEMAS,
    securitySchemes: { token, pool, key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
  },
  'x-amazon-apigateway-request-validators': {
    all: { validateRequestBody: true, validateRequestParameters: true },
    params: { validateRequestBody: false, validateRequestParameters: true },
    body: { validateRequestBody: true, validateRequestParameters: false },
  },
  'x-amazon-apigateway-gateway-responses': {
    DEFAULT_4XX: {
      responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://app.example'" },
    },
    THROTTLED: { statusCode: 429, responseTemplates: { 'application/json': '{"slow": "down"}' } },
  },
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-minimum-compression-size': 1024,
  'x-amazon-apigateway-endpoint-configuration': { types: ['REGIONAL'] },
  'x-amazon-apigateway-policy': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
  },
}

/** The integration of a route of the definition. */
export function integrationOf(doc: Doc, path: string, method: string): Doc {
  return doc.paths[path][method]['x-amazon-apigateway-integration']
}
