import type { CorsConfiguration } from '../api/http-model.js'
import type { Method, RestApi } from '../api/model.js'
import type { PortabilityFinding, PortabilityLevel } from './types.js'

interface Rule {
  readonly level: PortabilityLevel
  readonly rule: string
  readonly message: string
  readonly pointer: string
  readonly applies: (api: RestApi) => boolean
}

const EXTENSION = '/x-amazon-apigateway-'

const RULES: readonly Rule[] = [
  {
    level: 'lost',
    rule: 'api/resource-policy',
    message: 'HTTP APIs have no resource policies: callers that it keeps out today would get through.',
    pointer: `${EXTENSION}policy`,
    applies: ({ policy }) => policy !== undefined,
  },
  {
    level: 'lost',
    rule: 'api/endpoint-type',
    message: 'HTTP APIs are Regional: there are no edge-optimized and no private ones.',
    pointer: `${EXTENSION}endpoint-configuration`,
    applies: ({ endpointConfiguration: { types = [] } }) => types.some((type) => type !== 'REGIONAL'),
  },
  {
    level: 'lost',
    rule: 'api/gateway-responses',
    message: 'The errors of HTTP APIs cannot be customised.',
    pointer: `${EXTENSION}gateway-responses`,
    applies: ({ gatewayResponses }) => gatewayResponses.size > 0,
  },
  {
    level: 'lost',
    rule: 'api/compression',
    message: 'HTTP APIs do not compress.',
    pointer: `${EXTENSION}minimum-compression-size`,
    applies: ({ minimumCompressionSize }) => minimumCompressionSize !== undefined,
  },
  {
    level: 'changed',
    rule: 'api/binary-media-types',
    message: 'HTTP APIs decide by the content type alone what is binary, and decode what a function marks as base64.',
    pointer: `${EXTENSION}binary-media-types`,
    applies: ({ binaryMediaTypes }) => binaryMediaTypes.length > 0,
  },
  {
    level: 'lost',
    rule: 'api/models',
    message: 'HTTP APIs have no models.',
    pointer: '/components/schemas',
    applies: ({ models }) => [...models.keys()].some((name) => name !== 'Empty' && name !== 'Error'),
  },
  {
    level: 'lost',
    rule: 'api/documentation',
    message: 'HTTP APIs have no documentation parts.',
    pointer: `${EXTENSION}documentation`,
    applies: ({ documentationParts }) => documentationParts.length > 0,
  },
]

/** What concerns the whole API. */
export function apiFindings(api: RestApi, hasCors: boolean): PortabilityFinding[] {
  const found = RULES.filter(({ applies }) => applies(api)).map(({ level, rule, message, pointer }) => ({
    level,
    rule,
    message,
    pointer,
  }))
  const errors: PortabilityFinding = {
    level: 'changed',
    rule: 'api/error-bodies',
    message:
      'Bodies, headers and some statuses of the gateway’s own errors differ: 500 and 503 where REST has 502 and 504.',
    pointer: '',
  }
  const cors: PortabilityFinding = {
    level: 'changed',
    rule: 'api/cors',
    message: 'OPTIONS methods with MOCK integrations became the CORS configuration of the API: one for all routes.',
    pointer: `${EXTENSION}cors`,
  }
  return [...found, errors, ...(hasCors ? [cors] : [])]
}

const HEADER = 'method.response.header.Access-Control-'

/** Whether a method only answers preflights. */
export function isPreflightMock(method: Method): boolean {
  return method.httpMethod === 'OPTIONS' && method.integration?.type === 'MOCK' && corsHeaders(method).size > 0
}

function corsHeaders({ integration }: Method): Map<string, string> {
  const headers = new Map<string, string>()
  for (const { responseParameters } of integration?.integrationResponses ?? []) {
    for (const [target, source] of responseParameters) {
      if (!target.toLowerCase().startsWith(HEADER.toLowerCase()) || !/^'.*'$/.test(source)) continue
      headers.set(target.slice(HEADER.length).toLowerCase(), source.slice(1, -1))
    }
  }
  return headers
}

/** The CORS configuration that does what the API's preflight mocks do; `undefined` when there are none. */
export function corsOfMocks(api: RestApi): CorsConfiguration | undefined {
  const mocks = [...api.resources.values()].flatMap(({ methods }) => [...methods.values()].filter(isPreflightMock))
  if (mocks.length === 0) return undefined
  const values = (name: string): string[] => [
    ...new Set(
      mocks.flatMap((method) =>
        (corsHeaders(method).get(name) ?? '')
          .split(',')
          .flatMap((value) => (value.trim() === '' ? [] : [value.trim()])),
      ),
    ),
  ]
  const allowOrigins = values('allow-origin')
  const [maxAge] = values('max-age')
  return {
    allowOrigins,
    allowMethods: values('allow-methods'),
    allowHeaders: values('allow-headers'),
    exposeHeaders: values('expose-headers'),
    // The service refuses credentials together with `*`.
    allowCredentials: values('allow-credentials').includes('true') && !allowOrigins.includes('*'),
    ...(maxAge !== undefined && /^\d+$/.test(maxAge) && { maxAge: Number(maxAge) }),
  }
}
