import { HeaderList } from '../../http/header-list.js'
import { toBytes } from '../../http/body.js'
import { parseHttpUrl } from '../http/http-url.js'
import { signRequest } from '../../sigv4/index.js'
import type { ServiceCall } from '../types.js'
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
export const signWithSigV4: ServiceSigner = (call, credentials, { service, region, now }) => {
  // As the HTTP client will send it.
  const { path } = parseHttpUrl(call.url)
  const question = path.indexOf('?')
  const signed = signRequest(
    {
      method: call.method,
      rawPath: question < 0 ? path : path.slice(0, question),
      rawQuery: question < 0 ? '' : path.slice(question + 1),
      headers: [...call.headers],
      body: call.body === undefined ? new Uint8Array() : toBytes(call.body),
    },
    credentials,
    { service, region, now },
  )
  const headers = new HeaderList(call.headers)
  for (const [name, value] of signed) headers.set(name, value)
  return headers
}
