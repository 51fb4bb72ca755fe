import type { CryptoKey, FlattenedJWSInput, JWTHeaderParameters, JWTPayload } from 'jose'
import QuickLRU from 'quick-lru'
import type { Clock } from '../runtime/clock.js'
import { lazy } from '../runtime/lazy.js'
import { sha256Base64 } from '../sigv4/digest.js'
import type { KeySet } from './key-set.js'
import { TokenFault, type TokenFaultReason } from './token-fault.js'

/** Verifies tokens of one issuer. */
export interface TokenVerifier {
  /**
   * Gives the claims; synchronously for a token that is remembered. They are shared between calls and frozen.
   *
   * @throws {TokenFault} (or rejects) when the token is not accepted; another error when the key set cannot be had
   */
  verify(token: string, checks?: TokenChecks): JWTPayload | Promise<JWTPayload>
}

/** What one route asks of a token besides. */
export interface TokenChecks {
  /** One of these must be `aud`, or `client_id` where there is no `aud` (documented). Default: neither is looked at. */
  readonly audience?: readonly string[]
}

/** What a verifier trusts. */
export interface TokenVerifierOptions {
  readonly issuer: string
  readonly keys: KeySet
  readonly clock: Clock
  /** Default: RSA and elliptic curves; HTTP APIs take only {@link RSA_ALGORITHMS}. */
  readonly algorithms?: readonly string[]
  /** Most tokens remembered; default 5000. */
  readonly maxRemembered?: number
}

/** What HTTP APIs accept (documented). */
export const RSA_ALGORITHMS: readonly string[] = ['RS256', 'RS384', 'RS512']

/** Only signatures by a key pair: a secret that everybody can read is none, and `none` is no signature. */
const ALGORITHMS: readonly string[] = [...RSA_ALGORITHMS, 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']
const MAX_TOKEN_LENGTH = 8192
const MAX_REMEMBERED = 5000
const MAX_KNOWN_KEYS = 20

interface Remembered {
  readonly payload: JWTPayload
  readonly version: number
}

interface KnownKey {
  readonly key: CryptoKey
  readonly version: number
}

/**
 * Makes the verifier of an issuer. A token that was verified is remembered by its hash until it expires, the keys change,
 * or they grow too old to be trusted unasked.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { clock, issuer, keys } = options
  const remembered = new QuickLRU<string, Remembered>({ maxSize: options.maxRemembered ?? MAX_REMEMBERED })
  // A key is chosen by the header alone, and an issuer writes the same one again and again.
  const knownKeys = new QuickLRU<string, KnownKey>({ maxSize: MAX_KNOWN_KEYS })
  const algorithms = [...(options.algorithms ?? ALGORITHMS)]

  // Looking a package up costs a tenth of a verification, so it is done once.
  let jwtVerify: JwtVerify | undefined

  const verifyUnseen = async (token: string, hash: string, checks: TokenChecks | undefined): Promise<JWTPayload> => {
    jwtVerify ??= lazy.jose().jwtVerify
    const currentDate = new Date(clock.now())
    // Without a time nothing is ever expired.
    if (Number.isNaN(currentDate.getTime())) throw new TypeError('The clock tells no time.')
    const trust = { issuer, algorithms, currentDate, requiredClaims: ['exp'] }
    const head = token.slice(0, token.indexOf('.'))
    const known = knownKeys.get(head)
    let chosen = known !== undefined && known.version === keys.version && keys.fresh ? known : undefined
    const getKey = async (header: JWTHeaderParameters, input: FlattenedJWSInput): Promise<CryptoKey> => {
      const set = await keysFor(keys, header)
      // Of the set that the key is from: while the signature is verified, another request may bring in the next one.
      const { version } = keys
      chosen = { key: await set(header, input), version }
      return chosen.key
    }
    try {
      const verified = await (chosen === undefined
        ? jwtVerify(token, getKey, trust)
        : jwtVerify(token, chosen.key, trust))
      const payload = Object.freeze(verified.payload)
      if (chosen !== undefined) {
        if (chosen !== known) knownKeys.set(head, chosen)
        remembered.set(hash, { payload, version: chosen.version })
      }
      return checked(payload, checks)
    } catch (error) {
      throw error instanceof TokenFault ? error : readFault(error)
    }
  }

  return {
    verify: (token, checks) => {
      if (token.length > MAX_TOKEN_LENGTH) throw new TokenFault('too-large')
      const hash = sha256Base64(token)
      const known = remembered.get(hash)
      if (known !== undefined && known.version === keys.version && keys.fresh) {
        // A token without `exp` is never accepted, so there is one.
        if (!((known.payload.exp as number) * 1000 > clock.now())) throw new TokenFault('expired')
        return checked(known.payload, checks)
      }
      return verifyUnseen(token, hash, checks)
    },
  }
}

function checked(payload: JWTPayload, checks: TokenChecks | undefined): JWTPayload {
  const audience = checks?.audience
  if (audience === undefined) return payload
  const { aud = payload['client_id'] } = payload
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!named.some((name) => typeof name === 'string' && audience.includes(name))) throw new TokenFault('audience')
  return payload
}

type JwtVerify = ReturnType<typeof lazy.jose>['jwtVerify']

/** The set for a token; no promise more than jose's own where nothing is fetched. */
function keysFor(keys: KeySet, header: JWTHeaderParameters): ReturnType<KeySet['keysFor']> {
  const fail = (cause: unknown): never => {
    throw new KeysUnavailable(cause)
  }
  try {
    const set = keys.keysFor(header)
    return set instanceof Promise ? set.catch(fail) : set
  } catch (cause) {
    return fail(cause)
  }
}

/** Carries the reason why keys could not be had through jose, so that it is not taken for one of jose's own. */
class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('The key set cannot be had', { cause })
    this.name = 'KeysUnavailable'
  }
}

const REASONS: ReadonlyMap<string | undefined, TokenFaultReason> = new Map([
  ['ERR_JWT_EXPIRED', 'expired'],
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'signature'],
  ['ERR_JWKS_NO_MATCHING_KEY', 'unknown-key'],
  ['ERR_JWKS_MULTIPLE_MATCHING_KEYS', 'unknown-key'],
  ['ERR_JOSE_ALG_NOT_ALLOWED', 'algorithm'],
])
const CLAIM_REASONS: ReadonlyMap<string | undefined, TokenFaultReason> = new Map([
  ['iss', 'issuer'],
  ['nbf', 'not-yet'],
])

function readFault(error: unknown): unknown {
  if (error instanceof KeysUnavailable) return error.cause instanceof TokenFault ? error.cause : error
  const { code, claim } = error as { code?: string; claim?: string }
  const reason = code === 'ERR_JWT_CLAIM_VALIDATION_FAILED' ? CLAIM_REASONS.get(claim) : REASONS.get(code)
  return new TokenFault(reason ?? 'malformed', { cause: error })
}
