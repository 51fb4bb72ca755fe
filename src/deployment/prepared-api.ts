import type { HttpApi } from '../api/http-model.js'
import type { RestApi } from '../api/model.js'
import type { WebSocketApi } from '../api/websocket-model.js'
import type { HttpApiConfig, HttpStageConfig } from '../config/http-types.js'
import type { ApiConfig, StageConfig } from '../config/types.js'
import type { WebSocketApiConfig, WebSocketStageConfig } from '../config/websocket-types.js'
import type { StepObserver } from '../observe/observer.js'
import type { AnyDeployedStage } from '../pipeline/handle.js'
import type { ApiInput } from './api-input.js'
import { prepareHttpApi } from './deploy-http-api.js'
import type { DeployInput } from './deploy-stage.js'
import { prepareRestApi } from './deploy-rest-api.js'
import { prepareWebSocketApi } from './websocket-deploy-api.js'

/** The model of an API of any protocol. */
export type AnyApi = RestApi | HttpApi | WebSocketApi
/** The config of an API of any protocol. */
export type AnyApiConfig = ApiConfig | HttpApiConfig | WebSocketApiConfig
/** Settings of a stage of any protocol. */
export type AnyStageConfig = StageConfig & HttpStageConfig & WebSocketStageConfig

/** An API that was loaded and checked, ready to be deployed to any number of stages. Immutable: a change is a new one. */
export interface PreparedApi {
  readonly api: AnyApi
  /** The stage that is made when a config names none. */
  readonly defaultStage: string
  /** What stands behind a REST API, for the stages whose canary it becomes. */
  readonly backEnds?: Pick<DeployInput, 'integrations' | 'templates' | 'modules'>
  /** Makes the deployment that a stage serves; `canary` is what the stage's canary serves, by default the same. */
  deploy(stageName: string, stage: AnyStageConfig, canary?: PreparedApi, watch?: Watch): AnyDeployedStage
}

/** A deployment made for one request that is explained. */
export interface Watch {
  readonly observer: StepObserver
  /** Calls no back end and takes no token. */
  readonly dryRun: boolean
}

/** Loads and checks an API of any protocol; what is wrong goes into the report, and then there is nothing to deploy. */
export function prepareApi(input: ApiInput<AnyApiConfig>): PreparedApi | undefined {
  const { config } = input
  if (config.protocolType === 'HTTP') return prepareHttpApi({ ...input, config })
  if (config.protocolType === 'WEBSOCKET') return prepareWebSocketApi({ ...input, config })
  return prepareRestApi({ ...input, config })
}
