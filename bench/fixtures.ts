import type { OpenApiDocument } from '../src/index.js'

/** Headers as a browser behind a balancer sends them. */
export const HEADERS: Readonly<Record<string, string>> = {
  host: 'api.example.test',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) bench/1.0',
  accept: 'application/json, text/plain, */*',
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'en-US,en;q=0.9',
  'x-forwarded-for': '203.0.113.7',
  'x-forwarded-proto': 'https',
  'x-request-id': '6f1c1f0e-6a35-4c1b-9d33-9b0a0f2f7a11',
  authorization: 'Bearer abc.def.ghi',
  'x-api-key': 'key-0123456789abcdefghij',
}

export const OK_BODY = '{"ok":true}'

/** A third of the routes literal, a third with one variable, a third with two. */
export function routePaths(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const base = `/v1/s${at % 50}/r${Math.floor(at / 50)}`
    return base + (['/{id}/items/{itemId}', '/{id}', '/list'][at % 3] as string)
  })
}

/** Concrete paths spread over all routes, in no order. */
export function callPaths(routes: readonly string[], count = 256): string[] {
  const paths = Array.from({ length: count }, (_, at) => {
    const route = routes[Math.floor((at * routes.length) / count)] as string
    return route.replace('{id}', `id${1000 + ((at * 7919) % 9000)}`).replace('{itemId}', `it${(at * 31) % 977}`)
  })
  return paths.map((_, at) => paths[(at * 7919 + 13) % count] as string)
}

/** `{id}` → `:id` */
export function colonPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

/** A definition that has the same integration behind each path. */
export function definitionOf(
  paths: readonly string[],
  integration: Readonly<Record<string, unknown>>,
  operation: Readonly<Record<string, unknown>> = {},
): OpenApiDocument {
  const described = paths.map((path) => [
    path,
    {
      get: { responses: { 200: { description: 'ok' } }, 'x-amazon-apigateway-integration': integration, ...operation },
    },
  ])
  return { openapi: '3.0.1', info: { title: 'bench', version: '1' }, paths: Object.fromEntries(described) }
}

/** Calls each of a list in turn. */
export function inTurn<T>(items: readonly T[]): () => T {
  let at = 0
  return () => {
    at = at + 1 === items.length ? 0 : at + 1
    return items[at] as T
  }
}

const TEXT = { type: 'string' } as const
const AMOUNT = { type: 'number', minimum: 0 } as const

/** The model of an order: some twenty properties, as a real API has them. */
export const ORDER_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'customer', 'email', 'status', 'currency', 'total', 'items', 'shipping'],
  properties: {
    id: { type: 'string', minLength: 8, maxLength: 40 },
    customer: { type: 'string', pattern: '^c-[0-9]+$' },
    email: { type: 'string', minLength: 3, maxLength: 200 },
    status: { type: 'string', enum: ['new', 'paid', 'packed', 'sent'] },
    currency: { type: 'string', minLength: 3, maxLength: 3 },
    total: AMOUNT,
    tax: AMOUNT,
    created: { type: 'string', maxLength: 40 },
    note: { type: 'string', maxLength: 4000 },
    gift: { type: 'boolean' },
    priority: { type: 'integer', minimum: 0, maximum: 9 },
    tags: { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 30 } },
    shipping: {
      type: 'object',
      required: ['street', 'city', 'zip', 'country'],
      properties: { street: TEXT, city: TEXT, zip: TEXT, country: { type: 'string', minLength: 2, maxLength: 2 } },
    },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 500,
      items: {
        type: 'object',
        required: ['sku', 'quantity', 'price'],
        properties: { sku: TEXT, name: TEXT, quantity: { type: 'integer', minimum: 1 }, price: AMOUNT },
      },
    },
  },
}

/** An order of about 1 KB. */
export const ORDER_BODY: string = JSON.stringify({
  id: 'ord-0123456789',
  customer: 'c-8812',
  email: 'someone@example.test',
  status: 'paid',
  currency: 'EUR',
  total: 123.45,
  tax: 19.7,
  created: '2025-01-01T10:00:00Z',
  note: 'Please ring twice and leave it with the neighbour; the bell of the front house does not work.',
  gift: false,
  priority: 3,
  tags: ['a', 'b', 'autumn'],
  shipping: { street: 'Lange Str. 12', city: 'Berlin', zip: '10115', country: 'DE' },
  items: Array.from({ length: 7 }, (_, at) => ({
    sku: `SKU-${10_000 + at}`,
    name: `An article with a name ${at}`,
    quantity: 1 + (at % 4),
    price: 9.99 + at,
  })),
})
