import type { Finding } from '../config/findings.js'
import type { AnyApiConfig, AnyStageConfig, PreparedApi, Watch } from '../deployment/prepared-api.js'
import { stableId } from '../deployment/stable-id.js'
import type { StageTable } from '../deployment/stage-table.js'
import { UsageError } from '../errors.js'
import type { AnyDeployedStage } from '../pipeline/handle.js'
import type { DeployedStage } from '../pipeline/invocation.js'
import type { ApiSummary, DeploymentSummary, StageSummary } from './types.js'

/** A snapshot of an API. */
export interface Deployment extends DeploymentSummary {
  readonly prepared: PreparedApi
}

/** A stage: settings, and what it points at. Immutable: a change is a new one. */
export interface ManagedStage {
  readonly settings: AnyStageConfig
  readonly deployment: Deployment
  /** The deployment of its canary, while it has one. */
  readonly canary?: Deployment
}

/** One API of a gateway: what it is now, its deployments and its stages. */
export class ManagedApi {
  readonly apiId: string
  config: AnyApiConfig
  prepared: PreparedApi
  findings: readonly Finding[]
  readonly deployments: Map<string, Deployment> = new Map()
  readonly stages: Map<string, ManagedStage> = new Map()
  readonly #table: StageTable
  #count = 0

  constructor(
    apiId: string,
    config: AnyApiConfig,
    prepared: PreparedApi,
    findings: readonly Finding[],
    table: StageTable,
  ) {
    this.apiId = apiId
    this.config = config
    this.prepared = prepared
    this.findings = findings
    this.#table = table
  }

  /** Makes a snapshot of the API as it is; `wanted` is an id that the config gives. */
  snapshot(now: number, description?: string, wanted?: string): Deployment {
    const deploymentId = wanted ?? this.#nextId()
    const deployment: Deployment = {
      deploymentId,
      createdAt: now,
      ...(description !== undefined && { description }),
      prepared: this.prepared,
    }
    this.deployments.set(deploymentId, deployment)
    return deployment
  }

  /** Points a stage at what it is to serve. The table is changed last, and at once. */
  setStage(stageName: string, stage: ManagedStage): void {
    const { settings, deployment, canary } = stage
    const { deploymentId } = deployment
    const deployed = deployment.prepared.deploy(stageName, { ...settings, deploymentId }, canary?.prepared)
    this.stages.set(stageName, stage)
    this.#table.set(this.apiId, stageName, deployed)
  }

  /** The deployment of a stage once more, for one request that is explained. */
  watchStage(stageName: string, watch: Watch): AnyDeployedStage {
    const { settings, deployment, canary } = this.stageOf(stageName)
    const { deploymentId, prepared } = deployment
    return prepared.deploy(stageName, { ...settings, deploymentId }, canary?.prepared, watch)
  }

  deleteStage(stageName: string): void {
    this.stageOf(stageName)
    this.stages.delete(stageName)
    this.#table.delete(this.apiId, stageName)
  }

  stageOf(stageName: string): ManagedStage {
    const stage = this.stages.get(stageName)
    if (stage !== undefined) return stage
    const known = [...this.stages.keys()].join(', ')
    throw new UsageError(
      'ERR_UNKNOWN_STAGE',
      `The API ${this.apiId} has no stage ${stageName}; it has: ${known || 'none'}.`,
    )
  }

  deploymentOf(deploymentId: string): Deployment {
    const deployment = this.deployments.get(deploymentId)
    if (deployment !== undefined) return deployment
    throw new UsageError('ERR_UNKNOWN_DEPLOYMENT', `The API ${this.apiId} has no deployment ${deploymentId}.`)
  }

  summary(): ApiSummary {
    const { api } = this.prepared
    return {
      apiId: this.apiId,
      protocolType: api.protocolType,
      name: api.name,
      deployments: [...this.deployments.values()].map(describeDeployment),
      stages: Object.fromEntries([...this.stages.keys()].map((name) => [name, this.stageSummary(name)])),
      findings: this.findings,
    }
  }

  stageSummary(stageName: string): StageSummary {
    const { settings, deployment, canary } = this.stageOf(stageName)
    const served = this.#table.get(this.apiId, stageName) as Partial<DeployedStage> | undefined
    return {
      stageName,
      deploymentId: deployment.deploymentId,
      settings,
      ...(served?.canary !== undefined && {
        canary: {
          deploymentId: canary?.deploymentId ?? served.canary.stage.deploymentId,
          percentTraffic: served.canary.percentTraffic,
          requests: { ...served.canary.requests },
        },
      }),
      isStale: deployment.prepared !== this.prepared,
    }
  }

  // Six letters and digits, the same for the same history.
  #nextId(): string {
    let deploymentId: string
    do deploymentId = stableId(`${this.apiId}/deployments/${(this.#count += 1)}`, 6)
    while (this.deployments.has(deploymentId))
    return deploymentId
  }
}

/** A deployment without what it holds. */
export function describeDeployment({ deploymentId, createdAt, description }: Deployment): DeploymentSummary {
  return { deploymentId, createdAt, ...(description !== undefined && { description }) }
}
