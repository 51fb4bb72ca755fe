import type { WebSocketApi, WebSocketRoute } from '../api/websocket-model.js'
import type { WebSocketStageConfig } from '../config/websocket-types.js'
import type { IntegrationFactory } from '../integration/types.js'
import { toEndpoint } from '../pipeline/websocket/endpoint.js'
import type {
  DeployedWebSocketRoute,
  DeployedWebSocketStage,
  WebSocketInvocation,
  WebSocketStep,
} from '../pipeline/websocket/invocation.js'
import { connectionIdOf } from '../pipeline/websocket/manage.js'
import type { WebSocketScope, WebSocketTarget } from '../pipeline/websocket/scope.js'
import { compileSelectionExpression } from '../pipeline/websocket/selection-expression.js'
import { createSignatureCheck } from '../pipeline/websocket/signature.js'
import { MESSAGE_VARIABLES, messageSources } from '../pipeline/websocket/validate.js'
import { compileWebSocketRoute } from '../pipeline/websocket.js'
import type { GatewayModules } from '../pipeline/rest/modules.js'
import type { TemplateStore } from '../transformer/template-store.js'
import { createModelStore } from './model-store.js'

/** What a deployment of a WebSocket API is made of, besides the API and its stage. */
export interface DeployWebSocketInput {
  readonly api: WebSocketApi
  readonly apiId: string
  readonly stageName: string
  readonly stage: WebSocketStageConfig
  readonly region: string
  readonly integrations: Readonly<Record<string, IntegrationFactory>>
  readonly modules: GatewayModules
  readonly templates: TemplateStore
}

/** Makes the immutable deployment of a WebSocket API that a stage serves. */
export function deployWebSocketStage(input: DeployWebSocketInput): DeployedWebSocketStage {
  const { api, apiId, stageName, stage, region, modules } = input
  const variables = stage.variables ?? {}
  const shared = { ...input, variables, models: createModelStore(api) }
  const routes = new Map<string, DeployedWebSocketRoute>()
  for (const route of api.routes.values()) routes.set(route.routeKey, new LazyRoute(shared, route))
  return {
    protocolType: 'WEBSOCKET',
    api,
    apiId,
    name: stageName,
    settings: stage,
    variables,
    hasVariables: Object.keys(variables).length > 0,
    endpointType: 'REGIONAL',
    defaultHost: `${apiId}.execute-api.${region}.amazonaws.com`,
    routes,
    select: compileRouteSelection(api.routeSelectionExpression, routes),
    checkManager: modules.credentials?.lookup === undefined ? undefined : createSignatureCheck(modules),
    router: createManagementRouter(routes),
  }
}

/**
 * Chooses the route of a message: by the evaluated expression when the message is JSON, else `$default`. No message reaches
 * `$connect` or `$disconnect`.
 */
function compileRouteSelection(
  expression: string,
  routes: ReadonlyMap<string, DeployedWebSocketRoute>,
): (invocation: WebSocketInvocation) => DeployedWebSocketRoute | undefined {
  const select = compileSelectionExpression(expression, MESSAGE_VARIABLES)
  const fallback = routes.get('$default')
  return (invocation) => {
    if (invocation.jsonIfAny() === undefined) return fallback
    const key = select(messageSources(invocation))
    return key.startsWith('$') ? fallback : (routes.get(key) ?? fallback)
  }
}

// `fallthrough` of adapters asks it, and `warm`.
function createManagementRouter(routes: ReadonlyMap<string, DeployedWebSocketRoute>): DeployedWebSocketStage['router'] {
  return {
    routes: () => [...routes.values()],
    find: (_, path) => {
      const connectionId = connectionIdOf(path)
      const [route] = routes.values()
      return connectionId === undefined || route === undefined ? undefined : { route, values: [connectionId] }
    },
  }
}

type SharedScope = Omit<WebSocketScope, 'route' | 'target'> & Pick<DeployWebSocketInput, 'integrations'>

/** A route whose steps are compiled at its first event. */
class LazyRoute implements DeployedWebSocketRoute {
  readonly route: WebSocketRoute
  readonly #shared: SharedScope
  #steps: readonly WebSocketStep[] | undefined = undefined

  constructor(shared: SharedScope, route: WebSocketRoute) {
    this.#shared = shared
    this.route = route
  }

  get steps(): readonly WebSocketStep[] {
    return (this.#steps ??= compileWebSocketRoute({ ...this.#shared, route: this.route, target: this.#target() }))
  }

  #target(): WebSocketTarget | undefined {
    const { api, integrations } = this.#shared
    const definition = this.route.target === undefined ? undefined : api.integrations.get(this.route.target)
    if (definition === undefined) return undefined
    const factory = integrations[definition.integrationType]
    if (factory === undefined) throw new Error(`There is no integration of the type ${definition.integrationType}.`)
    const endpoint = toEndpoint(definition)
    return { definition, endpoint, integration: factory(endpoint) }
  }
}
