import type { HttpApi } from '../api/http-model.js'
import type { RestApi } from '../api/model.js'
import type { WebSocketApi } from '../api/websocket-model.js'
import type { HttpStageConfig } from '../config/http-types.js'
import type { StageConfig } from '../config/types.js'
import type { WebSocketStageConfig } from '../config/websocket-types.js'
import type { Transformer } from '../transformer/types.js'

/** Whether a client that works today may fail after a change. */
export type ContractEffect = 'breaking' | 'safe'

/** One difference between two states of an API, as its clients see it. */
export interface ContractChange {
  readonly effect: ContractEffect
  /** Stable, for filters: `route/removed`, `authorization/added` …; docs/contract.md has them all. */
  readonly rule: string
  /** `GET /pets/{petId}`; left out where the whole API is meant. */
  readonly route?: string
  /** What changed, in one sentence. */
  readonly message: string
  readonly before?: unknown
  readonly after?: unknown
  /** Pointer into the definition that has it: the new one, or the old one for what is gone. */
  readonly pointer: string
  /** `weaker`: somebody may get in who could not before. Such a change breaks no client, and wants a look all the same. */
  readonly security?: 'weaker' | 'stronger'
}

/** A request that templates are rendered for, and the back end's answer to it. All of it may be left out. */
export interface ContractSample {
  /** Header parameters; `Content-Type` and `Accept` choose the templates. Default: `application/json` for both. */
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Path variables by name. */
  readonly path?: Readonly<Record<string, string>>
  /** Text, or a value that is written as JSON. Default: the least that the route's model takes. */
  readonly body?: unknown
  /** What the back end answers; default: the least that the response's model takes. */
  readonly response?: { readonly body?: unknown }
  readonly stageVariables?: Readonly<Record<string, string>>
}

/** The settings of a stage, of any protocol. */
export type ContractStage = StageConfig & HttpStageConfig & WebSocketStageConfig

/** What two states of an API are compared with. */
export interface DiffOptions {
  /**
   * Requests by route (`POST /pets`), beside those that are made from the definition: their bodies go through the templates of
   * both states.
   */
  readonly samples?: Readonly<Record<string, readonly ContractSample[]>>
  /** Settings of the stage before and after: throttles, caches, web ACLs, and the stage variables that templates read. */
  readonly stages?: { readonly before?: ContractStage; readonly after?: ContractStage }
  /** What renders templates of a media type in place of VTL; `gateway.apis.diff` takes those of the gateway. */
  readonly transformers?: Readonly<Record<string, Transformer>>
}

/** The model of an API of any protocol. */
export type ContractApi = RestApi | HttpApi | WebSocketApi
