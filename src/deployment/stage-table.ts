import type { DeployedStage } from '../pipeline/invocation.js'
import type { StageDirectory } from '../stage/types.js'

/** The deployed stages of a gateway. Replacing one is atomic: a request has got its deployment, or gets the new one. */
export interface StageTable extends StageDirectory {
  get(apiId: string, stageName: string): DeployedStage | undefined
  set(apiId: string, stageName: string, stage: DeployedStage): void
  /** Compiles the steps of every method. */
  warm(): void
}

/** Makes an empty table. */
export function createStageTable(): StageTable {
  const apis = new Map<string, Map<string, DeployedStage>>()
  let onlyApi: string | undefined
  return {
    get onlyApi() {
      return onlyApi
    },
    has: (apiId, stageName) => apis.get(apiId)?.has(stageName) === true,
    hasApi: (apiId) => apis.has(apiId),
    get: (apiId, stageName) => apis.get(apiId)?.get(stageName),
    set: (apiId, stageName, stage) => {
      let stages = apis.get(apiId)
      if (stages === undefined) apis.set(apiId, (stages = new Map()))
      stages.set(stageName, stage)
      onlyApi = apis.size === 1 ? apiId : undefined
    },
    warm: () => {
      for (const stages of apis.values())
        for (const stage of stages.values()) for (const route of stage.router.routes()) void route.steps
    },
  }
}
