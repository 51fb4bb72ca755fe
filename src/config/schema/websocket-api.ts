import type { WebSocketApiConfig } from '../websocket-types.js'
import { AUTHORIZER } from './modules.js'
import { WEBSOCKET_STAGES } from './route-stage.js'
import { BOOLEAN, FUNCTION, OBJECT, OBJECT_BY_NAME, PROTOCOL, type Schema, TEXT } from './schema.js'

/** What a WebSocket API has. What stands in its routes, integrations, authorizers and models is read where they are loaded. */
export const WEBSOCKET_API_SETTINGS: Schema = {
  title: 'WebSocketApiSettings',
  type: 'object',
  properties: {
    protocolType: PROTOCOL,
    name: TEXT,
    description: TEXT,
    routes: OBJECT,
    routeSelectionExpression: TEXT,
    apiKeySelectionExpression: TEXT,
    disableSchemaValidation: BOOLEAN,
    disableExecuteApiEndpoint: BOOLEAN,
    integrations: {
      title: 'WebSocketIntegrations',
      type: 'object',
      additionalProperties: { anyOf: [FUNCTION, OBJECT] },
    },
    authorizers: {
      title: 'WebSocketAuthorizers',
      type: 'object',
      additionalProperties: { anyOf: [AUTHORIZER, OBJECT] },
    },
    models: OBJECT_BY_NAME,
    stages: WEBSOCKET_STAGES,
  } satisfies Record<keyof WebSocketApiConfig, Schema>,
}

/** One of `apis` that is a WebSocket API. */
export const WEBSOCKET_API: Schema = {
  title: 'WebSocketApi',
  type: 'object',
  includes: [WEBSOCKET_API_SETTINGS],
  additionalProperties: false,
}
