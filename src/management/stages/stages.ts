import { apiOf, type Context, found, type Handlers } from '../context.js'
import { badRequest, conflict } from '../management-error.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { Input } from '../service-model/operations.js'
import { filled, present, someText } from '../store/fields.js'
import type { StageRecord } from '../store/records.js'
import type { ApiState } from '../store/state.js'
import { STAGE_PATCH } from './stage-patch.js'
import { canaryOf, newStage, showCacheChange, variablesOf, withCache } from './stage-record.js'

const UNKNOWN = 'Invalid stage identifier specified'

function stageOf(
  { state }: Context,
  restApiId: string,
  stageName: string,
): { readonly api: ApiState; readonly stage: StageRecord } {
  const api = found(state.apis.get(restApiId), UNKNOWN)
  return { api, stage: found(api.stages.get(stageName), UNKNOWN) }
}

/** Refuses a stage that refers to what is not there. */
function checkStage(api: ApiState, { deploymentId, canarySettings, documentationVersion: version }: StageRecord): void {
  const deployments = [deploymentId, ...(canarySettings === undefined ? [] : [canarySettings.deploymentId])]
  if (deployments.some((id) => !api.deployments.has(id))) throw badRequest('Deployment id does not exist')
  if (version !== undefined && !api.documentationVersions.has(version))
    throw badRequest('Invalid Documentation version specified')
}

function create(input: Input<'CreateStage'>, context: Context): StageRecord {
  const api = apiOf(context, input.restApiId)
  const { stageName, deploymentId, canarySettings } = input
  if (api.stages.has(stageName)) throw conflict('Stage already exists')
  const stage = withCache(
    present({
      ...newStage(stageName, deploymentId, context.now()),
      description: someText(input.description),
      cacheClusterEnabled: input.cacheClusterEnabled ?? false,
      cacheClusterSize: input.cacheClusterSize,
      variables: variablesOf(input.variables),
      documentationVersion: someText(input.documentationVersion),
      canarySettings: canarySettings && canaryOf(canarySettings, canarySettings.deploymentId ?? deploymentId),
      tracingEnabled: input.tracingEnabled ?? false,
      tags: filled(input.tags as Readonly<Record<string, string>> | undefined),
    }),
  )
  checkStage(api, stage)
  return showCacheChange(api.stages.set(stageName, stage), false)
}

/** The operations of stages. */
export const stageHandlers: Handlers<
  | 'CreateStage'
  | 'GetStage'
  | 'GetStages'
  | 'UpdateStage'
  | 'DeleteStage'
  | 'FlushStageCache'
  | 'FlushStageAuthorizersCache'
> = {
  CreateStage: create,
  GetStage: ({ restApiId, stageName }, context) => stageOf(context, restApiId, stageName).stage,
  GetStages: ({ restApiId, deploymentId }, context) => {
    const stages = apiOf(context, restApiId).stages.values()
    return { item: stages.filter((stage) => deploymentId === undefined || stage.deploymentId === deploymentId) }
  },
  UpdateStage: ({ restApiId, stageName, patchOperations }, context) => {
    const { api, stage } = stageOf(context, restApiId, stageName)
    const patched = withCache({ ...applyPatch(stage, patchOperations, STAGE_PATCH), lastUpdatedDate: context.now() })
    checkStage(api, patched)
    return showCacheChange(api.stages.set(stageName, patched), stage.cacheClusterEnabled)
  },
  DeleteStage: ({ restApiId, stageName }, context) => {
    const { api } = stageOf(context, restApiId, stageName)
    api.stages.delete(stageName)
  },
  // What is flushed is the data plane's: whoever serves the stages is told of the call.
  FlushStageCache: ({ restApiId, stageName }, context) => void stageOf(context, restApiId, stageName),
  FlushStageAuthorizersCache: ({ restApiId, stageName }, context) => void stageOf(context, restApiId, stageName),
}
