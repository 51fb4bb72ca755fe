import type { Model } from '../api/model.js'
import type { WebSocketApi, WebSocketAuthorizer, WebSocketIntegration, WebSocketRoute } from '../api/websocket-model.js'
import type { WebSocketApiConfig } from '../config/websocket-types.js'
import type { Invoker, LambdaHandler } from '../integration/types.js'
import { createRouteFunctions, type RouteFunctions } from '../routes/route-functions.js'
import type { LoadOptions } from './load-api.js'
import { createPlace, type FieldKind, isFields, type Place, readFields, textFields } from './websocket-fields.js'
import { loadIntegration } from './websocket-load-integration.js'
import { loadRoute } from './websocket-load-route.js'

/** A model, and the functions that came with its routes and authorizers. */
export interface LoadedWebSocketApi {
  readonly api: WebSocketApi
  readonly functions: Readonly<Record<string, LambdaHandler | Invoker>>
}

const DEFAULT_ROUTE_SELECTION = '$request.body.action'
const DEFAULT_KEY_SELECTION = '$request.header.x-api-key'

/** Makes the model of a configured WebSocket API; what is wrong goes into the report. */
export function loadWebSocketApi(config: WebSocketApiConfig, options: LoadOptions): LoadedWebSocketApi {
  const { apiId, runtime, report } = options
  const place = createPlace(options.pointer, report.faults)
  const functions = createRouteFunctions({ id: runtime.accountId, region: runtime.region }, apiId)
  const integrations = loadIntegrations(config.integrations, place.at('integrations'))
  const authorizers = loadAuthorizers(config.authorizers, { functions, report }, place.at('authorizers'))
  const models = loadModels(config.models, place.at('models'))
  const routes = new Map<string, WebSocketRoute>()
  const parts = { functions, integrations, authorizers, models }
  for (const [key, route] of Object.entries(isFields(config.routes) ? config.routes : {})) {
    const loaded = loadRoute(key, route, parts, place.at('routes', key))
    if (loaded !== undefined) routes.set(key, loaded)
  }
  const api: WebSocketApi = {
    protocolType: 'WEBSOCKET',
    id: apiId,
    name: config.name ?? apiId,
    ...(config.description !== undefined && { description: config.description }),
    routeSelectionExpression: config.routeSelectionExpression ?? DEFAULT_ROUTE_SELECTION,
    apiKeySelectionExpression: config.apiKeySelectionExpression ?? DEFAULT_KEY_SELECTION,
    disableSchemaValidation: config.disableSchemaValidation ?? false,
    disableExecuteApiEndpoint: config.disableExecuteApiEndpoint ?? false,
    routes,
    integrations,
    authorizers,
    models,
  }
  return { api, functions: functions.functions }
}

// Functions beside the integrations are modules by type, the gateway's own.
function loadIntegrations(value: WebSocketApiConfig['integrations'], place: Place): Map<string, WebSocketIntegration> {
  const integrations = new Map<string, WebSocketIntegration>()
  for (const [id, written] of Object.entries(value ?? {})) {
    if (typeof written === 'function') continue
    const integration = loadIntegration(written, id, place.at(id))
    if (integration !== undefined) integrations.set(id, integration)
  }
  return integrations
}

const AUTHORIZER: Readonly<Record<string, FieldKind>> = {
  name: 'text',
  authorizerType: ['REQUEST'],
  authorizerUri: 'text',
  handler: 'any',
  authorizerCredentialsArn: 'text',
  identitySource: 'texts',
  authorizerId: 'text',
  authorizerResultTtlInSeconds: 'number',
}

function loadAuthorizers(
  value: WebSocketApiConfig['authorizers'],
  { functions, report }: { readonly functions: RouteFunctions; readonly report: LoadOptions['report'] },
  place: Place,
): Map<string, WebSocketAuthorizer> {
  const authorizers = new Map<string, WebSocketAuthorizer>()
  for (const [id, written] of Object.entries(value ?? {})) {
    const at = place.at(id)
    const isModule = isFields(written) && typeof written['authorize'] === 'function'
    const fields = isModule ? {} : readFields(written, AUTHORIZER, at)
    if (fields === undefined) continue
    const {
      authorizerUri: uri,
      name = id,
      ...more
    } = textFields(fields, 'authorizerUri', 'name', 'authorizerCredentialsArn')
    if (fields['authorizerResultTtlInSeconds'] !== undefined) {
      const message = 'Every upgrade is asked about: the results of WebSocket authorizers are not kept.'
      report.add([{ level: 'warning', rule: 'websocket/authorizer-ttl-unused', pointer: at.pointer, message }], '')
    }
    const handler = fields['handler'] as LambdaHandler | Invoker | string | undefined
    if (uri === undefined && handler === undefined && !isModule)
      at.fault('An authorizer must have an authorizerUri or a handler')
    authorizers.set(id, {
      authorizerId: id,
      name,
      authorizerType: 'REQUEST',
      authorizerUri: handler === undefined ? (uri ?? '') : functions.uriOf(handler, `authorizer ${id}`),
      ...more,
      identitySource: (fields['identitySource'] as readonly string[] | undefined) ?? [],
      pointer: at.pointer,
    })
  }
  return authorizers
}

const MODEL: Readonly<Record<string, FieldKind>> = {
  name: 'text',
  modelId: 'text',
  contentType: 'text',
  description: 'text',
  schema: 'any',
}

// A model is CreateModel's, or a schema by itself: no schema has a keyword `schema`.
function loadModels(value: WebSocketApiConfig['models'], place: Place): Map<string, Model> {
  const models = new Map<string, Model>()
  for (const [name, written] of Object.entries(value ?? {})) {
    const at = place.at(name)
    const fields = isFields(written) && !('schema' in written) ? { schema: written } : readFields(written, MODEL, at)
    if (fields === undefined) continue
    const schema =
      typeof fields['schema'] === 'string' ? parseSchema(fields['schema'], at.at('schema')) : fields['schema']
    const { contentType = 'application/json', description } = textFields(fields, 'contentType', 'description')
    models.set(name, {
      name,
      contentType,
      ...(description !== undefined && { description }),
      schema,
      pointer: at.pointer,
    })
  }
  return models
}

function parseSchema(text: string, place: Place): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    place.fault(`The schema is no JSON: ${(error as Error).message}`)
    return {}
  }
}
