import { HeaderList } from '../../http/header-list.js'
import { IntegrationFault, type ServiceCall } from '../types.js'
import { hostOf } from './service-address.js'
import type { AwsCredentials } from './service-credentials.js'

/** What a signature is made for. */
export interface SigningScope {
  readonly service: string
  readonly region: string
  /** Milliseconds since the Unix epoch. */
  readonly now: number
}

/** Signs a call: gives all its header fields, the signature's among them. */
export type ServiceSigner = (call: ServiceCall, credentials: AwsCredentials, scope: SigningScope) => HeaderList

/** The signed form of a call; `host` is part of what is signed. */
export function signServiceCall(
  call: ServiceCall,
  credentials: AwsCredentials,
  sign: ServiceSigner,
  scope: SigningScope,
): ServiceCall {
  const headers = new HeaderList(call.headers)
  headers.set('Host', hostOf(call.url))
  return { ...call, headers: sign({ ...call, headers }, credentials, scope) }
}

/** Signature Version 4. */
export const signWithSigV4: ServiceSigner = (call) => {
  throw new IntegrationFault('internal', `${call.service}: requests cannot be signed yet`)
}
