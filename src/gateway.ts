import type { GatewayConfig } from './config/types.js'
import type { Finding } from './config/findings.js'
import { compileGateway, type CompiledGateway } from './deployment/compile-gateway.js'
import { UsageError } from './errors.js'
import type { HandleRequest } from './http/request.js'
import { createResponse, type HandleResponse } from './http/response.js'
import { HeaderList } from './http/header-list.js'
import { handleRequest } from './pipeline/handle.js'
import { toFetchHandler } from './adapters/fetch.js'
import { closing } from './responses/http-refusal.js'

/** A gateway; every member may be used by itself, without the object. */
export interface Gateway {
  /**
   * Answers a request as the service answers it. Resolves to a response for anything that a client can cause; rejects
   * never, but when the program misuses it.
   */
  readonly handle: (request: HandleRequest) => Promise<HandleResponse>
  /** The same for WHATWG requests. Further arguments are ignored: frameworks pass their own there. */
  readonly fetch: (request: Request, ...ignored: unknown[]) => Promise<Response>
  /** Whether a request has a route: what `fallthrough` of the adapters asks. */
  readonly matches: (request: HandleRequest) => boolean
  /** What the configuration holds that has no effect. */
  readonly findings: readonly Finding[]
  /** Compiles all that is otherwise compiled at a method's first request. */
  readonly warm: () => Promise<void>
  /** Answers 503 from now on, and lets go of what the gateway holds. */
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
export function createGateway<RouteKeys extends string>(config: GatewayConfig<RouteKeys>): Gateway {
  const compiled: CompiledGateway = compileGateway(config as GatewayConfig)
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
    matches: (request) => compiled.matches(request),
    findings: compiled.findings,
    warm: async () => compiled.warm(),
    close: async () => {
      closed = true
      await compiled.close()
    },
  }
}

function refuseClosed(): HandleResponse {
  const { statusCode, headers, body } = closing()
  return createResponse(statusCode, new HeaderList(headers), body)
}
