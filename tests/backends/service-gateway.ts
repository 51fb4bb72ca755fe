import { createGateway, type Gateway, type GatewayConfig } from '../../src/index.js'

/** Keys of the role that the integrations of these tests assume, and of the SDK clients beside them. */
export const KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const
export const REGION = 'us-east-1'
export const ROLE = 'arn:aws:iam::123456789012:role/gateway-caller'

/** An operation with an AWS integration, in the terms of the definition. */
export interface ServiceOperation {
  /** What follows `arn:aws:apigateway:us-east-1:`. */
  readonly uri: string
  readonly httpMethod?: string
  readonly requestParameters?: Readonly<Record<string, string>>
  /** By media type; a text is for `application/json`. */
  readonly request?: string | Readonly<Record<string, string>>
  readonly responses?: Readonly<Record<string, object>>
  readonly contentHandling?: string
  readonly passthroughBehavior?: string
  /** Headers that the method's response declares. */
  readonly responseHeaders?: readonly string[]
}

/** Makes a definition of operations: `'POST /items'` → integration. */
export function serviceDefinition(
  operations: Readonly<Record<string, ServiceOperation>>,
  extensions: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [key, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = key.split(' ')
    const name = method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase()
    paths[path] = { ...paths[path], [name]: operationObject(operation, path) }
  }
  return { openapi: '3.0.1', info: { title: 'services', version: '1' }, paths, ...extensions }
}

function operationObject(operation: ServiceOperation, path: string): object {
  const { uri, request, responses = { default: { statusCode: '200' } }, responseHeaders = [], ...settings } = operation
  const statuses = new Set(
    Object.values(responses).map((response) => (response as { readonly statusCode: string }).statusCode),
  )
  const headers = Object.fromEntries(responseHeaders.map((name) => [name, { schema: { type: 'string' } }]))
  return {
    parameters: [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    responses: Object.fromEntries([...statuses].map((status) => [status, { description: status, headers }])),
    'x-amazon-apigateway-integration': {
      type: 'aws',
      httpMethod: 'POST',
      credentials: ROLE,
      passthroughBehavior: 'when_no_templates',
      ...settings,
      uri: `arn:aws:apigateway:${REGION}:${uri}`,
      ...(request !== undefined && {
        requestTemplates: typeof request === 'string' ? { 'application/json': request } : request,
      }),
      responses,
    },
  }
}

/** A gateway over a definition of services, with all of them at their addresses. */
export function serviceGateway(
  operations: Readonly<Record<string, ServiceOperation>>,
  services: NonNullable<GatewayConfig['services']>,
  extensions: Readonly<Record<string, unknown>> = {},
): Gateway {
  return createGateway({
    definition: serviceDefinition(operations, extensions),
    services,
    credentials: { role: () => KEYS },
    logger: false,
  })
}

export const JSON_BODY = { 'Content-Type': 'application/json' } as const
