import type { CallInfo } from '../integration/types.js'
import type { RequestSources } from '../transformer/sources.js'

/** What an authorizer is asked. */
export interface AuthorizerRequest {
  /** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{METHOD}/{path}` */
  readonly methodArn: string
  /** Headers, query, path, context and stage variables of the request. */
  readonly sources: RequestSources
  /** The event of a REQUEST authorizer; made when it is read. */
  readonly event: object
  readonly call: CallInfo
  /** Milliseconds of the gateway's clock. */
  readonly now: number
}

/**
 * What an authorizer answers: the service's authorizer output. A policy that does not allow the method refuses; context
 * values reach `$context.authorizer.*` as text.
 */
export interface AuthorizerOutput {
  readonly principalId: string
  readonly policyDocument: unknown
  /** Flat in REST APIs; HTTP APIs keep lists and maps too. */
  readonly context?: Readonly<Record<string, unknown>>
  readonly usageIdentifierKey?: string
}

/**
 * An authorizer of one's own, in place of one that the definition names. It answers with an output, throws
 * {@link AuthorizerRefusal} to refuse with 401, or anything else to fail with 500: it can never let a caller in by failing.
 */
export interface Authorizer {
  authorize(request: AuthorizerRequest): AuthorizerOutput | Promise<AuthorizerOutput>
}

/** Thrown by an authorizer that does not accept the caller: 401. */
export class AuthorizerRefusal extends Error {
  constructor(message = 'Unauthorized') {
    super(message)
    this.name = 'AuthorizerRefusal'
  }
}

/** An output with its lifetime. */
export interface StoredOutput {
  readonly output: AuthorizerOutput
  /** Milliseconds of the gateway's clock. */
  readonly expiresAt: number
}

/** Keeps the results of authorizers for their TTL. Default: in memory; `postern/redis` shares them between processes. */
export interface AuthorizerResults {
  get(key: string, now: number): StoredOutput | undefined | Promise<StoredOutput | undefined>
  set(key: string, stored: StoredOutput, now: number): void | Promise<void>
}
