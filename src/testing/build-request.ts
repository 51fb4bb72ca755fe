import type { HeaderPairs } from '../http/header-list.js'
import type { HandleRequest, HeadersInput, TlsInfo } from '../http/request.js'

/** A value of a query parameter; a list repeats the parameter. */
export type QueryValue = string | number | boolean | ReadonlyArray<string | number | boolean>

/** What {@link buildRequest} takes: a request in parts, the way a test thinks of it. */
export interface RequestParts {
  /** Default: `GET`, or `POST` when there is a body. */
  readonly method?: string
  /** As on the wire, percent-escapes included; may hold a query already. Default: `/`. */
  readonly path?: string
  /** Put behind `path`, percent-encoded, in the order given. */
  readonly query?: Readonly<Record<string, QueryValue>>
  /** A list repeats the header. Case and order are kept. */
  readonly headers?: HeadersInput
  /** A body as it stands. */
  readonly body?: string | Uint8Array
  /** A body to be written as JSON; sets `content-type: application/json` unless the headers have one. */
  readonly json?: unknown
  /** A form's fields; sets `content-type: application/x-www-form-urlencoded` unless the headers have one. */
  readonly form?: Readonly<Record<string, QueryValue>>
  /** The user and password of an `Authorization: Basic` header. */
  readonly basicAuth?: readonly [user: string, password: string]
  /** The token of an `Authorization: Bearer` header. */
  readonly bearer?: string
  /** The value of an `x-api-key` header. */
  readonly apiKey?: string
  readonly host?: string
  readonly stage?: string
  readonly sourceIp?: string
  readonly tls?: TlsInfo
  readonly vpcEndpointId?: string
  readonly vpcId?: string
  readonly signal?: AbortSignal
}

/** A request for `gateway.handle`, its headers as pairs. */
export interface BuiltRequest extends HandleRequest {
  readonly headers: HeaderPairs
  readonly body?: string | Uint8Array
}

/**
 * Builds a request for `gateway.handle` out of parts: query from an object, body from JSON or form fields.
 *
 * @throws TypeError when more than one of `body`, `json` and `form` is given
 * @example
 * ```ts
 * import { buildRequest } from 'postern/testing'
 *
 * const request = buildRequest({ path: '/prod/pets', query: { type: 'cat', tag: ['a', 'b'] }, json: { name: 'Rex' } })
 * console.log(request.method, request.path) // POST /prod/pets?type=cat&tag=a&tag=b
 * ```
 */
export function buildRequest(parts: RequestParts): BuiltRequest {
  const headers = headerPairs(parts.headers)
  const body = buildBody(parts, headers)
  if (parts.basicAuth) addHeader(headers, 'Authorization', `Basic ${base64(parts.basicAuth.join(':'))}`)
  if (parts.bearer !== undefined) addHeader(headers, 'Authorization', `Bearer ${parts.bearer}`)
  if (parts.apiKey !== undefined) addHeader(headers, 'x-api-key', parts.apiKey)

  return {
    method: parts.method ?? (body === undefined ? 'GET' : 'POST'),
    path: withQuery(parts.path ?? '/', parts.query),
    headers,
    ...(body !== undefined && { body }),
    ...(parts.host !== undefined && { host: parts.host }),
    ...(parts.stage !== undefined && { stage: parts.stage }),
    ...(parts.sourceIp !== undefined && { sourceIp: parts.sourceIp }),
    ...(parts.tls !== undefined && { tls: parts.tls }),
    ...(parts.vpcEndpointId !== undefined && { vpcEndpointId: parts.vpcEndpointId }),
    ...(parts.vpcId !== undefined && { vpcId: parts.vpcId }),
    ...(parts.signal !== undefined && { signal: parts.signal }),
  }
}

function buildBody(parts: RequestParts, headers: Array<[string, string]>): string | Uint8Array | undefined {
  const given = [parts.body, parts.json, parts.form].filter((part) => part !== undefined).length
  if (given > 1) throw new TypeError('A request has one body: give one of body, json and form')
  if (parts.json !== undefined) {
    addHeader(headers, 'content-type', 'application/json')
    return JSON.stringify(parts.json)
  }
  if (parts.form !== undefined) {
    addHeader(headers, 'content-type', 'application/x-www-form-urlencoded')
    return encodeQuery(parts.form)
  }
  return parts.body
}

function headerPairs(headers: RequestParts['headers']): Array<[string, string]> {
  if (headers === undefined) return []
  if (isPairs(headers)) return headers.map(([name, value]) => [name, value])
  return Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : (value ?? [])).map((item): [string, string] => [name, item]),
  )
}

function isPairs(headers: HeadersInput): headers is HeaderPairs {
  return Array.isArray(headers)
}

/** What the caller wrote wins over what a part implies. */
function addHeader(headers: Array<[string, string]>, name: string, value: string): void {
  if (!headers.some(([other]) => other.toLowerCase() === name.toLowerCase())) headers.push([name, value])
}

function withQuery(path: string, query: RequestParts['query']): string {
  const text = query === undefined ? '' : encodeQuery(query)
  if (text === '') return path
  return `${path}${path.includes('?') ? '&' : '?'}${text}`
}

function encodeQuery(query: Readonly<Record<string, QueryValue>>): string {
  const encode = (value: string | number | boolean): string => encodeURIComponent(String(value))
  return Object.entries(query)
    .flatMap(([name, value]) => (isList(value) ? value : [value]).map((item) => `${encode(name)}=${encode(item)}`))
    .join('&')
}

function isList(value: QueryValue): value is ReadonlyArray<string | number | boolean> {
  return Array.isArray(value)
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
