import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { toNodeHandler } from '../../src/adapters/node.js'
import { findAssets } from '../../src/docs-page/assets.js'
import { docsPage } from '../../src/docs-page/index.js'
import { pageDocument } from '../../src/docs-page/page-document.js'
import { createGateway, isPosternError } from '../../src/index.js'
import { documentedDefinition } from './documented-api.js'

const gateway = createGateway({ definition: documentedDefinition(), logger: false })
const page = docsPage(gateway)
const get = (path: string, headers: Record<string, string> = {}) => page.handle({ method: 'GET', path, headers })

function codeOf(run: () => unknown): string {
  try {
    run()
    return 'nothing was thrown'
  } catch (error) {
    return isPosternError(error) ? error.code : String(error)
  }
}

describe('the documentation page', () => {
  it('is HTML without a script or a style of its own, under a policy that allows none', async () => {
    const response = await get('/docs')
    expect(response.statusCode).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(response.text()).not.toMatch(/<style|<script>|style=|onload|https?:/)
    expect((await get('/docs/')).text()).toBe(response.text())
  })

  it('escapes its title', async () => {
    const odd = docsPage(gateway, { title: '<script>alert("x")</script>' })
    const text = (await odd.handle({ method: 'GET', path: '/docs' })).text()
    expect(text).toContain('<title>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</title>')
  })

  it('has the documentation parts in its document, and calls its own origin', async () => {
    const document = (await get('/docs/openapi.json?x=1')).json()
    expect(document).toMatchObject({
      servers: [{ url: '/prod' }],
      info: { description: 'Everything about pets.' },
      paths: { '/pets/{id}': { get: { summary: 'One pet by its number' } } },
    })
    expect(JSON.stringify(document)).not.toContain('x-amazon-apigateway-integration')
  })

  it('serves the files of the package, once', async () => {
    for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png']) {
      const response = await get(`/docs/${name}`)
      expect([name, response.statusCode, response.bytes().length > 100]).toEqual([name, 200, true])
      const etag = response.headers.get('etag') ?? ''
      const again = await get(`/docs/${name}`, { 'If-None-Match': etag })
      expect([again.statusCode, again.text()]).toEqual([304, ''])
    }
  })

  it.each([
    '/docs/package.json',
    '/docs/../package.json',
    '/docs/%2e%2e/package.json',
    '/docs/index.html',
    '/docs/__proto__',
    '/docs/constructor',
    '/docsother',
    '/',
  ])('answers nothing else: %s', async (path) => {
    expect((await get(path)).statusCode).toBe(404)
  })

  it('takes GET and HEAD', async () => {
    const response = await page.handle({ method: 'POST', path: '/docs' })
    expect([response.statusCode, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect((await page.handle({ method: 'HEAD', path: '/docs' })).statusCode).toBe(200)
  })

  it('shows what the stage serves, not what the API has become', async () => {
    const own = createGateway({
      apis: { pets: { definition: documentedDefinition(), stages: { prod: {} } } },
      logger: false,
    })
    const shown = docsPage(own, { basePath: '/api/docs/', serverUrl: '/v1' })
    const paths = async (): Promise<string[]> => {
      const response = await shown.handle({ method: 'GET', path: '/api/docs/openapi.json' })
      const document = response.json() as { readonly paths: object; readonly servers: unknown }
      expect(document.servers).toEqual([{ url: '/v1' }])
      return Object.keys(document.paths)
    }
    const before = await paths()
    own.apis.merge('pets', { ...documentedDefinition(), paths: { '/new': documentedDefinition().paths['/pets'] } })
    expect(await paths()).toEqual(before)
    own.apis.deploy('pets', { stageName: 'prod' })
    expect(await paths()).toEqual([...before, '/new'])
  })

  it('shows an HTTP API too, and refuses what it cannot show', () => {
    const handler = async () => ({ statusCode: 200 })
    const web = createGateway({ protocolType: 'HTTP', routes: { 'GET /a': handler, $default: handler }, logger: false })
    expect(docsPage(web).matches({ method: 'GET', path: '/docs' })).toBe(true)
    const chat = createGateway({ protocolType: 'WEBSOCKET', routes: { $connect: handler }, logger: false })
    expect(codeOf(() => docsPage(chat))).toBe('ERR_USAGE')
    expect(codeOf(() => docsPage(gateway, { apiId: 'gone' }))).toBe('ERR_UNKNOWN_API')
    expect(codeOf(() => docsPage(gateway, { stageName: 'gone' }))).toBe('ERR_UNKNOWN_STAGE')
    const two = createGateway({ apis: { a: { routes: {} }, b: { routes: {} } }, logger: false })
    expect(codeOf(() => docsPage(two))).toBe('ERR_UNKNOWN_API')
  })

  it('says what to install', () => {
    const missing = () => {
      throw new Error("Cannot find module 'swagger-ui-dist/package.json'")
    }
    expect(codeOf(() => findAssets(missing))).toBe('ERR_OPTIONAL_PACKAGE')
    expect(() => findAssets(missing)).toThrow(/npm install swagger-ui-dist/)
  })

  it('stands before a gateway on one server, each with its own requests', async () => {
    const [docs, api] = [toNodeHandler(page, { fallthrough: true }), toNodeHandler(gateway)]
    const server = createServer((request, response) => docs(request, response, () => api(request, response)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const [shown, answered] = [await fetch(`${base}/docs`), await fetch(`${base}/prod/pets/7`)]
    expect([await shown.text(), await answered.json()]).toEqual([(await get('/docs')).text(), { id: 7, name: 'Rex' }])
    server.close()
    server.closeAllConnections()
  })
})

describe('the document of the page', () => {
  it('has a field for every path variable, a greedy one too, and a route of each method for any', () => {
    const any = { operationId: 'files', responses: {} }
    const document = pageDocument(
      {
        paths: {
          '/files/{proxy+}': { 'x-amazon-apigateway-any-method': any, get: { operationId: 'read', responses: {} } },
        },
      },
      { serverUrl: '' },
    )
    const variable = { name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }
    const item = (document['paths'] as Record<string, Record<string, unknown>>)['/files/{proxy}']
    expect(item?.['get']).toEqual({ operationId: 'read', responses: {}, parameters: [variable] })
    expect(item?.['patch']).toEqual({ responses: {}, parameters: [variable] })
    expect(document['servers']).toEqual([{ url: '/' }])
  })

  it('names no variable twice', () => {
    const parameters = [{ name: 'proxy+', in: 'path', required: true, schema: { type: 'string' } }]
    const document = pageDocument({ paths: { '/{proxy+}': { get: { parameters } } } }, { serverUrl: '/prod' })
    expect(document['paths']).toEqual({
      '/{proxy}': { get: { parameters: [{ ...parameters[0], name: 'proxy' }] } },
    })
  })
})
