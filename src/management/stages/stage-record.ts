import { badRequest } from '../management-error.js'
import type { ValueOf } from '../service-model/shapes.js'
import { filled, present } from '../store/fields.js'
import type { CanaryRecord, StageRecord } from '../store/records.js'

/** A stage with the service's defaults. */
export function newStage(stageName: string, deploymentId: string, now: number): StageRecord {
  if (!/^[A-Za-z0-9_-]+$/.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9-_')
  return {
    deploymentId,
    stageName,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: now,
    lastUpdatedDate: now,
  }
}

/** Stage variables as they are kept; undefined when there are none. */
export function variablesOf(
  variables: Readonly<Record<string, string | null>> | undefined,
): Readonly<Record<string, string>> | undefined {
  return filled(variables as Readonly<Record<string, string>> | undefined)
}

/** The settings of a canary; without a word on it, it gets no traffic and a cache of its own (recorded). */
export function canaryOf(input: ValueOf<'canarySettings'>, deploymentId: string): CanaryRecord {
  const { percentTraffic = 0, stageVariableOverrides, useStageCache = false } = input
  if (percentTraffic < 0 || percentTraffic > 100) throw badRequest('Percent traffic must be between 0.0 and 100.0')
  return present({
    percentTraffic,
    deploymentId,
    stageVariableOverrides: variablesOf(stageVariableOverrides),
    useStageCache,
  })
}

const SMALLEST_CACHE = '0.5'

/** The stage with the state of its cache cluster, which is there at once. */
export function withCache(stage: StageRecord): StageRecord {
  if (!stage.cacheClusterEnabled) return { ...stage, cacheClusterStatus: 'NOT_AVAILABLE' }
  const cacheClusterSize = stage.cacheClusterSize ?? SMALLEST_CACHE
  return { ...stage, cacheClusterSize, cacheClusterStatus: 'AVAILABLE' }
}

/** The answer to a call that turns the cache cluster on or off: the service takes minutes, and says so (documented). */
export function showCacheChange(stage: StageRecord, wasEnabled: boolean): StageRecord {
  if (stage.cacheClusterEnabled === wasEnabled) return stage
  return { ...stage, cacheClusterStatus: stage.cacheClusterEnabled ? 'CREATE_IN_PROGRESS' : 'DELETE_IN_PROGRESS' }
}
