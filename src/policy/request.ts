/** Who makes a request; all of it may be missing. */
export interface PolicyPrincipal {
  readonly arn?: string
  readonly account?: string
  readonly service?: string
}

/** What a policy is asked about. */
export interface PolicyRequest {
  /** `execute-api:Invoke` */
  readonly action: string
  /** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{METHOD}/{path}` */
  readonly resource: string
  /** `undefined` is anonymous. */
  readonly principal?: PolicyPrincipal | undefined
  /** The values of a condition key, given in lower case; `undefined` when the request has no such key. */
  condition(key: string): string | readonly string[] | undefined
}

/** What a policy says. Silence is no permission. */
export interface PolicyDecision {
  readonly effect: 'Allow' | 'Deny' | 'Silent'
  /** The statement that decided, counted from 0. */
  readonly statement?: number
  readonly sid?: string
}
