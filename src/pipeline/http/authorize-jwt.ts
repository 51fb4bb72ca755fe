import type { JwtAuthorizer } from '../../api/http-model.js'
import { bearerChallenge, KeySetFault, TokenFault } from '../../jwt/index.js'
import { HttpApiError, internalError, notAllowed, notIdentified } from '../../responses/http-api-error.js'
import { claimText } from './claim-text.js'
import { compileIdentitySources } from './identity-sources.js'
import type { HttpInvocation, HttpStep } from './invocation.js'
import type { RouteScope } from './scope.js'

/**
 * Makes the step of a route behind a JWT authorizer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function authorizeByToken({ route, verifierOf }: RouteScope, authorizer: JwtAuthorizer): HttpStep {
  const { audience, pointer } = authorizer
  const verifier = verifierOf(authorizer)
  const identity = compileIdentitySources(authorizer.identitySource)
  const admit = (invocation: HttpInvocation, claims: Readonly<Record<string, unknown>>): void => {
    const { authorizationScopes } = route
    if (isIssuedLater(claims, invocation.now)) throw refusal(new TokenFault('not-yet'), pointer)
    const scopes = scopesOf(claims)
    if (authorizationScopes.length > 0 && !authorizationScopes.some((scope) => scopes.includes(scope)))
      throw notAllowed({ pointer })
    invocation.authorizer = {
      claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)])),
      scopes: authorizationScopes.length === 0 ? null : scopes.filter((scope) => authorizationScopes.includes(scope)),
    }
  }
  return {
    name: 'authorize',
    pointer,
    run: (invocation) => {
      const [shown] = identity(invocation) ?? []
      if (shown === undefined) throw notIdentified({ pointer, headers: challenge() })
      const fail = (error: unknown): never => {
        throw refusal(error, pointer)
      }
      try {
        const claims = verifier.verify(bareToken(shown), { audience })
        if (!(claims instanceof Promise)) return admit(invocation, claims)
        return claims.then((verified) => admit(invocation, verified), fail)
      } catch (error) {
        return fail(error)
      }
    },
  }
}

/** A token must have been issued before now (documented); `iat` counts whole seconds, so the one that runs is let pass. */
function isIssuedLater({ iat }: Readonly<Record<string, unknown>>, now: number): boolean {
  return typeof iat === 'number' && iat > Math.ceil(now / 1000)
}

function bareToken(shown: string): string {
  return /^bearer\s+/i.test(shown) ? shown.replace(/^bearer\s+/i, '') : shown
}

/** `scope` is a text with blanks, `scp` often a list. */
function scopesOf(claims: Readonly<Record<string, unknown>>): readonly string[] {
  const written = claims['scope'] ?? claims['scp']
  if (typeof written === 'string') return written.split(' ').filter((scope) => scope !== '')
  return Array.isArray(written) ? written.filter((scope) => typeof scope === 'string') : []
}

const challenge = (fault?: TokenFault | KeySetFault): ReadonlyArray<readonly [string, string]> => [
  ['www-authenticate', bearerChallenge(fault)],
]

// Keys that cannot be had let nobody in: 401, with the reason (observed). What is left is a failure of the gateway's own.
function refusal(error: unknown, pointer: string): HttpApiError {
  const fault = error instanceof KeySetFault ? error : error instanceof Error ? error.cause : undefined
  if (error instanceof TokenFault) return notIdentified({ pointer, cause: error, headers: challenge(error) })
  if (fault instanceof KeySetFault) return notIdentified({ pointer, cause: error, headers: challenge(fault) })
  return error instanceof HttpApiError ? error : internalError({ pointer, cause: error })
}
