import type { ContextSource, ContextValue } from '../transformer/template/index.js'
import type { RequestHeaders } from '../http/request-headers.js'
import type { HandleRequest } from '../http/request.js'

/** Who signed the request, as `$context.identity.*` shows it. */
export interface SignerIdentity {
  readonly accessKey?: string
  readonly accountId?: string
  readonly caller?: string
  readonly user?: string
  readonly userArn?: string
  readonly principalOrgId?: string
  readonly cognitoAuthenticationProvider?: string
  readonly cognitoAuthenticationType?: string
  readonly cognitoIdentityId?: string
  readonly cognitoIdentityPoolId?: string
}

/** What `$context.authorizer.*` shows. */
export interface AuthorizerFacts {
  readonly principalId?: string
  /** Already as text. */
  readonly values: Readonly<Record<string, string>>
  /** Cognito: the claims, as text. */
  readonly claims?: Readonly<Record<string, string>>
}

/** The facts of an invocation that `$context` shows. */
export interface ContextFacts {
  readonly request: HandleRequest
  readonly runtime: { readonly accountId: string }
  readonly now: number
  readonly httpMethod: string
  readonly calledPath: string
  readonly domainName: string
  readonly requestId: string
  readonly extendedRequestId: string
  readonly traceId: string
  readonly sourceIp: string
  readonly headers: RequestHeaders
  readonly method: { readonly resourceId: string; readonly resourcePath: string } | undefined
  readonly stage: {
    readonly name: string
    readonly apiId: string
    readonly deploymentId: string
    readonly hasCanary: boolean
    readonly isCanary: boolean
    readonly settings: { readonly tracingEnabled?: boolean; readonly webAclArn?: string }
  }
  readonly authorizer: AuthorizerFacts | undefined
  readonly signer: SignerIdentity | undefined
  readonly apiKey: { readonly id: string; readonly value: string } | undefined
  readonly wafResponseCode: string | undefined
  readonly waf: { readonly error?: string; readonly latency: number; readonly status: number } | undefined
}

type Reader = (facts: ContextFacts) => ContextValue

/**
 * `$context` of a REST facts. The names stand in the order in which the service's own map shows them (recorded).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
const VALUES: Readonly<Record<string, Reader>> = {
  resourceId: (facts) => facts.method?.resourceId,
  authorizer: (facts) => (facts.authorizer === undefined ? undefined : new ContextNode(authorizerOf(facts))),
  resourcePath: (facts) => facts.method?.resourcePath,
  httpMethod: (facts) => facts.httpMethod,
  extendedRequestId: (facts) => facts.extendedRequestId,
  requestTime: (facts) => formatRequestTime(facts.now),
  path: (facts) => facts.calledPath,
  accountId: (facts) => facts.runtime.accountId,
  protocol: () => 'HTTP/1.1',
  requestOverride: () => undefined,
  stage: (facts) => facts.stage.name,
  domainPrefix: (facts) => domainPrefix(facts.domainName),
  requestTimeEpoch: (facts) => facts.now,
  requestId: (facts) => facts.requestId,
  identity: (facts) => new IdentityNode(facts),
  domainName: (facts) => facts.domainName,
  deploymentId: (facts) => facts.stage.deploymentId,
  responseOverride: () => undefined,
  apiId: (facts) => facts.stage.apiId,
  isCanaryRequest: (facts) => (facts.stage.hasCanary ? facts.stage.isCanary : undefined),
  xrayTraceId: (facts) => (facts.stage.settings.tracingEnabled === true ? traceRoot(facts.traceId) : undefined),
  waf: (facts) => (facts.waf === undefined ? undefined : new ContextNode({ ...facts.waf })),
  wafResponseCode: (facts) => facts.wafResponseCode,
  webaclArn: (facts) => facts.stage.settings.webAclArn,
}

// In the map only when there is something to show.
const OPTIONAL = new Set(['authorizer', 'isCanaryRequest', 'xrayTraceId', 'waf', 'wafResponseCode', 'webaclArn'])

/** The `$context` values of an invocation, each read when it is asked for. */
export function restContext(facts: ContextFacts): ContextSource {
  return new RestContext(facts)
}

class RestContext implements ContextSource {
  readonly #facts: ContextFacts

  constructor(facts: ContextFacts) {
    this.#facts = facts
  }

  get(name: string): ContextValue {
    return Object.hasOwn(VALUES, name) ? VALUES[name]?.(this.#facts) : undefined
  }

  keys(): string[] {
    return Object.keys(VALUES).filter((name) => !OPTIONAL.has(name) || this.get(name) !== undefined)
  }
}

const IDENTITY: Readonly<Record<string, Reader>> = {
  cognitoIdentityPoolId: ({ signer }) => signer?.cognitoIdentityPoolId ?? null,
  accountId: ({ signer }) => signer?.accountId ?? null,
  cognitoIdentityId: ({ signer }) => signer?.cognitoIdentityId ?? null,
  caller: ({ signer }) => signer?.caller ?? null,
  sourceIp: (facts) => facts.sourceIp,
  principalOrgId: ({ signer }) => signer?.principalOrgId ?? null,
  accessKey: ({ signer }) => signer?.accessKey ?? null,
  cognitoAuthenticationType: ({ signer }) => signer?.cognitoAuthenticationType ?? null,
  cognitoAuthenticationProvider: ({ signer }) => signer?.cognitoAuthenticationProvider ?? null,
  userArn: ({ signer }) => signer?.userArn ?? null,
  userAgent: (facts) => facts.headers.get('user-agent') ?? null,
  user: ({ signer }) => signer?.user ?? null,
  apiKey: ({ apiKey }) => apiKey?.value,
  apiKeyId: ({ apiKey }) => apiKey?.id,
  vpcId: ({ request }) => request.vpcId,
  vpceId: ({ request }) => request.vpcEndpointId,
  clientCert: ({ request }) => {
    const certificate = request.tls?.clientCert
    return certificate === undefined ? undefined : new ContextNode({ ...certificate, chainPem: undefined })
  },
}

const ALWAYS_IN_IDENTITY = Object.keys(IDENTITY).slice(0, 12)

class IdentityNode implements ContextSource {
  readonly #facts: ContextFacts

  constructor(facts: ContextFacts) {
    this.#facts = facts
  }

  get(name: string): ContextValue {
    return Object.hasOwn(IDENTITY, name) ? IDENTITY[name]?.(this.#facts) : undefined
  }

  keys(): string[] {
    return Object.keys(IDENTITY).filter((name) => ALWAYS_IN_IDENTITY.includes(name) || this.get(name) !== undefined)
  }
}

/** A plain object as a node of `$context`; only its own values can be read. */
class ContextNode implements ContextSource {
  readonly #values: Readonly<Record<string, unknown>>

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values
  }

  get(name: string): ContextValue {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined
    return typeof value === 'object' && value !== null
      ? new ContextNode(value as Record<string, unknown>)
      : (value as ContextValue)
  }

  keys(): string[] {
    return Object.keys(this.#values).filter((name) => this.#values[name] !== undefined)
  }
}

function authorizerOf({ authorizer }: ContextFacts): Readonly<Record<string, unknown>> {
  if (authorizer === undefined) return {}
  const { principalId, values, claims } = authorizer
  return {
    ...values,
    ...(principalId === undefined ? {} : { principalId }),
    ...(claims === undefined ? {} : { claims }),
  }
}

/** The first label of a host. */
export function domainPrefix(domainName: string): string {
  const dot = domainName.indexOf('.')
  return dot < 0 ? domainName : domainName.slice(0, dot)
}

function traceRoot(traceId: string): string {
  return /Root=([^;]+)/.exec(traceId)?.[1] ?? traceId
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

let lastSecond = Number.NaN
let lastText = ''

/** `dd/MMM/yyyy:HH:mm:ss +0000`. All requests of a second share the text: making it costs more than a route look-up. */
export function formatRequestTime(ms: number): string {
  const second = Math.floor(ms / 1000)
  if (second !== lastSecond) {
    lastText = writeRequestTime(new Date(ms))
    lastSecond = second
  }
  return lastText
}

function writeRequestTime(date: Date): string {
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}
