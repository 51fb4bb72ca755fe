import type { AuthorizerDefinition } from '../../api/model.js'
import { compileIdentity } from '../../authorizer/index.js'
import { createUserPool, type PoolToken, TokenFault } from '../../jwt/index.js'
import { combine } from '../../policy/index.js'
import type { Invocation } from '../invocation.js'
import { type AuthorizeStep, authorizeStep, type Judgement } from './authorize-step.js'
import { authorizerFailed, notAuthorizedByPolicy, unauthorized } from './refusals.js'
import { POLICY_POINTER, resourceEffect } from './resource-policy.js'
import type { MethodScope } from './scope.js'

/**
 * Makes the step of a method behind Cognito user pools: without scopes the token is an ID token, with scopes an access token
 * that must carry one of them. Then the resource policy is asked on its own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 */
export function authorizeByPool(scope: MethodScope, definition: AuthorizerDefinition): AuthorizeStep {
  const { pointer } = definition
  const identity = compileIdentity({ ...definition, identityValidationExpression: '' })
  const pools = (definition.providerARNs ?? []).map((arn) => createUserPool(arn, scope.modules))
  const audience = definition.identityValidationExpression
  const scopes = scope.method.authorizationScopes ?? []
  return authorizeStep(pointer, (invocation) => {
    const shown = identity.token(invocation)?.replace(/^Bearer +/i, '')
    if (shown === undefined || shown.trim() === '') throw unauthorized(pointer)
    // A token that was seen before is answered for at once.
    const token = verify(shown)
    const admit = (accepted: PoolToken): Judgement => admitToken(scope, invocation, accepted, pointer)
    return token instanceof Promise ? token.then(admit) : admit(token)
  })

  function verify(token: string): PoolToken | Promise<PoolToken> {
    try {
      // With one pool the verification itself looks at the issuer.
      const pool = pools.length === 1 ? pools[0] : pools.find((candidate) => candidate.issued(token))
      if (pool === undefined) throw new TokenFault('issuer')
      const verified = pool.verify(token, { scopes, ...(audience !== undefined && { audience }) })
      return verified instanceof Promise ? verified.catch(refuse) : verified
    } catch (fault) {
      return refuse(fault)
    }
  }

  function refuse(fault: unknown): never {
    if (!(fault instanceof TokenFault)) throw authorizerFailed(fault, pointer, false)
    throw fault.reason === 'expired' ? unauthorized(pointer, 'The incoming token has expired') : unauthorized(pointer)
  }
}

/** Lets in whoever holds an accepted token, unless the resource policy refuses it. */
export function admitToken(
  scope: MethodScope,
  invocation: Invocation,
  { claims, scopes }: PoolToken,
  pointer: string,
): Judgement {
  invocation.authorizer = { values: {}, claims, integrationLatency: 0, ...(scopes !== undefined && { scopes }) }
  const verdict = combine('cognito', true, 'Allow', resourceEffect(scope, invocation))
  if (verdict !== 'allow')
    throw notAuthorizedByPolicy(invocation, verdict, scope.resourcePolicy === undefined ? pointer : POLICY_POINTER)
  return undefined
}
