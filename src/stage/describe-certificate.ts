import type { X509Certificate } from 'node:crypto'
import type { ClientCertificate } from '../http/request.js'

/** A certificate as functions of the service see it. */
export function describeCertificate(certificate: X509Certificate): ClientCertificate {
  return {
    clientCertPem: certificate.toString(),
    subjectDN: distinguishedName(certificate.subject),
    issuerDN: distinguishedName(certificate.issuer),
    serialNumber: serialNumber(certificate.serialNumber),
    validity: { notBefore: certificate.validFrom, notAfter: certificate.validTo },
  }
}

// In events of the service names stand in the order of the certificate, without blanks: `C=US,ST=Washington,…,CN=My Client`
// (an event printed in AWS's announcement of mutual TLS). A certificate may have no subject.
function distinguishedName(lines: string | undefined): string {
  return (lines ?? '').trim().split('\n').join(',')
}

// Two forms are documented, `1` and `a1:a1:…`: what OpenSSL prints of a number that fits in a long, and of a longer one.
function serialNumber(hex: string): string {
  if (hex.length <= 16 && BigInt(`0x${hex}`) < 2n ** 63n) return BigInt(`0x${hex}`).toString()
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return (even.toLowerCase().match(/../g) ?? []).join(':')
}
