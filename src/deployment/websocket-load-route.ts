import type { Model } from '../api/model.js'
import type {
  WebSocketAuthorizationType,
  WebSocketAuthorizer,
  WebSocketIntegration,
  WebSocketRoute,
  WebSocketRouteResponse,
} from '../api/websocket-model.js'
import type { Invoker, LambdaHandler } from '../integration/types.js'
import type { RouteFunctions } from '../routes/route-functions.js'
import {
  type FieldKind,
  type Fields,
  isFields,
  type Place,
  readFields,
  readTexts,
  requireName,
  textFields,
} from './websocket-fields.js'
import { loadIntegration } from './websocket-load-integration.js'

/** What routes refer to. */
export interface RouteParts {
  readonly functions: RouteFunctions
  /** Those that come with routes are added. */
  readonly integrations: Map<string, WebSocketIntegration>
  readonly authorizers: ReadonlyMap<string, WebSocketAuthorizer>
  readonly models: ReadonlyMap<string, Model>
}

const ROUTE: Readonly<Record<string, FieldKind>> = {
  handler: 'any',
  integration: 'object',
  target: 'text',
  operationName: 'text',
  authorizationType: ['NONE', 'AWS_IAM', 'CUSTOM'],
  authorizerId: 'text',
  authorizer: 'text',
  apiKeyRequired: 'boolean',
  requestParameters: 'object',
  modelSelectionExpression: 'text',
  requestModels: 'object',
  routeResponseSelectionExpression: 'text',
  routeResponses: 'object',
  // What the service adds to its answers.
  routeId: 'text',
  routeKey: 'text',
  authorizationScopes: 'texts',
  apiGatewayManaged: 'boolean',
}

const OWN_KEYS: ReadonlySet<string> = new Set(['$connect', '$disconnect', '$default'])

/** Reads one route: a function, its name, or settings in the names of CreateRoute. */
export function loadRoute(key: string, written: unknown, parts: RouteParts, place: Place): WebSocketRoute | undefined {
  if (key === '' || (key.startsWith('$') && !OWN_KEYS.has(key))) {
    place.fault('Only $connect, $disconnect and $default start with a dollar sign', {
      found: key,
      allowed: [...OWN_KEYS],
    })
    return undefined
  }
  const fields = isTarget(written) ? { handler: written } : readFields(written, ROUTE, place)
  if (fields === undefined) return undefined
  const target = loadTarget(key, fields, parts, place)
  return {
    routeKey: key,
    ...textFields(fields, 'operationName', 'modelSelectionExpression', 'routeResponseSelectionExpression'),
    ...loadAuthorization(key, fields, parts, place),
    requestParameters: loadParameters(fields['requestParameters'], place.at('requestParameters')),
    requestModels: loadRequestModels(fields['requestModels'], parts.models, place.at('requestModels')),
    routeResponses: loadRouteResponses(fields['routeResponses'], parts.models, place.at('routeResponses')),
    ...(target !== undefined && { target }),
    pointer: place.pointer,
  }
}

function isTarget(value: unknown): value is LambdaHandler | Invoker | string {
  return (
    typeof value === 'function' ||
    typeof value === 'string' ||
    (isFields(value) && typeof value['invoke'] === 'function')
  )
}

// A route may have nothing behind it: `$connect` then lets everybody in.
function loadTarget(key: string, fields: Fields, parts: RouteParts, place: Place): string | undefined {
  const { handler, integration, target } = fields
  if ([handler, integration, target].filter((one) => one !== undefined).length > 1)
    place.fault('A route has one of handler, integration and target')
  if (handler !== undefined) {
    if (!isTarget(handler)) place.at('handler').fault('A handler is a function, its name, or an object with invoke()')
    else
      return addIntegration(
        key,
        { integrationType: 'AWS_PROXY', integrationUri: parts.functions.uriOf(handler, key) },
        parts,
        place,
      )
    return undefined
  }
  if (integration !== undefined) return addIntegration(key, integration, parts, place.at('integration'))
  if (typeof target !== 'string') return undefined
  const id = target.replace(/^integrations\//, '')
  requireName(parts.integrations, id, 'integration', place.at('target'))
  return id
}

function addIntegration(key: string, written: unknown, parts: RouteParts, place: Place): string | undefined {
  let id = key
  while (parts.integrations.has(id)) id = `${id}-route`
  const integration = loadIntegration(written, id, place)
  if (integration === undefined) return undefined
  parts.integrations.set(id, integration)
  return id
}

function loadAuthorization(
  key: string,
  fields: Fields,
  { authorizers }: RouteParts,
  place: Place,
): Pick<WebSocketRoute, 'authorizationType' | 'authorizerId' | 'apiKeyRequired'> {
  const { authorizerId = fields['authorizer'] as string | undefined } = textFields(fields, 'authorizerId')
  const implied = fields['authorizer'] === undefined ? 'NONE' : 'CUSTOM'
  const authorizationType = (fields['authorizationType'] as WebSocketAuthorizationType | undefined) ?? implied
  const apiKeyRequired = fields['apiKeyRequired'] === true
  if (key !== '$connect' && (authorizationType !== 'NONE' || apiKeyRequired))
    place.fault('Only $connect asks who is calling: later messages belong to the connection that it let in')
  if (authorizationType !== 'CUSTOM') return { authorizationType, apiKeyRequired }
  if (authorizerId === undefined) place.fault('authorizationType CUSTOM needs an authorizerId')
  else
    requireName(
      authorizers,
      authorizerId,
      'authorizer',
      place.at(fields['authorizerId'] === undefined ? 'authorizer' : 'authorizerId'),
    )
  return { authorizationType, apiKeyRequired, ...(authorizerId !== undefined && { authorizerId }) }
}

const PARAMETER = /^route\.request\.(?:querystring|header)\.[^.\s]+/

function loadParameters(value: unknown, place: Place): Map<string, boolean> {
  const parameters = new Map<string, boolean>()
  for (const [name, written] of Object.entries(isFields(value) ? value : {})) {
    const required = isFields(written) ? (written['required'] ?? false) : written
    if (!PARAMETER.test(name))
      place.at(name).fault('This is no request parameter', {
        found: name,
        allowed: ['route.request.querystring.NAME', 'route.request.header.NAME'],
      })
    else if (typeof required !== 'boolean')
      place.at(name).fault('A request parameter says {required: true} or {required: false}', { found: written })
    else parameters.set(name, required)
  }
  return parameters
}

function loadRequestModels(value: unknown, models: ReadonlyMap<string, Model>, place: Place): Map<string, string> {
  const named = readTexts(value, place)
  for (const [key, name] of named) requireName(models, name, 'model', place.at(key))
  return named
}

const ROUTE_RESPONSE: Readonly<Record<string, FieldKind>> = {
  modelSelectionExpression: 'text',
  responseModels: 'object',
  responseParameters: 'object',
  routeResponseKey: 'text',
  routeResponseId: 'text',
}

function loadRouteResponses(
  value: unknown,
  models: ReadonlyMap<string, Model>,
  place: Place,
): Map<string, WebSocketRouteResponse> {
  const responses = new Map<string, WebSocketRouteResponse>()
  for (const [key, written] of Object.entries(isFields(value) ? value : {})) {
    const at = place.at(key)
    const fields = readFields(written, ROUTE_RESPONSE, at)
    if (key !== '$default') at.fault('The only route response is $default', { found: key, allowed: ['$default'] })
    if (fields === undefined) continue
    responses.set(key, {
      routeResponseKey: key,
      ...textFields(fields, 'modelSelectionExpression'),
      responseModels: loadRequestModels(fields['responseModels'], models, at.at('responseModels')),
      responseParameters: loadResponseParameters(fields['responseParameters'], at.at('responseParameters')),
    })
  }
  return responses
}

function loadResponseParameters(value: unknown, place: Place): Map<string, boolean> {
  const parameters = new Map<string, boolean>()
  for (const [name, written] of Object.entries(isFields(value) ? value : {})) {
    if (name.startsWith('route.response.header.'))
      parameters.set(name, isFields(written) && written['required'] === true)
    else place.at(name).fault('This is no response parameter', { found: name, allowed: ['route.response.header.NAME'] })
  }
  return parameters
}
