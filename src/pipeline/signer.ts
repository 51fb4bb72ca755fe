import { toBytes } from '../http/body.js'
import { type CompiledPolicy, compilePolicy, type PolicyRequest } from '../policy/index.js'
import type { Credential, RawSignedRequest } from '../sigv4/index.js'
import type { BaseInvocation } from './base-invocation.js'
import type { SignerIdentity } from './rest-context.js'

/** The request as it came, for a signature to be verified on. */
export function rawRequest(invocation: BaseInvocation): RawSignedRequest {
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

/** What `$context.identity` may show of the holder: never the secret. */
export function identityOf(credential: Credential): SignerIdentity {
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
export function ownEffect(
  { policies = [], permissionsBoundary }: Credential,
  request: PolicyRequest,
): 'Allow' | 'Deny' | 'Silent' {
  const effects = policies.map((document) => compiled(document).evaluate(request).effect)
  if (effects.includes('Deny')) return 'Deny'
  const boundary = permissionsBoundary === undefined ? 'Allow' : compiled(permissionsBoundary).evaluate(request).effect
  if (boundary === 'Deny') return 'Deny'
  return effects.includes('Allow') && boundary === 'Allow' ? 'Allow' : 'Silent'
}
