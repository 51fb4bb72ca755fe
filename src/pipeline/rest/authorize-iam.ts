import { toBytes } from '../../http/body.js'
import { combine, type CompiledPolicy, compilePolicy, type PolicyRequest } from '../../policy/index.js'
import { GatewayResponseError } from '../../responses/gateway-response-error.js'
import {
  type Credential,
  createSigningKeys,
  type RawSignedRequest,
  type SignatureFault,
  type VerifiedIdentity,
  verifySignature,
} from '../../sigv4/index.js'
import type { Invocation, Step } from '../invocation.js'
import type { SignerIdentity } from '../rest-context.js'
import { InvocationPolicyRequest } from './policy-request.js'
import { authorizerFailed, notAuthorizedByPolicy } from './refusals.js'
import { resourceEffect } from './resource-policy.js'
import type { MethodScope } from './scope.js'

const nobody = (): undefined => undefined

/**
 * Makes the step of a method with `AWS_IAM`: verifies the signature on the request as it came, then asks the caller's own
 * policies and the resource policy.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function authorizeBySignature(scope: MethodScope): Step {
  const { credentials, runtime } = scope.modules
  const { pointer } = scope.method
  const lookup = credentials?.lookup?.bind(credentials) ?? nobody
  const options = { service: 'execute-api', region: runtime.region, lookup, keys: createSigningKeys() }
  return {
    name: 'authorize',
    pointer,
    run: (invocation) => {
      const admit = (result: VerifiedIdentity | SignatureFault): void => {
        admitSigner(scope, invocation, result)
      }
      const fail = (cause: unknown): never => {
        throw authorizerFailed(cause, pointer, false)
      }
      const result = attempt(() => verifySignature(rawRequest(invocation), { ...options, now: invocation.now }), fail)
      return result instanceof Promise ? result.catch(fail).then(admit) : admit(result)
    },
  }
}

// A look-up that throws lets nobody in.
function attempt<T>(run: () => T, fail: (cause: unknown) => never): T {
  try {
    return run()
  } catch (cause) {
    return fail(cause)
  }
}

function rawRequest(invocation: Invocation): RawSignedRequest {
  const { request, headers, sentBody: body } = invocation
  const question = request.path.indexOf('?')
  const pairs = headers.names.map((name, index) => [name, headers.values[index] as string] as const)
  if (!headers.has('host')) pairs.push(['host', invocation.domainName])
  return {
    method: request.method,
    rawPath: question < 0 ? request.path : request.path.slice(0, question),
    rawQuery: invocation.rawQuery,
    headers: pairs,
    body: body === undefined ? new Uint8Array() : toBytes(body),
  }
}

function admitSigner(scope: MethodScope, invocation: Invocation, result: VerifiedIdentity | SignatureFault): void {
  const { pointer } = scope.method
  if (!result.verified) {
    const { responseType, statusCode, message, errorType } = result
    throw new GatewayResponseError(responseType, { statusCode, message, errorType, pointer, inExecution: false })
  }
  const { credential, accessKeyId } = result
  invocation.signer = { ...identityOf(credential), accessKey: accessKeyId }
  // Freed of its chunk framing, signed or not.
  if (result.payload !== 'signed' && result.body !== undefined) invocation.body = result.body
  invocation.permits = (action) => ownEffect(credential, new InvocationPolicyRequest(invocation, action)) === 'Allow'
  const own = ownEffect(credential, new InvocationPolicyRequest(invocation))
  const sameAccount = credential.accountId === invocation.runtime.accountId
  const verdict = combine('iam', sameAccount, own, resourceEffect(scope, invocation))
  if (verdict !== 'allow') throw notAuthorizedByPolicy(invocation, verdict, pointer)
}

/** What `$context.identity` may show of the holder: never the secret. */
function identityOf(credential: Credential): SignerIdentity {
  const { accountId, userArn, user, principalOrgId, cognitoAuthenticationProvider, cognitoAuthenticationType } =
    credential
  const { cognitoIdentityId, cognitoIdentityPoolId } = credential
  return {
    accountId,
    userArn,
    caller: credential.caller ?? user ?? accountId,
    ...(user !== undefined && { user }),
    ...(principalOrgId !== undefined && { principalOrgId }),
    ...(cognitoAuthenticationProvider !== undefined && { cognitoAuthenticationProvider }),
    ...(cognitoAuthenticationType !== undefined && { cognitoAuthenticationType }),
    ...(cognitoIdentityId !== undefined && { cognitoIdentityId }),
    ...(cognitoIdentityPoolId !== undefined && { cognitoIdentityPoolId }),
  }
}

const POLICIES = new WeakMap<object, CompiledPolicy>()

function compiled(document: unknown): CompiledPolicy {
  if (typeof document !== 'object' || document === null) return compilePolicy(document)
  let policy = POLICIES.get(document)
  if (policy === undefined) POLICIES.set(document, (policy = compilePolicy(document)))
  return policy
}

/** What the caller's own policies say; a boundary must allow too. */
function ownEffect(
  { policies = [], permissionsBoundary }: Credential,
  request: PolicyRequest,
): 'Allow' | 'Deny' | 'Silent' {
  const effects = policies.map((document) => compiled(document).evaluate(request).effect)
  if (effects.includes('Deny')) return 'Deny'
  const boundary = permissionsBoundary === undefined ? 'Allow' : compiled(permissionsBoundary).evaluate(request).effect
  if (boundary === 'Deny') return 'Deny'
  return effects.includes('Allow') && boundary === 'Allow' ? 'Allow' : 'Silent'
}
