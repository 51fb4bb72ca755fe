import type { HttpApi, HttpRoute } from '../../api/http-model.js'
import type { HttpStageConfig } from '../../config/http-types.js'
import { toText } from '../../http/body.js'
import type { JsonValue } from '../../json/json-value.js'
import { parseStrictJson } from '../../json/index.js'
import type { Router } from '../../routing/router.js'
import type { HttpRequestSources } from '../../transformer/http-mapping.js'
import type { RequestSources } from '../../transformer/sources.js'
import { BaseInvocation, type ServedStage } from '../base-invocation.js'
import { httpContextValue } from './context.js'
import type { Cors } from './cors.js'

/** One element of the pipeline: looks at the invocation, fills in its part, or throws a refusal. */
export interface HttpStep {
  readonly name: string
  /** Pointer to the setting that the step was made from. */
  readonly pointer?: string
  readonly run: (invocation: HttpInvocation) => void | Promise<void>
}

/** A route of a deployed stage, with the steps that it has. */
export interface DeployedRoute {
  readonly route: HttpRoute
  readonly variableNames: readonly string[]
  /** Made at the first request. */
  readonly steps: readonly HttpStep[]
}

/** A deployment of an HTTP API as a stage serves it. Immutable: a change is a new one. */
export interface DeployedHttpStage extends ServedStage {
  readonly protocolType: 'HTTP'
  readonly api: HttpApi
  readonly settings: HttpStageConfig
  readonly router: Router<DeployedRoute>
  /** Answers preflights and adds the headers of cross-origin answers; where the API has a configuration for it. */
  readonly cors: Cors | undefined
}

/** What an authorizer found out about the caller. */
export interface HttpAuthorizerContext {
  /** JWT: each claim as text, in the service's writing. */
  readonly claims?: Readonly<Record<string, string>>
  /** JWT: what the route asks for, of what the token has; `null` where the route asks for nothing (observed). */
  readonly scopes?: readonly string[] | null
  /** Lambda: the function's `context`, its types kept. */
  readonly context?: Readonly<Record<string, unknown>>
  readonly principalId?: string
}

/** One request on its way through an HTTP API: a single object of fixed shape that the steps fill in from top to bottom. */
export class HttpInvocation extends BaseInvocation<DeployedHttpStage> implements RequestSources, HttpRequestSources {
  route: DeployedRoute | undefined = undefined
  authorizer: HttpAuthorizerContext | undefined = undefined
  /** Set when the gateway answers a preflight by itself. */
  isPreflight = false
  /** Set when a function answered: without a content type of its own it is given one. */
  isFunctionAnswer = false

  #pathParameters: Readonly<Record<string, string>> | undefined = undefined
  #json: JsonValue | undefined = undefined

  /** HTTP APIs have one id for a request: `apigw-requestid` (recorded). */
  override get requestId(): string {
    return this.runtime.ids.extendedRequestId(this.sequence)
  }

  override get extendedRequestId(): string {
    return this.requestId
  }

  /** Names of the route's variables → what stands there, percent-decoded (recorded). */
  get pathParameters(): Readonly<Record<string, string>> {
    return (this.#pathParameters ??= this.#readPathParameters())
  }

  /** The path as called, percent-decoded (recorded); a named stage stands in front. */
  get rawPath(): string {
    return decodePath(this.calledPath)
  }

  /** In any case; repeats joined with commas (documented). */
  header(name: string): string | undefined {
    const values = this.headerAll(name)
    return values.length > 1 ? values.join(',') : values[0]
  }

  headerInAnyCase(name: string): string | undefined {
    return this.header(name)
  }

  headerAll(name: string): readonly string[] {
    return this.headers.getAll(name.toLowerCase())
  }

  query(name: string): string | undefined {
    const values = this.queryAll(name)
    return values.length > 1 ? values.join(',') : values[0]
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
    return httpContextValue(this, path)
  }

  bodyText(): string {
    return this.body === undefined ? '' : toText(this.body)
  }

  /** The body as JSON, up to 100 KB of it (documented); `null` when it is none. */
  bodyJson(): JsonValue {
    return (this.#json ??= readJson(this.bodyText()))
  }

  #readPathParameters(): Readonly<Record<string, string>> {
    const parameters = Object.create(null) as Record<string, string>
    const names = this.route?.variableNames ?? []
    for (let i = 0; i < names.length; i++) parameters[names[i] as string] = decodePath(this.pathValues[i] ?? '')
    return parameters
  }
}

const JSON_LIMIT = 102_400

/** A payload's JSON as mappings read it; `null` for what is none. */
export function readJson(text: string): JsonValue {
  try {
    return parseStrictJson(text.slice(0, JSON_LIMIT))
  } catch {
    return null
  }
}

/** Percent-decodes a path; one that is no UTF-8 stays as it came. */
export function decodePath(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
