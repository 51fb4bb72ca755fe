import type { Operation } from './operation.js'

/** Deployments and stages. */
export const STAGE_OPERATIONS = {
  CreateDeployment: [
    'POST /restapis/{restApiId}/deployments',
    201,
    {
      stageName: 'text',
      stageDescription: 'text',
      description: 'text',
      cacheClusterEnabled: 'boolean',
      cacheClusterSize: 'CacheClusterSize',
      variables: 'textMap',
      canarySettings: 'canarySettings',
      tracingEnabled: 'boolean',
    },
  ],
  GetDeployment: ['GET /restapis/{restApiId}/deployments/{deploymentId}?embed={embed}', 200, { embed: 'texts' }],
  GetDeployments: [
    'GET /restapis/{restApiId}/deployments?position={position}&limit={limit}',
    200,
    { limit: 'integer' },
  ],
  UpdateDeployment: [
    'PATCH /restapis/{restApiId}/deployments/{deploymentId}',
    200,
    { patchOperations: 'patchOperation[]' },
  ],
  DeleteDeployment: ['DELETE /restapis/{restApiId}/deployments/{deploymentId}', 202, {}],
  CreateStage: [
    'POST /restapis/{restApiId}/stages',
    201,
    {
      stageName: 'text!',
      deploymentId: 'text!',
      description: 'text',
      cacheClusterEnabled: 'boolean',
      cacheClusterSize: 'CacheClusterSize',
      variables: 'textMap',
      documentationVersion: 'text',
      canarySettings: 'canarySettings',
      tracingEnabled: 'boolean',
      tags: 'textMap',
    },
  ],
  GetStage: ['GET /restapis/{restApiId}/stages/{stageName}', 200, {}],
  GetStages: ['GET /restapis/{restApiId}/stages?deploymentId={deploymentId}', 200, {}],
  UpdateStage: ['PATCH /restapis/{restApiId}/stages/{stageName}', 200, { patchOperations: 'patchOperation[]' }],
  DeleteStage: ['DELETE /restapis/{restApiId}/stages/{stageName}', 202, {}],
  FlushStageCache: ['DELETE /restapis/{restApiId}/stages/{stageName}/cache/data', 202, {}],
  FlushStageAuthorizersCache: ['DELETE /restapis/{restApiId}/stages/{stageName}/cache/authorizers', 202, {}],
} as const satisfies Readonly<Record<string, Operation>>
