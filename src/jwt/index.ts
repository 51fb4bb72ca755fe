/** Verifying tokens: Cognito user pools, and issuers in general. */
export { createKeySet, createStaticKeySet, type KeySet, type KeySetOptions } from './key-set.js'
export { bearerChallenge, KeySetFault, TokenFault, type TokenFaultReason } from './token-fault.js'
export { createUserPool, type PoolToken, type UserPool } from './user-pool.js'
export {
  createTokenVerifier,
  RSA_ALGORITHMS,
  type TokenChecks,
  type TokenVerifier,
  type TokenVerifierOptions,
} from './verify-token.js'
