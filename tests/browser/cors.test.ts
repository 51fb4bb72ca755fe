import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toNodeHandler } from '../../src/adapters/node.js'
import { createGateway } from '../../src/index.js'
import { chromiumPath, launchChromium } from './chromium.js'

/** What a page can tell of a call: the answer, or that the browser kept it from the page. */
type Outcome = { readonly status: number; readonly text: string; readonly seen: string | null } | 'refused'

interface Call {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly credentials?: 'include' | 'omit'
}

const servers: Server[] = []
let browser: Browser
let page: Page
let api: string
// Methods by path, as they reached the API: a refused preflight must keep the call itself away.
const arrived: string[] = []

async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const pages = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end('<title>page</title>'))

async function startApi(origin: string): Promise<string> {
  const answer = (allowed?: Record<string, string>) => () => ({
    statusCode: 200,
    headers: { 'Content-Type': 'text/plain', 'X-Trace': 'seen', ...allowed },
    body: 'through',
  })
  const own = { 'Access-Control-Allow-Origin': origin }
  const gateway = createGateway({
    routes: {
      'GET /closed': answer(),
      'PUT /closed': answer(),
      'GET /open': { handler: answer({ 'Access-Control-Allow-Origin': '*' }), cors: true },
      'PUT /open': { handler: answer({ 'Access-Control-Allow-Origin': '*' }), cors: true },
      'PUT /get-only': {
        handler: answer({ 'Access-Control-Allow-Origin': '*' }),
        cors: { allowMethods: ['GET', 'OPTIONS'] },
      },
      'GET /elsewhere': {
        handler: answer({ 'Access-Control-Allow-Origin': 'https://other.example' }),
        cors: { allowOrigin: 'https://other.example' },
      },
      'GET /cookie': {
        handler: answer({ ...own, 'Access-Control-Allow-Credentials': 'true' }),
        cors: { allowOrigin: origin, allowCredentials: true },
      },
      'PUT /cookie': {
        handler: answer({ ...own, 'Access-Control-Allow-Credentials': 'true' }),
        cors: { allowOrigin: origin, allowCredentials: true },
      },
      'GET /exposed': {
        handler: answer({ ...own, 'Access-Control-Expose-Headers': 'X-Trace' }),
        cors: { allowOrigin: origin, exposeHeaders: ['X-Trace'] },
      },
      'GET /keyed': { handler: answer(own), cors: true, apiKeyRequired: true },
    },
  })
  const handler = toNodeHandler(gateway)
  const port = await listen(
    createServer((request, response) => {
      arrived.push(`${request.method} ${request.url}`)
      handler(request, response)
    }),
  )
  return `http://127.0.0.1:${port}/prod`
}

function call(path: string, init: Call = {}): Promise<Outcome> {
  arrived.length = 0
  return page.evaluate(
    async ([url, options]) => {
      try {
        const response = await fetch(url, options)
        return { status: response.status, text: await response.text(), seen: response.headers.get('X-Trace') }
      } catch {
        return 'refused' as const
      }
    },
    [`${api}${path}`, init] as const,
  )
}

if (chromiumPath === undefined) {
  // A test that silently does not run in CI is no test.
  test.skipIf(process.env['CI'] === undefined)('CORS in Chromium: Chromium is not installed', () => {
    expect.fail('Chromium is not installed: apt-get install chromium, or set CHROMIUM_PATH')
  })
}

describe.skipIf(chromiumPath === undefined)('a page of another origin, in Chromium', () => {
  beforeAll(async () => {
    const origin = `http://127.0.0.1:${await listen(pages)}`
    api = await startApi(origin)
    browser = await launchChromium()
    page = await browser.newPage()
    await page.goto(origin)
  })
  afterAll(async () => {
    await browser?.close()
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  })

  test('reads the answer to a simple request that allows every origin', async () => {
    expect(await call('/open')).toMatchObject({ status: 200, text: 'through' })
    expect(arrived).toEqual(['GET /prod/open'])
  })

  test('is kept from an answer without CORS headers, though the request gets there', async () => {
    expect(await call('/closed')).toBe('refused')
    expect(arrived).toEqual(['GET /prod/closed'])
  })

  test('is kept from an answer that allows another origin', async () => {
    expect(await call('/elsewhere')).toBe('refused')
  })

  test('gets through a preflight that allows method and headers', async () => {
    const headers = { 'Content-Type': 'application/json', 'X-Api-Key': 'k' }
    expect(await call('/open', { method: 'PUT', headers, body: '{}' })).toMatchObject({ status: 200 })
    expect(arrived).toEqual(['OPTIONS /prod/open', 'PUT /prod/open'])
  })

  test('is stopped by a preflight that nobody answers', async () => {
    expect(await call('/closed', { method: 'PUT' })).toBe('refused')
    expect(arrived).toEqual(['OPTIONS /prod/closed'])
  })

  test('is stopped by a preflight that does not name the method', async () => {
    expect(await call('/get-only', { method: 'PUT' })).toBe('refused')
    expect(arrived).toEqual(['OPTIONS /prod/get-only'])
  })

  test('is stopped by a preflight that does not name the header', async () => {
    expect(await call('/open', { headers: { 'X-Unheard-Of': '1' } })).toBe('refused')
    expect(arrived).toEqual(['OPTIONS /prod/open'])
  })

  test('with credentials is kept from an answer for every origin', async () => {
    expect(await call('/open', { credentials: 'include' })).toBe('refused')
  })

  test('with credentials reads an answer that names its origin and allows them', async () => {
    expect(await call('/cookie', { credentials: 'include' })).toMatchObject({ status: 200 })
    const put = await call('/cookie', { method: 'PUT', credentials: 'include' })
    expect(put).toMatchObject({ status: 200 })
    expect(arrived).toEqual(['OPTIONS /prod/cookie', 'PUT /prod/cookie'])
  })

  test('with credentials is kept from an answer that names its origin but does not allow them', async () => {
    expect(await call('/exposed', { credentials: 'include' })).toBe('refused')
  })

  test('sees a header only when it is exposed', async () => {
    expect(await call('/exposed')).toMatchObject({ seen: 'seen' })
    expect(await call('/open')).toMatchObject({ seen: null })
  })

  test("reads the gateway's own refusals: they carry the headers too", async () => {
    expect(await call('/keyed')).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' })
  })
})
