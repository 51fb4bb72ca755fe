import fc from 'fast-check'
import type { HandleRequest, HandleResponse } from '../../src/index.js'

const PLACES = ['/mock', '/valid', '/proxy/a', '/proxy/', '/custom', '/once/', '/nothing', '/', '']
const ESCAPES = [
  '%',
  '%2',
  '%zz',
  '%00',
  '%2F',
  '%2e%2e',
  '%C3%28',
  '%ED%A0%80',
  '%FF',
  '+',
  '%20',
  '..',
  '.',
  '//',
  ';a=b',
]
const NAMES = [
  'content-type',
  'Content-Length',
  'content-encoding',
  'accept',
  'accept-encoding',
  'host',
  'authorization',
  'x-thing',
  'x-api-key',
  'x-forwarded-for',
  'x-http-method-override',
  'x-amzn-trace-id',
  'x-amz-date',
  'x-apigw-api-id',
  'cookie',
  'transfer-encoding',
  '__proto__',
  'constructor',
  'toString',
]
const VALUES = [
  'application/json',
  'application/json; charset=utf-16',
  'image/png',
  ';;;',
  'gzip',
  'br, gzip;q=x',
  'AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=0',
  'Bearer a.b.c',
  'Root=1-zz;Parent=',
  'PUT',
  '-1',
  '1e999',
]
const BODIES = [
  '{',
  '{"name":"x"',
  '{"name":"x"}',
  '{"__proto__":{"name":1},"constructor":{"prototype":{}}}',
  '[1,[2,[3]]]',
  '"\\ud800"',
  '\ud800',
  'null',
  'NaN',
  '1e400',
  '{"name":"$context.stage #set($x=1) ${jndi:ldap://x}"}',
  '['.repeat(3000),
  '{"a":'.repeat(1500),
]

const text = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019-._~$&,@:[]{}"\\^|<>é')), maxLength: 8 })
const wild = fc.string({ unit: 'binary', maxLength: 4 })
const piece = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ESCAPES) },
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: wild },
)
// Bytes that no HTTP server lets through end in 400 at once: most requests get further.
const pieces = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(piece, { maxLength: 6 }) },
)
const path = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.constant('/prod') },
      { weight: 1, arbitrary: fc.constantFrom('/other', '//prod', '/%70rod', '') },
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...PLACES), pieces) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom('/proxy/', '/once/'), fc.array(piece, { maxLength: 6 })) },
    ),
  )
  .map(([stage, [place, pieces]]) => stage + place + pieces.join(''))
const query = fc.option(
  fc
    .array(fc.tuple(piece, piece), { maxLength: 5 })
    .map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`),
  { nil: '' },
)
const method = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('POST', 'POST', 'GET', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH') },
  { weight: 1, arbitrary: fc.constantFrom('', 'get', 'ANY', 'TRACE', 'CONNECT', '__proto__', 'constructor') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
)
const headerName = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.oneof(fc.constant(''), fc.string({ maxLength: 10 }), wild) },
)
const headerValue = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 10, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 1, arbitrary: wild },
)
const headers = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.tuple(headerName, headerValue), { maxLength: 8 }) },
  {
    weight: 2,
    arbitrary: fc.constant([
      ['content-type', 'application/json'],
      ['x-thing', 'y'],
    ] as Array<[string, string]>),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 1000 }), headerValue)
      .map(([count, value]) => Array.from({ length: count }, (_, at): [string, string] => [`x-${at % 700}`, value])),
  },
)
const body = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom(...BODIES),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.uint8Array({ maxLength: 50 }),
)

/** Requests of any kind: bad escapes, control characters, bytes that no header may hold, broken bodies. */
export const hostileRequests: fc.Arbitrary<HandleRequest> = fc
  .record({
    method,
    target: fc.tuple(path, query).map((parts) => parts.join('')),
    headers,
    body,
    host: fc.option(fc.string({ maxLength: 20 }), { nil: undefined }),
    stage: fc.option(fc.constantFrom('prod', '', '__proto__'), { nil: undefined, freq: 2 }),
    sourceIp: fc.option(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 12 })), { nil: undefined }),
    lost: fc.boolean(),
  })
  .map(({ target, body, host, stage, sourceIp, lost, ...rest }) => ({
    ...rest,
    path: target,
    ...(body !== undefined && { body }),
    ...(host !== undefined && { host }),
    ...(stage !== undefined && { stage }),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(lost && { headerCase: 'lost' as const }),
  }))

// Stack frames, and where this code or its packages lie.
const LEAK = /\bat (?:async )?[\w.<>]+ \(|\.[jt]s:\d+:\d+|node_modules|node:internal|file:\/\//

/** Why a response is none that a client may be given; undefined when it is fine. */
export function faultOf(response: HandleResponse, { sent = '' }: { sent?: string } = {}): string | undefined {
  const { statusCode } = response
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599) return `status ${statusCode}`
  if (typeof response.body !== 'string' && !(response.body instanceof Uint8Array)) return 'a body of no known kind'
  const shown = `${response.text()}\n${[...response.headers].join('\n')}`
  const leak = LEAK.exec(shown)
  if (leak !== null && !sent.includes(leak[0]))
    return `shows its inside: ${shown.slice(Math.max(0, leak.index - 40), 300)}`
  for (const [name, value] of response.headers) {
    if (/[\r\n\0]/.test(name + value)) return `header ${JSON.stringify([name, value])} splits the response`
  }
  if (!hasIds(response)) return `no ids: ${statusCode} ${JSON.stringify([...response.headers])} ${shown.slice(0, 200)}`
  return undefined
}

// The front end answers these itself, before the request has an API and ids: unknown stage, sizes, bytes, codings.
const WITHOUT_IDS = new Set([400, 403, 413, 414, 415, 431, 503])

function hasIds({ headers, statusCode }: HandleResponse): boolean {
  if (headers.get('x-amzn-RequestId') !== undefined) return headers.get('x-amz-apigw-id') !== undefined
  return WITHOUT_IDS.has(statusCode)
}
