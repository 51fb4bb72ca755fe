import type { KeyObject, X509Certificate } from 'node:crypto'
import {
  type CertificateExtension,
  readBasicConstraints,
  readCertificateDetails,
  readKeyUsage,
} from './certificate-details.js'

/** A certificate with what a chain is checked by. */
export interface CheckedCertificate {
  readonly x509: X509Certificate
  readonly fingerprint: string
  readonly isSelfIssued: boolean
  /** Milliseconds since the epoch; `NaN` when it cannot be read, which no clock is between. */
  readonly notBefore: number
  readonly notAfter: number
  /** Why it may not stand in a chain at all: weak key, an extension that must be understood and is not. */
  readonly flaw: string | undefined
  /** Whether it is signed by a hash that is strong enough. */
  readonly hasStrongSignature: boolean
  readonly authority: { readonly pathLength: number | undefined } | false
  /** Whether it may be shown by a client. */
  readonly isForClients: boolean
}

const BASIC_CONSTRAINTS = '551d13'
const KEY_USAGE = '551d0f'
const DIGITAL_SIGNATURE_OR_AGREEMENT = 0x88
// Besides: subject alternative name, extended key usage, certificate policies (none is asked for), the key identifiers.
const UNDERSTOOD: ReadonlySet<string> = new Set([
  BASIC_CONSTRAINTS,
  KEY_USAGE,
  '551d11',
  '551d25',
  '551d20',
  '551d23',
  '551d0e',
])
const CLIENT_PURPOSES: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'])

/** Looks at a certificate once. Throws for one that cannot be read. */
export function checkCertificate(x509: X509Certificate): CheckedCertificate {
  const { signatureAlgorithm, extensions } = readCertificateDetails(x509.raw)
  const unknown = extensions.find(({ isCritical, oid }) => isCritical && !UNDERSTOOD.has(oid))
  const constraints = extensionOf(extensions, BASIC_CONSTRAINTS)
  return {
    x509,
    fingerprint: x509.fingerprint256,
    isSelfIssued: x509.subject === x509.issuer,
    notBefore: Date.parse(x509.validFrom),
    notAfter: Date.parse(x509.validTo),
    flaw: unknown === undefined ? keyFlaw(x509.publicKey) : `the critical extension ${unknown.oid} is not understood`,
    hasStrongSignature: isStrong(signatureAlgorithm),
    authority: constraints === undefined ? false : readBasicConstraints(constraints),
    isForClients: isForClients(x509, extensionOf(extensions, KEY_USAGE)),
  }
}

function extensionOf(extensions: readonly CertificateExtension[], oid: string): Uint8Array | undefined {
  return extensions.find((extension) => extension.oid === oid)?.value
}

// RSA of 2,048 bits, ECDSA of 256 or 384 (documented); larger curves are stronger.
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1'])

function keyFlaw({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string | undefined {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails
  if ((asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss') && modulusLength >= 2048) return undefined
  if (asymmetricKeyType === 'ec' && CURVES.has(namedCurve)) return undefined
  return 'its key is not RSA of 2,048 bits nor ECDSA of 256 bits or more'
}

// sha256/384/512 with RSA, the same with ECDSA.
const RSA = /^06092a864886f70d01010[bcd]/
const ECDSA = /^06082a8648ce3d04030[234]/
// RSASSA-PSS names its hash in its parameters; without one it is SHA-1.
const PSS = /^06092a864886f70d01010a/
const PSS_HASH = /^06092a864886f70d01010a30..a0..30..060960864801650304020[123]/

function isStrong(algorithm: string): boolean {
  return RSA.test(algorithm) || ECDSA.test(algorithm) || (PSS.test(algorithm) && PSS_HASH.test(algorithm))
}

// As OpenSSL decides what a client may show: a certificate that names its purposes must name this one.
function isForClients(x509: X509Certificate, keyUsage: Uint8Array | undefined): boolean {
  if (keyUsage !== undefined && (readKeyUsage(keyUsage) & DIGITAL_SIGNATURE_OR_AGREEMENT) === 0) return false
  const purposes = x509.keyUsage as string[] | undefined
  return purposes === undefined || purposes.length === 0 || purposes.some((purpose) => CLIENT_PURPOSES.has(purpose))
}
