import type { IntegrationDefinition } from '../../api/model.js'
import type { WebSocketApi, WebSocketIntegration, WebSocketRoute } from '../../api/websocket-model.js'
import type { WebSocketStageConfig } from '../../config/websocket-types.js'
import type { Integration } from '../../integration/types.js'
import type { ModelValidator } from '../../schema/index.js'
import type { TemplateStore } from '../../transformer/template-store.js'
import type { GatewayModules } from '../rest/modules.js'
import type { WebSocketStep } from './invocation.js'

/** What stands behind a route. */
export interface WebSocketTarget {
  readonly definition: WebSocketIntegration
  /** The same as the integration module takes it. */
  readonly endpoint: IntegrationDefinition
  readonly integration: Integration
}

/** What a step is compiled from: one route of one WebSocket API on one stage. */
export interface WebSocketScope {
  readonly api: WebSocketApi
  readonly apiId: string
  readonly route: WebSocketRoute
  readonly stageName: string
  readonly stage: WebSocketStageConfig
  readonly variables: Readonly<Record<string, string>>
  readonly modules: GatewayModules
  /** `undefined` of a route with nothing behind it. */
  readonly target: WebSocketTarget | undefined
  /** The validator of a model of the API, made when it is first needed. */
  readonly models: (name: string) => ModelValidator
  /** A template by its text and key; each distinct one is compiled once. */
  readonly templates: TemplateStore
}

/** Makes a step of a route, or nothing when the route has no such setting. */
export type WebSocketStepFactory = (scope: WebSocketScope) => WebSocketStep | undefined
