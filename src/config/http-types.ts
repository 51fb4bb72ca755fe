import type { Authorizer } from '../authorizer/types.js'
import type { HttpCorsOptions, HttpRouteAuthorizer, HttpRoutes } from '../routes/http-route-types.js'
import type { ApiConfig, GatewaySettings, OpenApiDocument, StageName } from './types.js'

/** Settings of a route or, as a default, of all routes of a stage. */
export interface RouteSetting {
  /** Requests a second; default: the account's. */
  readonly throttlingRateLimit?: number
  /** Size of the bucket; default: the account's. */
  readonly throttlingBurstLimit?: number
  readonly detailedMetricsEnabled?: boolean
}

/** Settings of a stage of an HTTP API, in the service's names. */
export interface HttpStageConfig {
  readonly variables?: Readonly<Record<string, string>>
  readonly defaultRouteSettings?: RouteSetting
  /** By route key: `GET /pets`. */
  readonly routeSettings?: Readonly<Record<string, RouteSetting>>
  /** Whether changes go live at once; a stage serves what it was created with until `gateway.apis` changes it. */
  readonly autoDeploy?: boolean
  readonly deploymentId?: string
  readonly description?: string
}

/** One HTTP API: a definition (OpenAPI 3.0), routes in code, or one target. */
export interface HttpApiConfig<RouteKeys extends string = string> extends Pick<
  ApiConfig,
  'parameters' | 'disableExecuteApiEndpoint' | 'acceptOpenApi31'
> {
  readonly protocolType: 'HTTP'
  readonly definition?: OpenApiDocument | string
  /** Code first: `'GET /pets/{petId}'`, `'$default'` → handler or settings. */
  readonly routes?: HttpRoutes<RouteKeys>
  /** Quick create: a URL or a function's ARN behind the one route `$default`. */
  readonly target?: string
  /** Authorizers by name: your own in place of those of the definition, or, for `routes`, descriptions of them. */
  readonly authorizers?: Readonly<Record<string, Authorizer | HttpRouteAuthorizer>>
  /** For `routes`: the gateway answers preflights by it. */
  readonly cors?: HttpCorsOptions
  /** Default: one stage, `$default`, which is served without a name in the path. */
  readonly stages?: Readonly<Record<StageName, HttpStageConfig>>
}

/** What `createGateway` takes for an HTTP API. */
export type HttpGatewayConfig<RouteKeys extends string = string> = HttpApiConfig<RouteKeys> & GatewaySettings
