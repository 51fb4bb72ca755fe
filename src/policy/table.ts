import type { PolicyDecision } from './types.js'

/** How a method is authorized; `iam` and `lambda` have policies of their own, `cognito` says yes or no. */
export type AuthorizationKind = 'none' | 'lambda' | 'iam' | 'cognito'

/** What comes of it. The two denials differ in the message that the caller gets. */
export type AuthorizationOutcome = 'allow' | 'implicit-deny' | 'explicit-deny'

/** What one side says. */
export type AuthorizationEffect = PolicyDecision['effect']

/**
 * The service's tables of resource policy and authorization.
 *
 * | kind | evaluated |
 * | --- | --- |
 * | none | the resource policy alone |
 * | lambda; iam, same account | either side may allow (table A) |
 * | iam, other account; cognito | both sides must allow (table B) |
 *
 * A Deny on either side always wins. Without a resource policy the authorizer alone decides; but a caller of another
 * account needs both, so no policy refuses it.
 *
 * @param sameAccount Whether the caller belongs to the API's account; matters for `iam` only.
 * @param authorizerEffect Of the authorizer's or the caller's policies; an accepted token is `Allow`. Unused for `none`.
 * @param resourcePolicyEffect `undefined`: the API has no resource policy. For a private API give `Silent` then, as
 *   every call to one without a policy fails.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function combine(
  kind: AuthorizationKind,
  sameAccount: boolean,
  authorizerEffect: AuthorizationEffect,
  resourcePolicyEffect: AuthorizationEffect | undefined,
): AuthorizationOutcome {
  const authorizer = kind === 'none' ? undefined : authorizerEffect
  if (authorizer === 'Deny' || resourcePolicyEffect === 'Deny') return 'explicit-deny'
  const byAuthorizer = authorizer === 'Allow'
  const byPolicy = resourcePolicyEffect === 'Allow'
  switch (kind) {
    case 'none':
      return outcome(byPolicy || resourcePolicyEffect === undefined)
    case 'cognito':
      return outcome(byAuthorizer && (byPolicy || resourcePolicyEffect === undefined))
    case 'iam':
      return outcome(sameAccount ? byAuthorizer || byPolicy : byAuthorizer && byPolicy)
    default:
      return outcome(byAuthorizer || byPolicy)
  }
}

function outcome(allowed: boolean): AuthorizationOutcome {
  return allowed ? 'allow' : 'implicit-deny'
}
