import { type IpAddressValue, parseIpAddress, parseIpRange } from '../policy/ip-range.js'

/** A set of addresses and blocks; asking takes one look-up for each length of prefix in it, however many there are. */
export interface AddressSet {
  has(address: IpAddressValue): boolean
}

/** Makes a set of addresses and blocks in CIDR notation; those that are neither are handed to `onFault`. */
export function createAddressSet(addresses: readonly string[], onFault: (index: number) => void): AddressSet {
  const byPrefix = new Map<string, { readonly bits: number; readonly keys: Set<string> }>()
  for (const [i, text] of addresses.entries()) {
    const slash = text.indexOf('/')
    const base = slash < 0 ? text : text.slice(0, slash)
    const address = parseIpAddress(base)
    const width = (address?.words.length ?? 0) * 32
    const bits = slash < 0 ? width : prefixBits(text.slice(slash + 1), base, width)
    if (address === undefined || bits < 0 || parseIpRange(text) === undefined) {
      onFault(i)
      continue
    }
    const family = `${width}/${bits}`
    const entry = byPrefix.get(family) ?? { bits, keys: new Set() }
    byPrefix.set(family, entry)
    entry.keys.add(maskedKey(address, bits))
  }
  const entries = [...byPrefix.values()]
  return { has: (address) => entries.some(({ bits, keys }) => keys.has(maskedKey(address, bits))) }
}

// An IPv4 address written as IPv6 (`::ffff:192.0.2.0/120`) is an IPv4 one, 96 bits shorter; with fewer it is no block of these.
function prefixBits(digits: string, base: string, width: number): number {
  const bits = Number(digits)
  return width === 32 && base.includes(':') ? bits - 96 : bits
}

/** One text for each block of a family: the address with the bits behind the prefix cleared. */
function maskedKey({ words }: IpAddressValue, bits: number): string {
  if (words.length === 1) return String(masked(words[0] as number, bits))
  return words.map((word, i) => masked(word, bits - i * 32)).join(':')
}

function masked(word: number, bits: number): number {
  if (bits <= 0) return 0
  return bits >= 32 ? word : (word & (0xffffffff << (32 - bits))) >>> 0
}

/** A text that is the same for every way of writing an address. */
export function addressKey(address: IpAddressValue): string {
  return address.words.join(':')
}
