import { byteText, headerByteText } from './byte-text.js'
import { addressKey } from './address-set.js'
import { argumentValues } from './fields.js'
import type { ForwardedAddresses } from './forwarded-address.js'
import type { Inspection } from './inspection.js'
import { cookiesOf } from './pair-fields.js'
import { fault, notHonoured, readList, readObject, readText, readVariant } from './reading.js'
import type { AclScope } from './scope.js'
import { compileTransformations } from './text-transformations.js'

/** What requests are counted together by; `undefined` leaves the request out of the count (documented). */
export type RateKey = (inspection: Inspection) => string | undefined

/** The client's address. */
export const clientKey: RateKey = ({ address, request }) =>
  address === undefined ? request.sourceIp : addressKey(address)

/** The first address of a header; what is none is counted together where the fallback is MATCH (documented). */
export function forwardedKey(forwarded: ForwardedAddresses): RateKey {
  return (inspection) => {
    const [named] = forwarded.read(inspection)
    if (named === undefined || (named === 'invalid' && !forwarded.matchesInvalid)) return undefined
    return named === 'invalid' ? 'invalid' : addressKey(named.address)
  }
}

const NOT_HONOURED = ['JA3Fingerprint', 'JA4Fingerprint']
const NAMES = ['ASN', 'Cookie', 'ForwardedIP', 'HTTPMethod', 'Header', 'IP', 'LabelNamespace', 'QueryArgument']

/** Compiles `CustomKeys`: up to five, all of which a request must have to be counted. */
export function compileCustomKeys(
  scope: AclScope,
  value: unknown,
  pointer: string,
  forwarded: ForwardedAddresses | undefined,
): RateKey | undefined {
  const list = readList(scope, value, pointer)
  if (list === undefined) return undefined
  if (list.length === 0 || list.length > 5) return fault(scope, pointer, 'One to five keys are needed here.')
  const keys = list.map((one, i) => compileKey(scope, one, `${pointer}/${i}`, forwarded))
  if (keys.includes(undefined)) return undefined
  return (inspection) => {
    let joined = ''
    for (const read of keys as RateKey[]) {
      const part = read(inspection)
      if (part === undefined) return undefined
      // With its length in front, so that no two lists of parts look the same.
      joined += `${part.length}:${part}`
    }
    return joined
  }
}

function compileKey(
  scope: AclScope,
  value: unknown,
  pointer: string,
  forwarded: ForwardedAddresses | undefined,
): RateKey | undefined {
  const key = readVariant(scope, value, pointer)
  if (key === undefined) return undefined
  switch (key.name) {
    case 'IP':
      return clientKey
    case 'ForwardedIP':
      return forwarded === undefined
        ? fault(scope, key.pointer, 'The rule needs a ForwardedIPConfig for this key.')
        : forwardedKey(forwarded)
    case 'HTTPMethod':
      return ({ request }) => request.method
    case 'ASN':
      if (!scope.canLocate)
        return notHonoured(scope, key.pointer, 'no-locate', 'Without `locate` nobody knows the networks of clients.')
      return ({ position }) => String(position?.asn ?? 0)
    default:
      if (NOT_HONOURED.includes(key.name))
        return notHonoured(scope, key.pointer, 'rate-key-not-built', `Requests cannot be counted by ${key.name} here.`)
      return compileNamedKey(scope, key)
  }
}

function compileNamedKey(
  scope: AclScope,
  key: { readonly name: string; readonly value: unknown; readonly pointer: string },
): RateKey | undefined {
  const settings = readObject(scope, key.value, key.pointer)
  if (settings === undefined) return undefined
  if (key.name === 'LabelNamespace') {
    const namespace = readText(scope, settings['Namespace'], `${key.pointer}/Namespace`)
    return namespace === undefined ? undefined : (inspection) => labelsIn(inspection, namespace)
  }
  const read = compileReader(scope, key, settings)
  const place = `${key.pointer}/TextTransformations`
  const transform = compileTransformations(scope, settings['TextTransformations'], place)
  if (read === undefined || transform === undefined) return undefined
  return (inspection) => {
    const text = read(inspection)
    return text === undefined ? undefined : transform(text)
  }
}

function compileReader(
  scope: AclScope,
  { name, pointer }: { readonly name: string; readonly pointer: string },
  settings: Readonly<Record<string, unknown>>,
): RateKey | undefined {
  if (name === 'UriPath') return ({ path }) => path
  if (name === 'QueryString') return ({ query }) => (query === '' ? undefined : query)
  if (!['Header', 'Cookie', 'QueryArgument'].includes(name))
    return fault(scope, pointer, 'There is no such key.', { allowed: [...NAMES, 'QueryString', 'UriPath'] })
  const wanted = readText(scope, settings['Name'], `${pointer}/Name`)
  if (wanted === undefined) return undefined
  if (name === 'QueryArgument') return (inspection) => argumentValues(inspection, wanted)[0]
  if (name === 'Cookie') {
    const cookie = byteText(wanted)
    return (inspection) => cookiesOf(inspection).find(([one]) => one === cookie)?.[1]
  }
  const header = wanted.toLowerCase()
  return ({ request }) =>
    request.headers.has(header) ? headerByteText(request.headers.getAll(header).join()) : undefined
}

function labelsIn({ labels }: Inspection, namespace: string): string | undefined {
  const found = [...labels].filter((label) => label.startsWith(namespace))
  return found.length === 0 ? undefined : found.toSorted().join()
}
