/** Who asks. Every field is optional: a service has no ARN, an AWS principal no service name. */
export interface PolicyPrincipal {
  /** `arn:aws:iam::…:user/…`, `…:role/…`, `arn:aws:sts::…:assumed-role/…/…`, `…:federated-user/…`. */
  readonly arn?: string
  /** Twelve digits; taken from `arn` when absent. */
  readonly account?: string
  /** A service principal, such as `events.amazonaws.com`. */
  readonly service?: string
  /** The identity provider of a federated caller: its host name or the ARN of a SAML or OIDC provider. */
  readonly federated?: string
  /** The canonical user id of an account. */
  readonly canonicalUser?: string
}

/** What is asked of a policy. */
export interface PolicyRequest {
  /** For example `execute-api:Invoke`; compared without regard to case. */
  readonly action: string
  /** The full ARN. */
  readonly resource: string
  /** `undefined`: nobody signed (anonymous). */
  readonly principal?: PolicyPrincipal | undefined
  /** The value or values of a condition key, asked for in lower case; `undefined` or no values: the key is absent. */
  condition(key: string): string | readonly string[] | undefined
}

/** The effect of a statement. */
export type PolicyEffect = 'Allow' | 'Deny'

/** What a policy says; `Silent` when no statement applies. */
export interface PolicyDecision {
  readonly effect: PolicyEffect | 'Silent'
  /** Index of the statement that decided. */
  readonly statement?: number
  /** `Sid` of that statement, when it has one. */
  readonly sid?: string
}

/** A policy that was checked and compiled; stateless, to be shared by all requests. */
export interface CompiledPolicy {
  /** Deny wins over Allow, Allow over silence. Never throws for any request. */
  evaluate(request: PolicyRequest): PolicyDecision
}

/** How a document is read. */
export interface PolicyOptions {
  /**
   * What `execute-api:/stage/METHOD/path` stands for: the ARN up to the API id, such as
   * `arn:aws:execute-api:eu-west-1:123456789012:a1b2c3`. Without it the short form is refused.
   */
  readonly resourcePrefix?: string
  /**
   * `resource`: every statement must name a principal. `identity` (also the output of Lambda authorizers): none may.
   * Default: either; a statement without a principal then applies to everyone who is asked about.
   */
  readonly kind?: 'resource' | 'identity'
}
