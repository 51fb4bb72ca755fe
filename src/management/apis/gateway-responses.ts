import { apiOf, type Handlers } from '../context.js'
import { badRequest, notFound } from '../management-error.js'
import { checkMappingTargets } from '../methods/mappings.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import { type ReadValue, textValue } from '../patch/values.js'
import { ENUMERATIONS } from '../service-model/enumerations.js'
import { filled, present } from '../store/fields.js'
import type { GatewayResponseRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'

/** Status of each type; the two defaults have none (recorded). */
const STATUS_CODES: Readonly<Record<string, string>> = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
}

const DEFAULT_TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' }

const someTemplate: ReadValue = (value) => {
  if (value === undefined || value === '') throw badRequest('Invalid null or empty value in responseTemplates')
  return value
}

const GATEWAY_RESPONSE_PATCH: PatchTable = {
  refusal: 'plain',
  targets: [
    { path: '/statusCode', ops: ['replace'] },
    { path: '/responseParameters/*', ops: ['add', 'remove', 'replace'], as: 'entry', value: textValue },
    {
      path: '/responseTemplates/*',
      ops: ['add', 'remove', 'replace'],
      as: 'entry',
      value: someTemplate,
      missing: 'Content-Type specified was not found',
    },
  ],
}

/** A gateway response as it is shown: what the service has where the API has nothing of its own. */
function responseOf(api: ApiState, responseType: string): GatewayResponseRecord {
  return api.gatewayResponses.get(responseType) ?? build(responseType, {}, true)
}

function build(
  responseType: string,
  { statusCode, responseParameters, responseTemplates }: Partial<GatewayResponseRecord>,
  defaultResponse: boolean,
): GatewayResponseRecord {
  return present({
    responseType,
    statusCode: statusCode ?? STATUS_CODES[responseType],
    responseParameters: responseParameters ?? {},
    responseTemplates: filled(responseTemplates) ?? DEFAULT_TEMPLATES,
    defaultResponse,
  })
}

function put(api: ApiState, responseType: string, settings: Partial<GatewayResponseRecord>): GatewayResponseRecord {
  checkMappingTargets(settings.responseParameters, /^gatewayresponse\.(?:header|path|querystring)\.[^.].*$/)
  for (const template of Object.values(settings.responseTemplates ?? {})) someTemplate(template ?? undefined, '')
  return api.gatewayResponses.set(responseType, build(responseType, settings, false))
}

/** The operations of gateway responses. */
export const gatewayResponseHandlers: Handlers<
  | 'PutGatewayResponse'
  | 'GetGatewayResponse'
  | 'GetGatewayResponses'
  | 'UpdateGatewayResponse'
  | 'DeleteGatewayResponse'
> = {
  PutGatewayResponse: ({ restApiId, responseType, ...settings }, context) =>
    put(apiOf(context, restApiId), responseType, settings as Partial<GatewayResponseRecord>),
  GetGatewayResponse: ({ restApiId, responseType }, context) => responseOf(apiOf(context, restApiId), responseType),
  GetGatewayResponses: (input, context) => {
    const api = apiOf(context, input.restApiId)
    return pageOf(
      ENUMERATIONS.GatewayResponseType.map((type) => responseOf(api, type)),
      input,
      500,
    )
  },
  UpdateGatewayResponse: ({ restApiId, responseType, patchOperations }, context) => {
    const api = apiOf(context, restApiId)
    return put(api, responseType, applyPatch(responseOf(api, responseType), patchOperations, GATEWAY_RESPONSE_PATCH))
  },
  DeleteGatewayResponse: ({ restApiId, responseType }, context) => {
    const api = apiOf(context, restApiId)
    if (!api.gatewayResponses.delete(responseType)) throw notFound('Gateway response type not defined on api')
  },
}
