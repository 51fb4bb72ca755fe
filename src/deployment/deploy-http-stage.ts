import type { HttpApi, HttpIntegration, HttpRoute, JwtAuthorizer } from '../api/http-model.js'
import type { IntegrationDefinition } from '../api/model.js'
import type { HttpStageConfig } from '../config/http-types.js'
import type { ServiceCaller } from '../integration/aws/call-service.js'
import type { IntegrationFactory } from '../integration/types.js'
import { createKeySet, createTokenVerifier, RSA_ALGORITHMS, type TokenVerifier } from '../jwt/index.js'
import { compileCors } from '../pipeline/http/cors.js'
import type { DeployedHttpStage, DeployedRoute, HttpStep } from '../pipeline/http/invocation.js'
import type { RouteScope } from '../pipeline/http/scope.js'
import { compileRoute } from '../pipeline/http.js'
import type { GatewayModules } from '../pipeline/rest/modules.js'
import { createHttpRouter } from '../routing/http-router.js'
import { variableNames } from '../routing/router.js'

/** What a deployment of an HTTP API is made of, besides the API and its stage. */
export interface DeployHttpInput {
  readonly api: HttpApi
  readonly apiId: string
  readonly stageName: string
  readonly stage: HttpStageConfig
  readonly region: string
  readonly integrations: Readonly<Record<string, IntegrationFactory>>
  readonly services: ServiceCaller
  readonly modules: GatewayModules
}

/** Makes the immutable deployment of an HTTP API that a stage serves. */
export function deployHttpStage(input: DeployHttpInput): DeployedHttpStage {
  const { api, apiId, stageName, stage, region } = input
  const variables = stage.variables ?? {}
  const shared = { ...input, variables, verifierOf: createVerifiers(input.modules) }
  return {
    protocolType: 'HTTP',
    api,
    apiId,
    name: stageName,
    settings: stage,
    variables,
    hasVariables: Object.keys(variables).length > 0,
    endpointType: 'REGIONAL',
    defaultHost: `${apiId}.execute-api.${region}.amazonaws.com`,
    router: createHttpRouter([...api.routes.values()].map((route) => new LazyRoute(shared, route))),
    cors: api.corsConfiguration === undefined ? undefined : compileCors(api.corsConfiguration),
  }
}

/** One verifier for all routes of an authorizer, so that an issuer's keys are fetched once. */
function createVerifiers({ http, runtime }: GatewayModules): (authorizer: JwtAuthorizer) => TokenVerifier {
  const { clock } = runtime
  const verifiers = new Map<JwtAuthorizer, TokenVerifier>()
  return (authorizer) => {
    let verifier = verifiers.get(authorizer)
    if (verifier === undefined) {
      const { issuer } = authorizer
      const keys = createKeySet({ issuer, http, clock })
      verifier = createTokenVerifier({ issuer, keys, clock, algorithms: RSA_ALGORITHMS })
      verifiers.set(authorizer, verifier)
    }
    return verifier
  }
}

type SharedScope = DeployHttpInput & Pick<RouteScope, 'variables' | 'verifierOf'>

/** A route whose steps are compiled at its first request. */
class LazyRoute implements DeployedRoute {
  readonly route: HttpRoute
  readonly #shared: SharedScope
  #variableNames: readonly string[] | undefined = undefined
  #steps: readonly HttpStep[] | undefined = undefined

  constructor(shared: SharedScope, route: HttpRoute) {
    this.#shared = shared
    this.route = route
  }

  get variableNames(): readonly string[] {
    return (this.#variableNames ??= variableNames(this.route.path))
  }

  get steps(): readonly HttpStep[] {
    return (this.#steps ??= this.#compile())
  }

  #compile(): readonly HttpStep[] {
    const { integrations } = this.#shared
    const { integration: definition } = this.route
    if (definition === undefined) throw new Error(`The route ${this.route.routeKey} has no integration.`)
    const factory = integrations[definition.integrationType]
    if (factory === undefined) throw new Error(`There is no integration of the type ${definition.integrationType}.`)
    const endpoint = endpointOf(definition)
    return compileRoute({ ...this.#shared, route: this.route, definition, endpoint, integration: factory(endpoint) })
  }
}

/** The integration as the integration module takes it: REST's form, with what HTTP APIs lack left empty. */
function endpointOf(definition: HttpIntegration): IntegrationDefinition {
  const { integrationUri, credentialsArn, connectionId, tlsConfig } = definition
  return {
    type: definition.integrationType,
    ...(integrationUri !== undefined && { uri: integrationUri }),
    ...(credentialsArn !== undefined && { credentials: credentialsArn }),
    ...(connectionId !== undefined && { connectionId }),
    ...(tlsConfig !== undefined && { tlsConfig }),
    connectionType: definition.connectionType,
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: definition.timeoutInMillis,
    responseTransferMode: 'BUFFERED',
    cacheKeyParameters: [],
    requestParameters: new Map(),
    requestTemplates: new Map(),
    integrationResponses: [],
    pointer: definition.pointer,
  }
}
