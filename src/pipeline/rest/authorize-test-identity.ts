import { isTestClock, testIdentityOf, type TestIdentityParts } from '../../authorizer/test-identity.js'
import { UsageError } from '../../errors.js'
import { createUserPool, TokenFault } from '../../jwt/index.js'
import type { VerifiedIdentity } from '../../sigv4/index.js'
import type { Invocation } from '../invocation.js'
import { admitToken } from './authorize-cognito.js'
import { admitSigner } from './authorize-iam.js'
import { admitOutput } from './authorize-lambda.js'
import { type AuthorizeStep, authorizeStep, type Judgement } from './authorize-step.js'
import { authorizerFailed, unauthorized } from './refusals.js'
import type { MethodScope } from './scope.js'

/**
 * Lets the identities of `postern/testing` past the proof, and past nothing else: policies, scopes and expiry are judged as
 * ever. In a gateway on any other clock than a test's, a request with such an identity is refused, whatever else it shows.
 */
export function withTestIdentities(scope: MethodScope, step: AuthorizeStep): AuthorizeStep {
  const isTest = isTestClock(scope.modules.runtime.clock)
  const pointer = step.pointer ?? scope.method.pointer
  const judge: AuthorizeStep['judge'] = (invocation) => {
    const identity = testIdentityOf(invocation.request)
    if (identity === undefined) return step.judge(invocation)
    if (!isTest) throw authorizerFailed(outsideTests(identity), pointer, false)
    return admit(identity, scope, invocation, pointer) ?? step.judge(invocation)
  }
  return {
    ...authorizeStep(pointer, judge),
    note: ({ request }) => {
      const identity = testIdentityOf(request)
      return identity && `test identity ${identity.name}`
    },
  }
}

function outsideTests({ name }: TestIdentityParts): UsageError {
  return new UsageError(
    'ERR_USAGE',
    `The test identity ${name} is good only in a gateway whose clock is a createVirtualClock() of postern/testing.`,
  )
}

/** `undefined`: the identity has nothing for this kind of authorization, so that the caller must show what anyone must. */
function admit(
  { signer, claims, output, name }: TestIdentityParts,
  scope: MethodScope,
  invocation: Invocation,
  pointer: string,
): Judgement {
  const { authorizationType } = scope.method
  if (authorizationType === 'AWS_IAM' && signer !== undefined) return admitSigner(scope, invocation, verified(signer))
  if (authorizationType === 'CUSTOM' && output !== undefined) return admitOutput(scope, invocation, output, pointer)
  if (authorizationType === 'COGNITO_USER_POOLS' && claims !== undefined) {
    admitToken(scope, invocation, poolToken({ sub: name, ...claims }, scope, invocation, pointer), pointer)
    return ACCEPTED
  }
  return undefined
}

const ACCEPTED: Judgement = Object.freeze({ effect: 'Allow' })

function verified({ accessKeyId, ...holder }: NonNullable<TestIdentityParts['signer']>): VerifiedIdentity {
  return {
    verified: true,
    accessKeyId,
    credential: { ...holder, secretAccessKey: '' },
    algorithm: 'AWS4-HMAC-SHA256',
    region: undefined,
    service: 'execute-api',
    signedAt: 0,
    presigned: false,
    payload: 'signed',
    body: undefined,
    openBody: undefined,
  }
}

function poolToken(
  claims: Readonly<Record<string, unknown>>,
  { api, method, modules }: MethodScope,
  { now }: Invocation,
  pointer: string,
): ReturnType<ReturnType<typeof createUserPool>['accept']> {
  const definition = api.authorizers.get(method.authorizer ?? '')
  const scopes = method.authorizationScopes ?? []
  const audience = definition?.identityValidationExpression
  const pools = (definition?.providerARNs ?? []).map((arn) => createUserPool(arn, modules))
  const [first] = pools
  const seconds = Math.floor(now / 1000)
  const payload = {
    iss: first?.issuer ?? '',
    token_use: scopes.length === 0 ? 'id' : 'access',
    iat: seconds,
    exp: seconds + 3600,
    ...claims,
  }
  const pool = pools.find(({ issuer }) => issuer === payload.iss)
  if (pool === undefined) throw unauthorized(pointer)
  const { exp }: { readonly exp: unknown } = payload
  if (typeof exp !== 'number' || !(exp * 1000 > now)) throw unauthorized(pointer, 'The incoming token has expired')
  try {
    return pool.accept(payload, { scopes, ...(audience !== undefined && { audience }) })
  } catch (fault) {
    throw fault instanceof TokenFault ? unauthorized(pointer) : authorizerFailed(fault, pointer, false)
  }
}
