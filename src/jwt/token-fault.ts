/** Why a token is not accepted. */
export type TokenFaultReason =
  | 'malformed'
  | 'too-large'
  | 'expired'
  | 'not-yet'
  | 'signature'
  | 'algorithm'
  | 'unknown-key'
  | 'issuer'
  | 'audience'
  | 'scope'
  | 'use'

/**
 * What HTTP APIs give as `error_description`. `malformed` is recorded, `audience` documented; no record of the others was
 * found, so they only say what they must.
 */
const DESCRIPTIONS: Readonly<Record<TokenFaultReason, string>> = {
  malformed: 'token contains an invalid number of segments',
  'too-large': 'the token is too large',
  expired: 'the token has expired',
  'not-yet': 'the token is not valid yet',
  signature: 'signature is invalid',
  algorithm: 'signing method is invalid',
  'unknown-key': 'unable to find a signing key for the token',
  issuer: 'the token does not have a valid issuer',
  audience: 'the token does not have a valid audience',
  scope: 'the token does not have a valid scope',
  use: 'the token does not have a valid use',
}

/** Thrown for a token that is not accepted; a key set that cannot be had is another error, which refuses too. */
export class TokenFault extends Error {
  readonly reason: TokenFaultReason
  /** The `error_description` of a Bearer challenge. */
  readonly description: string

  constructor(reason: TokenFaultReason, options?: ErrorOptions) {
    super(`The token is refused: ${reason}`, options)
    this.name = 'TokenFault'
    this.reason = reason
    this.description = DESCRIPTIONS[reason]
  }
}

/** Thrown when the keys of an issuer cannot be had: nobody is let in. */
export class KeySetFault extends Error {
  /** The `error_description` of a Bearer challenge (observed). */
  readonly description: string

  constructor(document: 'discovery' | 'keys', options: ErrorOptions) {
    super(`The ${document === 'keys' ? 'key set' : 'discovery document'} of the issuer cannot be had`, options)
    this.name = 'KeySetFault'
    this.description = document === 'keys' ? 'JWKS communication error' : 'OIDC discovery endpoint communication error'
  }
}

/**
 * The `www-authenticate` header of an HTTP API's 401: bare without a token; the scopes of the route, as far as recorded
 * always empty, and the error with one.
 */
export function bearerChallenge(fault?: { readonly description: string }): string {
  if (fault === undefined) return 'Bearer'
  return `Bearer scope="" error="invalid_token" error_description="${fault.description}"`
}
