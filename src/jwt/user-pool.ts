import type { JWTPayload } from 'jose'
import type { HttpClient } from '../integration/types.js'
import { compileJavaRegex } from '../regex/java-regex.js'
import { lazy } from '../runtime/lazy.js'
import type { Clock } from '../runtime/clock.js'
import { createKeySet } from './key-set.js'
import { TokenFault } from './token-fault.js'
import { createTokenVerifier } from './verify-token.js'

/** An accepted token of a user pool. */
export interface PoolToken {
  /** All as text, as the service shows them. */
  readonly claims: Readonly<Record<string, string>>
  /** Of an access token. */
  readonly scopes?: readonly string[]
}

/** A Cognito user pool, as an issuer of tokens. */
export interface UserPool {
  /** Whether the token says that it comes from this pool; not verified yet. */
  issued(token: string): boolean
  /**
   * Verifies a token: with scopes an access token that carries one of them, without an ID token.
   *
   * @throws {TokenFault}
   */
  verify(token: string, checks: { readonly scopes: readonly string[]; readonly audience?: string }): Promise<PoolToken>
}

const POOL_ARN = /^arn:aws[\w-]*:cognito-idp:([\w-]+):\d*:userpool\/([\w-]+)$/

/**
 * Makes the pool of a provider ARN.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function createUserPool(
  providerArn: string,
  { http, runtime }: { readonly http: HttpClient; readonly runtime: { readonly clock: Clock } },
): UserPool {
  const [, region, poolId] = POOL_ARN.exec(providerArn) ?? []
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${poolId}`
  const keys = createKeySet({ url: `${issuer}/.well-known/jwks.json`, http, clock: runtime.clock })
  const verifier = createTokenVerifier({ issuer, keys, clock: runtime.clock })
  return {
    issued: (token) => issuerOf(token) === issuer,
    verify: async (token, { scopes, audience }) => {
      const payload = await verifier.verify(token)
      checkUse(payload, scopes)
      // The expression is matched against `aud`, which access tokens do not have (documented).
      if (audience !== undefined && audience !== '' && !compileJavaRegex(audience).matches(String(payload.aud ?? ''))) {
        throw new TokenFault('audience')
      }
      const held = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : undefined
      return { claims: claimsAsText(payload), ...(held !== undefined && { scopes: held }) }
    },
  }
}

function issuerOf(token: string): string | undefined {
  try {
    return lazy.jose().decodeJwt(token).iss
  } catch {
    return undefined
  }
}

function checkUse(payload: JWTPayload, scopes: readonly string[]): void {
  const use = payload['token_use']
  if (scopes.length === 0) {
    if (use !== 'id') throw new TokenFault('use')
    return
  }
  if (use !== 'access') throw new TokenFault('use')
  const held = new Set(typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : [])
  if (!scopes.some((scope) => held.has(scope))) throw new TokenFault('scope')
}

const DATES = new Set(['exp', 'iat'])

/** The claims as the service shows them (seen): dates spelled out, lists with commas, all else as text. */
export function claimsAsText(payload: JWTPayload): Record<string, string> {
  const claims = Object.create(null) as Record<string, string>
  for (const [name, value] of Object.entries(payload)) {
    if (value === undefined || value === null) continue
    claims[name] = DATES.has(name) && typeof value === 'number' ? dateText(value) : claimText(value)
  }
  return claims
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return value.map(claimText).join(',')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `Mon Apr 14 12:33:31 UTC 2025` */
function dateText(seconds: number): string {
  const [weekday, day, month, year, time] = new Date(seconds * 1000).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
