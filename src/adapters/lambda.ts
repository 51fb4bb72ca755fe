/**
 * The binding to AWS Lambda: a gateway inside a function, behind a function URL, a load balancer or a real API Gateway.
 *
 * @module
 */

import { Buffer } from 'node:buffer'
import type {
  ALBEvent,
  ALBResult,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyResult,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda'
import { concatBytes, toText } from '../http/body.js'
import type { HandleResponse } from '../http/response.js'
import type { AdapterOptions, GatewayHandler } from './gateway-handler.js'
import { fromProxyEvent, fromUrlEvent } from './lambda-request.js'
import { wireHeaders } from './wire-headers.js'

/** Events that carry an HTTP request: payload formats 1.0 and 2.0 (function URLs send the latter), and a load balancer's. */
export type LambdaHttpEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2 | ALBEvent

/** What the sender of such an event takes as an answer. */
export type LambdaHttpResult = APIGatewayProxyResult | APIGatewayProxyStructuredResultV2 | ALBResult

/**
 * Makes a Lambda handler of a gateway. `basePath: 'keep'` passes the path with the outer gateway's stage, as it was called;
 * `strip` without. The client's address is the one in the event. Streamed bodies are collected.
 *
 * @example
 * ```ts no-run
 * import { createGateway } from 'postern'
 * import { lambdaHandler } from 'postern/lambda'
 *
 * export const handler = lambdaHandler(
 *   createGateway({ routes: { 'GET /pets': () => ({ statusCode: 200, body: '[]' }) } }),
 * )
 * ```
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
export function lambdaHandler(
  gateway: GatewayHandler,
  options: AdapterOptions = {},
): (event: LambdaHttpEvent) => Promise<LambdaHttpResult> {
  return async (event) => {
    if (isUrlEvent(event)) return urlResult(await gateway.handle(fromUrlEvent(event, options)))
    const answer = await gateway.handle(fromProxyEvent(event, options))
    // A load balancer takes lists of headers when it is set to send them, and single ones when not.
    const takesLists = !('elb' in event.requestContext) || event.multiValueHeaders !== undefined
    return takesLists ? listResult(answer) : singleResult(answer)
  }
}

function isUrlEvent(event: LambdaHttpEvent): event is APIGatewayProxyEventV2 {
  return 'version' in event && event.version === '2.0'
}

async function urlResult(answer: HandleResponse): Promise<APIGatewayProxyStructuredResultV2> {
  const { cookie, fields } = groupHeaders(answer)
  const headers = Object.fromEntries(fields.map(([name, values]) => [name, values.join(', ')]))
  return {
    statusCode: answer.statusCode,
    headers,
    ...(cookie.length > 0 && { cookies: cookie }),
    ...(await resultBody(answer)),
  }
}

async function listResult(answer: HandleResponse): Promise<APIGatewayProxyResult> {
  const { cookie, fields } = groupHeaders(answer)
  const multiValueHeaders = Object.fromEntries(fields)
  if (cookie.length > 0) multiValueHeaders['Set-Cookie'] = cookie
  return { statusCode: answer.statusCode, multiValueHeaders, ...(await resultBody(answer)) }
}

async function singleResult(answer: HandleResponse): Promise<ALBResult> {
  const { cookie, fields } = groupHeaders(answer)
  const headers = Object.fromEntries(fields.map(([name, values]) => [name, values.join(', ')]))
  // One header object holds one cookie under a name; the balancer looks at names without regard to case, so spellings part them.
  for (const [index, value] of cookie.entries()) headers[cookieSpelling(index)] = value
  return { statusCode: answer.statusCode, headers, ...(await resultBody(answer)) }
}

function cookieSpelling(index: number): string {
  let bit = 0
  return 'set-cookie'.replaceAll(/[a-z]/g, (letter) => ((index >> bit++) & 1 ? letter.toUpperCase() : letter))
}

function groupHeaders({ headers }: HandleResponse): { cookie: string[]; fields: Array<[string, string[]]> } {
  const { fields: flat } = wireHeaders(headers)
  const cookie: string[] = []
  const byName = new Map<string, [string, string[]]>()
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i] as string
    const value = flat[i + 1] as string
    const key = name.toLowerCase()
    const known = byName.get(key)
    if (key === 'set-cookie') cookie.push(value)
    else if (known === undefined) byName.set(key, [name, [value]])
    else known[1].push(value)
  }
  return { cookie, fields: [...byName.values()] }
}

async function resultBody({ body }: HandleResponse): Promise<{ body: string; isBase64Encoded: boolean }> {
  if (typeof body === 'string') return { body, isBase64Encoded: false }
  const bytes = body instanceof Uint8Array ? body : await collect(body)
  const text = toText(bytes)
  // What is no UTF-8 would come out changed; only that goes as base64.
  if (isSame(new TextEncoder().encode(text), bytes)) return { body: text, isBase64Encoded: false }
  return {
    body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    isBase64Encoded: true,
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && Buffer.compare(a, b) === 0
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.byteLength
  }
  return concatBytes(chunks, length)
}
