import { HeaderList, isHeaderName, isHeaderValue } from '../http/header-list.js'

/** What a Lambda proxy function answered, read and checked. */
export interface ProxyResult {
  readonly statusCode: number
  readonly headers: HeaderList
  readonly body: string
  readonly isBase64Encoded: boolean
}

const KEYS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'])

/**
 * Reads the result of a Lambda proxy function. `undefined` when it is malformed, which the service answers with 502: no
 * object, an unknown key, a status that is no number, headers that are no map (all recorded). An empty object is fine.
 */
export function readProxyResult(
  result: unknown,
  order: 'multi-first' | 'single-first' = 'multi-first',
): ProxyResult | undefined {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return undefined
  const fields = result as Record<string, unknown>
  for (const key of Object.keys(fields)) if (!KEYS.has(key) && fields[key] !== undefined) return undefined
  const statusCode = readStatus(fields['statusCode'])
  const body = readBody(fields['body'])
  const headers = new HeaderList()
  if (statusCode === undefined || body === undefined) return undefined
  // Of a name in both maps a REST API takes the multi-value ones first (recorded).
  if (order === 'single-first' && !readHeaders(fields['headers'], headers)) return undefined
  if (!readMultiValueHeaders(fields['multiValueHeaders'], headers)) return undefined
  if (order === 'multi-first' && !readHeaders(fields['headers'], headers)) return undefined
  const flag = fields['isBase64Encoded']
  if (flag !== undefined && flag !== null && typeof flag !== 'boolean' && flag !== 'true' && flag !== 'false')
    return undefined
  return { statusCode, headers, body, isBase64Encoded: flag === true || flag === 'true' }
}

function readStatus(value: unknown): number | undefined {
  if (value === undefined || value === null) return 200
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof status !== 'number' || !Number.isInteger(status)) return undefined
  return status >= 100 && status <= 599 ? status : undefined
}

function readBody(value: unknown): string | undefined {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function readHeaders(value: unknown, into: HeaderList): boolean {
  if (value === undefined || value === null) return true
  if (typeof value !== 'object' || Array.isArray(value)) return false
  for (const name of Object.keys(value)) {
    const one = (value as Record<string, unknown>)[name]
    if (one === null || one === undefined) continue
    const text = textOf(one)
    if (text === undefined || !isHeaderName(name)) return false
    into.append(name, text)
  }
  return true
}

function readMultiValueHeaders(value: unknown, into: HeaderList): boolean {
  if (value === undefined || value === null) return true
  if (typeof value !== 'object' || Array.isArray(value)) return false
  for (const [name, list] of Object.entries(value)) {
    if (list === null || list === undefined) continue
    if (!Array.isArray(list)) return false
    for (const one of list as unknown[]) {
      if (one === null || one === undefined) continue
      const text = textOf(one)
      if (text === undefined || !isHeaderName(name)) return false
      into.append(name, text)
    }
  }
  return true
}

// A line break in a value would split the answer in two.
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return isHeaderValue(value) ? value : undefined
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
