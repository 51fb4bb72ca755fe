import { callWithDeadline } from '../../integration/call-with-deadline.js'
import { createSigningKeys, verifySignature, type SignatureFault, type VerifiedIdentity } from '../../sigv4/index.js'
import { internalError, notAllowed } from '../../responses/http-api-error.js'
import { InvocationCall } from '../call-info.js'
import { InvocationPolicyRequest } from '../policy-request.js'
import { identityOf, ownEffect, rawRequest } from '../signer.js'
import type { HttpInvocation, HttpStep } from './invocation.js'
import type { RouteScope } from './scope.js'

const nobody = (): undefined => undefined
/** Milliseconds that a look-up may take: as long as an authorizer. */
const LOOKUP_TIMEOUT = 10_000

/**
 * Makes the step of a route with `AWS_IAM`: verifies the signature, then asks the caller's own policies. HTTP APIs have no
 * resource policies.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export function authorizeBySigner({ modules, route }: RouteScope): HttpStep {
  const { credentials, runtime } = modules
  const { pointer } = route
  const lookup = credentials?.lookup?.bind(credentials) ?? nobody
  const options = { service: 'execute-api', region: runtime.region, lookup, keys: createSigningKeys() }
  return {
    name: 'authorize',
    pointer,
    run: (invocation) => {
      const fail = (cause: unknown): never => {
        throw internalError({ pointer, cause })
      }
      let result: VerifiedIdentity | SignatureFault | Promise<VerifiedIdentity | SignatureFault>
      try {
        result = verifySignature(rawRequest(invocation), { ...options, now: invocation.now })
      } catch (cause) {
        return fail(cause)
      }
      if (!(result instanceof Promise)) return admit(invocation, result, pointer)
      const call = new InvocationCall(invocation, LOOKUP_TIMEOUT)
      return callWithDeadline(call, 'The look-up of an access key', () => result).then(
        (verdict) => admit(invocation, verdict, pointer),
        fail,
      )
    },
  }
}

/** One answer for every signature that is not accepted (seen), and for a caller without the permission. */
function admit(invocation: HttpInvocation, result: VerifiedIdentity | SignatureFault, pointer: string): void {
  if (!result.verified) throw notAllowed({ pointer })
  const { credential, accessKeyId } = result
  invocation.signer = { ...identityOf(credential), accessKey: accessKeyId }
  if (result.payload !== 'signed' && result.body !== undefined) invocation.body = result.body
  const sameAccount = credential.accountId === invocation.runtime.accountId
  if (!sameAccount || ownEffect(credential, new InvocationPolicyRequest(invocation)) !== 'Allow')
    throw notAllowed({ pointer })
}
