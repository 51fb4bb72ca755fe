import { createAddressSet, type AddressSet } from './address-set.js'
import { compileForwarded, type ForwardedAddresses, type NamedAddress } from './forwarded-address.js'
import type { Inspection, Predicate } from './inspection.js'
import { checkKeys, fault, notHonoured, readInteger, readList, readText, readTexts } from './reading.js'
import type { AclScope } from './scope.js'

type Settings = Readonly<Record<string, unknown>>

/** `IPSetReferenceStatement`: by `ARN` (or name), or with its `Addresses` in place. */
export function compileIpSet(scope: AclScope, settings: Settings, pointer: string): Predicate | undefined {
  checkKeys(scope, settings, pointer, ['ARN', 'Addresses', 'IPSetForwardedIPConfig'])
  const set = readSet(scope, settings, pointer)
  const config = settings['IPSetForwardedIPConfig']
  if (config === undefined) {
    if (set === undefined) return undefined
    return ({ address }) => address !== undefined && set.has(address)
  }
  const forwarded = compileForwarded(scope, config, `${pointer}/IPSetForwardedIPConfig`, true)
  if (set === undefined || forwarded === undefined) return undefined
  return anyForwarded(forwarded, ({ address }) => set.has(address))
}

function readSet(scope: AclScope, settings: Settings, pointer: string): AddressSet | undefined {
  if (settings['Addresses'] !== undefined) return compileAddresses(scope, settings['Addresses'], `${pointer}/Addresses`)
  const reference = readText(scope, settings['ARN'], `${pointer}/ARN`)
  if (reference === undefined) return undefined
  return (
    scope.addressSets.find(reference) ??
    fault(scope, `${pointer}/ARN`, 'There is no such set among IPSets.', {
      found: reference,
      allowed: scope.addressSets.names,
    })
  )
}

/** Compiles the addresses of a set; an empty one fits nobody. */
export function compileAddresses(
  scope: Pick<AclScope, 'faults' | 'findings'>,
  value: unknown,
  pointer: string,
): AddressSet | undefined {
  if (Array.isArray(value) && value.length === 0) return createAddressSet([], () => undefined)
  const addresses = readTexts(scope, value, pointer)
  if (addresses === undefined) return undefined
  return createAddressSet(addresses, (i) =>
    fault(scope, `${pointer}/${i}`, 'An address or a block in CIDR notation is needed here.', { found: addresses[i] }),
  )
}

function anyForwarded(
  forwarded: ForwardedAddresses,
  test: (named: Exclude<NamedAddress, 'invalid'>, inspection: Inspection) => boolean,
): Predicate {
  return (inspection) =>
    forwarded
      .read(inspection)
      .some((named) => (named === 'invalid' ? forwarded.matchesInvalid : test(named, inspection)))
}

/** Countries that nobody knows have this code (documented). */
const UNKNOWN_COUNTRY = 'XX'

/**
 * `GeoMatchStatement`: the country of the client. Labels the request with it, whether it fits or not (documented).
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-geo-match.html
 */
export function compileGeoMatch(scope: AclScope, settings: Settings, pointer: string): Predicate | undefined {
  checkKeys(scope, settings, pointer, ['CountryCodes', 'ForwardedIPConfig'])
  if (!canLocate(scope, pointer, 'countries')) return undefined
  const codes = readTexts(scope, settings['CountryCodes'], `${pointer}/CountryCodes`)
  const countries = codes === undefined ? undefined : new Set(codes)
  const config = settings['ForwardedIPConfig']
  if (config === undefined) {
    if (countries === undefined) return undefined
    return (inspection) => isFrom(countries, inspection.position?.country, 'clientip', inspection)
  }
  const forwarded = compileForwarded(scope, config, `${pointer}/ForwardedIPConfig`, false)
  if (forwarded === undefined || countries === undefined) return undefined
  return anyForwarded(forwarded, ({ text }, inspection) =>
    isFrom(countries, inspection.locate(text)?.country, 'forwardedip', inspection),
  )
}

function isFrom(
  countries: ReadonlySet<string>,
  known: string | undefined,
  origin: 'clientip' | 'forwardedip',
  { labels }: Inspection,
): boolean {
  const country = known ?? UNKNOWN_COUNTRY
  labels.add(`awswaf:${origin}:geo:country:${country}`)
  return countries.has(country)
}

/** `AsnMatchStatement`: the autonomous system of the client; 0 when nobody knows (documented). */
export function compileAsnMatch(scope: AclScope, settings: Settings, pointer: string): Predicate | undefined {
  checkKeys(scope, settings, pointer, ['AsnList', 'ForwardedIPConfig'])
  if (!canLocate(scope, pointer, 'networks')) return undefined
  const list = readList(scope, settings['AsnList'], `${pointer}/AsnList`)
  const numbers = list?.map((one, i) => readInteger(scope, one, `${pointer}/AsnList/${i}`, [0, 4_294_967_295]))
  if (numbers === undefined || numbers.includes(undefined)) return undefined
  const systems = new Set(numbers as number[])
  const config = settings['ForwardedIPConfig']
  if (config === undefined) return ({ position }) => systems.has(position?.asn ?? 0)
  const forwarded = compileForwarded(scope, config, `${pointer}/ForwardedIPConfig`, false)
  if (forwarded === undefined) return undefined
  return anyForwarded(forwarded, ({ text }, inspection) => systems.has(inspection.locate(text)?.asn ?? 0))
}

function canLocate(scope: AclScope, pointer: string, what: string): boolean {
  if (!scope.canLocate)
    notHonoured(scope, pointer, 'no-locate', `Without \`locate\` in the config nobody knows the ${what} of clients.`)
  return scope.canLocate
}
