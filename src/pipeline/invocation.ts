import type { Method, RestApi } from '../api/model.js'
import type { StageConfig } from '../config/types.js'
import { toBase64, toText } from '../http/body.js'
import { type BinaryMatcher, mimeType } from '../http/media-type.js'
import { lowerHeaderName } from '../http/header-names.js'
import type { RequestHeaders } from '../http/request-headers.js'
import type { JsonValue } from '../json/json-value.js'
import type { CompiledPolicy } from '../policy/index.js'
import type { GatewayResponses } from '../responses/gateway-responses.js'
import type { Router } from '../routing/router.js'
import type { Subscription } from '../throttle/index.js'
import { createTemplateContext, type TemplateContext, type TemplateInput } from '../transformer/template/index.js'
import type { RequestSources } from '../transformer/sources.js'
import { BaseInvocation, type ServedStage } from './base-invocation.js'
import type { EdgeVisit } from '../stage/edge-headers.js'
import type { WafFacts, WebAclCheck } from './rest/web-acl.js'
import { readPayload } from './payload.js'
import { type AuthorizerFacts, type ContextFacts, restContext } from './rest-context.js'

/** One element of the pipeline: looks at the invocation, fills in its part, or throws a refusal. */
export interface Step {
  /** The name that `explain`, logs and traces show. */
  readonly name: string
  /** Pointer to the setting that the step was made from. */
  readonly pointer?: string
  readonly run: (invocation: Invocation) => void | Promise<void>
}

/** A method of a deployed stage, with the steps that it has. */
export interface DeployedMethod {
  readonly resourceId: string
  readonly resourcePath: string
  readonly variableNames: readonly string[]
  readonly method: Method
  /** The steps from authorization to the integration response; made at the first request. */
  readonly steps: readonly Step[]
}

/** A deployment as a stage serves it. Immutable: a change is a new one. */
export interface DeployedStage extends ServedStage {
  readonly protocolType: 'REST'
  readonly api: RestApi
  readonly deploymentId: string
  readonly settings: StageConfig
  /** Whether a request to the stage may be the canary's; this deployment is the canary's when it is in `canary` of another. */
  readonly canary?: {
    readonly percentTraffic: number
    readonly stage: DeployedStage
    /** Requests since the canary was made, counted apart. */
    readonly requests: { production: number; canary: number }
  }
  /** Set on the deployment that a canary serves. */
  readonly isCanary: boolean
  /** Whether `$context.isCanaryRequest` is there at all. */
  readonly hasCanary: boolean
  readonly router: Router<DeployedMethod>
  /** Asks the web ACL of the stage; there is none of stages without one. */
  readonly inspectWebAcl?: WebAclCheck
  readonly isBinary: BinaryMatcher
  readonly gatewayResponses: GatewayResponses
}

/** What an authorizer found out about the caller. */
export interface AuthorizerContext extends AuthorizerFacts {
  /** What the function returned as `context`, with its types, for the proxy event. */
  readonly raw?: Readonly<Record<string, unknown>>
  /** Cognito: the scopes of an access token. */
  readonly scopes?: readonly string[]
  readonly usageIdentifierKey?: string
  /** Milliseconds that the authorizer took. */
  readonly integrationLatency: number
}

/**
 * One request on its way through a REST API: a single object of fixed shape that the steps fill in from top to bottom.
 * What only some requests need is made when it is first read.
 */
export class Invocation extends BaseInvocation<DeployedStage> implements RequestSources, ContextFacts {
  method: DeployedMethod | undefined = undefined
  authorizer: AuthorizerContext | undefined = undefined
  apiKey: { readonly id: string; readonly value: string } | undefined = undefined
  /** The usage plan that the key may call the stage by. */
  subscription: Subscription | undefined = undefined
  /** The caller's own policies, of authorizers that have some: what says whether an action on the method is allowed. */
  policies: Pick<CompiledPolicy, 'evaluate'> | undefined = undefined
  /** Value of a `Warning` header for the answer. */
  warning: string | undefined = undefined
  /** The way through the edge, of edge-optimized APIs. */
  edge: EdgeVisit | undefined = undefined
  wafResponseCode: string | undefined = undefined
  /** What `$context.waf.*` shows. */
  waf: WafFacts | undefined = undefined
  cacheKey: string | undefined = undefined
  /** Whether the answer carries `X-Amzn-Trace-Id`: those of AWS, AWS_PROXY and HTTP integrations do (recorded). */
  tracesResponse = false

  #pathParameters: Readonly<Record<string, string>> | undefined = undefined
  #payload: JsonValue | undefined = undefined
  #payloadRead = false
  #templateContext: TemplateContext | undefined = undefined

  /** Behind the edge, the edge is the peer. */
  override get peerAddress(): string {
    return this.edge?.address ?? this.sourceIp
  }

  get pathParameters(): Readonly<Record<string, string>> {
    return (this.#pathParameters ??= this.#readPathParameters())
  }

  /** A client may give the id of its request, if it is a UUID (documented). */
  override get requestId(): string {
    const sent = this.scan.requestId
    return sent !== undefined && UUID.test(sent) ? sent : this.runtime.ids.requestId(this.sequence)
  }

  override get extendedRequestId(): string {
    return this.runtime.ids.extendedRequestId(this.sequence)
  }

  /** Whether the payload is binary: the content type is one of the API's binary media types. */
  get hasBinaryBody(): boolean {
    if (this.stage.api.binaryMediaTypes.length === 0) return false
    const type = this.scan.contentType
    return this.stage.isBinary(type === undefined ? 'application/json' : mimeType(type))
  }

  /** The `$context` that both templates see; one object, so that what the first puts there the second can read (recorded). */
  get templateContext(): TemplateContext {
    return (this.#templateContext ??= createTemplateContext(restContext(this)))
  }

  /** The context if a template has made it already. */
  get templateContextIfMade(): TemplateContext | undefined {
    return this.#templateContext
  }

  /** `$input` over a payload. */
  templateInput(body: string): TemplateInput {
    return new InvocationInput(this, body)
  }

  header(name: string): string | undefined {
    const key = name.toLowerCase()
    // The service writes this one name its own way, however the client did (recorded).
    if (name === 'Authorization') return this.headers.get(key)
    return HIDDEN_HEADERS.has(key) ? undefined : this.headers.exact(name)
  }

  headerInAnyCase(name: string): string | undefined {
    return this.headers.last(lowerHeaderName(name))
  }

  headerAll(name: string): readonly string[] {
    return HIDDEN_HEADERS.has(name.toLowerCase()) ? [] : this.headers.exactAll(name)
  }

  query(name: string): string | undefined {
    return this.queryParameters.single[name]
  }

  queryAll(name: string): readonly string[] {
    return this.queryParameters.multi[name] ?? []
  }

  path(name: string): string | undefined {
    return this.pathParameters[name]
  }

  stageVariable(name: string): string | undefined {
    const { variables } = this.stage
    return Object.hasOwn(variables, name) ? variables[name] : undefined
  }

  contextValue(path: readonly string[]): string | undefined {
    let value: unknown = restContext(this)
    for (const name of path) {
      if (typeof value !== 'object' || value === null) return undefined
      value = (value as { get(name: string): unknown }).get(name)
    }
    return typeof value === 'string'
      ? value
      : typeof value === 'number' || typeof value === 'boolean'
        ? `${value}`
        : undefined
  }

  bodyText(): string {
    const { body } = this
    if (body === undefined || body.length === 0) return '{}'
    return this.hasBinaryBody ? toBase64(body) : toText(body)
  }

  bodyJson(): JsonValue {
    if (!this.#payloadRead) {
      this.#payload = readPayload(this.bodyText())
      this.#payloadRead = true
    }
    return this.#payload as JsonValue
  }

  #readPathParameters(): Readonly<Record<string, string>> {
    const parameters = Object.create(null) as Record<string, string>
    const names = this.method?.variableNames ?? []
    for (let i = 0; i < names.length; i++) parameters[names[i] as string] = this.pathValues[i] ?? ''
    return parameters
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Headers that are dropped on arrival: no mapping and no template sees them (recorded). */
export const HIDDEN_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'www-authenticate',
])

class InvocationInput implements TemplateInput {
  readonly body: string
  readonly #invocation: Invocation
  #header: Readonly<Record<string, string>> | undefined = undefined

  constructor(invocation: Invocation, body: string) {
    this.#invocation = invocation
    this.body = body
  }

  get params(): this {
    return this
  }

  get path(): Readonly<Record<string, string>> {
    return this.#invocation.pathParameters
  }

  get querystring(): Readonly<Record<string, string>> {
    return this.#invocation.queryParameters.single
  }

  get header(): Readonly<Record<string, string>> {
    return (this.#header ??= visibleHeaders(this.#invocation.headers))
  }
}

function visibleHeaders(headers: RequestHeaders): Readonly<Record<string, string>> {
  const visible = Object.create(null) as Record<string, string>
  for (let i = 0; i < headers.size; i++) {
    if (!HIDDEN_HEADERS.has(headers.lowerNames[i] as string))
      visible[headers.names[i] as string] = headers.values[i] as string
  }
  return visible
}
