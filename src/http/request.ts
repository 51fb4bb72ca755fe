import type { HeaderPairs } from './header-list.js'

/** Header fields as a caller may give them. */
export type HeadersInput = Readonly<Record<string, string | readonly string[] | undefined>> | HeaderPairs

/** A request body: text (sent as UTF-8), bytes, or chunks that arrive over time. */
export type BodyInput = string | Uint8Array | AsyncIterable<Uint8Array>

/** A client certificate as the adapter or the caller saw it on the TLS connection. */
export interface ClientCertificate {
  /** The certificate in PEM. */
  readonly clientCertPem: string
  readonly subjectDN: string
  readonly issuerDN: string
  readonly serialNumber: string
  /** As OpenSSL prints them: `May 28 12:30:02 2019 GMT`. */
  readonly validity: { readonly notBefore: string; readonly notAfter: string }
  /** The rest of the presented chain, leaf first, in PEM. */
  readonly chainPem?: readonly string[]
}

/** What is known of the TLS connection that a request came over. */
export interface TlsInfo {
  readonly clientCert?: ClientCertificate
  readonly version?: string
  readonly cipherSuite?: string
  /** The server name that the client asked for. */
  readonly serverName?: string
}

/** One request to a gateway. Only `method` and `path` are required. */
export interface HandleRequest {
  readonly method: string
  /** As on the wire, percent-escapes and query included: `/prod/pets?type=cat`. */
  readonly path: string
  readonly headers?: HeadersInput
  readonly body?: BodyInput
  /** The host that was called; default: the `Host` header, else the API's own `execute-api` host. */
  readonly host?: string
  /** Names the stage, so that `path` starts with the resource: for apps that mount a gateway at a path of their own. */
  readonly stage?: string
  /** Address of the immediate peer; default `127.0.0.1`. */
  readonly sourceIp?: string
  readonly tls?: TlsInfo
  /** The VPC endpoint that a call to a private API came through. */
  readonly vpcEndpointId?: string
  readonly vpcId?: string
  /**
   * `lost` when the binding could not keep the case of header names (WHATWG requests): mappings then ignore case.
   * Default `kept`.
   */
  readonly headerCase?: 'kept' | 'lost'
  /** Aborts when the client has gone: the integration is stopped. */
  readonly signal?: AbortSignal
}
