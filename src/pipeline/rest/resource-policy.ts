import { type AuthorizationEffect, combine, type CompiledPolicy, compilePolicy } from '../../policy/index.js'
import type { Invocation } from '../invocation.js'
import { InvocationPolicyRequest } from '../policy-request.js'
import { notAuthorizedByPolicy } from './refusals.js'
import type { MethodScope, StepFactory } from './scope.js'

/** Where the policy stands in a definition. */
export const POLICY_POINTER = '/x-amazon-apigateway-policy'

/**
 * The resource policy's first look: an explicit Deny refuses before any authorizer is called; a method without authorization
 * needs an explicit Allow. A private API without a policy refuses every call.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export const checkResourcePolicy: StepFactory = (scope) => {
  const policy = scope.resourcePolicy
  const isPrivate = scope.api.endpointConfiguration.types?.includes('PRIVATE') === true
  if (policy === undefined && !isPrivate) return undefined
  const isOpen = scope.method.authorizationType === 'NONE'
  return {
    name: 'checkResourcePolicy',
    pointer: POLICY_POINTER,
    run: (invocation) => {
      const effect = policy === undefined ? 'Silent' : policy.evaluate(new InvocationPolicyRequest(invocation)).effect
      // The caller of an IAM method is not known yet: statements about callers are read again once it is.
      const isDecided = policy === undefined || isOpen || effect === 'Deny'
      const verdict = isDecided ? combine('none', true, 'Silent', effect) : 'allow'
      if (verdict !== 'allow') throw notAuthorizedByPolicy(invocation, verdict, POLICY_POINTER)
    },
  }
}

/** What the resource policy says once the caller is known; `undefined` when the API has none. */
export function resourceEffect(scope: MethodScope, invocation: Invocation): AuthorizationEffect | undefined {
  return scope.resourcePolicy?.evaluate(new InvocationPolicyRequest(invocation)).effect
}

/** Compiles the resource policy of an API. */
export function compileResourcePolicy(
  policy: unknown,
  place: { readonly region: string; readonly accountId: string; readonly apiId: string },
): CompiledPolicy | undefined {
  if (policy === undefined) return undefined
  return compilePolicy(policy, {
    resourcePrefix: `arn:aws:execute-api:${place.region}:${place.accountId}:${place.apiId}/`,
  })
}
