import type { HttpCorsOptions, HttpRouteAuthorizer } from '../../routes/http-route-types.js'
import type { HttpApiConfig } from '../http-types.js'
import { LAMBDA_FUNCTION } from './function.js'
import { AUTHORIZER } from './modules.js'
import { HTTP_STAGES } from './route-stage.js'
import { ANY, BOOLEAN, CACHE_TTL, OBJECT, PROTOCOL, type Schema, TEXT, TEXT_BY_NAME, TEXT_LIST } from './schema.js'

const HTTP_CORS: Schema = {
  title: 'HttpCors',
  type: 'object',
  properties: {
    allowOrigins: TEXT_LIST,
    allowMethods: TEXT_LIST,
    allowHeaders: TEXT_LIST,
    exposeHeaders: TEXT_LIST,
    allowCredentials: BOOLEAN,
    maxAge: { type: 'integer', minimum: -1, maximum: 86_400 },
  } satisfies Record<keyof HttpCorsOptions, Schema>,
  additionalProperties: false,
}

type MemberOf<Union> = Union extends unknown ? keyof Union : never

const HTTP_ROUTE_AUTHORIZER: Schema = {
  title: 'HttpRouteAuthorizer',
  type: 'object',
  properties: {
    type: { title: 'HttpAuthorizerType', enum: ['JWT', 'REQUEST'] },
    issuer: TEXT,
    audience: TEXT_LIST,
    handler: { anyOf: [TEXT, ...LAMBDA_FUNCTION] },
    identitySource: TEXT,
    payloadFormatVersion: { enum: ['1.0', '2.0'] },
    enableSimpleResponses: BOOLEAN,
    authorizerResultTtlInSeconds: CACHE_TTL,
  } satisfies Record<MemberOf<HttpRouteAuthorizer>, Schema>,
  required: ['type'],
  additionalProperties: false,
}

/** What an HTTP API has. */
export const HTTP_API_SETTINGS: Schema = {
  title: 'HttpApiSettings',
  type: 'object',
  properties: {
    protocolType: PROTOCOL,
    definition: ANY,
    routes: OBJECT,
    target: TEXT,
    authorizers: {
      title: 'HttpAuthorizers',
      type: 'object',
      additionalProperties: { anyOf: [AUTHORIZER, HTTP_ROUTE_AUTHORIZER] },
    },
    cors: HTTP_CORS,
    stages: HTTP_STAGES,
    parameters: TEXT_BY_NAME,
    disableExecuteApiEndpoint: BOOLEAN,
    acceptOpenApi31: BOOLEAN,
  } satisfies Record<keyof HttpApiConfig, Schema>,
}

/** One of `apis` that is an HTTP API. */
export const HTTP_API: Schema = {
  title: 'HttpApi',
  type: 'object',
  includes: [HTTP_API_SETTINGS],
  additionalProperties: false,
}
