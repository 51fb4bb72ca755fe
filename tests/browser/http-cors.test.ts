// The CORS configuration of HTTP APIs, judged by Chromium: a page of another origin gets through or is refused as it says.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toNodeHandler } from '../../src/adapters/node.js'
import { createGateway, type HttpCorsOptions } from '../../src/index.js'
import { chromiumPath, launchChromium } from './chromium.js'

/** What a page can tell of a call: the answer, or that the browser kept it from the page. */
type Outcome = { readonly status: number; readonly text: string; readonly trace: string | null } | 'refused'

interface Call {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly credentials?: 'include' | 'omit'
}

const servers: Server[] = []
const opened: Server[] = []
let browser: Browser
let context: BrowserContext
let page: Page
let origin: string
// Requests as they reached the API: a refused preflight must keep the call itself away.
let arrived: string[] = []

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function stop(server: Server | undefined): void {
  server?.closeAllConnections()
  server?.close()
}

/** Starts an API with these settings; the function writes cross-origin headers of its own, which must not count. */
async function api(cors?: HttpCorsOptions): Promise<string> {
  const handler = (event: { cookies?: string[] }): object => ({
    statusCode: 200,
    headers: {
      'x-trace': 'seen',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-trace',
      'set-cookie': 'session=1',
    },
    body: (event.cookies ?? []).join(';'),
  })
  const gateway = createGateway({
    protocolType: 'HTTP',
    routes: {
      'GET /pets': handler,
      'POST /pets': handler,
      'PUT /pets': handler,
      'GET /guarded': { handler, authorizer: 'jwt' },
    },
    authorizers: { jwt: { type: 'JWT', issuer: 'https://issuer.example', audience: ['a'] } },
    ...(cors !== undefined && { cors }),
    logger: false,
  })
  const handle = toNodeHandler(gateway)
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`)
    handle(request, response)
  })
  opened.push(server)
  return listen(server)
}

function call(url: string, init: Call = {}): Promise<Outcome> {
  return page.evaluate(
    async ([target, options]) => {
      try {
        const response = await fetch(target, options)
        const text = await response.text()
        return { status: response.status, text, trace: response.headers.get('x-trace') }
      } catch {
        return 'refused' as const
      }
    },
    [url, init] as const,
  )
}

const JSON_PUT = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' } as const

if (chromiumPath === undefined) {
  // A test that silently does not run in CI is no test.
  test.skipIf(process.env['CI'] === undefined)('not here: Chromium (CORS of HTTP APIs)', () => {
    expect.fail('Chromium is not installed: apt-get install chromium, or set CHROMIUM_PATH')
  })
}

describe.skipIf(chromiumPath === undefined)('a page of another origin and an HTTP API, in Chromium', () => {
  beforeAll(async () => {
    const pages = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end('<title>page</title>'),
    )
    servers.push(pages)
    origin = await listen(pages)
    browser = await launchChromium()
  })
  beforeEach(async () => {
    arrived = []
    // Preflights and cookies that one test left behind must not answer for the next.
    context = await browser.newContext()
    page = await context.newPage()
    await page.goto(origin)
  })
  afterEach(async () => {
    await context.close()
    while (opened.length > 0) stop(opened.pop())
  })
  afterAll(async () => {
    await browser?.close()
    for (const server of servers) stop(server)
  })

  describe('a simple request', () => {
    test('is read where its origin is listed', async () => {
      const url = `${await api({ allowOrigins: ['https://other.example', origin] })}/pets`
      expect(await call(url)).toMatchObject({ status: 200 })
      expect(arrived).toEqual(['GET /pets'])
    })

    test('is kept from the page where it is not, whatever the function says', async () => {
      const url = `${await api({ allowOrigins: ['https://other.example'] })}/pets`
      expect(await call(url)).toBe('refused')
      // It got there all the same: CORS keeps answers from pages, not requests from servers.
      expect(arrived).toEqual(['GET /pets'])
    })

    test('is read from everywhere with `*`, and from every origin of a scheme', async () => {
      expect(await call(`${await api({ allowOrigins: ['*'] })}/pets`)).toMatchObject({ status: 200 })
      expect(await call(`${await api({ allowOrigins: ['http://*'] })}/pets`)).toMatchObject({ status: 200 })
      expect(await call(`${await api({ allowOrigins: ['https://*'] })}/pets`)).toBe('refused')
    })

    test('is the function’s own affair where nothing is configured', async () => {
      expect(await call(`${await api()}/pets`)).toMatchObject({ status: 200, trace: 'seen' })
    })

    test('that is a POST of a form needs no preflight', async () => {
      const url = `${await api({ allowOrigins: [origin] })}/pets`
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      expect(await call(url, { method: 'POST', headers: form, body: 'a=1' })).toMatchObject({ status: 200 })
      expect(arrived).toEqual(['POST /pets'])
    })
  })

  describe('a preflight', () => {
    test('is answered without a route of its own, and lets the request through', async () => {
      const cors = { allowOrigins: [origin], allowMethods: ['PUT'], allowHeaders: ['content-type'] }
      expect(await call(`${await api(cors)}/pets`, JSON_PUT)).toMatchObject({ status: 200 })
      expect(arrived).toEqual(['OPTIONS /pets', 'PUT /pets'])
    })

    test('stops a method that is not allowed', async () => {
      const cors = { allowOrigins: [origin], allowMethods: ['GET'], allowHeaders: ['content-type'] }
      expect(await call(`${await api(cors)}/pets`, JSON_PUT)).toBe('refused')
      expect(arrived).toEqual(['OPTIONS /pets'])
    })

    test('stops a header that is not allowed', async () => {
      const cors = { allowOrigins: [origin], allowMethods: ['PUT'], allowHeaders: ['x-other'] }
      expect(await call(`${await api(cors)}/pets`, JSON_PUT)).toBe('refused')
      expect(arrived).toEqual(['OPTIONS /pets'])
    })

    test('stops an origin that is not allowed', async () => {
      const cors = { allowOrigins: ['https://other.example'], allowMethods: ['*'], allowHeaders: ['*'] }
      expect(await call(`${await api(cors)}/pets`, JSON_PUT)).toBe('refused')
      expect(arrived).toEqual(['OPTIONS /pets'])
    })

    test('stops everything where nothing is configured', async () => {
      expect(await call(`${await api()}/pets`, JSON_PUT)).toBe('refused')
      expect(arrived).toEqual(['OPTIONS /pets'])
    })

    test('takes every method and header with `*`', async () => {
      const cors = { allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'] }
      const headers = { ...JSON_PUT.headers, 'x-own': '1' }
      expect(await call(`${await api(cors)}/pets`, { ...JSON_PUT, headers })).toMatchObject({ status: 200 })
    })

    test('is believed for `maxAge` seconds, and asked for each time with -1', async () => {
      const cors = { allowOrigins: [origin], allowMethods: ['PUT'], allowHeaders: ['content-type'] }
      const kept = `${await api({ ...cors, maxAge: 600 })}/pets`
      await call(kept, JSON_PUT)
      await call(kept, JSON_PUT)
      expect(arrived).toEqual(['OPTIONS /pets', 'PUT /pets', 'PUT /pets'])
      arrived = []
      const asked = `${await api({ ...cors, maxAge: -1 })}/pets`
      await call(asked, JSON_PUT)
      await call(asked, JSON_PUT)
      expect(arrived).toEqual(['OPTIONS /pets', 'PUT /pets', 'OPTIONS /pets', 'PUT /pets'])
    })
  })

  describe('credentials', () => {
    const allowed = (): HttpCorsOptions => ({
      allowOrigins: [origin],
      allowMethods: ['PUT'],
      allowHeaders: ['content-type'],
      allowCredentials: true,
    })

    test('go with a request where they are allowed, and cookies come back', async () => {
      const url = `${await api(allowed())}/pets`
      expect(await call(url, { credentials: 'include' })).toMatchObject({ status: 200, text: '' })
      expect(await call(url, { credentials: 'include' })).toMatchObject({ status: 200, text: 'session=1' })
      expect(await call(url, { ...JSON_PUT, credentials: 'include' })).toMatchObject({ text: 'session=1' })
    })

    test('keep the answer from the page where they are not', async () => {
      const { allowCredentials: _, ...without } = allowed()
      expect(await call(`${await api(without)}/pets`, { credentials: 'include' })).toBe('refused')
      expect(await call(`${await api({ allowOrigins: ['*'] })}/pets`, { credentials: 'include' })).toBe('refused')
    })

    test('are allowed to every origin of a scheme, since the answer names it', async () => {
      const cors = { ...allowed(), allowOrigins: ['http://*'] }
      expect(await call(`${await api(cors)}/pets`, { credentials: 'include' })).toMatchObject({ status: 200 })
    })
  })

  describe('headers of the answer', () => {
    test('are shown when the configuration exposes them', async () => {
      const shown = `${await api({ allowOrigins: [origin], exposeHeaders: ['X-Trace'] })}/pets`
      expect(await call(shown)).toMatchObject({ trace: 'seen' })
      const all = `${await api({ allowOrigins: [origin], exposeHeaders: ['*'] })}/pets`
      expect(await call(all)).toMatchObject({ trace: 'seen' })
    })

    test('are hidden when it does not, whatever the function says', async () => {
      expect(await call(`${await api({ allowOrigins: [origin] })}/pets`)).toMatchObject({ status: 200, trace: null })
    })
  })

  test('reads the gateway’s own refusals: they carry the headers too', async () => {
    const url = await api({ allowOrigins: [origin] })
    expect(await call(`${url}/guarded`)).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' })
    expect(await call(`${url}/nothing/here`)).toMatchObject({ status: 404, text: '{"message":"Not Found"}' })
  })
})
