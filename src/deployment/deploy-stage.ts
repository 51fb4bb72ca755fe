import type { Method, Resource, RestApi } from '../api/model.js'
import type { CanarySettings, StageConfig } from '../config/types.js'
import { compileBinaryTypes } from '../http/media-type.js'
import type { IntegrationFactory } from '../integration/types.js'
import type { DeployedMethod, DeployedStage, Step } from '../pipeline/invocation.js'
import type { GatewayModules } from '../pipeline/rest/modules.js'
import type { MethodScope } from '../pipeline/rest/scope.js'
import { compileResourcePolicy } from '../pipeline/rest/resource-policy.js'
import { ConfigError } from '../errors.js'
import { compileWebAclCheck } from '../pipeline/rest/web-acl.js'
import { unknownWebAcl } from '../web-acl/index.js'
import { compileSteps } from '../pipeline/rest.js'
import { compileGatewayResponses } from '../responses/gateway-responses.js'
import { createRouter, type RouteEntry, variableNames } from '../routing/router.js'
import { createModelStore } from './model-store.js'
import { stableId } from './stable-id.js'
import type { TemplateStore } from '../transformer/template-store.js'

/** What a deployment is made of, besides the API and its stage. */
export interface DeployInput {
  readonly api: RestApi
  /** The API under test, when the stage has a canary with a definition of its own. */
  readonly canaryApi?: RestApi | undefined
  /** What stands behind the API under test, when it is a deployment of its own: other routes in code are other functions. */
  readonly canaryBackEnds?: Pick<DeployInput, 'integrations' | 'templates' | 'modules'> | undefined
  readonly apiId: string
  readonly stageName: string
  readonly stage: StageConfig
  readonly region: string
  readonly integrations: Readonly<Record<string, IntegrationFactory>>
  readonly templates: TemplateStore
  readonly modules: GatewayModules
}

/** Makes the immutable deployment that a stage serves, its canary's included. */
export function deployStage(input: DeployInput): DeployedStage {
  const { canarySettings } = input.stage
  if (canarySettings === undefined) return build(input, undefined)
  return build(input, {
    percentTraffic: canarySettings.percentTraffic ?? 0,
    stage: buildCanary(input, canarySettings),
    requests: { production: 0, canary: 0 },
  })
}

function buildCanary(input: DeployInput, settings: CanarySettings): DeployedStage {
  // The overrides add to the stage's own variables and replace them by name (recorded).
  const variables = { ...input.stage.variables, ...settings.stageVariableOverrides }
  const api = input.canaryApi ?? input.api
  return build({ ...input, ...input.canaryBackEnds, api, stage: { ...input.stage, variables } }, undefined, true)
}

function build(input: DeployInput, canary: DeployedStage['canary'], isCanary = false): DeployedStage {
  const { api, apiId, stageName, stage, region } = input
  const variables = stage.variables ?? {}
  const ownId = stage.deploymentId ?? stableId(`${apiId}/${stageName}`, 6)
  const deploymentId = isCanary ? stableId(`${ownId}/canary`, 6) : ownId
  const resourcePolicy = compileResourcePolicy(api.policy, {
    region,
    accountId: input.modules.runtime.accountId,
    apiId,
  })
  const shared = { ...input, variables, isCanary, deploymentId, resourcePolicy, models: createModelStore(api) }
  return {
    protocolType: 'REST',
    api,
    apiId,
    name: stageName,
    deploymentId,
    settings: stage,
    variables,
    hasVariables: Object.keys(variables).length > 0,
    ...(canary !== undefined && { canary }),
    isCanary,
    hasCanary: isCanary || canary !== undefined,
    endpointType: api.endpointConfiguration.types?.[0] ?? 'REGIONAL',
    defaultHost: `${apiId}.execute-api.${region}.amazonaws.com`,
    ...webAclCheck(input),
    router: createRouter(routesOf(api, shared)),
    isBinary: compileBinaryTypes(api.binaryMediaTypes),
    gatewayResponses: compileGatewayResponses(api.gatewayResponses),
  }
}

// Without the web ACL that it names a stage would be open: a fault at start, and again here for stages that come later.
function webAclCheck({ stage: { webAclArn }, stageName, modules }: DeployInput): Pick<DeployedStage, 'inspectWebAcl'> {
  if (webAclArn === undefined) return {}
  const pointer = `/stages/${stageName}/webAclArn`
  const webAcl = modules.webAcls.find(webAclArn)
  if (webAcl === undefined) throw new ConfigError([unknownWebAcl(modules.webAcls, webAclArn, pointer)])
  return { inspectWebAcl: compileWebAclCheck(webAcl, { pointer, locate: modules.locate }) }
}

type SharedScope = Omit<MethodScope, 'resource' | 'resourceId' | 'method' | 'integration'>

function* routesOf(api: RestApi, shared: SharedScope): Generator<RouteEntry<DeployedMethod>> {
  for (const resource of api.resources.values()) {
    for (const [httpMethod, method] of resource.methods) {
      yield { method: httpMethod, path: resource.path, route: new LazyMethod(shared, resource, method) }
    }
  }
}

/** A method whose steps are compiled at its first request. */
class LazyMethod implements DeployedMethod {
  readonly resourcePath: string
  readonly method: Method
  readonly #shared: SharedScope
  readonly #resource: Resource
  #resourceId: string | undefined = undefined
  #variableNames: readonly string[] | undefined = undefined
  #steps: readonly Step[] | undefined = undefined

  constructor(shared: SharedScope, resource: Resource, method: Method) {
    this.#shared = shared
    this.#resource = resource
    this.resourcePath = resource.path
    this.method = method
  }

  get resourceId(): string {
    return (this.#resourceId ??= stableId(`${this.#shared.apiId}${this.resourcePath}`, 6))
  }

  get variableNames(): readonly string[] {
    return (this.#variableNames ??= variableNames(this.resourcePath))
  }

  get steps(): readonly Step[] {
    return (this.#steps ??= this.#compile())
  }

  #compile(): readonly Step[] {
    const definition = this.method.integration
    if (definition === undefined) throw new Error(`The method ${this.method.pointer} has no integration.`)
    const factory = this.#shared.integrations[definition.type]
    if (factory === undefined) throw new Error(`There is no integration of the type ${definition.type}.`)
    return compileSteps({
      ...this.#shared,
      resource: this.#resource,
      resourceId: this.resourceId,
      method: this.method,
      integration: factory(definition),
    })
  }
}
