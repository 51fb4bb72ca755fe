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
}
