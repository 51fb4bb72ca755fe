import type { RestApi } from '../api/model.js'
import type { ApiKey, GatewaySettings, UsagePlan } from '../config/types.js'
import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import type { ThrottleStore } from '../throttle/index.js'
import type { Clock } from '../runtime/clock.js'
import type { Random } from '../runtime/random.js'
import type { DeployedApi } from './bridge/stage-config.js'
import type { Input, OperationName } from './service-model/operations.js'

/** What {@link createManagement} takes; all of it may be left out. */
export interface ManagementOptions {
  /** Default: id `123456789012`, region `us-east-1`. */
  readonly account?: { readonly id?: string; readonly region?: string }
  readonly clock?: Clock
  /** Where ids and the values of API keys come from: the same seed and calls give the same ones. */
  readonly random?: Random
  /** What stands behind APIs that are called for a test: functions, HTTP client, services. */
  readonly backEnds?: GatewaySettings
  /** Holds what was used of quotas; give the gateway's, so that GetUsage sees its counts. Default: in memory. */
  readonly throttle?: ThrottleStore
  /** Told of every call that has changed something, after it has. */
  readonly onChange?: (change: ManagementChange) => void
}

/** A call that has changed something. */
export interface ManagementChange {
  /** As the service model names it: `CreateDeployment`. */
  readonly operation: OperationName
  readonly input: Readonly<Record<string, unknown>>
  readonly output: Readonly<Record<string, unknown>>
}

/** What a call is answered with. */
export interface ManagementAnswer {
  /** HTTP status. */
  readonly status: number
  /** In the service's own field names; points in time are seconds since 1970; empty where there is nothing to say. */
  readonly output: Readonly<Record<string, unknown>>
}

/** The control plane of one account. */
export interface Management {
  /**
   * Calls an operation of the service by its name.
   *
   * @throws ManagementError (rejects) what the service would refuse; nothing has changed then
   */
  readonly call: <Name extends OperationName>(operation: Name, input: Input<Name>) => Promise<ManagementAnswer>
  /** Answers a request of the service's own REST-JSON protocol, as SDKs send it. Refusals are answers. */
  readonly handle: (request: HandleRequest) => Promise<HandleResponse>
  /** Ids of all APIs. */
  readonly apiIds: () => readonly string[]
  /** The API as it stands, deployed or not; undefined when there is none of that id. */
  readonly restApi: (restApiId: string) => RestApi | undefined
  /** Names of the stages of an API. */
  readonly stageNames: (restApiId: string) => readonly string[]
  /** What a stage serves: the API as it was deployed, and its settings. */
  readonly deployed: (restApiId: string, stageName: string) => DeployedApi | undefined
  /** The API keys as the data plane takes them. */
  readonly apiKeys: () => readonly ApiKey[]
  /** The usage plans as the data plane takes them. */
  readonly usagePlans: () => readonly UsagePlan[]
}
