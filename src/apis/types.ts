import type { Finding } from '../config/findings.js'
import type { ApiId, OpenApiDocument, StageName } from '../config/types.js'
import type { AnyApiConfig, AnyStageConfig } from '../deployment/prepared-api.js'
import type { ContractChange, DiffOptions } from '../contract/index.js'
import type { ExportExtension, ExportType } from '../openapi/index.js'

/** A deployment: an immutable snapshot of an API. */
export interface DeploymentSummary {
  readonly deploymentId: string
  /** Milliseconds of the gateway's clock. */
  readonly createdAt: number
  readonly description?: string
}

/** A canary release on a stage. */
export interface CanarySummary {
  readonly deploymentId: string
  /** Share of the requests, 0–100. */
  readonly percentTraffic: number
  /** Requests since the canary was made. */
  readonly requests: { readonly production: number; readonly canary: number }
}

/** A stage and the deployment that it points at. */
export interface StageSummary {
  readonly stageName: StageName
  readonly deploymentId: string
  readonly settings: AnyStageConfig
  readonly canary?: CanarySummary
  /** Whether the API was changed since: deploying would change what the stage answers. */
  readonly isStale: boolean
}

/** An API of a gateway. */
export interface ApiSummary {
  readonly apiId: ApiId
  readonly protocolType: 'REST' | 'HTTP' | 'WEBSOCKET'
  readonly name: string
  /** Oldest first. */
  readonly deployments: readonly DeploymentSummary[]
  readonly stages: Readonly<Record<StageName, StageSummary>>
  /** What its definition holds that has no effect. */
  readonly findings: readonly Finding[]
}

/** How an API is deployed. */
export interface DeployOptions {
  /** Made when it is not there. */
  readonly stageName: StageName
  /** Settings of the stage; left out, they stay as they are. */
  readonly stage?: AnyStageConfig
  readonly description?: string
  /** Deploys to a canary of the stage, which must be there: REST APIs. */
  readonly canarySettings?: {
    /** 0–100. */
    readonly percentTraffic: number
    readonly stageVariableOverrides?: Readonly<Record<string, string>>
    readonly useStageCache?: boolean
  }
}

/** Two states of an API to compare: a stage's, a deployment's, that of the API itself (default), or a definition's. */
export type ApiState =
  | { readonly stageName: StageName }
  | { readonly deploymentId: string }
  | { readonly definition: OpenApiDocument | string }

/** What of a stage is exported, and how. */
export interface ApiExportOptions {
  readonly stageName: StageName
  /** Default `oas30`; HTTP APIs have no other. */
  readonly exportType?: ExportType
  /** Which of the service's extensions are in it; default none. For an HTTP API any of them means all. */
  readonly extensions?: readonly ExportExtension[]
  /** Default `application/json`. */
  readonly accepts?: 'application/json' | 'application/yaml'
  /** Default: the stage's `documentationVersion`; without one the documentation stays out, as in the service. */
  readonly documentationVersion?: string
}

/** A definition that says what a stage serves. */
export interface ApiExport {
  readonly body: string
  /** What `body` is the text of. */
  readonly document: Readonly<Record<string, unknown>>
}

/**
 * The APIs of a gateway, to be changed while they serve. A change of an API takes effect when it is deployed; pointing a stage
 * at another deployment is atomic: a request is answered by the one or the other from beginning to end. What is refused
 * changes nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
export interface Apis {
  list(): ApiId[]
  get(apiId: ApiId): ApiSummary | undefined
  /**
   * Creates an API and deploys it to the stages that the config names; without any it serves nothing until it is deployed.
   *
   * @throws {ConfigError} with every fault
   * @throws {UsageError} `ERR_API_EXISTS`
   */
  create(config: AnyApiConfig, options?: { readonly apiId?: ApiId }): ApiSummary
  /** Puts a definition, or a config, in the place of the API's own. Throws {@link ConfigError} with every fault. */
  replace(apiId: ApiId, definition: OpenApiDocument | string | AnyApiConfig): ApiSummary
  /** Merges a definition into a REST API: what it names is replaced, the rest stays. */
  merge(apiId: ApiId, definition: OpenApiDocument | string): ApiSummary
  /** Deletes an API with all its stages and deployments. */
  delete(apiId: ApiId): void
  /** Makes a snapshot of the API and points a stage at it. */
  deploy(apiId: ApiId, options: DeployOptions): DeploymentSummary
  /** Points a stage at an earlier deployment; default: the one before the current one. */
  rollBack(apiId: ApiId, stageName: StageName, deploymentId?: string): StageSummary
  /** Changes settings of a stage; those that are not named stay. The deployment stays too. */
  updateStage(apiId: ApiId, stageName: StageName, settings: AnyStageConfig): StageSummary
  deleteStage(apiId: ApiId, stageName: StageName): void
  /** Deletes a deployment that no stage points at. Throws {@link UsageError} `ERR_DEPLOYMENT_IN_USE`. */
  deleteDeployment(apiId: ApiId, deploymentId: string): void
  /** Makes the canary's deployment and variables those of the stage, and ends the canary. */
  promoteCanary(apiId: ApiId, stageName: StageName): StageSummary
  /** Ends the canary: the stage answers every request with its own deployment. */
  deleteCanary(apiId: ApiId, stageName: StageName): StageSummary
  /**
   * What would change for clients between two states of an API; from a stage or deployment to the API as it is by default.
   * Of stages their settings are compared too.
   *
   * @throws {ConfigError} for a definition with faults
   */
  diff(apiId: ApiId, from: ApiState, to?: ApiState, options?: DiffOptions): readonly ContractChange[]
  /**
   * Exports what a stage serves as an OpenAPI document: REST and HTTP APIs.
   *
   * @throws {UsageError} `ERR_UNKNOWN_API`, `ERR_UNKNOWN_STAGE`, or `ERR_USAGE` for what cannot be exported
   * @see https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html
   */
  export(apiId: ApiId, options: ApiExportOptions): ApiExport
}
