// Made by scripts/generate-config-check.ts of src/config/schema: change the schema, then `npm run generate`.
import {
  addBeyondLimit,
  addWrongKind,
  checkAny,
  checkChoice,
  checkEntries,
  checkItems,
  checkKeys,
  checkMethods,
  checkProperty,
  expectObject,
  requireProperty,
  type KnownKeys,
} from '../check-value.js'
import type { FaultList } from '../fault-list.js'
import { hasMethod, isObject, readKey } from '../read-value.js'
import {
  checkCount,
  checkBoolean,
  checkCacheTtl,
  checkText,
  checkRestStages,
  checkHttpStages,
  checkWebSocketStages,
} from './check-stages.js'

export const REST_API_SETTINGS_KEYS: KnownKeys = {
  known: [
    'protocolType',
    'definition',
    'routes',
    'models',
    'authorizers',
    'requestValidators',
    'gatewayResponses',
    'cors',
    'stages',
    'parameters',
    'endpointConfiguration',
    'disableExecuteApiEndpoint',
    'policy',
    'binaryMediaTypes',
    'apiKeySource',
    'minimumCompressionSize',
    'acceptOpenApi31',
  ],
  notBuilt: [],
}

function checkProtocol(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['REST', 'HTTP', 'WEBSOCKET'])
}

function checkObject(faults: FaultList, value: unknown, at: string): void {
  expectObject(faults, value, at)
}

function checkObjectByName(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkObject)
}

function checkAuthorizer(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['authorize'])
}

const ROUTE_AUTHORIZER_KEYS: KnownKeys = {
  known: [
    'type',
    'handler',
    'identitySource',
    'identityValidationExpression',
    'authorizerResultTtlInSeconds',
    'authorizerCredentials',
    'providerARNs',
  ],
  notBuilt: [],
}

function checkRouteAuthorizerType(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'])
}

export function checkInvoker(faults: FaultList, value: unknown, at: string): void {
  checkMethods(faults, value, at, ['invoke'])
}

function checkHandler(faults: FaultList, value: unknown, at: string): void {
  if (typeof value === 'string') return
  if (typeof value === 'function') return
  if (isObject(value)) return checkInvoker(faults, value, at)
  addWrongKind(faults, value, at, ['text', 'function', 'object with invoke()'])
}

export function checkTextList(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkText)
}

function checkRouteAuthorizer(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, ROUTE_AUTHORIZER_KEYS)
  requireProperty(faults, value, 'type', at, checkRouteAuthorizerType)
  checkProperty(faults, value, 'handler', at, checkHandler)
  checkProperty(faults, value, 'identitySource', at, checkText)
  checkProperty(faults, value, 'identityValidationExpression', at, checkText)
  checkProperty(faults, value, 'authorizerResultTtlInSeconds', at, checkCacheTtl)
  checkProperty(faults, value, 'authorizerCredentials', at, checkText)
  checkProperty(faults, value, 'providerARNs', at, checkTextList)
}

function checkRestAuthorizersEntry(faults: FaultList, value: unknown, at: string): void {
  if (hasMethod(value, 'authorize')) return checkAuthorizer(faults, value, at)
  if (isObject(value)) return checkRouteAuthorizer(faults, value, at)
  addWrongKind(faults, value, at, ['object with authorize()', 'object'])
}

function checkRestAuthorizers(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkRestAuthorizersEntry)
}

const REQUEST_VALIDATOR_KEYS: KnownKeys = { known: ['validateRequestBody', 'validateRequestParameters'], notBuilt: [] }

function checkRequestValidator(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, REQUEST_VALIDATOR_KEYS)
  checkProperty(faults, value, 'validateRequestBody', at, checkBoolean)
  checkProperty(faults, value, 'validateRequestParameters', at, checkBoolean)
}

function checkRequestValidators(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkRequestValidator)
}

const CORS_OPTIONS_KEYS: KnownKeys = {
  known: ['allowOrigin', 'allowHeaders', 'allowMethods', 'exposeHeaders', 'maxAge', 'allowCredentials'],
  notBuilt: [],
}

function checkCorsOptions(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, CORS_OPTIONS_KEYS)
  checkProperty(faults, value, 'allowOrigin', at, checkText)
  checkProperty(faults, value, 'allowHeaders', at, checkTextList)
  checkProperty(faults, value, 'allowMethods', at, checkTextList)
  checkProperty(faults, value, 'exposeHeaders', at, checkTextList)
  checkProperty(faults, value, 'maxAge', at, checkCount)
  checkProperty(faults, value, 'allowCredentials', at, checkBoolean)
}

function checkCors(faults: FaultList, value: unknown, at: string): void {
  if (typeof value === 'boolean') return
  if (isObject(value)) return checkCorsOptions(faults, value, at)
  addWrongKind(faults, value, at, ['boolean', 'object'])
}

export function checkTextByName(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkText)
}

const ENDPOINT_CONFIGURATION_KEYS: KnownKeys = { known: ['types', 'vpcEndpointIds', 'ipAddressType'], notBuilt: [] }

function checkEndpointType(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['EDGE', 'REGIONAL', 'PRIVATE'])
}

export function checkEndpointTypes(faults: FaultList, value: unknown, at: string): void {
  checkItems(faults, value, at, checkEndpointType)
}

function checkIpAddressType(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['ipv4', 'dualstack'])
}

function checkEndpointConfiguration(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, ENDPOINT_CONFIGURATION_KEYS)
  checkProperty(faults, value, 'types', at, checkEndpointTypes)
  checkProperty(faults, value, 'vpcEndpointIds', at, checkTextList)
  checkProperty(faults, value, 'ipAddressType', at, checkIpAddressType)
}

function checkApiKeySource(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['HEADER', 'AUTHORIZER'])
}

function checkMinimumCompressionSize(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) addWrongKind(faults, value, at, ['whole number'])
  else if (value < 0 || value > 10485760)
    addBeyondLimit(faults, value, at, 'The value is out of range', '0 to 10485760')
}

export function checkRestApiSettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkProperty(faults, value, 'protocolType', at, checkProtocol)
  checkProperty(faults, value, 'definition', at, checkAny)
  checkProperty(faults, value, 'routes', at, checkObject)
  checkProperty(faults, value, 'models', at, checkObjectByName)
  checkProperty(faults, value, 'authorizers', at, checkRestAuthorizers)
  checkProperty(faults, value, 'requestValidators', at, checkRequestValidators)
  checkProperty(faults, value, 'gatewayResponses', at, checkObjectByName)
  checkProperty(faults, value, 'cors', at, checkCors)
  checkProperty(faults, value, 'stages', at, checkRestStages)
  checkProperty(faults, value, 'parameters', at, checkTextByName)
  checkProperty(faults, value, 'endpointConfiguration', at, checkEndpointConfiguration)
  checkProperty(faults, value, 'disableExecuteApiEndpoint', at, checkBoolean)
  checkProperty(faults, value, 'policy', at, checkAny)
  checkProperty(faults, value, 'binaryMediaTypes', at, checkTextList)
  checkProperty(faults, value, 'apiKeySource', at, checkApiKeySource)
  checkProperty(faults, value, 'minimumCompressionSize', at, checkMinimumCompressionSize)
  checkProperty(faults, value, 'acceptOpenApi31', at, checkBoolean)
}

function checkRestApi(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, REST_API_SETTINGS_KEYS)
  checkRestApiSettings(faults, value, at)
}

export const HTTP_API_SETTINGS_KEYS: KnownKeys = {
  known: [
    'protocolType',
    'definition',
    'routes',
    'target',
    'authorizers',
    'cors',
    'stages',
    'parameters',
    'disableExecuteApiEndpoint',
    'acceptOpenApi31',
  ],
  notBuilt: [],
}

const HTTP_ROUTE_AUTHORIZER_KEYS: KnownKeys = {
  known: [
    'type',
    'issuer',
    'audience',
    'handler',
    'identitySource',
    'payloadFormatVersion',
    'enableSimpleResponses',
    'authorizerResultTtlInSeconds',
  ],
  notBuilt: [],
}

function checkHttpAuthorizerType(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['JWT', 'REQUEST'])
}

function checkPayloadFormatVersion(faults: FaultList, value: unknown, at: string): void {
  checkChoice(faults, value, at, ['1.0', '2.0'])
}

function checkHttpRouteAuthorizer(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, HTTP_ROUTE_AUTHORIZER_KEYS)
  requireProperty(faults, value, 'type', at, checkHttpAuthorizerType)
  checkProperty(faults, value, 'issuer', at, checkText)
  checkProperty(faults, value, 'audience', at, checkTextList)
  checkProperty(faults, value, 'handler', at, checkHandler)
  checkProperty(faults, value, 'identitySource', at, checkText)
  checkProperty(faults, value, 'payloadFormatVersion', at, checkPayloadFormatVersion)
  checkProperty(faults, value, 'enableSimpleResponses', at, checkBoolean)
  checkProperty(faults, value, 'authorizerResultTtlInSeconds', at, checkCacheTtl)
}

function checkHttpAuthorizersEntry(faults: FaultList, value: unknown, at: string): void {
  if (hasMethod(value, 'authorize')) return checkAuthorizer(faults, value, at)
  if (isObject(value)) return checkHttpRouteAuthorizer(faults, value, at)
  addWrongKind(faults, value, at, ['object with authorize()', 'object'])
}

function checkHttpAuthorizers(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkHttpAuthorizersEntry)
}

const HTTP_CORS_KEYS: KnownKeys = {
  known: ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders', 'allowCredentials', 'maxAge'],
  notBuilt: [],
}

function checkMaxAge(faults: FaultList, value: unknown, at: string): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) addWrongKind(faults, value, at, ['whole number'])
  else if (value < -1 || value > 86400) addBeyondLimit(faults, value, at, 'The value is out of range', '-1 to 86400')
}

function checkHttpCors(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, HTTP_CORS_KEYS)
  checkProperty(faults, value, 'allowOrigins', at, checkTextList)
  checkProperty(faults, value, 'allowMethods', at, checkTextList)
  checkProperty(faults, value, 'allowHeaders', at, checkTextList)
  checkProperty(faults, value, 'exposeHeaders', at, checkTextList)
  checkProperty(faults, value, 'allowCredentials', at, checkBoolean)
  checkProperty(faults, value, 'maxAge', at, checkMaxAge)
}

export function checkHttpApiSettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkProperty(faults, value, 'protocolType', at, checkProtocol)
  checkProperty(faults, value, 'definition', at, checkAny)
  checkProperty(faults, value, 'routes', at, checkObject)
  checkProperty(faults, value, 'target', at, checkText)
  checkProperty(faults, value, 'authorizers', at, checkHttpAuthorizers)
  checkProperty(faults, value, 'cors', at, checkHttpCors)
  checkProperty(faults, value, 'stages', at, checkHttpStages)
  checkProperty(faults, value, 'parameters', at, checkTextByName)
  checkProperty(faults, value, 'disableExecuteApiEndpoint', at, checkBoolean)
  checkProperty(faults, value, 'acceptOpenApi31', at, checkBoolean)
}

function checkHttpApi(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, HTTP_API_SETTINGS_KEYS)
  checkHttpApiSettings(faults, value, at)
}

export const WEB_SOCKET_API_SETTINGS_KEYS: KnownKeys = {
  known: [
    'protocolType',
    'name',
    'description',
    'routes',
    'routeSelectionExpression',
    'apiKeySelectionExpression',
    'disableSchemaValidation',
    'disableExecuteApiEndpoint',
    'integrations',
    'authorizers',
    'models',
    'stages',
  ],
  notBuilt: [],
}

function checkWebSocketIntegrationsEntry(faults: FaultList, value: unknown, at: string): void {
  if (typeof value === 'function') return
  if (isObject(value)) return checkObject(faults, value, at)
  addWrongKind(faults, value, at, ['function', 'object'])
}

function checkWebSocketIntegrations(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkWebSocketIntegrationsEntry)
}

function checkWebSocketAuthorizersEntry(faults: FaultList, value: unknown, at: string): void {
  if (hasMethod(value, 'authorize')) return checkAuthorizer(faults, value, at)
  if (isObject(value)) return checkObject(faults, value, at)
  addWrongKind(faults, value, at, ['object with authorize()', 'object'])
}

function checkWebSocketAuthorizers(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkEntries(faults, value, at, checkWebSocketAuthorizersEntry)
}

export function checkWebSocketApiSettings(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkProperty(faults, value, 'protocolType', at, checkProtocol)
  checkProperty(faults, value, 'name', at, checkText)
  checkProperty(faults, value, 'description', at, checkText)
  checkProperty(faults, value, 'routes', at, checkObject)
  checkProperty(faults, value, 'routeSelectionExpression', at, checkText)
  checkProperty(faults, value, 'apiKeySelectionExpression', at, checkText)
  checkProperty(faults, value, 'disableSchemaValidation', at, checkBoolean)
  checkProperty(faults, value, 'disableExecuteApiEndpoint', at, checkBoolean)
  checkProperty(faults, value, 'integrations', at, checkWebSocketIntegrations)
  checkProperty(faults, value, 'authorizers', at, checkWebSocketAuthorizers)
  checkProperty(faults, value, 'models', at, checkObjectByName)
  checkProperty(faults, value, 'stages', at, checkWebSocketStages)
}

function checkWebSocketApi(faults: FaultList, value: unknown, at: string): void {
  if (!expectObject(faults, value, at)) return
  checkKeys(faults, value, at, WEB_SOCKET_API_SETTINGS_KEYS)
  checkWebSocketApiSettings(faults, value, at)
}

export function checkApi(faults: FaultList, value: unknown, at: string): void {
  switch (isObject(value) ? readKey(value, 'protocolType') : undefined) {
    case 'HTTP':
      return checkHttpApi(faults, value, at)
    case 'WEBSOCKET':
      return checkWebSocketApi(faults, value, at)
    default:
      return checkRestApi(faults, value, at)
  }
}
