import type { GatewaySettings } from '../types.js'
import { ACCOUNT } from './account.js'
import { API } from './api.js'
import { API_KEY } from './api-key.js'
import { DOMAINS } from './domain.js'
import { LAMBDA_FUNCTION } from './function.js'
import { HTTP_API_SETTINGS } from './http-api.js'
import {
  AUTHORIZER_RESULTS,
  CLOCK,
  CONNECTION_STORE,
  CREDENTIALS,
  LOGGER,
  OBSERVER,
  RANDOM,
  RESPONSE_CACHE,
  STAGE_RESOLVER,
  THROTTLE_STORE,
  TRANSFORMER,
} from './modules.js'
import { REST_API_SETTINGS } from './rest-api.js'
import { BOOLEAN, FUNCTION, type Schema, TEXT } from './schema.js'
import { USAGE_PLAN } from './usage-plan.js'
import { VPC_LINKS } from './vpc-link.js'
import { WEBSOCKET_API_SETTINGS } from './websocket-api.js'

/** What stands behind and around the APIs. */
const GATEWAY_SETTINGS: Schema = {
  title: 'GatewaySettings',
  type: 'object',
  properties: {
    apis: { type: 'object', additionalProperties: API },
    account: ACCOUNT,
    domains: DOMAINS,
    // Their rules are checked where they are compiled.
    webAcls: { type: 'object' },
    locate: FUNCTION,
    apiKeys: { type: 'array', items: API_KEY },
    usagePlans: { type: 'array', items: USAGE_PLAN },
    functions: { type: 'object', additionalProperties: { anyOf: LAMBDA_FUNCTION } },
    isolation: { enum: ['none', 'copy'] },
    http: FUNCTION,
    services: { type: 'object', additionalProperties: { anyOf: [TEXT, FUNCTION] } },
    credentials: CREDENTIALS,
    vpcLinks: VPC_LINKS,
    stage: STAGE_RESOLVER,
    throttle: THROTTLE_STORE,
    cache: RESPONSE_CACHE,
    // Its keys are checked where they are read: texts or bytes of one length.
    cacheEncryption: { type: 'object', secret: true },
    cacheCoalescing: BOOLEAN,
    authorizerResults: AUTHORIZER_RESULTS,
    connections: CONNECTION_STORE,
    clock: CLOCK,
    random: RANDOM,
    logger: LOGGER,
    onFinding: FUNCTION,
    observer: OBSERVER,
    transformers: { type: 'object', additionalProperties: TRANSFORMER },
  } satisfies Record<Exclude<keyof GatewaySettings, 'integrations'>, Schema>,
  notBuilt: ['onExplain'],
}

// By itself, since a WebSocket API has integrations of its own under the same key.
const INTEGRATION_MODULES: Schema = {
  title: 'IntegrationModules',
  type: 'object',
  properties: {
    integrations: { type: 'object', additionalProperties: FUNCTION },
  } satisfies Record<keyof Pick<GatewaySettings, 'integrations'>, Schema>,
}

function gatewayOf(title: string, ...includes: readonly Schema[]): Schema {
  return { title, type: 'object', includes: [...includes, GATEWAY_SETTINGS], additionalProperties: false }
}

/** What `createGateway` takes: the settings of one API, or of several under `apis`, and those of the gateway. */
export const GATEWAY: Schema = {
  title: 'Gateway',
  choice: {
    key: 'protocolType',
    schemas: {
      REST: gatewayOf('RestGateway', REST_API_SETTINGS, INTEGRATION_MODULES),
      HTTP: gatewayOf('HttpGateway', HTTP_API_SETTINGS, INTEGRATION_MODULES),
      WEBSOCKET: gatewayOf('WebSocketGateway', WEBSOCKET_API_SETTINGS),
    },
  },
}
