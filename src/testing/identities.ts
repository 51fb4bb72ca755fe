import type { AuthorizerOutput } from '../authorizer/types.js'
import { nameTestIdentity, type TestIdentityParts, type WithTestIdentity } from '../authorizer/test-identity.js'
import type { Credential } from '../sigv4/types.js'

/** What a test says of a caller; what is left out has defaults that let the caller in. */
export interface TestIdentityOptions {
  /** Shown in traces, and part of the defaults. Default `test`. */
  readonly name?: string
  /** For methods with `AWS_IAM`. Default: a user of the account 123456789012 who may invoke everything. */
  readonly signer?: Partial<Omit<Credential, 'secretAccessKey'>> & { readonly accessKeyId?: string }
  /** For user pools. Default: the subject `name`, the use that the method asks for, an hour to go. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** For Lambda authorizers: what the function would have answered. Default: the principal `name`, who may invoke everything. */
  readonly authorizer?: Partial<AuthorizerOutput>
}

/** Part of a request: spread it into one. */
export type TestIdentity = WithTestIdentity

const ALLOW_ALL = Object.freeze({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'execute-api:*', Resource: '*' }],
})

/**
 * Names a caller who need not prove anything: no signature, no token, no call of the authorizer function. All else is judged
 * as ever: policies, resource policy, scopes, audience, expiry, API keys. Good for the kinds of authorization that are
 * given, for all kinds when none is; elsewhere the request must show what any request must.
 *
 * Only a gateway on a `createVirtualClock()` takes it; any other answers 500 and logs why. The report of the `authorize`
 * step has a note that names it.
 *
 * @example
 * ```ts
 * import { createGateway } from 'postern'
 * import { createVirtualClock, testIdentity } from 'postern/testing'
 *
 * const gateway = createGateway({
 *   clock: createVirtualClock(),
 *   routes: { 'GET /me': { handler: (event) => ({ statusCode: 200, body: `${event.requestContext.identity.user}` }), authorizer: 'AWS_IAM' } },
 * })
 * const ada = testIdentity({ name: 'ada' })
 * const response = await gateway.handle({ method: 'GET', path: '/prod/me', ...ada })
 * console.log(response.statusCode, response.text()) // 200 ada
 * ```
 */
export function testIdentity(options: TestIdentityOptions = {}): TestIdentity {
  const { name = 'test', signer, claims, authorizer } = options
  const all = signer === undefined && claims === undefined && authorizer === undefined
  const parts: TestIdentityParts = {
    name,
    ...((all || signer !== undefined) && { signer: signerOf(name, signer) }),
    ...((all || claims !== undefined) && { claims: claims ?? {} }),
    ...((all || authorizer !== undefined) && {
      output: { principalId: name, policyDocument: ALLOW_ALL, ...authorizer },
    }),
  }
  return nameTestIdentity(parts)
}

function signerOf(name: string, signer: TestIdentityOptions['signer']): NonNullable<TestIdentityParts['signer']> {
  const accountId = signer?.accountId ?? '123456789012'
  return {
    accessKeyId: 'AKIATESTIDENTITY0000',
    accountId,
    userArn: `arn:aws:iam::${accountId}:user/${name}`,
    user: name,
    policies: [ALLOW_ALL],
    ...signer,
  }
}
