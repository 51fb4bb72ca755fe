import type { HttpApi } from '../api/http-model.js'
import type { HttpApiConfig } from '../config/http-types.js'
import { ConfigError } from '../errors.js'
import type { Invoker, LambdaHandler } from '../integration/types.js'
import { parseFunctionUri } from '../integration/index.js'
import { importHttpApi } from '../openapi/index.js'
import { type HttpRouteAuthorizer, type HttpRoutes, httpRoutesToApi, type HttpRoutesResult } from '../routes/index.js'
import type { LoadOptions } from './load-api.js'

/** A model, where its pointers lead, and the functions that came with its routes. */
export interface LoadedHttpApi {
  readonly api: HttpApi
  readonly pointer: string
  readonly functions: Readonly<Record<string, LambdaHandler | Invoker>>
}

/** Makes the model of a configured HTTP API: of its definition, its routes, or its one target. */
export function loadHttpApi(config: HttpApiConfig, options: LoadOptions): LoadedHttpApi | undefined {
  const { report } = options
  const pointer = config.definition === undefined ? options.pointer : `${options.pointer}/definition`
  try {
    const { api, findings, functions } =
      config.definition === undefined ? fromRoutes(config, options) : fromDefinition(config, options)
    report.add(findings, pointer)
    const { disableExecuteApiEndpoint } = config
    return {
      api: { ...api, ...(disableExecuteApiEndpoint !== undefined && { disableExecuteApiEndpoint }) },
      pointer,
      functions,
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const fault of error.faults) report.faults.push({ ...fault, pointer: pointer + fault.pointer })
    return undefined
  }
}

function fromDefinition(config: HttpApiConfig, { apiId, runtime }: LoadOptions): HttpRoutesResult {
  const { definition, parameters, acceptOpenApi31 } = config
  const { api, findings } = importHttpApi(definition, {
    apiId,
    account: { id: runtime.accountId, region: runtime.region },
    ...(parameters !== undefined && { parameters }),
    ...(acceptOpenApi31 !== undefined && { acceptOpenApi31 }),
  })
  return { api, findings, functions: {} }
}

function fromRoutes(config: HttpApiConfig, { apiId, runtime }: LoadOptions): HttpRoutesResult {
  const { routes, target, authorizers, cors } = config
  return httpRoutesToApi(routes ?? quickCreate(target ?? ''), {
    apiId,
    account: { id: runtime.accountId, region: runtime.region },
    ...(authorizers !== undefined && { authorizers: describedOf(authorizers) }),
    ...(cors !== undefined && { cors }),
  })
}

/** One `$default` route that leads to a URL or a function (documented). */
function quickCreate(target: string): HttpRoutes {
  if (parseFunctionUri(target) !== undefined) return { $default: target }
  return { $default: { integration: { type: 'HTTP_PROXY', httpMethod: 'ANY', uri: target } } }
}

function describedOf(authorizers: NonNullable<HttpApiConfig['authorizers']>): Record<string, HttpRouteAuthorizer> {
  const described: Record<string, HttpRouteAuthorizer> = {}
  for (const [name, value] of Object.entries(authorizers)) if ('type' in value) described[name] = value
  return described
}
