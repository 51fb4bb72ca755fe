// What somebody would write by hand for one known route: all fields of the real event, request ids, the response's own
// headers; no authorization, no validation, no limits.
import { randomUUID } from 'node:crypto'

export interface FloorRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly sourceIp: string
}

export interface FloorResult {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export type FloorHandler = (event: any) => Promise<FloorResult>

const ROUTE = /^\/v1\/orders\/([^/]+)\/items\/([^/]+)$/
const RESOURCE = '/v1/orders/{id}/items/{itemId}'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (number: number): string => (number < 10 ? `0${number}` : String(number))

function commonLogTime(now: number): string {
  const at = new Date(now)
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`
}

function readQuery(query: string): [Record<string, string>, Record<string, string[]>] {
  const last: Record<string, string> = {}
  const all: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    last[name] = value
    ;(all[name] ??= []).push(value)
  }
  return [last, all]
}

function identityOf({ headers, sourceIp }: FloorRequest): object {
  return {
    accessKey: null,
    accountId: null,
    apiKey: headers['x-api-key'],
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp,
    user: null,
    userAgent: headers['user-agent'],
    userArn: null,
  }
}

function contextOf(request: FloorRequest, requestId: string, extendedRequestId: string): object {
  const now = Date.now()
  return {
    accountId: '123456789012',
    apiId: 'abc123defg',
    authorizer: null,
    domainName: 'api.example.test',
    domainPrefix: 'api',
    extendedRequestId,
    httpMethod: request.method,
    identity: identityOf(request),
    path: `/prod${request.path}`,
    protocol: 'HTTP/1.1',
    requestId,
    requestTime: commonLogTime(now),
    requestTimeEpoch: now,
    resourceId: 'res123',
    resourcePath: RESOURCE,
    stage: 'prod',
  }
}

/** The hand-written gateway of one route. */
export function lambdaFloor(handler: FloorHandler): (request: FloorRequest) => Promise<object> {
  return async (request) => {
    const match = ROUTE.exec(request.path)
    if (match === null) return { statusCode: 404, headers: {}, body: '' }
    const headers: Record<string, string> = {}
    const multiValueHeaders: Record<string, string[]> = {}
    for (const [name, value] of Object.entries(request.headers)) {
      headers[name] = value
      multiValueHeaders[name] = [value]
    }
    const [queryStringParameters, multiValueQueryStringParameters] = readQuery(request.query)
    const [requestId, extendedRequestId] = [randomUUID(), randomUUID()]
    const result = await handler({
      resource: RESOURCE,
      path: request.path,
      httpMethod: request.method,
      headers,
      multiValueHeaders,
      queryStringParameters,
      multiValueQueryStringParameters,
      pathParameters: { id: decodeURIComponent(match[1] ?? ''), itemId: decodeURIComponent(match[2] ?? '') },
      stageVariables: null,
      requestContext: contextOf(request, requestId, extendedRequestId),
      body: request.body,
      isBase64Encoded: false,
    })
    return {
      statusCode: result.statusCode,
      headers: answerHeaders(result, requestId, extendedRequestId),
      body: result.body,
    }
  }
}

function answerHeaders(result: FloorResult, requestId: string, extendedRequestId: string): Record<string, string> {
  const headers: Record<string, string> = {
    'x-amzn-requestid': requestId,
    'x-amz-apigw-id': extendedRequestId,
    'x-amzn-trace-id': `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(8)}`,
  }
  for (const [name, value] of Object.entries(result.headers ?? {})) headers[name.toLowerCase()] = value
  return headers
}
