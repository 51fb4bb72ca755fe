/**
 * The internal model of a WebSocket API, whatever it was written in. Names are those of the service's second management API
 * (apigatewayv2: CreateApi, CreateRoute, CreateIntegration …).
 *
 * @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html
 */
import type { ContentHandling, IntegrationType, Model, PassthroughBehavior, SourcePointer } from './model.js'

export interface WebSocketApi {
  readonly protocolType: 'WEBSOCKET'
  readonly id?: string
  readonly name: string
  readonly description?: string
  /** Which route a message takes: `$request.body.action`. */
  readonly routeSelectionExpression: string
  /** Where the API key is: `$request.header.x-api-key` or `$context.authorizer.usageIdentifierKey`. */
  readonly apiKeySelectionExpression: string
  /** Takes models that are no schemas. */
  readonly disableSchemaValidation: boolean
  readonly disableExecuteApiEndpoint: boolean
  /** By route key: `$connect`, `$disconnect`, `$default`, keys of one's own. */
  readonly routes: ReadonlyMap<string, WebSocketRoute>
  /** By id. */
  readonly integrations: ReadonlyMap<string, WebSocketIntegration>
  /** By id. */
  readonly authorizers: ReadonlyMap<string, WebSocketAuthorizer>
  /** By name. */
  readonly models: ReadonlyMap<string, Model>
}

export type WebSocketAuthorizationType = 'NONE' | 'AWS_IAM' | 'CUSTOM'

export interface WebSocketRoute {
  readonly routeKey: string
  readonly operationName?: string
  /** Of `$connect` only. */
  readonly authorizationType: WebSocketAuthorizationType
  /** Id of the authorizer. */
  readonly authorizerId?: string
  /** Of `$connect` only. */
  readonly apiKeyRequired: boolean
  /** `route.request.querystring.NAME` → whether it is required. */
  readonly requestParameters: ReadonlyMap<string, boolean>
  readonly modelSelectionExpression?: string
  /** Model key → model name. */
  readonly requestModels: ReadonlyMap<string, string>
  /** There is an answer on the socket when it is set. */
  readonly routeResponseSelectionExpression?: string
  /** By key; the service takes `$default` only. */
  readonly routeResponses: ReadonlyMap<string, WebSocketRouteResponse>
  /** Id of the integration; a route may have none. */
  readonly target?: string
  readonly pointer: SourcePointer
}

export interface WebSocketRouteResponse {
  readonly routeResponseKey: string
  readonly modelSelectionExpression?: string
  readonly responseModels: ReadonlyMap<string, string>
  readonly responseParameters: ReadonlyMap<string, boolean>
}

export interface WebSocketIntegration {
  readonly integrationId: string
  readonly integrationType: IntegrationType
  readonly integrationUri?: string
  /** The method for the back end. */
  readonly integrationMethod?: string
  readonly credentialsArn?: string
  readonly connectionType: 'INTERNET' | 'VPC_LINK'
  readonly connectionId?: string
  /** Milliseconds, 50–29,000; default 29,000. */
  readonly timeoutInMillis: number
  readonly passthroughBehavior: PassthroughBehavior
  readonly contentHandlingStrategy?: ContentHandling
  readonly tlsConfig?: { readonly serverNameToVerify?: string }
  /** `integration.request.{header|querystring|path}.NAME` → source expression. */
  readonly requestParameters: ReadonlyMap<string, string>
  readonly templateSelectionExpression?: string
  /** Template key → template text. */
  readonly requestTemplates: ReadonlyMap<string, string>
  /** By key, in order: `/pattern/` or `$default`. */
  readonly integrationResponses: ReadonlyMap<string, WebSocketIntegrationResponse>
  readonly pointer: SourcePointer
}

export interface WebSocketIntegrationResponse {
  readonly integrationResponseKey: string
  readonly contentHandlingStrategy?: ContentHandling
  readonly templateSelectionExpression?: string
  /** Template key → template text. */
  readonly responseTemplates: ReadonlyMap<string, string>
  readonly responseParameters: ReadonlyMap<string, string>
  readonly pointer: SourcePointer
}

export interface WebSocketAuthorizer {
  readonly authorizerId: string
  readonly name: string
  readonly authorizerType: 'REQUEST'
  readonly authorizerUri: string
  readonly authorizerCredentialsArn?: string
  /** `route.request.header.NAME`, `route.request.querystring.NAME`, `context.NAME`, `stageVariables.NAME`. */
  readonly identitySource: readonly string[]
  readonly pointer: SourcePointer
}
