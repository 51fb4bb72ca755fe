import type { GatewayHandler } from '../adapters/gateway-handler.js'
import type { Apis } from '../apis/index.js'
import { UsageError } from '../errors.js'
import { HeaderList } from '../http/header-list.js'
import type { HandleRequest } from '../http/request.js'
import { createResponse, type HandleResponse } from '../http/response.js'
import { type Assets, ASSET_TYPES, findAssets } from './assets.js'
import { pageDocument } from './page-document.js'
import { PAGE_STYLE, pageText, START_SCRIPT } from './page-text.js'

/** What the page needs of a gateway. */
export interface DocsGateway {
  readonly apis: Pick<Apis, 'list' | 'get' | 'export'>
}

/** Which stage the page is about, and where it stands. */
export interface DocsPageOptions {
  /** Default: the gateway's only API. */
  readonly apiId?: string
  /** Default: the API's only stage. */
  readonly stageName?: string
  /** Default: the API's name and the stage's. */
  readonly title?: string
  /** Path of the page, which requests to it begin with; default `/docs`. */
  readonly basePath?: string
  /**
   * Path of the stage on the same origin, which "Try it out" calls; default the stage's own on the invoke URL: `/prod`, nothing
   * for `$default`.
   */
  readonly serverUrl?: string
}

/** The page, as every adapter takes it in the place of a gateway. */
export interface DocsPage extends GatewayHandler {
  handle(this: void, request: HandleRequest): Promise<HandleResponse>
  /** Whether a request is for the page: what `fallthrough` of the adapters asks. */
  matches(this: void, request: HandleRequest): boolean
}

/**
 * Makes an interactive page that describes what a stage serves, with the API's documentation parts in it. It is mounted as a
 * gateway is, shows the deployment that the stage points at when it is loaded, and asks nothing of other hosts. Whoever can
 * open it sees the whole definition: mount it behind what guards your other pages.
 *
 * @throws {UsageError} `ERR_OPTIONAL_PACKAGE` when swagger-ui-dist is not installed; `ERR_UNKNOWN_API`, `ERR_UNKNOWN_STAGE`
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api.html
 *
 * @example
 * ```ts
 * import { createGateway } from 'postern'
 * import { docsPage } from 'postern/docs'
 *
 * const gateway = createGateway({ routes: { 'GET /pets': async () => ({ statusCode: 200, body: '[]' }) } })
 * const page = docsPage(gateway, { title: 'Pets' })
 * const response = await page.handle({ method: 'GET', path: '/docs' })
 * response.headers.get('content-type') // 'text/html; charset=utf-8'
 * ```
 */
export function docsPage(gateway: DocsGateway, options: DocsPageOptions = {}): DocsPage {
  const { apis } = gateway
  const apiId = options.apiId ?? onlyOf('API', apis.list(), 'ERR_UNKNOWN_API')
  const summary = apis.get(apiId)
  if (summary === undefined)
    throw new UsageError('ERR_UNKNOWN_API', `There is no API ${apiId}; there are: ${apis.list().join(', ')}.`)
  const stageName = options.stageName ?? onlyOf('stage', Object.keys(summary.stages), 'ERR_UNKNOWN_STAGE')
  const basePath = (options.basePath ?? '/docs').replace(/\/+$/, '')
  const title = options.title ?? `${summary.name} · ${stageName}`
  const serverUrl = options.serverUrl ?? (stageName === '$default' ? '' : `/${stageName}`)
  const assets = findAssets()
  const exported = (): unknown =>
    // Any version will do: the page shows the parts that the deployment has.
    pageDocument(apis.export(apiId, { stageName, documentationVersion: 'page' }).document, { serverUrl })
  // A stage that cannot be shown is said at once, not to the first visitor.
  exported()
  const page: Page = { basePath, title, assets, exported }
  return {
    matches: ({ path }) => nameOf(page, path) !== undefined,
    handle: async (request) => answer(page, request),
  }
}

interface Page {
  readonly basePath: string
  readonly title: string
  readonly assets: Assets
  readonly exported: () => unknown
}

function onlyOf(what: string, names: readonly string[], code: 'ERR_UNKNOWN_API' | 'ERR_UNKNOWN_STAGE'): string {
  const [name] = names
  if (name !== undefined && names.length === 1) return name
  throw new UsageError(code, `Say which ${what} the page is about: ${names.join(', ') || 'there is none'}.`)
}

/** What a path asks for: `''` is the page itself; `undefined` what is not the page's. */
function nameOf({ basePath }: Page, path: string): string | undefined {
  const query = path.indexOf('?')
  const plain = query < 0 ? path : path.slice(0, query)
  if (plain === basePath) return ''
  return plain.startsWith(`${basePath}/`) ? plain.slice(basePath.length + 1) : undefined
}

async function answer(page: Page, { method, path, headers }: HandleRequest): Promise<HandleResponse> {
  const name = nameOf(page, path)
  if (name === undefined) return textResponse(404, 'Not Found')
  if (method !== 'GET' && method !== 'HEAD') return textResponse(405, 'Method Not Allowed', [['Allow', 'GET, HEAD']])
  switch (name) {
    case '':
      return fileResponse('text/html; charset=utf-8', pageText(page))
    case 'openapi.json':
      return fileResponse('application/json', JSON.stringify(page.exported()))
    case 'start.js':
      return fileResponse('text/javascript; charset=utf-8', START_SCRIPT)
    case 'page.css':
      return fileResponse('text/css; charset=utf-8', PAGE_STYLE)
  }
  const type = ASSET_TYPES.get(name)
  const file = page.assets.read(name)
  if (type === undefined || file === undefined) return textResponse(404, 'Not Found')
  const etag = `"${page.assets.version}"`
  const caching = [
    ['ETag', etag],
    ['Cache-Control', 'no-cache'],
  ] as const
  if (hasSeen(headers, etag)) return createResponse(304, new HeaderList([...SAFE, ...caching]), '')
  return fileResponse(type, await file, caching)
}

/**
 * The page runs no script but those of its own path, and talks to its own origin only. Swagger UI sets styles on elements from
 * its scripts, which the policy of styles is not about.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const SAFE: ReadonlyArray<readonly [string, string]> = [
  ['Content-Security-Policy', POLICY],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
]

const UNCACHED: ReadonlyArray<readonly [string, string]> = [['Cache-Control', 'no-store']]

function fileResponse(
  type: string,
  body: string | Uint8Array,
  caching: ReadonlyArray<readonly [string, string]> = UNCACHED,
): HandleResponse {
  return createResponse(200, new HeaderList([['Content-Type', type], ...SAFE, ...caching]), body)
}

function textResponse(
  statusCode: number,
  text: string,
  more: ReadonlyArray<readonly [string, string]> = [],
): HandleResponse {
  return createResponse(statusCode, new HeaderList([['Content-Type', 'text/plain'], ...SAFE, ...more]), text)
}

function hasSeen(headers: HandleRequest['headers'], etag: string): boolean {
  if (headers === undefined) return false
  const pairs = isPairs(headers) ? headers : Object.entries(headers)
  return pairs.some(([name, value]) => name.toLowerCase() === 'if-none-match' && String(value).includes(etag))
}

function isPairs(headers: NonNullable<HandleRequest['headers']>): headers is ReadonlyArray<readonly [string, string]> {
  return Array.isArray(headers)
}
