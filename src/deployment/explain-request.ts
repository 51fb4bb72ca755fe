import type { ApiRegistry } from '../apis/index.js'
import type { HandleRequest } from '../http/request.js'
import { explain, type ExplainOptions, type Explanation } from '../observe/explain.js'
import { handleRequest, type PipelineHost } from '../pipeline/handle.js'
import { silentLogger } from '../runtime/console-logger.js'
import { resolveTarget } from '../stage/resolve-target.js'
import type { Watch } from './prepared-api.js'

/** Runs a request through a deployment of its stage that was made to be watched, for this request alone. */
export function explainRequest(
  host: PipelineHost,
  apis: Pick<ApiRegistry, 'watch'>,
  request: HandleRequest,
  options?: ExplainOptions,
): Promise<Explanation> {
  const target = resolveTarget(request, host.resolver, host.stages)
  const run = async (watch: Watch): Promise<Awaited<ReturnType<typeof handleRequest>>> =>
    handleRequest(watchedHost(host, apis, watch), request)
  return explain(request, target, (observer, dryRun) => run({ observer, dryRun }), options)
}

function watchedHost(host: PipelineHost, apis: Pick<ApiRegistry, 'watch'>, watch: Watch): PipelineHost {
  const { stages, runtime } = host
  return {
    ...host,
    // The end of a dry run is no failure to be told of.
    runtime: watch.dryRun ? { ...runtime, logger: silentLogger } : runtime,
    stages: {
      onlyApi: stages.onlyApi,
      has: (apiId, stageName) => stages.has(apiId, stageName),
      hasApi: (apiId) => stages.hasApi(apiId),
      apiIds: () => stages.apiIds(),
      protocolOf: (apiId) => stages.protocolOf(apiId),
      get: (apiId, stageName) => (stages.has(apiId, stageName) ? apis.watch(apiId, stageName, watch) : undefined),
    },
  }
}
