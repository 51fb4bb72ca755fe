import type { GatewayCacheStats, StageCaches } from '../../cache/index.js'
import { UsageError } from '../../errors.js'
import type { HandleRequest } from '../../http/request.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { HttpRefusal } from '../../responses/http-refusal.js'
import { checkSize, receiveBody, route } from '../arrival.js'
import type { PipelineHost } from '../handle.js'
import { type DeployedMethod, type DeployedStage, Invocation } from '../invocation.js'
import { isReadCacheStep } from './cache.js'

/** Names a stage's cache. */
export interface CachedStage {
  /** Not needed when there is one API. */
  readonly apiId?: string
  readonly stageName: string
}

/**
 * The response caches of a gateway's stages, for whoever runs it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export interface GatewayCache {
  /**
   * Removes all entries of a stage, its canary's included (the service's `FlushStageCache`); in Redis for every process.
   *
   * @throws UsageError (`ERR_UNKNOWN_API`, `ERR_UNKNOWN_STAGE`)
   */
  flush(stage: CachedStage): Promise<void>
  /**
   * Removes the entry that would answer a request. The request itself is not made: nobody is authorized and nothing is
   * called, so an entry whose key holds what an authorizer said can only be flushed with its stage.
   *
   * @returns false when the request is for no method that is cached
   */
  flushEntry(request: HandleRequest): Promise<boolean>
  /** Hits and misses since the gateway was made, and what the caches hold, by stage and in all. */
  stats(): Promise<GatewayCacheStats>
}

/** Makes the caches' controls of a gateway. */
export function createGatewayCache(host: PipelineHost, caches: StageCaches): GatewayCache {
  return {
    flush: async ({ apiId = host.stages.onlyApi, stageName }) => {
      const stage = restStage(host, apiId, stageName)
      if (stage === undefined) throw unknownStage(host, apiId, stageName)
      await Promise.all(
        deploymentsOf(stage).map((deployment) =>
          caches.flush({ apiId: stage.apiId, stageName, deploymentId: deployment.deploymentId }),
        ),
      )
    },
    flushEntry: async (request) => {
      const target = host.resolver.resolve(request, host.stages)
      const stage = target === undefined ? undefined : restStage(host, target.apiId, target.stageName)
      if (target === undefined || stage === undefined) return false
      const { resourcePath, rawQuery, calledPath } = target
      const flushed = await Promise.all(
        deploymentsOf(stage).map((deployment) =>
          flushOne(new Invocation(host.runtime, { request, stage: deployment, resourcePath, rawQuery, calledPath })),
        ),
      )
      return flushed.includes(true)
    },
    stats: () => caches.stats(),
  }
}

async function flushOne(invocation: Invocation): Promise<boolean> {
  try {
    checkSize(invocation)
    await receiveBody(invocation)
    route(invocation)
  } catch (error) {
    if (error instanceof HttpRefusal || error instanceof GatewayResponseError) return false
    throw error
  }
  const step = (invocation.method as DeployedMethod).steps.find(isReadCacheStep)
  if (step === undefined) return false
  await step.cache.delete(step.makeKey(invocation, invocation.httpMethod))
  return true
}

// Only REST APIs have a cache.
function restStage({ stages }: PipelineHost, apiId?: string, stageName?: string): DeployedStage | undefined {
  const stage = apiId === undefined || stageName === undefined ? undefined : stages.get(apiId, stageName)
  return stage?.protocolType === 'REST' ? stage : undefined
}

function unknownStage({ stages }: PipelineHost, apiId: string | undefined, stageName: string): UsageError {
  if (apiId === undefined)
    return new UsageError('ERR_UNKNOWN_API', 'There are several APIs: say which `apiId` is meant')
  if (!stages.hasApi(apiId)) return new UsageError('ERR_UNKNOWN_API', `There is no API "${apiId}"`)
  return new UsageError('ERR_UNKNOWN_STAGE', `The API "${apiId}" has no stage "${stageName}" that could be cached`)
}

function deploymentsOf(stage: DeployedStage): readonly DeployedStage[] {
  return stage.canary === undefined ? [stage] : [stage, stage.canary.stage]
}
