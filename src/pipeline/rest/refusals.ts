import type { AuthorizationOutcome } from '../../policy/index.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import type { Invocation } from '../invocation.js'
import { maskedArn, methodArn } from '../method-arn.js'

/** 403 of a resource policy, or of a caller's own policies: names the caller, the action and the masked ARN (seen). */
export function notAuthorizedByPolicy(
  invocation: Invocation,
  verdict: AuthorizationOutcome,
  pointer: string,
): GatewayResponseError {
  const user = invocation.signer?.userArn ?? 'anonymous'
  const suffix = verdict === 'explicit-deny' ? ' with an explicit deny' : ''
  return new GatewayResponseError('ACCESS_DENIED', {
    message: `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${maskedArn(methodArn(invocation))}${suffix}`,
    pointer,
  })
}

/** 403 of an authorizer's policy (seen; the explicit form has its text of 2026). */
export function notAuthorizedByAuthorizer(verdict: AuthorizationOutcome, pointer: string): GatewayResponseError {
  const suffix = verdict === 'explicit-deny' ? ' with an explicit deny in an identity-based policy' : ''
  return new GatewayResponseError('ACCESS_DENIED', {
    message: `User is not authorized to access this resource${suffix}`,
    pointer,
  })
}

/** 401: the identity is missing or not accepted. */
export function unauthorized(pointer: string, message?: string): GatewayResponseError {
  return new GatewayResponseError('UNAUTHORIZED', { pointer, ...(message !== undefined && { message }) })
}

/** 500: the authorizer failed. Whatever the reason, the caller is not let in; the client learns nothing of it (seen). */
export function authorizerFailed(cause: unknown, pointer: string, configuration = true): GatewayResponseError {
  return new GatewayResponseError(configuration ? 'AUTHORIZER_CONFIGURATION_ERROR' : 'AUTHORIZER_FAILURE', {
    message: null,
    cause,
    pointer,
  })
}
