import type { WithTestIdentity } from '../authorizer/test-identity.js'
import type { HandleRequest } from '../http/request.js'

/**
 * A caller: what a request of theirs has (headers, a source address, a VPC endpoint, a test identity), or a function that makes
 * it theirs, as by signing it.
 */
export type MatrixIdentity =
  | Readonly<Partial<Omit<HandleRequest, 'method' | 'path'>>>
  | WithTestIdentity
  | ((request: HandleRequest) => HandleRequest)

/** What a guard is. `none`: nobody guards; `endpoint`: a private API, called from outside. */
export type GuardKind = 'none' | 'endpoint' | 'resource-policy' | 'iam' | 'lambda' | 'user-pool' | 'jwt' | 'api-key'

/** A guard that had its say. */
export interface AuthorizationRule {
  readonly kind: GuardKind
  /** Of an authorizer, its name; of an API key, its id. */
  readonly name?: string
  /** What a policy said, where one was asked. */
  readonly effect?: 'Allow' | 'Deny' | 'Silent'
  /** Index of the statement that decided. */
  readonly statement?: number
  readonly sid?: string
  /** Where the setting stands, as a pointer into the definition. */
  readonly pointer?: string
}

/** A route of a stage. */
export interface MatrixRoute {
  readonly apiId: string
  readonly stage: string
  readonly httpMethod: string
  readonly path: string
}

/** Whether one identity may call one route. */
export interface MatrixEntry extends MatrixRoute {
  readonly identity: string
  readonly allowed: boolean
  /** Of a refusal. */
  readonly statusCode?: number
  /** The gateway response type of a refusal; HTTP APIs have none. */
  readonly responseType?: string
  /** Who had a say, in the order of asking; the last one refused, if anybody did. */
  readonly rules: readonly AuthorizationRule[]
}

/** Who may call what. */
export interface AuthorizationMatrix {
  /** The columns; the first is the caller who shows nothing. */
  readonly identities: readonly string[]
  readonly routes: readonly MatrixRoute[]
  /** Every route for every identity. */
  readonly entries: readonly MatrixEntry[]
  /** The routes that a caller who shows nothing may call. */
  readonly unguarded: readonly MatrixRoute[]
  /** A table for terminals and snapshots. */
  toText(): string
  toMarkdown(): string
}
