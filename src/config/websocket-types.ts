import type { Context } from 'aws-lambda'
import type { ContentHandling, IntegrationType, PassthroughBehavior } from '../api/model.js'
import type { Authorizer } from '../authorizer/types.js'
import type { WebSocketRouteEvent } from '../events/websocket-event-types.js'
import type { IntegrationFactory, Invoker, LambdaHandler } from '../integration/types.js'
import type { RouteSetting } from './http-types.js'
import type { ApiConfig, GatewaySettings, StageName } from './types.js'

/** A function in the process behind a route. */
export type WebSocketRouteHandler<Key extends string = string> = {
  // Written as a method: a handler that is typed for one kind of event fits a key that is not known here.
  handle(event: WebSocketRouteEvent<Key>, context: Context): unknown
}['handle']

/** What runs a route: a function, one that is called elsewhere, or the name or ARN of one. */
export type WebSocketRouteTarget<Key extends string = string> = WebSocketRouteHandler<Key> | Invoker | string

/** A route response in the service's names (CreateRouteResponse). */
export interface WebSocketRouteResponseConfig {
  readonly modelSelectionExpression?: string
  readonly responseModels?: Readonly<Record<string, string>>
  readonly responseParameters?: Readonly<Record<string, { readonly required?: boolean }>>
}

/** An integration response in the service's names (CreateIntegrationResponse). */
export interface WebSocketIntegrationResponseConfig {
  readonly contentHandlingStrategy?: ContentHandling
  readonly templateSelectionExpression?: string
  /** By the template's key. */
  readonly responseTemplates?: Readonly<Record<string, string>>
  readonly responseParameters?: Readonly<Record<string, string>>
}

/** An integration in the service's names (CreateIntegration). */
export interface WebSocketIntegrationConfig {
  readonly integrationType: IntegrationType
  readonly integrationUri?: string
  /** Default `POST`. */
  readonly integrationMethod?: string
  readonly description?: string
  readonly credentialsArn?: string
  /** Default `INTERNET`. */
  readonly connectionType?: 'INTERNET' | 'VPC_LINK'
  readonly connectionId?: string
  /** Milliseconds, 50–29,000; default 29,000. */
  readonly timeoutInMillis?: number
  /** Default `WHEN_NO_MATCH`. */
  readonly passthroughBehavior?: PassthroughBehavior
  readonly contentHandlingStrategy?: ContentHandling
  readonly tlsConfig?: { readonly serverNameToVerify?: string }
  /** `integration.request.header.NAME` → `route.request.body.NAME`, `context.NAME`, `'text'` … */
  readonly requestParameters?: Readonly<Record<string, string>>
  /** Chooses the request template: `${request.body.NAME}`, `\$default`. */
  readonly templateSelectionExpression?: string
  /** By the template's key. */
  readonly requestTemplates?: Readonly<Record<string, string>>
  /** By `/pattern/` or `$default`; of integrations that are no proxies. */
  readonly integrationResponses?: Readonly<Record<string, WebSocketIntegrationResponseConfig>>
}

/** An authorizer in the service's names (CreateAuthorizer), or with its function. */
export interface WebSocketAuthorizerConfig {
  readonly name?: string
  /** Default `REQUEST`; there is no other. */
  readonly authorizerType?: 'REQUEST'
  readonly authorizerUri?: string
  /** In place of `authorizerUri`: the function itself, its name or ARN. */
  readonly handler?: LambdaHandler | Invoker | string
  readonly authorizerCredentialsArn?: string
  /** Every upgrade is asked about; results are not kept, so that this changes nothing. */
  readonly authorizerResultTtlInSeconds?: number
  /** `route.request.header.NAME`, `route.request.querystring.NAME`, `context.NAME`, `stageVariables.NAME`. */
  readonly identitySource?: readonly string[]
}

/** A model in the service's names (CreateModel); a schema alone is taken too. */
export interface WebSocketModelConfig {
  readonly contentType?: string
  readonly description?: string
  /** JSON schema, draft 4: an object, or its text. */
  readonly schema: object | string
}

/** Settings of a route in the service's names (CreateRoute), and what runs it: one of `handler`, `integration` and `target`. */
export interface WebSocketRouteSettings<Key extends string = string> {
  readonly handler?: WebSocketRouteTarget<Key>
  readonly integration?: WebSocketIntegrationConfig
  /** `integrations/ID` of the API's `integrations`. */
  readonly target?: string
  readonly operationName?: string
  /** Of `$connect` only; default `NONE`. */
  readonly authorizationType?: 'NONE' | 'AWS_IAM' | 'CUSTOM'
  /** Name of an authorizer: of `$connect` only. */
  readonly authorizerId?: string
  /** Short for `authorizationType: 'CUSTOM'` with this `authorizerId`. */
  readonly authorizer?: string
  /** Of `$connect` only; default false. */
  readonly apiKeyRequired?: boolean
  /** `route.request.querystring.NAME` → whether `$connect` needs it. */
  readonly requestParameters?: Readonly<Record<string, boolean | { readonly required?: boolean }>>
  /** Chooses the model that a message must fit: `$request.body.NAME`, `\$default`. */
  readonly modelSelectionExpression?: string
  /** Model key → name of a model. */
  readonly requestModels?: Readonly<Record<string, string>>
  /** `$default` makes the route answer on the socket. */
  readonly routeResponseSelectionExpression?: '$default' | (string & {})
  readonly routeResponses?: Readonly<Record<string, WebSocketRouteResponseConfig>>
}

/** One route: a target, or an object with its settings. */
export type WebSocketRouteConfig<Key extends string = string> = WebSocketRouteTarget<Key> | WebSocketRouteSettings<Key>

/** Routes by key: `$connect`, `$disconnect`, `$default`, and keys of one's own. */
export type WebSocketRoutes<Keys extends string = string> = { readonly [Key in Keys]: WebSocketRouteConfig<Key> }

/** Settings of a route or, as a default, of all routes of a stage. */
export interface WebSocketRouteSetting extends RouteSetting {
  readonly loggingLevel?: 'OFF' | 'ERROR' | 'INFO'
  readonly dataTraceEnabled?: boolean
}

/** Settings of a stage of a WebSocket API, in the service's names. */
export interface WebSocketStageConfig {
  readonly variables?: Readonly<Record<string, string>>
  readonly defaultRouteSettings?: WebSocketRouteSetting
  /** By route key. */
  readonly routeSettings?: Readonly<Record<string, WebSocketRouteSetting>>
  readonly autoDeploy?: boolean
  readonly deploymentId?: string
  readonly description?: string
}

/** One WebSocket API. The service has no document form of them: the names are those of apigatewayv2. */
export interface WebSocketApiConfig<RouteKeys extends string = string> extends Pick<
  ApiConfig,
  'disableExecuteApiEndpoint'
> {
  readonly protocolType: 'WEBSOCKET'
  /** Default: the API's id. */
  readonly name?: string
  readonly description?: string
  readonly routes: WebSocketRoutes<RouteKeys>
  /** Which route a message takes; default `$request.body.action`. */
  readonly routeSelectionExpression?: string
  /** Default `$request.header.x-api-key`; the other is `$context.authorizer.usageIdentifierKey`. */
  readonly apiKeySelectionExpression?: string
  /** Takes models that are no schemas; default false. */
  readonly disableSchemaValidation?: boolean
  /**
   * Integrations by id, for routes with a `target`. Beside them, where this is the gateway's only API, stand integration modules by
   * type: functions.
   */
  readonly integrations?: Readonly<Record<string, WebSocketIntegrationConfig | IntegrationFactory>>
  /** Authorizers by name: descriptions, or your own in place of them. */
  readonly authorizers?: Readonly<Record<string, Authorizer | WebSocketAuthorizerConfig>>
  /** Models by name. */
  readonly models?: Readonly<Record<string, WebSocketModelConfig | object>>
  /** Default: one stage, `prod`. */
  readonly stages?: Readonly<Record<StageName, WebSocketStageConfig>>
}

/** What `createGateway` takes for a WebSocket API. */
export type WebSocketGatewayConfig<RouteKeys extends string = string> = WebSocketApiConfig<RouteKeys> &
  Omit<GatewaySettings, 'integrations'>
