/** Signature Version 4: verifying the callers of IAM methods, signing calls to AWS services. */
export { findIncompleteSignature, parseAuthorization } from './parse-authorization.js'
export { needsBody } from './payload.js'
export { presignRequest, type SigningCredentials, type SignOptions, signRequest } from './sign-request.js'
export { createSigningKeys, type SigningKeys } from './signing-key.js'
export type {
  Credential,
  RawSignedRequest,
  SignatureAlgorithm,
  SignatureErrorType,
  SignatureFault,
  VerifiedIdentity,
} from './types.js'
export { verifySignature, type VerifyOptions } from './verify-signature.js'
