import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { ClientCertificate, TlsInfo } from '../http/request.js'

// A connection carries many requests and one certificate.
const known = new WeakMap<Socket, TlsInfo>()

/** What is known of the TLS connection under a request; `undefined` of a plain one. */
export function tlsInfo(socket: Socket): TlsInfo | undefined {
  if (!isEncrypted(socket)) return undefined
  let info = known.get(socket)
  if (info === undefined) known.set(socket, (info = readTls(socket)))
  return info
}

function isEncrypted(socket: Socket): socket is TLSSocket {
  return (socket as Partial<TLSSocket>).encrypted === true
}

function readTls(socket: TLSSocket): TlsInfo {
  const version = socket.getProtocol()
  const cipher = socket.getCipher() as { readonly standardName?: string } | undefined
  const { servername } = socket as TLSSocket & { readonly servername?: string | false }
  // A certificate that the server has not verified proves nothing: who acts on its names would be fooled.
  const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined
  return {
    ...(version !== null && { version }),
    ...(cipher?.standardName !== undefined && { cipherSuite: cipher.standardName }),
    ...(typeof servername === 'string' && { serverName: servername }),
    ...(certificate !== undefined && { clientCert: describeCertificate(certificate) }),
  }
}

/** A certificate as functions of the service see it. */
export function describeCertificate(certificate: X509Certificate): ClientCertificate {
  const chainPem = issuersOf(certificate)
  return {
    clientCertPem: certificate.toString(),
    subjectDN: distinguishedName(certificate.subject),
    issuerDN: distinguishedName(certificate.issuer),
    serialNumber: serialNumber(certificate.serialNumber),
    validity: { notBefore: certificate.validFrom, notAfter: certificate.validTo },
    ...(chainPem.length > 0 && { chainPem }),
  }
}

// In events of the service names stand in the order of the certificate, without blanks: `C=US,ST=Washington,…,CN=My Client`
// (an event printed in AWS's announcement of mutual TLS).
function distinguishedName(lines: string): string {
  return lines.trim().split('\n').join(',')
}

// Two forms are documented, `1` and `a1:a1:…`: what OpenSSL prints of a number that fits in a long, and of a longer one.
function serialNumber(hex: string): string {
  if (hex.length <= 16 && BigInt(`0x${hex}`) < 2n ** 63n) return BigInt(`0x${hex}`).toString()
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return (even.toLowerCase().match(/../g) ?? []).join(':')
}

function issuersOf(leaf: X509Certificate): string[] {
  const pems: string[] = []
  for (let at = leaf.issuerCertificate; at !== undefined; at = at.issuerCertificate) {
    const pem = at.toString()
    // A root names itself as its issuer.
    if (pems.includes(pem) || pem === leaf.toString()) break
    pems.push(pem)
  }
  return pems
}
