// What somebody would write by hand for one known route of an HTTP API, payload format 2.0: all fields of the real event and
// a request id; no authorization, no limits.
import { randomUUID } from 'node:crypto'
import type { FloorHandler, FloorRequest } from './lambda-floor.js'

const ROUTE = /^\/v1\/orders\/([^/]+)\/items\/([^/]+)$/
const ROUTE_KEY = 'POST /v1/orders/{id}/items/{itemId}'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (number: number): string => (number < 10 ? `0${number}` : String(number))

function commonLogTime(now: number): string {
  const at = new Date(now)
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`
}

function readQuery(query: string): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query))
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`
  return joined
}

function contextOf({ method, path, headers, sourceIp }: FloorRequest, requestId: string): object {
  const now = Date.now()
  return {
    accountId: '123456789012',
    apiId: 'abc123defg',
    domainName: 'api.example.test',
    domainPrefix: 'api',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] },
    requestId,
    routeKey: ROUTE_KEY,
    stage: '$default',
    time: commonLogTime(now),
    timeEpoch: now,
  }
}

/** The hand-written HTTP API of one route. */
export function httpApiFloor(handler: FloorHandler): (request: FloorRequest) => Promise<object> {
  return async (request) => {
    const match = ROUTE.exec(request.path)
    if (match === null) return { statusCode: 404, headers: {}, body: '' }
    const requestId = randomUUID()
    const result = await handler({
      version: '2.0',
      routeKey: ROUTE_KEY,
      rawPath: request.path,
      rawQueryString: request.query,
      headers: { ...request.headers },
      queryStringParameters: readQuery(request.query),
      requestContext: contextOf(request, requestId),
      body: request.body,
      pathParameters: { id: decodeURIComponent(match[1] ?? ''), itemId: decodeURIComponent(match[2] ?? '') },
      isBase64Encoded: false,
    })
    const headers: Record<string, string> = { 'apigw-requestid': requestId }
    for (const [name, value] of Object.entries(result.headers ?? {})) headers[name.toLowerCase()] = value
    return { statusCode: result.statusCode, headers, body: result.body }
  }
}
