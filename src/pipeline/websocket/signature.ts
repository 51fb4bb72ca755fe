import { callWithDeadline } from '../../integration/call-with-deadline.js'
import type { PolicyRequest } from '../../policy/index.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import { createSigningKeys, type VerifiedIdentity, verifySignature } from '../../sigv4/index.js'
import type { BaseInvocation } from '../base-invocation.js'
import { InvocationCall } from '../call-info.js'
import { InvocationPolicyRequest } from '../policy-request.js'
import type { GatewayModules } from '../rest/modules.js'
import { identityOf, ownEffect, rawRequest } from '../signer.js'

/** Verifies who signed a request and that the caller's own policies allow the action on one of the resources; refuses otherwise. */
export type SignatureCheck = (
  invocation: BaseInvocation,
  resources: readonly string[],
  action: string,
  pointer: string,
) => Promise<void>

/** Milliseconds that a look-up may take: as long as an authorizer. */
const LOOKUP_TIMEOUT = 29_000
const nobody = (): undefined => undefined

/** Makes the check for the calls that WebSocket APIs let sign: `$connect` and `@connections`. */
export function createSignatureCheck({
  credentials,
  runtime,
}: Pick<GatewayModules, 'credentials' | 'runtime'>): SignatureCheck {
  const lookup = credentials?.lookup?.bind(credentials) ?? nobody
  const options = { service: 'execute-api', region: runtime.region, lookup, keys: createSigningKeys() }
  return async (invocation, resources, action, pointer) => {
    const { credential, accessKeyId, payload, body } = await verify()
    invocation.signer = { ...identityOf(credential), accessKey: accessKeyId }
    // Freed of its chunk framing.
    if (payload !== 'signed' && body !== undefined) invocation.body = body
    const effects = resources.map((resource) => ownEffect(credential, resourceRequest(invocation, resource, action)))
    const isAllowed = effects.includes('Allow') && !effects.includes('Deny')
    // WebSocket APIs have no resource policies that could let another account in.
    if (!isAllowed || credential.accountId !== runtime.accountId)
      throw new GatewayResponseError('ACCESS_DENIED', {
        message: 'Forbidden',
        errorType: 'ForbiddenException',
        pointer,
      })

    async function verify(): Promise<VerifiedIdentity> {
      let result: Awaited<ReturnType<typeof verifySignature>>
      try {
        const verifying = verifySignature(rawRequest(invocation), { ...options, now: invocation.now })
        const call = new InvocationCall(invocation, LOOKUP_TIMEOUT)
        result =
          verifying instanceof Promise
            ? await callWithDeadline(call, 'The look-up of an access key', () => verifying)
            : verifying
      } catch (cause) {
        // A look-up that throws lets nobody in.
        throw new GatewayResponseError('AUTHORIZER_FAILURE', { cause, pointer })
      }
      if (result.verified) return result
      const { responseType, statusCode, message, errorType } = result
      throw new GatewayResponseError(responseType, { statusCode, message, errorType, pointer })
    }
  }
}

function resourceRequest(invocation: BaseInvocation, resource: string, action: string): PolicyRequest {
  const request = new InvocationPolicyRequest(invocation, action)
  return { action, resource, principal: request.principal, condition: (key) => request.condition(key) }
}
