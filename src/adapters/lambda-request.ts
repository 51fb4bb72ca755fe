import { Buffer } from 'node:buffer'
import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda'
import type { HandleRequest } from '../http/request.js'
import { clientAddress } from './client-address.js'
import type { AdapterOptions } from './gateway-handler.js'
import { mountedPath } from './mounted-path.js'

type Pair = readonly [name: string, value: string]

/** Reads an event of payload format 2.0, as function URLs and HTTP APIs send it. */
export function fromUrlEvent(event: APIGatewayProxyEventV2, options: AdapterOptions): HandleRequest {
  const { requestContext, rawPath, rawQueryString, cookies } = event
  const headers = pairs(event.headers, undefined)
  if (cookies !== undefined && cookies.length > 0) headers.push(['cookie', cookies.join('; ')])
  const mount = requestContext.stage === '$default' ? '' : `/${requestContext.stage}`
  return request(event, headers, {
    method: requestContext.http.method,
    path: withQuery(mountedPath(rawPath, options.mount ?? mount, options), rawQueryString),
    sourceIp: requestContext.http.sourceIp,
    ...(options.stage !== undefined && { stage: options.stage }),
  })
}

/** Reads an event of payload format 1.0, or of a load balancer, which looks much like it. */
export function fromProxyEvent(event: APIGatewayProxyEvent | ALBEvent, options: AdapterOptions): HandleRequest {
  const headers = pairs(event.headers, event.multiValueHeaders)
  const context = event.requestContext
  const isBalancer = 'elb' in context
  const stagePath = isBalancer ? event.path : context.path
  const mount = isBalancer ? '' : outerMount(context.path, event.path, context.stage)
  const forwarded = headers.find(([name]) => name.toLowerCase() === 'x-forwarded-for')?.[1]
  // A balancer appends its peer's address to the header: the last entry is the one that it vouches for.
  const balanced = clientAddress(undefined, forwarded, options.trustProxy ?? 1)
  const sourceIp = isBalancer ? balanced : context.identity.sourceIp
  // Balancers pass names and values of the query as they were sent, API Gateway passes them decoded.
  const query = queryOf(event, isBalancer ? (text) => text : encodeURIComponent)
  return request(event, headers, {
    method: event.httpMethod,
    path: withQuery(mountedPath(stagePath, options.mount ?? mount, options), query),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(options.stage !== undefined && { stage: options.stage }),
  })
}

// The whole path stands in the context; the event's own has lost the stage, or what a custom domain maps. It may be decoded.
function outerMount(whole: string, own: string, stage: string): string {
  return whole.endsWith(own) ? whole.slice(0, whole.length - own.length) : `/${stage}`
}

function request(
  { body, isBase64Encoded }: { readonly body?: string | null; readonly isBase64Encoded?: boolean },
  headers: Pair[],
  head: HandleRequest,
): HandleRequest {
  const isEmpty = body === undefined || body === null || body === ''
  const hasCase = headers.some(([name]) => name !== name.toLowerCase())
  return {
    ...head,
    headers,
    headerCase: hasCase ? 'kept' : 'lost',
    ...(!isEmpty && { body: isBase64Encoded === true ? Buffer.from(body, 'base64') : body }),
  }
}

type Single = Readonly<Record<string, string | undefined>> | null | undefined
type Multi = Readonly<Record<string, readonly string[] | undefined>> | null | undefined

function pairs(single: Single, multi: Multi): Pair[] {
  if (multi !== null && multi !== undefined) {
    return Object.entries(multi).flatMap(([name, values]) => (values ?? []).map((value): Pair => [name, value]))
  }
  return Object.entries(single ?? {}).flatMap(([name, value]): Pair[] => (value === undefined ? [] : [[name, value]]))
}

function queryOf(event: APIGatewayProxyEvent | ALBEvent, write: (text: string) => string): string {
  const all = pairs(event.queryStringParameters, event.multiValueQueryStringParameters)
  return all.map(([name, value]) => `${write(name)}=${write(value)}`).join('&')
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`
}
