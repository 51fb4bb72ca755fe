import { createHash } from 'node:crypto'
import type { JWTPayload } from 'jose'
import QuickLRU from 'quick-lru'
import { lazy } from '../runtime/lazy.js'
import type { Clock } from '../runtime/clock.js'
import type { KeySet } from './key-set.js'
import { TokenFault, type TokenFaultReason } from './token-fault.js'

/** Verifies tokens of one issuer. */
export interface TokenVerifier {
  /** Gives the claims. @throws {TokenFault} when the token is not accepted; another error when the key set cannot be had. */
  verify(token: string): Promise<JWTPayload>
}

/** What a verifier trusts. */
export interface TokenVerifierOptions {
  readonly issuer: string
  readonly keys: KeySet
  readonly clock: Clock
}

/** Only signatures by a key pair: a secret that everybody can read is none, and `none` is no signature. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']
const MAX_TOKEN_LENGTH = 8192
const MAX_REMEMBERED = 5000

interface Remembered {
  readonly payload: JWTPayload
  readonly version: number
}

/** Makes the verifier of an issuer. A token that was verified is remembered by its hash until it expires or the keys change. */
export function createTokenVerifier({ issuer, keys, clock }: TokenVerifierOptions): TokenVerifier {
  const remembered = new QuickLRU<string, Remembered>({ maxSize: MAX_REMEMBERED })
  return {
    verify: async (token) => {
      if (token.length > MAX_TOKEN_LENGTH) throw new TokenFault('too-large')
      const hash = createHash('sha256').update(token).digest('base64')
      const known = remembered.get(hash)
      const now = clock.now()
      if (known !== undefined && known.version === keys.version && (known.payload.exp ?? 0) * 1000 > now)
        return known.payload
      const payload = await verifySignature(token, issuer, keys, now)
      remembered.set(hash, { payload, version: keys.version })
      return payload
    },
  }
}

async function verifySignature(token: string, issuer: string, keys: KeySet, now: number): Promise<JWTPayload> {
  const { createLocalJWKSet, jwtVerify } = lazy.jose()
  try {
    const { payload } = await jwtVerify(
      token,
      async (header, input) => {
        const set = await keys.keysFor(header).catch((cause: unknown) => {
          throw new KeysUnavailable(cause)
        })
        return createLocalJWKSet(set)(header, input)
      },
      { issuer, algorithms: ALGORITHMS, currentDate: new Date(now), requiredClaims: ['exp'] },
    )
    return payload
  } catch (error) {
    throw readFault(error)
  }
}

/** Carries the reason why keys could not be had through jose. */
class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('The key set cannot be had', { cause })
    this.name = 'KeysUnavailable'
  }
}

const REASONS: Readonly<Record<string, TokenFaultReason>> = {
  ERR_JWT_EXPIRED: 'expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature',
  ERR_JWKS_NO_MATCHING_KEY: 'unknown-key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'unknown-key',
  ERR_JOSE_ALG_NOT_ALLOWED: 'signature',
}

function readFault(error: unknown): unknown {
  if (error instanceof KeysUnavailable) return error.cause instanceof TokenFault ? error.cause : error
  const { code, claim } = error as { code?: string; claim?: string }
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') {
    return new TokenFault(claim === 'iss' ? 'issuer' : claim === 'nbf' ? 'not-yet' : 'malformed', { cause: error })
  }
  return new TokenFault(REASONS[code ?? ''] ?? 'malformed', { cause: error })
}
