// Row 2a for HTTP APIs: Lambda proxy with payload format 2.0, and HTTP_PROXY in the process, beside a REST API's and what one
// would write by hand.
import { createGateway, type Gateway, HeaderList, type HttpClient } from '../../src/index.js'
import { HEADERS, OK_BODY, ORDER_BODY } from '../fixtures.js'
import { type Candidate, compare, type ComparisonResult } from '../harness.js'
import { httpApiFloor } from './http-api-floor.js'
import type { FloorHandler } from './lambda-floor.js'

const JSON_HEADERS = { 'content-type': 'application/json' }
const QUERY = 'a=1&b=2&b=3&q=hello%20you'
const PATH = '/v1/orders/o-17/items/i-4'
const ROUTE = 'POST /v1/orders/{id}/items/{itemId}'
const CALL = { method: 'POST', headers: { ...HEADERS, ...JSON_HEADERS }, body: ORDER_BODY, sourceIp: '203.0.113.7' }
const HTTP_CALL = { ...CALL, path: `${PATH}?${QUERY}` }
const REST_CALL = { ...CALL, path: `/prod${PATH}?${QUERY}` }

const answerer: FloorHandler = async () => ({ statusCode: 200, headers: JSON_HEADERS, body: OK_BODY })
const reader: FloorHandler = async (event) => ({
  statusCode: 200,
  headers: JSON_HEADERS,
  body: event.pathParameters.id + event.headers.host + event.requestContext.requestId,
})

async function calling(gateway: Gateway, request: typeof HTTP_CALL): Promise<Candidate> {
  for (let call = 0; call < 2; call++) {
    const response = await gateway.handle(request)
    if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${response.text()}`)
  }
  return () => gateway.handle(request)
}

function httpLambda(handler: FloorHandler, payloadFormatVersion: '1.0' | '2.0'): Promise<Candidate> {
  const routes = { [ROUTE]: { handler, payloadFormatVersion } as never }
  return calling(createGateway({ protocolType: 'HTTP', routes, logger: false }), HTTP_CALL)
}

function restLambda(handler: FloorHandler): Promise<Candidate> {
  return calling(createGateway({ routes: { [ROUTE]: handler as never }, logger: false }), REST_CALL)
}

async function lambdaProxy(): Promise<ComparisonResult> {
  const floor = httpApiFloor(answerer)
  const floorReads = httpApiFloor(reader)
  const call = { ...CALL, path: PATH, query: QUERY }
  const own = 'HTTP API, payload 2.0'
  const ownReads = 'HTTP API, payload 2.0, handler reads'
  return compare({
    name: '2. Lambda proxy of HTTP APIs',
    candidates: {
      'hand-written 2.0': () => floor(call),
      'hand-written 2.0, handler reads': () => floorReads(call),
      [own]: await httpLambda(answerer, '2.0'),
      [ownReads]: await httpLambda(reader, '2.0'),
      'HTTP API, payload 1.0': await httpLambda(answerer, '1.0'),
      'REST API': await restLambda(answerer),
      'REST API, handler reads': await restLambda(reader),
    },
    targets: [
      { row: '2a', candidate: own, over: 'hand-written 2.0', most: 1.25 },
      { row: '2a', candidate: ownReads, over: 'hand-written 2.0, handler reads', most: 1.25 },
    ],
    rounds: 31,
  })
}

const BACK_END = {
  statusCode: 200,
  headers: new HeaderList([
    ['Content-Type', 'application/json'],
    ['Date', 'Wed, 01 Jan 2025 00:00:00 GMT'],
    ['ETag', '"1"'],
  ]),
  body: new TextEncoder().encode(OK_BODY),
}

/** The back end answers at once: what is measured is the gateway alone. */
async function httpProxy(): Promise<ComparisonResult> {
  const http: HttpClient = () => Promise.resolve(BACK_END)
  const integration = { type: 'HTTP_PROXY', httpMethod: 'POST', uri: 'https://back.example/orders/{id}/{itemId}' }
  const parameters = { 'overwrite:header.x-stage': '$context.stage', 'append:querystring.s': '$context.requestId' }
  const mapped = { ...integration, requestParameters: parameters }
  const rest = {
    ...integration,
    requestParameters: {
      'integration.request.path.id': 'method.request.path.id',
      'integration.request.path.itemId': 'method.request.path.itemId',
    },
  }
  const httpApi = (one: object): Gateway =>
    createGateway({ protocolType: 'HTTP', routes: { [ROUTE]: { integration: one } as never }, http, logger: false })
  return compare({
    name: '7. HTTP_PROXY in the process, the back end answers at once',
    candidates: {
      'REST API': await calling(
        createGateway({ routes: { [ROUTE]: { integration: rest } as never }, http, logger: false }),
        REST_CALL,
      ),
      'HTTP API': await calling(httpApi(integration), HTTP_CALL),
      'HTTP API, two mappings': await calling(httpApi(mapped), HTTP_CALL),
    },
  })
}

export async function httpApi(): Promise<ComparisonResult[]> {
  return [await lambdaProxy(), await httpProxy()]
}
