import { HeaderList, isHeaderName, isHeaderValue } from '../http/header-list.js'
import { type ProxyResult, readProxyResult } from './proxy-result.js'

/**
 * Reads the result of a function behind an HTTP API. `undefined` when the service answers it with 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readHttpResult(result: unknown, payloadFormatVersion: '1.0' | '2.0'): ProxyResult | undefined {
  // Of a name in both maps the single-value one comes first, the reverse of REST (recorded).
  return payloadFormatVersion === '1.0' ? readProxyResult(result, 'single-first') : readResultV2(result)
}

/** Without a status code the whole value is the answer: its JSON, or its text when it is one. */
function readResultV2(result: unknown): ProxyResult | undefined {
  if (typeof result !== 'object' || result === null || Array.isArray(result) || !('statusCode' in result)) {
    return inferred(result)
  }
  const fields = result as Readonly<Record<string, unknown>>
  const { statusCode, body = '', isBase64Encoded } = fields
  const status = readStatus(statusCode)
  const headers = readScalars(fields['headers'])
  if (status === undefined || headers === undefined) return undefined
  if (!readCookies(fields['cookies'], headers)) return undefined
  return {
    statusCode: status,
    headers,
    body: typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body),
    isBase64Encoded: isBase64Encoded === true || isBase64Encoded === 'true',
  }
}

function inferred(result: unknown): ProxyResult {
  const body = typeof result === 'string' ? result : (JSON.stringify(result ?? null) ?? 'null')
  return {
    statusCode: 200,
    headers: new HeaderList([['content-type', 'application/json']]),
    body,
    isBase64Encoded: false,
  }
}

function readStatus(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof status !== 'number' || !Number.isInteger(status)) return undefined
  return status >= 100 && status <= 599 ? status : undefined
}

/** Headers whose values are scalars; a list or an object fails the whole answer (observed). */
function readScalars(value: unknown): HeaderList | undefined {
  const headers = new HeaderList()
  if (value === undefined || value === null) return headers
  if (typeof value !== 'object' || Array.isArray(value)) return undefined
  const fields = value as Record<string, unknown>
  for (const name of Object.keys(fields)) {
    const one = fields[name]
    if (one === undefined || one === null) continue
    if (!isHeaderName(name)) return undefined
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') return undefined
    const text = typeof one === 'string' ? one : String(one)
    if (!isHeaderValue(text)) return undefined
    headers.append(name, text)
  }
  return headers
}

/** Each cookie is one `set-cookie`. */
function readCookies(value: unknown, headers: HeaderList): boolean {
  if (value === undefined || value === null) return true
  if (!Array.isArray(value)) return false
  for (const cookie of value as unknown[]) {
    if (typeof cookie !== 'string' || !isHeaderValue(cookie)) return false
    headers.append('set-cookie', cookie)
  }
  return true
}
