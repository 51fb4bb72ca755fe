import type { RestApi } from '../../api/model.js'
import type { StageConfig } from '../../config/types.js'
import { present } from '../store/fields.js'
import type { StageRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'

/** What a stage serves: the API as it was deployed, and the settings that it is served with. */
export interface DeployedApi {
  readonly api: RestApi
  /** What the canary serves, where the stage has one. */
  readonly canaryApi?: RestApi
  readonly stage: StageConfig
}

/** The settings of a stage as the data plane takes them. */
function toStageConfig(record: StageRecord): StageConfig {
  const { canarySettings: canary } = record
  const { variables, methodSettings, cacheClusterEnabled, tracingEnabled, deploymentId } = record
  return {
    methodSettings: methodSettings as NonNullable<StageConfig['methodSettings']>,
    cacheClusterEnabled,
    tracingEnabled,
    deploymentId,
    ...present({
      variables,
      cacheClusterSize: record.cacheClusterSize,
      description: record.description,
      documentationVersion: record.documentationVersion,
      clientCertificateId: record.clientCertificateId,
      webAclArn: record.webAclArn,
      canarySettings:
        canary &&
        present({
          percentTraffic: canary.percentTraffic,
          stageVariableOverrides: canary.stageVariableOverrides,
          useStageCache: canary.useStageCache,
        }),
    }),
  }
}

/** What a stage of an API serves; undefined when there is no such stage. */
export function deployedApi({ stages, deployments }: ApiState, stageName: string): DeployedApi | undefined {
  const record = stages.get(stageName)
  const api = deployments.get(record?.deploymentId ?? '')?.api
  if (record === undefined || api === undefined) return undefined
  const canaryApi = deployments.get(record.canarySettings?.deploymentId ?? '')?.api
  return present({ api, canaryApi, stage: toStageConfig(record) })
}
