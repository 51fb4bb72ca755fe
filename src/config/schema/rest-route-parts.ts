import type { CorsOptions } from '../../routes/cors-settings.js'
import type { RouteAuthorizer, RouteValidator } from '../../routes/route-types.js'
import { LAMBDA_FUNCTION } from './function.js'
import { AUTHORIZER } from './modules.js'
import { BOOLEAN, CACHE_TTL, COUNT, type Schema, TEXT, TEXT_LIST } from './schema.js'

/** `cors` of a REST API. */
export const CORS: Schema = {
  anyOf: [
    BOOLEAN,
    {
      title: 'CorsOptions',
      type: 'object',
      properties: {
        allowOrigin: TEXT,
        allowHeaders: TEXT_LIST,
        allowMethods: TEXT_LIST,
        exposeHeaders: TEXT_LIST,
        maxAge: COUNT,
        allowCredentials: BOOLEAN,
      } satisfies Record<keyof CorsOptions, Schema>,
      additionalProperties: false,
    },
  ],
}

/** `requestValidators` of an API by name. */
export const REQUEST_VALIDATORS: Schema = {
  type: 'object',
  additionalProperties: {
    title: 'RequestValidator',
    type: 'object',
    properties: {
      validateRequestBody: BOOLEAN,
      validateRequestParameters: BOOLEAN,
    } satisfies Record<keyof RouteValidator, Schema>,
    additionalProperties: false,
  },
}

const ROUTE_AUTHORIZER: Schema = {
  title: 'RouteAuthorizer',
  type: 'object',
  properties: {
    type: { title: 'RouteAuthorizerType', enum: ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] },
    handler: { anyOf: [TEXT, ...LAMBDA_FUNCTION] },
    identitySource: TEXT,
    identityValidationExpression: TEXT,
    authorizerResultTtlInSeconds: CACHE_TTL,
    authorizerCredentials: TEXT,
    providerARNs: TEXT_LIST,
  } satisfies Record<keyof RouteAuthorizer, Schema>,
  required: ['type'],
  additionalProperties: false,
}

/** `authorizers` of an API: one's own, or a description. */
export const REST_AUTHORIZERS: Schema = {
  title: 'RestAuthorizers',
  type: 'object',
  additionalProperties: { anyOf: [AUTHORIZER, ROUTE_AUTHORIZER] },
}
