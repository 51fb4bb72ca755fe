import { UsageError } from '../errors.js'
import type { AnyStageConfig } from '../deployment/prepared-api.js'
import type { ApiBook } from './api-book.js'
import { type Deployment, describeDeployment, type ManagedApi, type ManagedStage } from './managed-api.js'
import type { DeploymentSummary, DeployOptions, StageSummary } from './types.js'

/** Makes a snapshot of the API and points a stage at it; what is refused leaves no snapshot behind. */
export function deploy(book: ApiBook, apiId: string, options: DeployOptions): DeploymentSummary {
  const api = book.find(apiId)
  const deployment = api.snapshot(book.now, options.description)
  try {
    book.update(api, options.stageName, stageFor(api, options, deployment))
  } catch (error) {
    api.deployments.delete(deployment.deploymentId)
    throw error
  }
  return describeDeployment(deployment)
}

function stageFor(api: ManagedApi, options: DeployOptions, deployment: Deployment): ManagedStage {
  const { stageName, stage: given, canarySettings } = options
  if (canarySettings !== undefined) {
    const stage = api.stageOf(stageName)
    return { ...stage, settings: { ...stage.settings, ...given, canarySettings }, canary: deployment }
  }
  const known = api.stages.get(stageName)
  // Documented: while a stage has a canary, only the canary can be deployed to.
  if (known?.settings.canarySettings !== undefined)
    throw new UsageError('ERR_USAGE', `The stage ${stageName} has a canary: promote or delete it before deploying.`)
  return { settings: { ...known?.settings, ...given }, deployment }
}

/** Points a stage at an earlier deployment. */
export function rollBack(book: ApiBook, apiId: string, stageName: string, deploymentId?: string): StageSummary {
  const api = book.find(apiId)
  const stage = api.stageOf(stageName)
  const known = [...api.deployments.values()]
  const deployment =
    deploymentId === undefined ? known[known.indexOf(stage.deployment) - 1] : api.deploymentOf(deploymentId)
  if (deployment === undefined)
    throw new UsageError('ERR_UNKNOWN_DEPLOYMENT', `There is no deployment before that of the stage ${stageName}.`)
  book.update(api, stageName, { ...stage, deployment })
  return api.stageSummary(stageName)
}

/** Changes the settings of a stage that are named. */
export function updateStage(book: ApiBook, apiId: string, stageName: string, settings: AnyStageConfig): StageSummary {
  const api = book.find(apiId)
  const stage = api.stageOf(stageName)
  book.update(api, stageName, { ...stage, settings: { ...stage.settings, ...settings } })
  return api.stageSummary(stageName)
}

/** Makes the canary's deployment and variables those of the stage, and ends the canary. */
export function promoteCanary(book: ApiBook, apiId: string, stageName: string): StageSummary {
  const api = book.find(apiId)
  const { settings, deployment, canary } = stageWithCanary(api, stageName)
  const { canarySettings, ...rest } = settings
  const variables = { ...settings.variables, ...canarySettings?.stageVariableOverrides }
  book.update(api, stageName, { settings: { ...rest, variables }, deployment: canary ?? deployment })
  return api.stageSummary(stageName)
}

/** Ends the canary. */
export function deleteCanary(book: ApiBook, apiId: string, stageName: string): StageSummary {
  const api = book.find(apiId)
  const { settings, deployment } = stageWithCanary(api, stageName)
  const { canarySettings: _, ...rest } = settings
  book.update(api, stageName, { settings: rest, deployment })
  return api.stageSummary(stageName)
}

function stageWithCanary(api: ManagedApi, stageName: string): ManagedStage {
  const stage = api.stageOf(stageName)
  if (stage.settings.canarySettings !== undefined) return stage
  throw new UsageError('ERR_USAGE', `The stage ${stageName} has no canary.`)
}

/** Deletes a deployment that no stage points at. */
export function deleteDeployment(book: ApiBook, apiId: string, deploymentId: string): void {
  const api = book.find(apiId)
  const deployment = api.deploymentOf(deploymentId)
  for (const [stageName, stage] of api.stages) {
    if (stage.deployment === deployment || stage.canary === deployment)
      throw new UsageError('ERR_DEPLOYMENT_IN_USE', `The stage ${stageName} points at the deployment ${deploymentId}.`)
  }
  api.deployments.delete(deploymentId)
}
