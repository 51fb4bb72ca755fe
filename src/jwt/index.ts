/** Verifying tokens: Cognito user pools, and issuers in general. */
export { createKeySet, type KeySet, type KeySetOptions } from './key-set.js'
export { TokenFault, type TokenFaultReason } from './token-fault.js'
export { createUserPool, type PoolToken, type UserPool } from './user-pool.js'
export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './verify-token.js'
