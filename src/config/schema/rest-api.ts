import type { ApiConfig } from '../types.js'
import { ENDPOINT_CONFIGURATION } from './endpoint-configuration.js'
import { CORS, REQUEST_VALIDATORS, REST_AUTHORIZERS } from './rest-route-parts.js'
import { ANY, BOOLEAN, OBJECT, OBJECT_BY_NAME, PROTOCOL, type Schema, TEXT_BY_NAME, TEXT_LIST } from './schema.js'
import { REST_STAGES } from './rest-stage.js'

/** What a REST API has. Definitions, routes and policies are read by modules of their own, which say what is wrong with them. */
export const REST_API_SETTINGS: Schema = {
  title: 'RestApiSettings',
  type: 'object',
  properties: {
    protocolType: PROTOCOL,
    definition: ANY,
    routes: OBJECT,
    models: OBJECT_BY_NAME,
    authorizers: REST_AUTHORIZERS,
    requestValidators: REQUEST_VALIDATORS,
    gatewayResponses: OBJECT_BY_NAME,
    cors: CORS,
    stages: REST_STAGES,
    parameters: TEXT_BY_NAME,
    endpointConfiguration: ENDPOINT_CONFIGURATION,
    disableExecuteApiEndpoint: BOOLEAN,
    policy: ANY,
    binaryMediaTypes: TEXT_LIST,
    apiKeySource: { enum: ['HEADER', 'AUTHORIZER'] },
    minimumCompressionSize: { type: 'integer', minimum: 0, maximum: 10_485_760 },
    acceptOpenApi31: BOOLEAN,
  } satisfies Record<keyof ApiConfig, Schema>,
}

/** One of `apis` that is a REST API. */
export const REST_API: Schema = {
  title: 'RestApi',
  type: 'object',
  includes: [REST_API_SETTINGS],
  additionalProperties: false,
}
