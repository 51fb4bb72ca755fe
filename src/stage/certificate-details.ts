/** What node:crypto does not tell of a certificate: how it was signed, and its extensions. */
export interface CertificateDetails {
  /** Bytes of the algorithm's identifier, with its parameters, in hex. */
  readonly signatureAlgorithm: string
  readonly extensions: readonly CertificateExtension[]
}

export interface CertificateExtension {
  /** Bytes of the object identifier in hex: `551d13` of basic constraints. */
  readonly oid: string
  readonly isCritical: boolean
  readonly value: Uint8Array
}

interface Element {
  readonly tag: number
  /** What is in it. */
  readonly content: Uint8Array
}

const BOOLEAN = 0x01
const OCTET_STRING = 0x04
const EXTENSIONS = 0xa3

/** Reads a certificate in DER. Throws a `RangeError` for bytes that are none. */
export function readCertificateDetails(der: Uint8Array): CertificateDetails {
  const [certificate] = elements(der)
  const [toBeSigned, algorithm] = elements(contentOf(certificate))
  const extensions = elements(contentOf(toBeSigned)).find(({ tag }) => tag === EXTENSIONS)
  const list = extensions === undefined ? [] : elements(contentOf(elements(extensions.content)[0]))
  return { signatureAlgorithm: hex(contentOf(algorithm)), extensions: list.map(readExtension) }
}

function readExtension({ content }: Element): CertificateExtension {
  const [oid, second, third] = elements(content)
  const value = second?.tag === BOOLEAN ? third : second
  if (oid === undefined || value?.tag !== OCTET_STRING) throw new RangeError('An extension of the certificate is none.')
  return {
    oid: hex(oid.content),
    isCritical: second?.tag === BOOLEAN && second.content[0] !== 0,
    value: value.content,
  }
}

/** How many authorities may stand below one (`undefined`: any number), or `false` of a certificate that is no authority's. */
export function readBasicConstraints(value: Uint8Array): { readonly pathLength: number | undefined } | false {
  const [isAuthority, length] = elements(contentOf(elements(value)[0]))
  if (isAuthority?.tag !== BOOLEAN || isAuthority.content[0] === 0) return false
  return { pathLength: length === undefined ? undefined : (length.content.at(-1) ?? 0) }
}

/** The first eight bits of a key usage: digital signature is the highest. */
export function readKeyUsage(value: Uint8Array): number {
  return contentOf(elements(value)[0])[1] ?? 0
}

function contentOf(element: Element | undefined): Uint8Array {
  if (element === undefined) throw new RangeError('The certificate breaks off.')
  return element.content
}

/** The elements that follow one another in some bytes. */
function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = bytes[at] as number
    const { length, start } = readLength(bytes, at + 1)
    if (start + length > bytes.length) throw new RangeError('The certificate breaks off.')
    found.push({ tag, content: bytes.subarray(start, start + length) })
    at = start + length
  }
  return found
}

function readLength(bytes: Uint8Array, at: number): { readonly length: number; readonly start: number } {
  const first = bytes[at] ?? 0x80
  if (first < 0x80) return { length: first, start: at + 1 }
  const count = first & 0x7f
  if (count === 0 || count > 4 || at + count >= bytes.length)
    throw new RangeError('A length in the certificate is none.')
  let length = 0
  for (let i = 1; i <= count; i++) length = length * 256 + (bytes[at + i] as number)
  return { length, start: at + 1 + count }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
