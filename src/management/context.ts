import type { Clock } from '../runtime/clock.js'
import type { HandleRequest } from '../http/request.js'
import type { HandleResponse } from '../http/response.js'
import type { RestApi } from '../api/model.js'
import type { StepObserver } from '../observe/observer.js'
import type { ThrottleStore } from '../throttle/index.js'
import { notFound } from './management-error.js'
import type { Input, OperationName } from './service-model/operations.js'
import type { RestApiRecord } from './store/records.js'
import type { AccountState, ApiState } from './store/state.js'

/** A call that TestInvokeMethod makes of an API as it stands. */
export interface TestInvocation {
  readonly api: RestApi
  readonly stageVariables: Readonly<Record<string, string>>
  readonly request: HandleRequest
  readonly observer: StepObserver
}

/** Runs a test call through the data plane. */
export type Invoke = (invocation: TestInvocation) => Promise<HandleResponse>

/** What the operations work on. */
export interface Context {
  readonly state: AccountState
  readonly clock: Clock
  readonly accountId: string
  readonly region: string
  readonly invoke: Invoke
  /** Holds what was used of quotas. */
  readonly throttle: ThrottleStore
  /** Seconds since 1970. */
  now(): number
  /** Small letters and digits, as the service's ids. */
  newId(length: number): string
}

/** What an operation does: its answer's body. It throws a ManagementError to refuse. */
export type Handler<Name extends OperationName> = (input: Input<Name>, context: Context) => unknown

/** The handlers of some operations. */
export type Handlers<Name extends OperationName> = { readonly [Each in Name]: Handler<Each> }

/** The API of that id. @throws ManagementError with the service's words for an API that is not there */
export function apiOf({ state, accountId }: Context, restApiId: string): ApiState {
  const api = state.apis.get(restApiId)
  // The account's id stands before that of the API (recorded).
  if (api === undefined) throw notFound(`Invalid API identifier specified ${accountId}:${restApiId}`)
  return api
}

/** The record, or the refusal that `words` says. */
export function found<T>(record: T | undefined, words: string): T {
  if (record === undefined) throw notFound(words)
  return record
}

/** The one record of an API's own settings. */
export function settingsOf(api: ApiState): RestApiRecord {
  return found(api.settings.get(api.id), 'Invalid API identifier specified')
}
