/** What one policy says. */
export type Effect = 'Allow' | 'Deny' | 'Silent'
/** What comes of both. */
export type Verdict = 'allow' | 'implicit-deny' | 'explicit-deny'

/**
 * The service's tables of an authorizer's (or a caller's own) policy and the resource policy. Inside an account either may
 * allow; between accounts, both must.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function combine(own: Effect, resource: Effect, sameAccount: boolean): Verdict {
  if (own === 'Deny' || resource === 'Deny') return 'explicit-deny'
  const allowed = sameAccount ? own === 'Allow' || resource === 'Allow' : own === 'Allow' && resource === 'Allow'
  return allowed ? 'allow' : 'implicit-deny'
}

/** The resource policy on its own: methods without authorization, and those behind a user pool. */
export function alone(resource: Effect): Verdict {
  return resource === 'Deny' ? 'explicit-deny' : resource === 'Allow' ? 'allow' : 'implicit-deny'
}
