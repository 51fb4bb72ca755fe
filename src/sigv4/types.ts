/** Who holds an access key, and what the holder may do. */
export interface Credential {
  readonly secretAccessKey: string
  /** The token that temporary credentials must carry. */
  readonly sessionToken?: string
  /** Milliseconds since the epoch at which temporary credentials end. */
  readonly expiresAt?: number
  readonly accountId: string
  readonly userArn: string
  /** `$context.identity.user`: the unique id of the user or session. */
  readonly user?: string
  readonly caller?: string
  readonly principalOrgId?: string
  readonly cognitoAuthenticationProvider?: string
  readonly cognitoAuthenticationType?: string
  readonly cognitoIdentityId?: string
  readonly cognitoIdentityPoolId?: string
  /** Identity policies; none means that only a resource policy can let the caller in. */
  readonly policies?: readonly unknown[]
  /** The most that `policies` can allow; none: no limit. */
  readonly permissionsBoundary?: unknown
}

/** A request as it came over the wire: nothing decoded, nothing merged. */
export interface RawSignedRequest {
  readonly method: string
  /** With its escapes, without the query. */
  readonly rawPath: string
  /** Without the question mark. */
  readonly rawQuery: string
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  /** `undefined`: not read yet; then the request must declare its hash (see {@link needsBody}). */
  readonly body: Uint8Array | undefined
}

/** The signature algorithms that are understood; the second is SigV4a. */
export type SignatureAlgorithm = 'AWS4-HMAC-SHA256' | 'AWS4-ECDSA-P256-SHA256'

/** A signature that was verified. */
export interface VerifiedIdentity {
  readonly verified: true
  readonly accessKeyId: string
  readonly credential: Credential
  readonly algorithm: SignatureAlgorithm
  /** Of the credential scope; `undefined` under SigV4a, which is good for a set of Regions. */
  readonly region: string | undefined
  readonly service: string
  /** Milliseconds since the Unix epoch. */
  readonly signedAt: number
  /** Whether the signature stood in the query. */
  readonly presigned: boolean
  /** Whether the body is covered: by its hash, by the signatures of its chunks, or not at all. */
  readonly payload: 'signed' | 'chunked' | 'unsigned'
  /** The body, freed of its chunk framing; `undefined` when it was not read yet. */
  readonly body: Uint8Array | undefined
  /**
   * There while `body` is not: takes the body once it is read and gives it back, freed of its chunk framing, or
   * `undefined` when it is not the one that was signed; then the request must be refused.
   */
  readonly openBody: ((raw: Uint8Array) => Uint8Array | undefined) | undefined
}

/** The error types of the service, as in `x-amzn-errortype`. */
export type SignatureErrorType =
  | 'ExpiredTokenException'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'MissingAuthenticationTokenException'
  | 'UnrecognizedClientException'

/** Why a request is not accepted as signed. */
export interface SignatureFault {
  readonly verified: false
  readonly errorType: SignatureErrorType
  /** The gateway response that answers it. */
  readonly responseType: 'DEFAULT_4XX' | 'EXPIRED_TOKEN' | 'INVALID_SIGNATURE' | 'MISSING_AUTHENTICATION_TOKEN'
  readonly statusCode: 403
  /** The service's text. */
  readonly message: string
}
