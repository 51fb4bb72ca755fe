import type { HttpApi, HttpIntegration, HttpRoute, JwtAuthorizer } from '../../api/http-model.js'
import type { IntegrationDefinition } from '../../api/model.js'
import type { HttpStageConfig } from '../../config/http-types.js'
import type { ServiceCaller } from '../../integration/aws/call-service.js'
import type { Integration } from '../../integration/types.js'
import type { TokenVerifier } from '../../jwt/index.js'
import type { GatewayModules } from '../rest/modules.js'
import type { HttpStep } from './invocation.js'

/** What a step is compiled from: one route of one HTTP API on one stage. */
export interface RouteScope {
  readonly api: HttpApi
  readonly apiId: string
  readonly route: HttpRoute
  readonly stageName: string
  readonly stage: HttpStageConfig
  readonly variables: Readonly<Record<string, string>>
  readonly modules: GatewayModules
  /** The route's integration. */
  readonly definition: HttpIntegration
  /** The same as the integration module takes it. */
  readonly endpoint: IntegrationDefinition
  readonly integration: Integration
  /** Verifies the tokens of an authorizer; one verifier for all its routes. */
  readonly verifierOf: (authorizer: JwtAuthorizer) => TokenVerifier
  /** Calls AWS services, for first-class integrations. */
  readonly services: ServiceCaller
}

/** Makes a step of a route, or nothing when the route has no such setting. */
export type HttpStepFactory = (scope: RouteScope) => HttpStep | undefined
