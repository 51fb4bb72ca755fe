import { createGateway, type Gateway, type GatewayConfig } from '../../src/index.js'
import { createVirtualClock, type VirtualClock } from '../../src/testing/index.js'

/** What the functions behind the gateway do next. */
export interface Behaviour {
  /** In place of the usual handler, with the usual three arguments. */
  act: (event: unknown, context: unknown, callback: (error?: unknown, value?: unknown) => void) => unknown
}

/** A gateway with a route of each kind, on a clock of its own. */
export interface HostileGateway extends Gateway {
  readonly clock: VirtualClock
  readonly behaviour: Behaviour
  /** How many causes of 5xx were logged. */
  readonly errors: () => number
}

function functionUri(name: string): string {
  const arn = `arn:aws:lambda:us-east-1:123456789012:function:${name}`
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`
}

function operation(integration: object, more: object = {}): object {
  return { responses: { 200: { description: 'ok' } }, 'x-amazon-apigateway-integration': integration, ...more }
}

const TEMPLATE = `#set($root = $input.path('$'))
{"statusCode": 200, "body": $input.json('$'), "name": "$util.escapeJavaScript($root.name)",
 "q": "$util.escapeJavaScript($input.params('q'))", "raw": "$util.base64Encode($input.body)",
 #foreach($key in $input.params().header.keySet())"$util.escapeJavaScript($key)": 1,#end
 "path": "$context.path", "proxy": "$util.urlDecode($input.params('proxy'))"}`

const MOCK = {
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': TEMPLATE } } },
}
const MAPPED = {
  'integration.request.header.x-copied': 'method.request.header.x-thing',
  'integration.request.querystring.q': 'method.request.querystring.q',
  'integration.request.header.x-body': 'method.request.body',
}
const CUSTOM = {
  type: 'aws',
  httpMethod: 'POST',
  uri: functionUri('work'),
  requestParameters: MAPPED,
  requestTemplates: { 'application/json': TEMPLATE },
  responses: {
    default: {
      statusCode: '200',
      responseTemplates: { 'application/json': `{"it": $input.json('$'), "e": "$input.path('$.errorMessage')"}` },
      responseParameters: { 'method.response.header.x-back': 'integration.response.body.name' },
    },
    '.*(a+)+b.*': { statusCode: '400' },
  },
}

/** The definition: `/mock`, `/valid`, `/proxy/{proxy+}`, `/custom`, `/once/{id}`. */
export const DEFINITION = {
  openapi: '3.0.1',
  info: { title: 'hostile', version: '1' },
  'x-amazon-apigateway-binary-media-types': ['image/*'],
  'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string', pattern: '^[a-z]+$' }, tags: { type: 'array', uniqueItems: true } },
      },
    },
  },
  paths: {
    '/mock': { 'x-amazon-apigateway-any-method': operation(MOCK) },
    '/valid': {
      post: operation(MOCK, {
        'x-amazon-apigateway-request-validator': 'all',
        parameters: [{ name: 'x-thing', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
      }),
    },
    '/proxy/{proxy+}': {
      'x-amazon-apigateway-any-method': operation({
        type: 'aws_proxy',
        httpMethod: 'POST',
        uri: functionUri('work'),
      }),
    },
    '/custom': { 'x-amazon-apigateway-any-method': operation(CUSTOM) },
    '/once/{id}': { get: operation(MOCK) },
  },
}

/** Makes the gateway; `config` is put over its own. */
export function createHostileGateway(config: Partial<GatewayConfig> = {}): HostileGateway {
  const clock = createVirtualClock()
  const behaviour: Behaviour = { act: () => ({ statusCode: 200, body: '{"name":"x"}' }) }
  let errors = 0
  const ignore = (): void => {}
  const gateway = createGateway({
    definition: DEFINITION,
    functions: {
      work: (event: unknown, context: unknown, callback: (error?: unknown, value?: unknown) => void) =>
        behaviour.act(event, context, callback),
    } as never,
    clock,
    logger: { debug: ignore, info: ignore, warn: ignore, error: () => errors++ },
    ...config,
  })
  return { ...gateway, clock, behaviour, errors: () => errors }
}
