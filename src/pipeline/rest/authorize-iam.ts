import { callWithDeadline } from '../../integration/call-with-deadline.js'
import { combine } from '../../policy/index.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { createSigningKeys, type SignatureFault, type VerifiedIdentity, verifySignature } from '../../sigv4/index.js'
import { InvocationCall } from '../call-info.js'
import type { Invocation } from '../invocation.js'
import { InvocationPolicyRequest } from '../policy-request.js'
import { identityOf, ownEffect, rawRequest } from '../signer.js'
import { type AuthorizeStep, authorizeStep, because, type Judgement } from './authorize-step.js'
import { authorizerFailed, notAuthorizedByPolicy } from './refusals.js'
import { resourceEffect } from './resource-policy.js'
import type { MethodScope } from './scope.js'

const nobody = (): undefined => undefined
/** Milliseconds that a look-up may take: as long as an authorizer. */
const LOOKUP_TIMEOUT = 29_000

/**
 * Makes the step of a method with `AWS_IAM`: verifies the signature on the request as it came, then asks the caller's own
 * policies and the resource policy.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function authorizeBySignature(scope: MethodScope): AuthorizeStep {
  const { credentials, runtime } = scope.modules
  const { pointer } = scope.method
  const lookup = credentials?.lookup?.bind(credentials) ?? nobody
  const options = { service: 'execute-api', region: runtime.region, lookup, keys: createSigningKeys() }
  const fail = (cause: unknown): never => {
    throw authorizerFailed(cause, pointer, false)
  }
  return authorizeStep(pointer, (invocation) => {
    const result = attempt(() => verifySignature(rawRequest(invocation), { ...options, now: invocation.now }), fail)
    if (!(result instanceof Promise)) return admitSigner(scope, invocation, result)
    const call = new InvocationCall(invocation, LOOKUP_TIMEOUT)
    return callWithDeadline(call, 'The look-up of an access key', () => result).then(
      (verified) => admitSigner(scope, invocation, verified),
      fail,
    )
  })
}

// A look-up that throws lets nobody in.
function attempt<T>(run: () => T, fail: (cause: unknown) => never): T {
  try {
    return run()
  } catch (cause) {
    return fail(cause)
  }
}

/** Lets in whoever signed, if the policies allow it, or refuses. */
export function admitSigner(
  scope: MethodScope,
  invocation: Invocation,
  result: VerifiedIdentity | SignatureFault,
): Judgement {
  const { pointer } = scope.method
  if (!result.verified) {
    const { responseType, statusCode, message, errorType } = result
    throw new GatewayResponseError(responseType, { statusCode, message, errorType, pointer, inExecution: false })
  }
  const { credential, accessKeyId } = result
  invocation.signer = { ...identityOf(credential), accessKey: accessKeyId }
  // Freed of its chunk framing, signed or not.
  if (result.payload !== 'signed' && result.body !== undefined) invocation.body = result.body
  invocation.policies = { evaluate: (request) => ({ effect: ownEffect(credential, request) }) }
  const own = { effect: ownEffect(credential, new InvocationPolicyRequest(invocation)) }
  const sameAccount = credential.accountId === invocation.runtime.accountId
  const verdict = combine('iam', sameAccount, own.effect, resourceEffect(scope, invocation))
  if (verdict !== 'allow') throw because(notAuthorizedByPolicy(invocation, verdict, pointer), own)
  return own
}
