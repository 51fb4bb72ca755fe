import type { HttpStageConfig, RouteSetting } from '../http-types.js'
import type { WebSocketRouteSetting, WebSocketStageConfig } from '../websocket-types.js'
import { BOOLEAN, COUNT, NOT_NEGATIVE, type Schema, STAGE_NAME, TEXT } from './schema.js'
import { STAGE_VARIABLES } from './stage-variables.js'

const HTTP_ROUTE_SETTING = {
  throttlingRateLimit: NOT_NEGATIVE,
  throttlingBurstLimit: COUNT,
  detailedMetricsEnabled: BOOLEAN,
} satisfies Record<keyof RouteSetting, Schema>

const WEBSOCKET_ROUTE_SETTING = {
  ...HTTP_ROUTE_SETTING,
  loggingLevel: { title: 'RouteLoggingLevel', enum: ['OFF', 'ERROR', 'INFO'] },
  dataTraceEnabled: BOOLEAN,
} satisfies Record<keyof WebSocketRouteSetting, Schema>

function stagesOf(protocol: string, properties: Readonly<Record<string, Schema>>): Schema {
  const setting: Schema = { title: `${protocol}RouteSetting`, type: 'object', properties, additionalProperties: false }
  const stage: Schema = {
    title: `${protocol}Stage`,
    type: 'object',
    properties: {
      variables: STAGE_VARIABLES,
      defaultRouteSettings: setting,
      routeSettings: { title: `${protocol}RouteSettings`, type: 'object', additionalProperties: setting },
      autoDeploy: BOOLEAN,
      deploymentId: TEXT,
      description: TEXT,
    } satisfies Record<keyof HttpStageConfig | keyof WebSocketStageConfig, Schema>,
    notBuilt: ['accessLogSettings'],
    additionalProperties: false,
  }
  return { title: `${protocol}Stages`, type: 'object', propertyNames: STAGE_NAME, additionalProperties: stage }
}

/** `stages` of an HTTP API. That only HTTP APIs have the stage `$default` is for the rules between keys. */
export const HTTP_STAGES: Schema = stagesOf('Http', HTTP_ROUTE_SETTING)
/** `stages` of a WebSocket API. */
export const WEBSOCKET_STAGES: Schema = stagesOf('WebSocket', WEBSOCKET_ROUTE_SETTING)
