import type { Apis } from './apis/index.js'
import type { HttpGatewayConfig } from './config/http-types.js'
import type { GatewayConfig } from './config/types.js'
import type { Finding } from './config/findings.js'
import type { WebSocketGatewayConfig } from './config/websocket-types.js'
import type { ClientSocket, Connection, ConnectionHub } from './connections/index.js'
import { compileGateway, type CompiledGateway } from './deployment/compile-gateway.js'
import type { AnyGatewayConfig } from './deployment/create-modules.js'
import { UsageError } from './errors.js'
import type { HandleRequest } from './http/request.js'
import { createResponse, type HandleResponse } from './http/response.js'
import { HeaderList } from './http/header-list.js'
import type { ExplainOptions, Explanation } from './observe/explain.js'
import type { GatewayCache } from './pipeline/rest/gateway-cache.js'
import type { GatewayUsage } from './throttle/index.js'
import { handleRequest, upgradeRequest } from './pipeline/handle.js'
import { toFetchHandler } from './adapters/fetch.js'
import { closing } from './responses/http-refusal.js'
import { type ResolvedTarget, resolveTarget } from './stage/resolve-target.js'

/** The request of a client that wants a WebSocket. */
export type UpgradeRequest = Omit<HandleRequest, 'method' | 'body'> & Partial<Pick<HandleRequest, 'method'>>

/** A gateway; every member may be used by itself, without the object. */
export interface Gateway {
  /**
   * Answers a request as the service answers it. Resolves to a response for anything that a client can cause; rejects
   * never, but when the program misuses it.
   */
  readonly handle: (request: HandleRequest) => Promise<HandleResponse>
  /** The same for WHATWG requests. Further arguments are ignored: frameworks pass their own there. */
  readonly fetch: (request: Request, ...ignored: unknown[]) => Promise<Response>
  /**
   * Lets a client of a WebSocket API in: its upgrade request, and the socket to answer on. Gives the connection, or the response that
   * refuses the upgrade. Rejects never, but when the program misuses it.
   */
  readonly connect: (request: UpgradeRequest, socket: ClientSocket) => Promise<Connection | HandleResponse>
  /** The clients that are connected: what `@connections` does, without a request. */
  readonly connections: Pick<ConnectionHub, 'post' | 'get' | 'delete' | 'size'>
  /** Whether a request has a route: what `fallthrough` of the adapters asks. */
  readonly matches: (request: HandleRequest) => boolean
  /**
   * `handle`, plus the way to its answer: which API and stage were meant and why, each step, what decided it, and why it refused.
   * Its deployment is made anew for the request, so this is for people and tests. `dryRun` stops before the integration.
   */
  readonly explain: (request: HandleRequest, options?: ExplainOptions) => Promise<Explanation>
  /** Says which API and stage a request means, and why, without sending it there. */
  readonly resolveTarget: (request: HandleRequest) => ResolvedTarget
  /** The APIs and their deployments and stages, which may change while the gateway serves. */
  readonly apis: Apis
  /** The response caches of the stages: flush, hits and misses, what they hold. */
  readonly cache: GatewayCache
  /** API keys and usage plans, which may change while the gateway runs, and what was used of them. */
  readonly usage: GatewayUsage
  /** What the configuration holds that has no effect. */
  readonly findings: readonly Finding[]
  /** Compiles all that is otherwise compiled at a method's first request. */
  readonly warm: () => Promise<void>
  /**
   * Answers 503 from now on, closes the WebSocket connections, waits for their ends and for writes to the cache, and lets go of what
   * the gateway holds.
   */
  readonly close: () => Promise<void>
}

/**
 * Creates a gateway: takes the definition that you deploy to API Gateway and the functions behind it, and gives
 * `handle(request)`. Synchronous: no timer, no I/O, no randomness but its seed.
 *
 * @throws {ConfigError} with every fault of the configuration, each with its JSON pointer
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
 *
 * @example
 * ```ts
 * import { createGateway } from 'postern'
 *
 * const { handle } = createGateway({
 *   routes: { 'GET /hello/{name}': async (event) => ({ statusCode: 200, body: `Hello ${event.pathParameters.name}` }) },
 * })
 * const response = await handle({ method: 'GET', path: '/prod/hello/Ada' })
 * response.text() // 'Hello Ada'
 * ```
 */
export function createGateway<RouteKeys extends string>(config: GatewayConfig<RouteKeys>): Gateway
export function createGateway<RouteKeys extends string>(config: HttpGatewayConfig<RouteKeys>): Gateway
export function createGateway<RouteKeys extends string>(config: WebSocketGatewayConfig<RouteKeys>): Gateway
export function createGateway(config: AnyGatewayConfig): Gateway {
  const compiled: CompiledGateway = compileGateway(config)
  let closed = false
  const handle = (request: HandleRequest): Promise<HandleResponse> => {
    if (closed) return Promise.resolve(refuseClosed())
    try {
      const response = handleRequest(compiled, request)
      return response instanceof Promise ? response : Promise.resolve(response)
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new UsageError('ERR_USAGE', String(error)))
    }
  }
  const fetchHandler = toFetchHandler({ handle })
  return {
    handle,
    fetch: (request) => fetchHandler(request),
    connect: async (request, socket) =>
      closed ? refuseClosed() : upgradeRequest(compiled, { method: 'GET', ...request }, socket),
    connections: connectionsOf(compiled),
    matches: (request) => compiled.matches(request),
    apis: compiled.apis,
    explain: (request, options) => compiled.explain(request, options),
    resolveTarget: (request) => resolveTarget(request, compiled.resolver, compiled.stages),
    cache: compiled.cache,
    usage: compiled.usage,
    findings: compiled.findings,
    warm: async () => compiled.warm(),
    close: async () => {
      closed = true
      await compiled.close()
    },
  }
}

function connectionsOf({ connections }: CompiledGateway): Gateway['connections'] {
  return {
    post: (connectionId, data, scope) => connections.post(connectionId, data, scope),
    get: (connectionId, scope) => connections.get(connectionId, scope),
    delete: (connectionId, scope) => connections.delete(connectionId, scope),
    get size() {
      return connections.size
    },
  }
}

function refuseClosed(): HandleResponse {
  const { statusCode, headers, body } = closing()
  return createResponse(statusCode, new HeaderList(headers), body)
}
