import { toBase64, toText } from '../http/body.js'
import type { Invocation } from '../pipeline/invocation.js'
import { HIDDEN_HEADERS } from '../pipeline/invocation.js'
import { formatRequestTime } from '../pipeline/rest-context.js'

/**
 * The event of a Lambda proxy integration of a REST API, payload format 1.0. Its costly parts are own enumerable accessors,
 * made when they are first read: the event prints, spreads, clones and stringifies like the plain object that it stands for.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export interface ProxyEvent {
  resource: string
  path: string
  httpMethod: string
  headers: Record<string, string> | null
  multiValueHeaders: Record<string, string[]> | null
  queryStringParameters: Record<string, string> | null
  multiValueQueryStringParameters: Record<string, string[]> | null
  pathParameters: Record<string, string> | null
  stageVariables: Record<string, string> | null
  requestContext: object
  body: string | null
  isBase64Encoded: boolean
}

const INSPECT = Symbol.for('nodejs.util.inspect.custom')
// Node prints accessors as `[Getter/Setter]`: people want to see the event.
const INSPECT_PROPERTY: PropertyDescriptor = {
  enumerable: false,
  value(this: ProxyEvent) {
    return { ...this }
  },
}

/** Makes the event of an invocation. */
export function createProxyEvent(invocation: Invocation): ProxyEvent {
  let headers: Record<string, string> | null | undefined
  let multiValueHeaders: Record<string, string[]> | null | undefined
  let query: Record<string, string> | null | undefined
  let multiValueQuery: Record<string, string[]> | null | undefined
  let pathParameters: Record<string, string> | null | undefined
  let requestContext: object | undefined
  const { body } = invocation
  const isBase64Encoded = body !== undefined && invocation.hasBinaryBody
  const event: ProxyEvent = {
    resource: invocation.method?.resourcePath ?? '/',
    path: invocation.resourcePath === '' ? '/' : invocation.resourcePath,
    httpMethod: invocation.httpMethod,
    get headers() {
      return headers === undefined ? (headers = eventHeaders(invocation)) : headers
    },
    set headers(value) {
      headers = value
    },
    get multiValueHeaders() {
      return multiValueHeaders === undefined ? (multiValueHeaders = eventMultiValueHeaders(invocation)) : multiValueHeaders
    },
    set multiValueHeaders(value) {
      multiValueHeaders = value
    },
    get queryStringParameters() {
      return query === undefined ? (query = invocation.rawQuery === '' ? null : { ...invocation.queryParameters.single }) : query
    },
    set queryStringParameters(value) {
      query = value
    },
    get multiValueQueryStringParameters() {
      return multiValueQuery === undefined ? (multiValueQuery = multiValues(invocation)) : multiValueQuery
    },
    set multiValueQueryStringParameters(value) {
      multiValueQuery = value
    },
    get pathParameters() {
      return pathParameters === undefined ? (pathParameters = rawPathParameters(invocation)) : pathParameters
    },
    set pathParameters(value) {
      pathParameters = value
    },
    stageVariables: invocation.stage.hasVariables ? { ...invocation.stage.variables } : null,
    get requestContext() {
      return (requestContext ??= createRequestContext(invocation))
    },
    set requestContext(value) {
      requestContext = value
    },
    body: body === undefined || body.length === 0 ? null : isBase64Encoded ? toBase64(body) : toText(body),
    isBase64Encoded,
  }
  return Object.defineProperty(event, INSPECT, INSPECT_PROPERTY)
}

// Names keep their case; only `Authorization` is written the service's way (recorded).
function eventHeaders(invocation: Invocation): Record<string, string> {
  const headers: Record<string, string> = {}
  eachEventHeader(invocation, (name, value) => {
    setOwn(headers, name, value)
  })
  return headers
}

function eventMultiValueHeaders(invocation: Invocation): Record<string, string[]> {
  const headers: Record<string, string[]> = {}
  eachEventHeader(invocation, (name, value) => {
    if (Object.hasOwn(headers, name)) headers[name]?.push(value)
    else setOwn(headers, name, [value])
  })
  return headers
}

/** Sets an own property, also one called `__proto__`. */
function setOwn<T>(object: Record<string, T>, name: string, value: T): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true })
  else object[name] = value
}

function eachEventHeader(invocation: Invocation, add: (name: string, value: string) => void): void {
  const { headers } = invocation
  for (let i = 0; i < headers.size; i++) {
    const key = headers.lowerNames[i] as string
    if (HIDDEN_HEADERS.has(key) || ADDED.has(key)) continue
    add(key === 'authorization' ? 'Authorization' : (headers.names[i] as string), headers.values[i] as string)
  }
  const forwarded = headers.get('x-forwarded-for')
  add('Host', headers.get('host') ?? invocation.domainName)
  add('X-Amzn-Trace-Id', invocation.traceId)
  add('X-Forwarded-For', forwarded === undefined ? invocation.sourceIp : `${forwarded}, ${invocation.sourceIp}`)
  add('X-Forwarded-Port', '443')
  add('X-Forwarded-Proto', 'https')
}

const ADDED = new Set(['host', 'x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto'])

function multiValues(invocation: Invocation): Record<string, string[]> | null {
  if (invocation.rawQuery === '') return null
  const values: Record<string, string[]> = {}
  for (const [name, list] of Object.entries(invocation.queryParameters.multi)) setOwn(values, name, [...list])
  return values
}

// Unlike query parameters, path parameters keep their percent-escapes (recorded).
function rawPathParameters(invocation: Invocation): Record<string, string> | null {
  const names = invocation.method?.variableNames ?? []
  if (names.length === 0) return null
  const parameters: Record<string, string> = {}
  for (let i = 0; i < names.length; i++) setOwn(parameters, names[i] as string, invocation.pathValues[i] ?? '')
  return parameters
}

/** `requestContext` of a REST API's events: those of proxy integrations and of REQUEST authorizers. */
export function createRequestContext(invocation: Invocation): object {
  const { stage, method } = invocation
  const dot = invocation.domainName.indexOf('.')
  return {
    resourceId: method?.resourceId,
    ...authorizerOf(invocation),
    resourcePath: method?.resourcePath,
    httpMethod: invocation.httpMethod,
    extendedRequestId: invocation.extendedRequestId,
    requestTime: formatRequestTime(invocation.now),
    path: invocation.calledPath,
    accountId: invocation.runtime.accountId,
    protocol: 'HTTP/1.1',
    stage: stage.name,
    domainPrefix: dot < 0 ? invocation.domainName : invocation.domainName.slice(0, dot),
    requestTimeEpoch: invocation.now,
    requestId: invocation.requestId,
    identity: identityOf(invocation),
    domainName: invocation.domainName,
    deploymentId: stage.deploymentId,
    apiId: stage.apiId,
    ...(stage.hasCanary && { isCanaryRequest: stage.isCanary }),
  }
}

function authorizerOf({ authorizer }: Invocation): object {
  if (authorizer === undefined) return {}
  const { claims, scopes, principalId, raw, integrationLatency } = authorizer
  if (claims !== undefined) return { authorizer: { claims: { ...claims }, ...(scopes !== undefined && { scopes: [...scopes] }) } }
  return { authorizer: { ...raw, principalId, integrationLatency } }
}

function identityOf(invocation: Invocation): object {
  const { signer, apiKey, request } = invocation
  const certificate = request.tls?.clientCert
  return {
    cognitoIdentityPoolId: signer?.cognitoIdentityPoolId ?? null,
    accountId: signer?.accountId ?? null,
    cognitoIdentityId: signer?.cognitoIdentityId ?? null,
    caller: signer?.caller ?? null,
    sourceIp: invocation.sourceIp,
    principalOrgId: signer?.principalOrgId ?? null,
    accessKey: signer?.accessKey ?? null,
    cognitoAuthenticationType: signer?.cognitoAuthenticationType ?? null,
    cognitoAuthenticationProvider: signer?.cognitoAuthenticationProvider ?? null,
    userArn: signer?.userArn ?? null,
    userAgent: invocation.headers.get('user-agent') ?? null,
    user: signer?.user ?? null,
    ...(apiKey !== undefined && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
    ...(request.vpcId !== undefined && { vpcId: request.vpcId }),
    ...(request.vpcEndpointId !== undefined && { vpceId: request.vpcEndpointId }),
    ...(certificate !== undefined && { clientCert: { ...certificate, chainPem: undefined } }),
  }
}
