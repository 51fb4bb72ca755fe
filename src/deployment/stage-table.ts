import type { AnyDeployedStage } from '../pipeline/handle.js'
import type { StageDirectory } from '../stage/types.js'

type ProtocolType = AnyDeployedStage['protocolType']

/** The deployed stages of a gateway. Replacing one is atomic: a request has got its deployment, or gets the new one. */
export interface StageTable extends StageDirectory {
  get(apiId: string, stageName: string): AnyDeployedStage | undefined
  /** Makes an API known, be it without a stage. */
  addApi(apiId: string, protocolType: ProtocolType): void
  deleteApi(apiId: string): void
  set(apiId: string, stageName: string, stage: AnyDeployedStage): void
  delete(apiId: string, stageName: string): void
  /** Compiles the steps of every method. */
  warm(): void
}

interface KnownApi {
  readonly protocolType: ProtocolType
  readonly stages: Map<string, AnyDeployedStage>
}

/** Makes an empty table. */
export function createStageTable(): StageTable {
  const apis = new Map<string, KnownApi>()
  let onlyApi: string | undefined
  const count = (): void => {
    onlyApi = apis.size === 1 ? apis.keys().next().value : undefined
  }
  return {
    get onlyApi() {
      return onlyApi
    },
    has: (apiId, stageName) => apis.get(apiId)?.stages.has(stageName) === true,
    hasApi: (apiId) => apis.has(apiId),
    apiIds: () => apis.keys(),
    protocolOf: (apiId) => apis.get(apiId)?.protocolType,
    get: (apiId, stageName) => apis.get(apiId)?.stages.get(stageName),
    addApi: (apiId, protocolType) => {
      apis.set(apiId, { protocolType, stages: new Map() })
      count()
    },
    deleteApi: (apiId) => {
      apis.delete(apiId)
      count()
    },
    set: (apiId, stageName, stage) => {
      apis.get(apiId)?.stages.set(stageName, stage)
    },
    delete: (apiId, stageName) => {
      apis.get(apiId)?.stages.delete(stageName)
    },
    warm: () => {
      for (const { stages } of apis.values())
        for (const stage of stages.values()) for (const route of stage.router.routes()) void route.steps
    },
  }
}
