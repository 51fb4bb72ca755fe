import type { WebSocketApi, WebSocketRoute } from '../../api/websocket-model.js'
import type { WebSocketStageConfig } from '../../config/websocket-types.js'
import { toText } from '../../http/body.js'
import type { HandleRequest } from '../../http/request.js'
import type { JsonValue } from '../../json/json-value.js'
import { parseStrictJson } from '../../json/parse-json.js'
import type { Router } from '../../routing/router.js'
import type { RequestSources } from '../../transformer/sources.js'
import { createTemplateContext, type TemplateContext, type TemplateInput } from '../../transformer/template/index.js'
import type { Runtime } from '../../runtime/runtime.js'
import type { Subscription } from '../../throttle/index.js'
import { BaseInvocation, type ServedStage } from '../base-invocation.js'
import { HIDDEN_HEADERS } from '../invocation.js'
import type { SignerIdentity } from '../rest-context.js'
import { webSocketContext } from './context.js'
import type { SignatureCheck } from './signature.js'

/** One element of the pipeline: looks at the invocation, fills in its part, or throws a refusal. */
export interface WebSocketStep {
  readonly name: string
  /** Pointer to the setting that the step was made from. */
  readonly pointer?: string
  readonly run: (invocation: WebSocketInvocation) => void | Promise<void>
}

/** A route of a deployed stage, with the steps that it has. */
export interface DeployedWebSocketRoute {
  readonly route: WebSocketRoute
  /** Made at the route's first event. */
  readonly steps: readonly WebSocketStep[]
}

/** A deployment of a WebSocket API as a stage serves it. Immutable: a change is a new one. */
export interface DeployedWebSocketStage extends ServedStage {
  readonly protocolType: 'WEBSOCKET'
  readonly api: WebSocketApi
  readonly settings: WebSocketStageConfig
  readonly routes: ReadonlyMap<string, DeployedWebSocketRoute>
  /** The route of a message; `undefined` when none fits and there is no `$default`. */
  readonly select: (invocation: WebSocketInvocation) => DeployedWebSocketRoute | undefined
  /** Verifies who calls `@connections`; missing where the gateway cannot look callers up. */
  readonly checkManager: SignatureCheck | undefined
  /** What plain HTTP requests find: the paths below `/@connections`. */
  readonly router: Pick<Router<DeployedWebSocketRoute>, 'find' | 'routes'>
}

/** What an authorizer found out about a client, for as long as it is connected. */
export interface WebSocketAuthorizerFacts {
  readonly principalId: string
  /** As text. */
  readonly values: Readonly<Record<string, string>>
  readonly usageIdentifierKey?: string
}

/** What is known of a client from its upgrade on; every event of its connection shares it. */
export interface ClientFacts {
  readonly connectionId: string
  /** Milliseconds of the gateway's clock. */
  readonly connectedAt: number
  readonly sourceIp: string
  readonly userAgent: string | undefined
  readonly domainName: string
  authorizer: WebSocketAuthorizerFacts | undefined
  signer: SignerIdentity | undefined
  apiKey: { readonly id: string; readonly value: string } | undefined
}

/** What happens to a connection. */
export type WebSocketEvent =
  | { readonly eventType: 'CONNECT'; readonly request: HandleRequest; readonly rawQuery: string }
  | { readonly eventType: 'MESSAGE'; readonly body: string }
  | { readonly eventType: 'DISCONNECT'; readonly code: number; readonly reason: string }

/** One event of a connection on its way through its route: a single object of fixed shape that the steps fill in. */
export class WebSocketInvocation extends BaseInvocation<DeployedWebSocketStage> implements RequestSources {
  readonly event: WebSocketEvent
  readonly client: ClientFacts
  route: DeployedWebSocketRoute | undefined = undefined
  subscription: Subscription | undefined = undefined
  /** `$connect`: the subprotocol that the integration chose. */
  subprotocol: string | undefined = undefined

  #messageId: string | undefined = undefined
  #json: JsonValue | undefined = undefined
  #jsonRead = false
  #templateContext: TemplateContext | undefined = undefined

  constructor(runtime: Runtime, stage: DeployedWebSocketStage, client: ClientFacts, event: WebSocketEvent) {
    const isConnect = event.eventType === 'CONNECT'
    super(runtime, {
      // Messages have no request of their own: what is left of the client's is the facts.
      request: isConnect ? event.request : { method: '', path: '', host: client.domainName, sourceIp: client.sourceIp },
      stage,
      resourcePath: '',
      rawQuery: isConnect ? event.rawQuery : '',
      calledPath: `/${stage.name}`,
    })
    this.event = event
    this.client = client
    // What ARNs and logs name: `…/prod/$connect`.
    this.httpMethod = this.routeKey
    if (event.eventType === 'MESSAGE') this.body = event.body
  }

  /** `$connect`, `$disconnect`, or the key of the route that the message took. */
  get routeKey(): string {
    if (this.event.eventType === 'CONNECT') return '$connect'
    return this.event.eventType === 'DISCONNECT' ? '$disconnect' : (this.route?.route.routeKey ?? '$default')
  }

  // WebSocket events have one id under both names (recorded).
  override get requestId(): string {
    return this.runtime.ids.extendedRequestId(this.sequence)
  }

  override get extendedRequestId(): string {
    return this.requestId
  }

  get messageId(): string | undefined {
    if (this.event.eventType !== 'MESSAGE') return undefined
    return (this.#messageId ??= this.runtime.ids.extendedRequestId(this.runtime.ids.next()))
  }

  /** Nothing in a route key is a path: observers of other protocols read it. */
  get pathParameters(): Readonly<Record<string, string>> {
    return NONE
  }

  get templateContext(): TemplateContext {
    return (this.#templateContext ??= createTemplateContext(webSocketContext(this)))
  }

  /** The context if a template has made it already. */
  get templateContextIfMade(): TemplateContext | undefined {
    return this.#templateContext
  }

  /** `$input` over a payload. */
  templateInput(body: string): TemplateInput {
    return new EventInput(this, body)
  }

  header(name: string): string | undefined {
    return HIDDEN_HEADERS.has(name.toLowerCase()) ? undefined : this.headerInAnyCase(name)
  }

  headerInAnyCase(name: string): string | undefined {
    return this.headers.getAll(name.toLowerCase()).at(-1)
  }

  headerAll(name: string): readonly string[] {
    const key = name.toLowerCase()
    return HIDDEN_HEADERS.has(key) ? [] : this.headers.getAll(key)
  }

  query(name: string): string | undefined {
    return this.queryParameters.single[name]
  }

  queryAll(name: string): readonly string[] {
    return this.queryParameters.multi[name] ?? []
  }

  path(): undefined {
    return undefined
  }

  stageVariable(name: string): string | undefined {
    const { variables } = this.stage
    return Object.hasOwn(variables, name) ? variables[name] : undefined
  }

  contextValue(path: readonly string[]): string | undefined {
    let value: unknown = webSocketContext(this)
    for (const name of path) {
      if (typeof value !== 'object' || value === null) return undefined
      value = (value as { get(name: string): unknown }).get(name)
    }
    if (typeof value === 'number' || typeof value === 'boolean') return `${value}`
    return typeof value === 'string' && value !== '' ? value : undefined
  }

  bodyText(): string {
    return this.body === undefined ? '' : toText(this.body)
  }

  /** The message as JSON for mappings: of one that is none there is nothing to map. */
  bodyJson(): JsonValue {
    return this.jsonIfAny() ?? null
  }

  /** The message as JSON; `undefined` when it is none. Read once. */
  jsonIfAny(): JsonValue | undefined {
    if (!this.#jsonRead) {
      this.#jsonRead = true
      try {
        if (this.body !== undefined) this.#json = parseStrictJson(toText(this.body))
      } catch {
        this.#json = undefined
      }
    }
    return this.#json
  }
}

const NONE: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>)

/** `$input` of an event; only `$connect` has parameters. */
class EventInput implements TemplateInput {
  readonly body: string
  readonly path = NONE
  readonly #invocation: WebSocketInvocation

  constructor(invocation: WebSocketInvocation, body: string) {
    this.#invocation = invocation
    this.body = body
  }

  get params(): this {
    return this
  }

  get querystring(): Readonly<Record<string, string>> {
    return this.#invocation.queryParameters.single
  }

  get header(): Readonly<Record<string, string>> {
    const visible = Object.create(null) as Record<string, string>
    const { headers } = this.#invocation
    for (const [i, name] of headers.names.entries())
      if (!HIDDEN_HEADERS.has(headers.lowerNames[i] as string)) visible[name] = headers.values[i] as string
    return visible
  }
}
