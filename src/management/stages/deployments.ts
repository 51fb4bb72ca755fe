import { toRestApi } from '../bridge/to-rest-api.js'
import { apiOf, type Context, found, type Handlers } from '../context.js'
import { badRequest } from '../management-error.js'
import { pageOf } from '../pages.js'
import { applyPatch } from '../patch/apply-patch.js'
import type { PatchTable } from '../patch/patch-target.js'
import type { Input } from '../service-model/operations.js'
import { present, someText } from '../store/fields.js'
import type { DeploymentRecord, StageRecord } from '../store/records.js'
import type { ApiState, Deployment } from '../store/state.js'
import { canaryOf, newStage, variablesOf, withCache } from './stage-record.js'

const DEPLOYMENT_PATCH: PatchTable = { refusal: 'listed', targets: [{ path: '/description', ops: ['replace'] }] }

const UNKNOWN = 'Invalid Deployment identifier specified'

function deploymentOf(
  { state }: Context,
  restApiId: string,
  id: string,
): { readonly api: ApiState; readonly deployment: Deployment } {
  const api = found(state.apis.get(restApiId), UNKNOWN)
  return { api, deployment: found(api.deployments.get(id), UNKNOWN) }
}

/** An API is deployed when it has a method, and every method calls something. */
function checkMethods(api: ApiState): void {
  const methods = api.resources.values().flatMap(({ resourceMethods = {} }) => Object.values(resourceMethods))
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods")
  if (methods.some(({ methodIntegration }) => methodIntegration === undefined))
    throw badRequest('No integration defined for method')
}

function checkCanary(api: ApiState, { stageName, canarySettings }: Input<'CreateDeployment'>): void {
  if (canarySettings === undefined) return
  const refuse = (words: string): Error => badRequest(`Invalid deployment content specified.${words}`)
  if (stageName === undefined || stageName === '')
    throw refuse(
      `Non null and non empty stageName must be provided for canary deployment. Provided value is ${stageName ?? 'null'}`,
    )
  if (!api.stages.has(stageName))
    throw refuse(`Stage ${stageName} must already be created before making a canary release deployment`)
}

/** The stage after a deployment to it: a canary's leaves the stage's own deployment where it is (recorded). */
function deployTo(before: StageRecord, id: string, input: Input<'CreateDeployment'>): StageRecord {
  if (input.canarySettings !== undefined) return { ...before, canarySettings: canaryOf(input.canarySettings, id) }
  return withCache(
    present({
      ...before,
      deploymentId: id,
      description: someText(input.stageDescription) ?? before.description,
      variables: variablesOf(input.variables) ?? before.variables,
      tracingEnabled: input.tracingEnabled ?? before.tracingEnabled,
      cacheClusterEnabled: input.cacheClusterEnabled ?? before.cacheClusterEnabled,
      cacheClusterSize: input.cacheClusterSize ?? before.cacheClusterSize,
    }),
  )
}

function create(input: Input<'CreateDeployment'>, context: Context): DeploymentRecord {
  const api = apiOf(context, input.restApiId)
  checkMethods(api)
  checkCanary(api, input)
  const id = context.newId(6)
  const record = present({ id, description: someText(input.description), createdDate: context.now() })
  api.deployments.set(id, { record, api: toRestApi(api) })
  if (input.stageName !== undefined && input.stageName !== '') {
    const before = api.stages.get(input.stageName) ?? newStage(input.stageName, id, context.now())
    api.stages.set(input.stageName, { ...deployTo(before, id, input), lastUpdatedDate: context.now() })
  }
  return record
}

/** The methods of a deployment: path → METHOD → what it asks of a caller. */
function apiSummary({ api }: Deployment): object {
  const paths = [...api.resources.values()].filter(({ methods }) => methods.size > 0)
  return Object.fromEntries(
    paths.map(({ path, methods }) => [
      path,
      Object.fromEntries(
        [...methods].map(([name, { authorizationType, apiKeyRequired }]) => [
          name,
          { authorizationType, apiKeyRequired },
        ]),
      ),
    ]),
  )
}

/** The operations of deployments: the API as it was at a time. */
export const deploymentHandlers: Handlers<
  'CreateDeployment' | 'GetDeployment' | 'GetDeployments' | 'UpdateDeployment' | 'DeleteDeployment'
> = {
  CreateDeployment: create,
  GetDeployment: ({ restApiId, deploymentId, embed = [] }, context) => {
    const { deployment } = deploymentOf(context, restApiId, deploymentId)
    const isSummed = embed.some((name) => name.toLowerCase() === 'apisummary')
    return isSummed ? { ...deployment.record, apiSummary: apiSummary(deployment) } : deployment.record
  },
  GetDeployments: (input, context) =>
    pageOf(
      apiOf(context, input.restApiId)
        .deployments.values()
        .map(({ record }) => record),
      input,
    ),
  UpdateDeployment: ({ restApiId, deploymentId, patchOperations }, context) => {
    const { api, deployment } = deploymentOf(context, restApiId, deploymentId)
    const record = applyPatch(deployment.record, patchOperations, DEPLOYMENT_PATCH)
    return api.deployments.set(deploymentId, { ...deployment, record }).record
  },
  DeleteDeployment: ({ restApiId, deploymentId }, context) => {
    const { api } = deploymentOf(context, restApiId, deploymentId)
    const isActive = api.stages
      .values()
      .some((stage) => stage.deploymentId === deploymentId || stage.canarySettings?.deploymentId === deploymentId)
    if (isActive) throw badRequest('Active stages pointing to this deployment must be moved or deleted')
    api.deployments.delete(deploymentId)
  },
}
