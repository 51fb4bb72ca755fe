import type { X509Certificate } from 'node:crypto'
import { lazyCrypto } from '../cache/lazy-crypto.js'
import { ConfigError, type ConfigFault } from '../errors.js'
import type { ClientCertificate } from '../http/request.js'
import { type CheckedCertificate, checkCertificate } from './certificate.js'
import { describeCertificate } from './describe-certificate.js'

/** Whether a client certificate is trusted, and why not: for the log, the client is told nothing of it. */
export type TruststoreVerdict =
  | { readonly isTrusted: true; readonly clientCert: ClientCertificate }
  | { readonly isTrusted: false; readonly reason: string }

/** The authorities whose clients may call. */
export interface Truststore {
  /**
   * Verifies what a client has shown: each certificate in the chain valid at `now` (ms of the gateway's clock), strong
   * enough, named and signed by the next, up to a self-signed one of the truststore. Whether one is revoked is not asked, as
   * by the service. Never throws for what a client can send.
   */
  verify(shown: Pick<ClientCertificate, 'clientCertPem' | 'chainPem'>, now: number): TruststoreVerdict
}

/** Certificates in a truststore, its bytes, and certificates in a chain (documented). */
const CERTIFICATE_LIMIT = 1000
const BYTE_LIMIT = 1_048_576
const CHAIN_LIMIT = 4
/** What a client may make us read and verify. */
const SHOWN_LIMIT = 10
const SIGNATURE_LIMIT = 64
const PEM_LENGTH_LIMIT = 65_536

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/**
 * Makes a truststore of a PEM bundle, as it lies in S3 for a custom domain with mutual TLS.
 *
 * @param pointer where the bundle stands in the config, for faults
 * @throws {ConfigError} for a bundle that is empty or too large, or holds something that is no certificate
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export function createTruststore(pem: string, pointer = ''): Truststore {
  const authorities = readBundle(pem, pointer)
  const bySubject = groupBySubject(authorities)
  return {
    verify: (shown, now) => {
      try {
        return verifyShown(shown, now, bySubject)
      } catch {
        return refused('it cannot be read')
      }
    },
  }
}

/** {@link createTruststore} as the custom domains ask it: whether a certificate is trusted. */
export function createTruststoreCheck(pem: string): (certificate: ClientCertificate, now: number) => boolean {
  const store = createTruststore(pem)
  return (certificate, now) => store.verify(certificate, now).isTrusted
}

function readBundle(pem: string, pointer: string): CheckedCertificate[] {
  const fault = (message: string): never => {
    throw new ConfigError([{ pointer, message }])
  }
  if (pem.length > BYTE_LIMIT) fault('The truststore is larger than 1 MB.')
  const blocks = pem.match(PEM) ?? []
  if (blocks.length === 0) fault('The truststore holds no certificate in PEM.')
  if (blocks.length > CERTIFICATE_LIMIT) fault(`The truststore holds more than ${CERTIFICATE_LIMIT} certificates.`)
  if (blocks.length < pem.split('-----BEGIN ').length - 1)
    fault('The truststore holds something that is no certificate in PEM.')
  const faults: ConfigFault[] = []
  const certificates = blocks.flatMap((block, i) => {
    try {
      return [checkCertificate(parse(block))]
    } catch {
      faults.push({ pointer, message: `The certificate ${i + 1} of the truststore cannot be read.` })
      return []
    }
  })
  if (faults.length > 0) throw new ConfigError(faults)
  return certificates
}

function parse(pem: string): X509Certificate {
  const { X509Certificate: Certificate } = lazyCrypto()
  return new Certificate(pem)
}

type BySubject = ReadonlyMap<string, readonly CheckedCertificate[]>

function groupBySubject(certificates: readonly CheckedCertificate[]): BySubject {
  const groups = new Map<string, CheckedCertificate[]>()
  for (const certificate of certificates) {
    const group = groups.get(certificate.x509.subject)
    if (group === undefined) groups.set(certificate.x509.subject, [certificate])
    else group.push(certificate)
  }
  return groups
}

function refused(reason: string): TruststoreVerdict {
  return { isTrusted: false, reason: `The client certificate is not trusted: ${reason}.` }
}

function verifyShown(
  { clientCertPem, chainPem = [] }: Pick<ClientCertificate, 'clientCertPem' | 'chainPem'>,
  now: number,
  trusted: BySubject,
): TruststoreVerdict {
  if (clientCertPem.length > PEM_LENGTH_LIMIT) return refused('it is too large')
  const leaf = checkCertificate(parse(clientCertPem))
  const flaw = flawOf(leaf, now, 0)
  if (flaw !== undefined) return refused(flaw)
  if (!leaf.isForClients) return refused('it is not meant for clients')
  const shown = chainPem.slice(0, SHOWN_LIMIT).filter((pem) => pem.length <= PEM_LENGTH_LIMIT)
  const search: ChainSearch = {
    now,
    trusted,
    presented: groupBySubject(shown.map((pem) => checkCertificate(parse(pem)))),
    signatures: 0,
  }
  if (!reachesRoot(leaf, 1, search)) return refused('no chain leads to a root of the truststore')
  return { isTrusted: true, clientCert: withChain(describeCertificate(leaf.x509), shown) }
}

function withChain(certificate: ClientCertificate, chainPem: readonly string[]): ClientCertificate {
  return chainPem.length === 0 ? certificate : { ...certificate, chainPem }
}

interface ChainSearch {
  readonly now: number
  readonly trusted: BySubject
  readonly presented: BySubject
  signatures: number
}

/** Whether a chain from a certificate ends at a root; `length` certificates are in it so far. */
function reachesRoot(certificate: CheckedCertificate, length: number, search: ChainSearch): boolean {
  const own = search.trusted.get(certificate.x509.subject) ?? []
  // A certificate that signs itself proves nothing but that somebody holds its key: it has to be in the truststore.
  const isOwn = certificate.isSelfIssued && own.some(({ fingerprint }) => fingerprint === certificate.fingerprint)
  if (isOwn && isSignedBy(certificate, certificate, search)) return true
  if (length === CHAIN_LIMIT || !certificate.hasStrongSignature) return false
  const { issuer } = certificate.x509
  const issuers = [...(search.trusted.get(issuer) ?? []), ...(search.presented.get(issuer) ?? [])]
  return issuers.some(
    (candidate) =>
      candidate.fingerprint !== certificate.fingerprint &&
      mayIssue(candidate, length) &&
      flawOf(candidate, search.now, length) === undefined &&
      isSignedBy(certificate, candidate, search) &&
      reachesRoot(candidate, length + 1, search),
  )
}

// Below an authority stand the client's certificate and `length - 1` other authorities.
function mayIssue({ authority }: CheckedCertificate, length: number): boolean {
  if (authority === false) return false
  return authority.pathLength === undefined || authority.pathLength >= length - 1
}

function flawOf({ flaw, notBefore, notAfter }: CheckedCertificate, now: number, depth: number): string | undefined {
  const which = depth === 0 ? 'it' : 'an authority'
  if (flaw !== undefined) return flaw
  if (!(now >= notBefore)) return `${which} is not valid yet`
  return now <= notAfter ? undefined : `${which} has expired`
}

function isSignedBy({ x509 }: CheckedCertificate, issuer: CheckedCertificate, search: ChainSearch): boolean {
  if (++search.signatures > SIGNATURE_LIMIT) return false
  return x509.checkIssued(issuer.x509) && x509.verify(issuer.x509.publicKey)
}
