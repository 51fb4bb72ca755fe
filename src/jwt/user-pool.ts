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
  /** `iss` of its tokens; `undefined` of a provider ARN that is none. */
  readonly issuer: string | undefined
  /** Whether the token says that it comes from this pool; not verified yet. */
  issued(token: string): boolean
  /**
   * Verifies a token: with scopes an access token that carries one of them, without an ID token. Synchronous for a token
   * that is remembered.
   *
   * @throws {TokenFault} (or rejects) when it is not accepted; another error when the pool's keys cannot be had
   */
  verify(token: string, checks: PoolChecks): PoolToken | Promise<PoolToken>
  /**
   * Judges claims by what a method asks, once their signature, issuer and times are known to be good.
   *
   * @throws {TokenFault} when they are not enough
   */
  accept(payload: JWTPayload, checks: PoolChecks): PoolToken
}

/** What a method asks of a token. */
export interface PoolChecks {
  /** One of these must be held; none: an ID token is wanted. */
  readonly scopes: readonly string[]
  /** `identityValidationExpression`, a Java regular expression for the whole of `aud`. */
  readonly audience?: string
}

type DecodeJwt = ReturnType<typeof lazy.jose>['decodeJwt']

const POOL_ARN = /^arn:(aws[\w-]*):cognito-idp:([\w-]+):\d*:userpool\/([\w-]+)$/

/**
 * Makes the pool of a provider ARN; an ARN that is none makes a pool that issued no token.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function createUserPool(
  providerArn: string,
  { http, runtime }: { readonly http: HttpClient; readonly runtime: { readonly clock: Clock } },
): UserPool {
  const issuer = issuerOfPool(providerArn)
  const { clock } = runtime
  const keys = createKeySet({ url: `${issuer}/.well-known/jwks.json`, http, clock })
  const verifier = createTokenVerifier({ issuer: issuer ?? '', keys, clock })
  // Looking a package up costs more than the decoding.
  let decode: DecodeJwt | undefined
  const matchers = new Map<string, (text: string) => boolean>()

  // The claims of a token that is remembered are the same object each time: they are written as text once.
  const read = new WeakMap<JWTPayload, PoolToken>()

  const accept = (payload: JWTPayload, { scopes, audience }: PoolChecks): PoolToken => {
    let token = read.get(payload)
    if (token === undefined) read.set(payload, (token = readToken(payload)))
    checkUse(payload['token_use'], scopes, token.scopes)
    // The expression is matched against `aud`, which access tokens do not have (documented).
    if (audience !== undefined && audience !== '') {
      let matches = matchers.get(audience)
      if (matches === undefined) matchers.set(audience, (matches = matcherOf(audience)))
      if (!matches(String(payload.aud ?? ''))) throw new TokenFault('audience')
    }
    return token
  }

  return {
    issuer,
    accept,
    issued: (token) => issuer !== undefined && issuerOf(token, (decode ??= lazy.jose().decodeJwt)) === issuer,
    verify: (token, checks) => {
      if (issuer === undefined) throw new TokenFault('issuer')
      const payload = verifier.verify(token)
      return payload instanceof Promise ? payload.then((claims) => accept(claims, checks)) : accept(payload, checks)
    },
  }
}

function readToken(payload: JWTPayload): PoolToken {
  const { scope } = payload
  return {
    claims: Object.freeze(claimsAsText(payload)),
    ...(typeof scope === 'string' && { scopes: Object.freeze(scope.split(' ')) }),
  }
}

function issuerOfPool(providerArn: string): string | undefined {
  const parts = POOL_ARN.exec(providerArn)
  if (parts === null) return undefined
  const [, partition, region, poolId] = parts
  return `https://cognito-idp.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${poolId}`
}

function matcherOf(expression: string): (text: string) => boolean {
  const regex = compileJavaRegex(expression)
  return (text) => regex.matches(text)
}

function issuerOf(token: string, decode: DecodeJwt): string | undefined {
  try {
    return decode(token).iss
  } catch {
    return undefined
  }
}

function checkUse(use: unknown, scopes: readonly string[], held: readonly string[] = []): void {
  if (use !== (scopes.length === 0 ? 'id' : 'access')) throw new TokenFault('use')
  if (scopes.length > 0 && !scopes.some((scope) => held.includes(scope))) throw new TokenFault('scope')
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
  const date = new Date(seconds * 1000)
  // Beyond the years that a date can have.
  if (Number.isNaN(date.getTime())) return String(seconds)
  const [weekday, day, month, year, time] = date.toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
