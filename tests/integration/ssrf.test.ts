import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGateway, createHttpClient, HeaderList, type Gateway, type HandleRequest } from '../../src/index.js'
import type { HttpCall } from '../../src/integration/types.js'
import { startRawServer, type RawServer } from './http/raw-server.js'

const ORIGIN = 'http://back.example:8080'
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 400)

/** What tries to lead a request somewhere else. */
const TOKENS: readonly string[] = [
  '.. . ... ..; ..;x=1 ..%00 / // \\ \\\\ @ : :80 ? # ; & = * +'.split(' '),
  '%2e %2E%2e %2f %2F%2F %5c %40 %3a %3f %23 %3b %00 %0d%0a %0a %25 % %u002e %c0%ae %252e%252e%252f %252f %2525'.split(
    ' ',
  ),
  [' ', '\r\n', '\n', '\r', '\t', '\0', 'HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  'evil.example http://evil.example //evil.example/ @evil.example user:pass@ file:///etc/passwd javascript:'.split(' '),
  '127.0.0.1 [::1] 169.254.169.254 localhost {id} {proxy+} ${stageVariables.host} $ a b base tail'.split(' '),
  ['é', '．．／', '\u2215', '\ud800', '\udc00', '😀', 'x'.repeat(40)],
].flat()
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...TOKENS), { minLength: 1, maxLength: 6 }).map((tokens) => tokens.join('')),
  fc.string({ maxLength: 30, unit: 'binary' }),
)

const parameter = (name: string, place: string): object => ({ name, in: place, schema: { type: 'string' } })
const operation = (integration: object, parameters: readonly object[] = []): object => ({
  get: {
    parameters,
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': {
      httpMethod: 'GET',
      type: 'http',
      responses: { default: { statusCode: '200' } },
      ...integration,
    },
  },
})
const ID = { 'integration.request.path.id': 'method.request.path.id' }
const from = (source: string): object => ({
  requestParameters: { 'integration.request.path.id': `method.request.${source}` },
})

function definition(origin: string): object {
  const uri = `${origin}/base/{id}/tail`
  const all = { requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' } }
  return {
    openapi: '3.0.1',
    info: { title: 'ssrf', version: '1' },
    paths: {
      '/path/{id}': operation({ uri, requestParameters: ID }),
      '/proxied/{id}': operation({ uri, type: 'http_proxy', requestParameters: ID }),
      '/query': operation({ uri, ...from('querystring.to') }, [parameter('to', 'query')]),
      '/header': operation({ uri, ...from('header.X-To') }, [parameter('X-To', 'header')]),
      '/body': operation({ uri, ...from('body.to') }),
      '/variable/{id}': operation({ uri: uri.replace(origin, 'http://${stageVariables.host}'), requestParameters: ID }),
      '/all/{proxy+}': operation({ uri: `${origin}/base/{proxy}`, type: 'http_proxy', ...all }),
      '/mapped': operation(
        {
          uri: `${origin}/base/fixed/tail?own=1`,
          requestParameters: {
            'integration.request.querystring.q': 'method.request.querystring.q',
            'integration.request.header.X-Out': 'method.request.header.X-In',
            'integration.request.header.Host': 'method.request.header.X-In',
            'integration.request.header.Connection': 'method.request.header.X-In',
          },
        },
        [parameter('q', 'query'), parameter('X-In', 'header')],
      ),
      '/bucket/{id}': operation({
        type: 'aws',
        uri: 'arn:aws:apigateway:us-east-1:s3:path/bucket/{id}',
        credentials: 'arn:aws:iam::123456789012:role/r',
        requestParameters: ID,
      }),
    },
  }
}

const calls: HttpCall[] = []
const record = (call: HttpCall): { statusCode: number; headers: HeaderList; body: string } => {
  calls.push(call)
  return { statusCode: 200, headers: new HeaderList(), body: '' }
}

const gateway = createGateway({
  definition: definition(ORIGIN) as Record<string, unknown>,
  stages: { prod: { variables: { host: 'back.example:8080' } } },
  http: (call) => Promise.resolve(record(call)),
  services: { s3: (call) => record(call) },
  logger: false,
})

async function callFor(request: Omit<HandleRequest, 'method'>, of: Gateway = gateway): Promise<HttpCall | undefined> {
  calls.length = 0
  await of.handle({ method: 'GET', ...request })
  expect(calls.length).toBeLessThanOrEqual(1)
  return calls[0]
}

/** Host, port and scheme are the definition's, however the URL is read. */
function expectOrigin(url: string, origin = ORIGIN): URL {
  expect(url.startsWith(`${origin}/`)).toBe(true)
  expect(url).toMatch(/^[\x21-\x7e]*$/)
  expect(url).not.toMatch(/[\\#]/)
  const read = new URL(url)
  expect([read.origin, read.username, read.password, read.hash]).toEqual([origin, '', '', ''])
  return read
}

/** The value stands in the one segment that it was put in: as written, as a URL, and as a back end may decode it. */
function expectSegment(url: string): void {
  const read = expectOrigin(url)
  const path = url.slice(ORIGIN.length).split('?')[0] as string
  for (const written of [path, read.pathname]) {
    const segments = written.split('/')
    expect([segments.length, segments[1], segments[3]]).toEqual([4, 'base', 'tail'])
  }
  // A back end that decodes before it looks for segments, and drops path parameters.
  const decoded = path
    .replaceAll(/%2f|%5c/gi, '/')
    .replaceAll(/%2e/gi, '.')
    .replaceAll(/(?:;|%3b|%00)[^/]*/gi, '')
  expect(decoded.split('/')).not.toContain('..')
  expect(decoded.split('/')).not.toContain('.')
}

describe('a client', () => {
  const PLACES: ReadonlyArray<readonly [string, (value: string) => Omit<HandleRequest, 'method'>]> = [
    ['path parameter', (value) => ({ path: `/prod/path/${value}` })],
    ['encoded path parameter', (value) => ({ path: `/prod/path/${escaped(value)}` })],
    ['path parameter of a proxy', (value) => ({ path: `/prod/proxied/${value}` })],
    ['query parameter', (value) => ({ path: `/prod/query?to=${value}` })],
    ['encoded query parameter', (value) => ({ path: `/prod/query?to=${escaped(value)}` })],
    ['header', (value) => ({ path: '/prod/header', headers: { 'X-To': value } })],
    ['field of a body', (value) => ({ path: '/prod/body', body: JSON.stringify({ to: value }) })],
    ['path parameter behind a stage variable', (value) => ({ path: `/prod/variable/${escaped(value)}` })],
  ]

  it.each(PLACES)('leads nowhere else by a %s', async (_, request) => {
    let reached = 0
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const call = await callFor(request(value))
        if (call === undefined) return
        reached++
        expectSegment(call.url)
      }),
      { numRuns: RUNS },
    )
    // Most values are harmless where they stand; a test that refuses them all would show nothing.
    expect(reached).toBeGreaterThan(RUNS / 20)
  })

  it('leads nowhere else by a greedy path parameter', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const call = await callFor({ path: `/prod/all/${value}` })
        if (call === undefined) return
        expect(expectOrigin(call.url).pathname).toMatch(/^\/base\//)
        const path = call.url.slice(ORIGIN.length).split('?')[0] as string
        const decoded = path
          .replaceAll(/%2f|%5c/gi, '/')
          .replaceAll(/%2e/gi, '.')
          .replaceAll(/(?:;|%3b|%00)[^/]*/gi, '')
        expect(decoded.split('/')).not.toContain('..')
      }),
      { numRuns: RUNS },
    )
  })

  it('adds no parameter, header or request by a mapped value', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (value, other) => {
        const call = await callFor({ path: `/prod/mapped?q=${escaped(value)}`, headers: { 'X-In': other } })
        if (call === undefined) return
        const read = expectOrigin(call.url)
        expect(read.pathname).toBe('/base/fixed/tail')
        expect([...read.searchParams.keys()].toSorted()).toEqual(['own', 'q'])
      }),
      { numRuns: RUNS },
    )
  })

  it('leaves no bucket', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const call = await callFor({ path: `/prod/bucket/${escaped(value)}` })
        if (call === undefined) return
        const read = new URL(call.url)
        expect(read.host).toBe('s3.us-east-1.amazonaws.com')
        expect(read.pathname).toMatch(/^\/bucket\/[^/]*$/)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('over the wire', () => {
  let server: RawServer
  let real: Gateway
  const http = createHttpClient()
  beforeAll(async () => {
    server = await startRawServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    real = createGateway({
      definition: definition(server.url) as Record<string, unknown>,
      stages: { prod: { variables: { host: `127.0.0.1:${server.port}` } } },
      http,
      logger: false,
    })
  })
  afterAll(async () => {
    await real.close()
    await http.close()
    await server.close()
  })

  it.each(['path', 'proxied', 'all', 'variable', 'mapped', 'header'])(
    'a value makes one request of one head: %s',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(hostile, async (value) => {
          server.received.length = 0
          const isHeader = kind === 'mapped' || kind === 'header'
          const path = isHeader ? `/prod/${kind}?q=${escaped(value)}` : `/prod/${kind}/${escaped(value)}`
          await real.handle({ method: 'GET', path, headers: { 'X-In': value, 'X-To': value } })
          expect(server.received.length).toBeLessThanOrEqual(1)
          const [received] = server.received
          if (received === undefined) return
          const [head = '', ...rest] = received.split('\r\n\r\n')
          expect(rest).toEqual([''])
          const [line = '', ...fields] = head.split('\r\n')
          expect(line).toMatch(/^GET \/base\/[\x21-\x7e]* HTTP\/1\.1$/)
          const names = fields.map((field) => /^([\w-]+): /.exec(field)?.[1]?.toLowerCase())
          expect(names.filter((name) => name === 'host')).toEqual(['host'])
          for (const name of names) expect(KNOWN).toContain(name)
        }),
        { numRuns: Math.min(RUNS, 100) },
      )
    },
  )
})

const KNOWN: ReadonlyArray<string | undefined> = (
  'host connection user-agent accept content-type x-amzn-apigateway-api-id x-amzn-trace-id x-out ' +
  'x-in x-to x-forwarded-for x-forwarded-port x-forwarded-proto'
).split(' ')

/** What a client's library would make of a value; lone surrogates as they are. */
function escaped(value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return value
  }
}
