/** Why a token is not accepted. */
export type TokenFaultReason =
  | 'malformed'
  | 'too-large'
  | 'expired'
  | 'not-yet'
  | 'signature'
  | 'unknown-key'
  | 'issuer'
  | 'audience'
  | 'scope'
  | 'use'

/** Thrown for a token that is not accepted; a key set that cannot be had is another error, which refuses too. */
export class TokenFault extends Error {
  readonly reason: TokenFaultReason

  constructor(reason: TokenFaultReason, options?: ErrorOptions) {
    super(`The token is refused: ${reason}`, options)
    this.name = 'TokenFault'
    this.reason = reason
  }
}
