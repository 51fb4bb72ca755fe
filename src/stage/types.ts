import type { HandleRequest } from '../http/request.js'

/** Which stage of which API a request means, and what is left of its path. */
export interface StageTarget {
  readonly apiId: string
  /** `undefined`: the request means the API, but none of its stages. */
  readonly stageName: string | undefined
  /** The path behind the stage, as it came, without query: `/pets/7`. */
  readonly resourcePath: string
  /** Without the question mark. */
  readonly rawQuery: string
  /** `$context.path`: the path as it was called. */
  readonly calledPath: string
  /** What decided besides host and path, for people: the mapping or rule of a custom domain. */
  readonly via?: string
}

/**
 * Finds the stage that a request is for. Replaceable: `stage` in the config. `undefined` is the service's 403 for unknown
 * hosts and stages.
 */
export interface StageResolver {
  resolve(request: HandleRequest, stages: StageDirectory): StageTarget | undefined
}

/** The APIs and stages that there are. */
export interface StageDirectory {
  /** The API's id when there is exactly one. */
  readonly onlyApi: string | undefined
  has(apiId: string, stageName: string): boolean
  hasApi(apiId: string): boolean
  apiIds(): Iterable<string>
  /** `undefined` for an API that is not there. */
  protocolOf(apiId: string): 'REST' | 'HTTP' | 'WEBSOCKET' | undefined
}
