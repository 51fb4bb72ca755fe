import type { RestApi } from '../api/model.js'
import type { Finding } from '../config/findings.js'
import type { ApiConfig } from '../config/types.js'
import { ConfigError, type ConfigFault } from '../errors.js'
import type { Invoker, LambdaHandler } from '../integration/types.js'
import { importApi } from '../openapi/index.js'
import { type RouteAuthorizer, type RoutesResult, routesToApi } from '../routes/index.js'
import type { Runtime } from '../runtime/runtime.js'

/** A model, where its pointers lead, and the functions that came with its routes. */
export interface LoadedApi {
  readonly api: RestApi
  readonly pointer: string
  readonly functions: Readonly<Record<string, LambdaHandler | Invoker>>
}

/** What loading needs to know, and where it reports to. */
export interface LoadOptions {
  readonly apiId: string
  readonly pointer: string
  readonly runtime: Runtime
  /** What the definition is merged into. */
  readonly base?: RestApi | undefined
  readonly report: { readonly faults: ConfigFault[]; add(findings: readonly Finding[], pointer: string): void }
}

/** Makes the model of a configured API: imports its definition and puts the config's own settings over it. */
export function loadApi(config: ApiConfig, options: LoadOptions): LoadedApi | undefined {
  const { report } = options
  const pointer = config.definition === undefined ? options.pointer : `${options.pointer}/definition`
  try {
    const { api, findings, functions } =
      config.definition === undefined ? fromRoutes(config, options) : fromDefinition(config, options)
    report.add(findings, pointer)
    return { api: withSettings(api, config), pointer, functions }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const fault of error.faults) report.faults.push({ ...fault, pointer: pointer + fault.pointer })
    return undefined
  }
}

function fromDefinition(config: ApiConfig, { apiId, runtime, base }: LoadOptions): RoutesResult {
  const { api, findings } = importApi(config.definition, {
    apiId,
    ...(base !== undefined && { base, mode: 'merge' as const }),
    account: { id: runtime.accountId, region: runtime.region },
    ...(config.parameters !== undefined && { parameters: config.parameters }),
    ...(config.acceptOpenApi31 !== undefined && { acceptOpenApi31: config.acceptOpenApi31 }),
  })
  return { api, findings, functions: {} }
}

function fromRoutes(config: ApiConfig, { apiId, runtime }: LoadOptions): RoutesResult {
  const { models, authorizers, requestValidators, gatewayResponses, cors } = config
  return routesToApi(config.routes ?? {}, {
    apiId,
    account: { id: runtime.accountId, region: runtime.region },
    ...(models !== undefined && { models }),
    ...(authorizers !== undefined && { authorizers: routeAuthorizers(authorizers) }),
    ...(requestValidators !== undefined && { requestValidators }),
    ...(gatewayResponses !== undefined && { gatewayResponses }),
    ...(cors !== undefined && { cors }),
  })
}

/** The settings of an API that a config may give beside the definition; they win over it. */
function withSettings(api: RestApi, config: ApiConfig): RestApi {
  const {
    endpointConfiguration,
    disableExecuteApiEndpoint,
    policy,
    binaryMediaTypes,
    apiKeySource,
    minimumCompressionSize,
  } = config
  return {
    ...api,
    ...(endpointConfiguration !== undefined && {
      endpointConfiguration: { ...api.endpointConfiguration, ...endpointConfiguration },
    }),
    ...(disableExecuteApiEndpoint !== undefined && { disableExecuteApiEndpoint }),
    ...(policy !== undefined && { policy }),
    ...(binaryMediaTypes !== undefined && { binaryMediaTypes }),
    ...(apiKeySource !== undefined && { apiKeySource }),
    ...(minimumCompressionSize !== undefined && { minimumCompressionSize }),
  }
}

function routeAuthorizers(authorizers: NonNullable<ApiConfig['authorizers']>): Record<string, RouteAuthorizer> {
  const described: Record<string, RouteAuthorizer> = {}
  for (const [name, value] of Object.entries(authorizers)) if ('type' in value) described[name] = value
  return described
}
