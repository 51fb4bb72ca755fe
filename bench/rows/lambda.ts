// Rows 2a–2c: Lambda functions behind a route, beside what one would write by hand for it.
import { Ajv } from 'ajv'
import { Hono } from 'hono'
import { createGateway, type Gateway, type GatewayConfig } from '../../src/index.js'
import { HEADERS, ORDER_BODY, ORDER_SCHEMA } from '../fixtures.js'
import { type Candidate, compare, type ComparisonResult } from '../harness.js'
import { type FloorHandler, lambdaFloor } from './lambda-floor.js'

const JSON_HEADERS = { 'content-type': 'application/json' }
const KEY = HEADERS['x-api-key'] as string
const RESOURCE = '/v1/orders/{id}/items/{itemId}'
const QUERY = 'a=1&b=2&b=3&q=hello%20you'
const CALL = { method: 'POST', headers: { ...HEADERS, ...JSON_HEADERS }, body: ORDER_BODY, sourceIp: '203.0.113.7' }
const FLOOR_CALL = { ...CALL, path: '/v1/orders/o-17/items/i-4', query: QUERY }
const GATEWAY_CALL = { ...CALL, path: `/prod${FLOOR_CALL.path}?${QUERY}` }

const answerer: FloorHandler = async () => ({ statusCode: 200, headers: JSON_HEADERS, body: '{"ok":true}' })
const reader: FloorHandler = async (event) => ({
  statusCode: 200,
  headers: JSON_HEADERS,
  body: event.pathParameters.id + event.headers.host + event.requestContext.requestId,
})

function functionUri(name: string): string {
  const arn = `arn:aws:lambda:us-east-1:123456789012:function:${name}`
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`
}

interface Parts {
  readonly integration?: Readonly<Record<string, unknown>>
  readonly operation?: Readonly<Record<string, unknown>>
  readonly config?: Partial<GatewayConfig>
}

function gatewayOf(handler: FloorHandler, { integration, operation, config }: Parts = {}): Gateway {
  return createGateway({
    definition: {
      openapi: '3.0.1',
      info: { title: 'bench', version: '1' },
      'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true } },
      components: {
        schemas: { Order: ORDER_SCHEMA },
        securitySchemes: {
          key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
          callers: {
            type: 'apiKey',
            name: 'authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': 'custom',
            'x-amazon-apigateway-authorizer': {
              type: 'token',
              authorizerUri: functionUri('authorize'),
              authorizerResultTtlInSeconds: 300,
            },
          },
        },
      },
      paths: {
        [RESOURCE]: {
          post: {
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': {
              type: 'aws_proxy',
              httpMethod: 'POST',
              uri: functionUri('work'),
              ...integration,
            },
            ...operation,
          },
        },
      },
    },
    functions: {
      work: handler,
      authorize: async ({ methodArn }: { methodArn: string }) => ({
        principalId: 'u1',
        context: { tier: 'gold' },
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }],
        },
      }),
    },
    logger: false,
    ...config,
  })
}

const FULL: Parts = {
  operation: { security: [{ key: [], callers: [] }] },
  config: {
    apiKeys: [{ id: 'k', value: KEY }],
    usagePlans: [
      {
        id: 'p',
        apiStages: [{ stage: 'prod' }],
        apiKeyIds: ['k'],
        throttle: { rateLimit: 1e9, burstLimit: 1e9 },
        quota: { limit: 1e12, period: 'DAY' },
      },
    ],
    account: { throttle: { rateLimit: 1e9, burstLimit: 1e9 } },
  },
}
const VALIDATED = {
  'x-amazon-apigateway-request-validator': 'body',
  requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
}
const TEMPLATED = {
  type: 'aws',
  requestTemplates: {
    'application/json': `#set($order = $input.path('$'))
{"id": "$order.id", "by": "$context.identity.sourceIp", "items": [
#foreach($item in $order.items)  {"sku": "$item.sku", "price": $item.price}#if($foreach.hasNext),#end

#end]}`,
  },
  responses: {
    default: {
      statusCode: '200',
      responseTemplates: { 'application/json': `{"body": "$util.escapeJavaScript($input.path('$.body'))"}` },
    },
  },
}

async function calling(gateway: Gateway): Promise<Candidate> {
  for (let call = 0; call < 2; call++) {
    const response = await gateway.handle(GATEWAY_CALL)
    if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${response.text()}`)
  }
  return () => gateway.handle(GATEWAY_CALL)
}

const FLOOR = 'hand-written'
const FLOOR_READS = 'hand-written, handler reads'
const FLOOR_CHECKS = 'hand-written + JSON.parse + ajv'

async function besideFloors(): Promise<ComparisonResult> {
  const [floor, floorReads] = [lambdaFloor(answerer), lambdaFloor(reader)]
  const validate = new Ajv({ strict: false }).compile(ORDER_SCHEMA)
  const floorChecks = lambdaFloor(async (event) => {
    if (!validate(JSON.parse(event.body as string))) throw new Error('not valid')
    return answerer(event)
  })
  const both = { ...FULL.operation, ...VALIDATED }
  return compare({
    name: '2. Lambda proxy v1',
    candidates: {
      [FLOOR]: () => floor(FLOOR_CALL),
      [FLOOR_READS]: () => floorReads(FLOOR_CALL),
      [FLOOR_CHECKS]: () => floorChecks(FLOOR_CALL),
      'gateway, handler reads nothing': await calling(gatewayOf(answerer)),
      'gateway, handler reads path, headers, context': await calling(gatewayOf(reader)),
      'gateway + key, plan, throttles, authorizer': await calling(gatewayOf(answerer, FULL)),
      'gateway + all of these, handler reads': await calling(gatewayOf(reader, FULL)),
      'gateway + 1 KB validated body': await calling(gatewayOf(answerer, { operation: VALIDATED })),
      'gateway + all of these + 1 KB validated body': await calling(gatewayOf(answerer, { ...FULL, operation: both })),
      'gateway, AWS, validated, two templates': await calling(
        gatewayOf(answerer, { operation: VALIDATED, integration: TEMPLATED }),
      ),
    },
    targets: [
      { row: '2a', candidate: 'gateway, handler reads nothing', over: FLOOR, most: 0.9 },
      { row: '2a', candidate: 'gateway, handler reads path, headers, context', over: FLOOR_READS, most: 1.15 },
      { row: '2b', candidate: 'gateway + key, plan, throttles, authorizer', over: FLOOR, most: 0.9 },
      { row: '2b', candidate: 'gateway + all of these, handler reads', over: FLOOR_READS, most: 1.2 },
      { row: '2c', candidate: 'gateway + all of these + 1 KB validated body', over: FLOOR_CHECKS, most: 1.3 },
    ],
    rounds: 31,
  })
}

async function besideHono(): Promise<ComparisonResult> {
  const app = new Hono()
  app.post('/v1/orders/:id/items/:itemId', (context) => context.body('{"ok":true}', 200, JSON_HEADERS))
  const request = new Request(`http://api.example.test${FLOOR_CALL.path}?${QUERY}`, {
    method: 'POST',
    headers: CALL.headers,
    body: ORDER_BODY,
  })
  const own = 'gateway + key, plan, throttles, authorizer'
  return compare({
    name: '2b. The full pipeline beside Hono without any of it',
    candidates: {
      'Hono fetch, ready Request, body unread': async () => app.fetch(request),
      [own]: await calling(gatewayOf(answerer, FULL)),
    },
    targets: [{ row: '2b', candidate: own, over: 'Hono fetch, ready Request, body unread', most: 1 / 4 }],
    rounds: 15,
    milliseconds: 20,
  })
}

export async function lambda(): Promise<ComparisonResult[]> {
  return [await besideFloors(), await besideHono()]
}
