import { toBase64, toText } from '../http/body.js'
import type { Invocation } from '../pipeline/invocation.js'
import { formatRequestTime } from '../pipeline/rest-context.js'
import { addValue, eachEventHeader } from './event-headers.js'
import { setOwn } from './own-property.js'

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
const PARTS = Symbol('parts')

/** The costly parts of an event, each made when it is first read. */
class EventParts {
  readonly #invocation: Invocation
  readonly #made: Partial<Pick<ProxyEvent, PartName>> = {}

  constructor(invocation: Invocation) {
    this.#invocation = invocation
  }

  read(name: PartName): ProxyEvent[PartName] {
    if (!(name in this.#made)) this.write(name, MAKERS[name](this.#invocation))
    return this.#made[name] as ProxyEvent[PartName]
  }

  write(name: PartName, value: unknown): void {
    ;(this.#made as Record<string, unknown>)[name] = value
  }
}

const MAKERS = {
  headers: eventHeaders,
  multiValueHeaders: eventMultiValueHeaders,
  queryStringParameters: (invocation: Invocation) => ({ ...invocation.queryParameters.single }),
  multiValueQueryStringParameters: multiValues,
  requestContext: createRequestContext,
}

type PartName = keyof typeof MAKERS
type LazyEvent = ProxyEvent & { readonly [PARTS]: EventParts }

// One pair of accessors for all events: with a pair of its own, each event would get a hidden class of its own, and the
// garbage collector would spend more on those than the event is worth.
const ACCESSORS = Object.fromEntries(
  (Object.keys(MAKERS) as PartName[]).map((name) => [
    name,
    {
      enumerable: true,
      configurable: true,
      get(this: LazyEvent) {
        return this[PARTS].read(name)
      },
      set(this: LazyEvent, value: unknown) {
        this[PARTS].write(name, value)
      },
    },
  ]),
) as Readonly<Record<PartName, PropertyDescriptor>>

// Node prints accessors as `[Getter/Setter]`: people want to see the event.
const INSPECTOR: PropertyDescriptor = {
  value(this: ProxyEvent) {
    return { ...this }
  },
}

/** Makes the event of an invocation. */
export function createProxyEvent(invocation: Invocation): ProxyEvent {
  const { body, method, resourcePath, rawQuery, stage } = invocation
  const isBase64Encoded = body !== undefined && invocation.hasBinaryBody
  const define = Object.defineProperty
  const event = {
    resource: method?.resourcePath ?? '/',
    path: resourcePath === '' ? '/' : resourcePath,
    httpMethod: invocation.httpMethod,
  } as ProxyEvent
  define(event, PARTS, { value: new EventParts(invocation) })
  define(event, INSPECT, INSPECTOR)
  define(event, 'headers', ACCESSORS.headers)
  define(event, 'multiValueHeaders', ACCESSORS.multiValueHeaders)
  if (rawQuery === '') {
    event.queryStringParameters = null
    event.multiValueQueryStringParameters = null
  } else {
    define(event, 'queryStringParameters', ACCESSORS.queryStringParameters)
    define(event, 'multiValueQueryStringParameters', ACCESSORS.multiValueQueryStringParameters)
  }
  event.pathParameters = rawPathParameters(invocation)
  event.stageVariables = stage.hasVariables ? { ...stage.variables } : null
  define(event, 'requestContext', ACCESSORS.requestContext)
  event.body = body === undefined || body.length === 0 ? null : isBase64Encoded ? toBase64(body) : toText(body)
  event.isBase64Encoded = isBase64Encoded
  return event
}

// Names keep their case; only `Authorization` is written the service's way (recorded).
function eventHeaders(invocation: Invocation): Record<string, string> {
  const headers: Record<string, string> = {}
  eachEventHeader(invocation, headers, setOwn)
  return headers
}

function eventMultiValueHeaders(invocation: Invocation): Record<string, string[]> {
  const headers: Record<string, string[]> = {}
  eachEventHeader(invocation, headers, addValue)
  return headers
}

function multiValues(invocation: Invocation): Record<string, string[]> {
  const values: Record<string, string[]> = {}
  for (const [name, list] of Object.entries(invocation.queryParameters.multi)) setOwn(values, name, [...list])
  return values
}

// Unlike query parameters, path parameters keep their percent-escapes (recorded).
function rawPathParameters(invocation: Invocation): Record<string, string> | null {
  const names = invocation.method?.variableNames
  if (names === undefined || names.length === 0) return null
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
  if (claims !== undefined)
    return { authorizer: { claims: { ...claims }, ...(scopes !== undefined && { scopes: [...scopes] }) } }
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
