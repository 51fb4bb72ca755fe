/** An address: family and its bits in 32-bit words, 1 for IPv4 and 4 for IPv6. */
interface Address {
  readonly words: readonly number[]
}

/** A block of addresses. */
export interface IpRange {
  contains(address: IpAddressValue): boolean
}

/** A parsed address; opaque outside this file. */
export type IpAddressValue = Address

const OCTET = /^(?:0|[1-9]\d{0,2})$/
const GROUP = /^[\dA-Fa-f]{1,4}$/

/**
 * Parses an IPv4 or IPv6 address. An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`) is the IPv4 address: sockets
 * that listen on both families show their IPv4 callers so. A zone (`%eth0`) is dropped.
 */
export function parseIpAddress(text: string): IpAddressValue | undefined {
  if (!text.includes(':')) {
    const word = parseIpv4(text)
    return word === undefined ? undefined : { words: [word] }
  }
  const zone = text.indexOf('%')
  const words = parseIpv6(zone < 0 ? text : text.slice(0, zone))
  if (words === undefined) return undefined
  return isMapped(words) ? { words: [words[3] as number] } : { words }
}

/** Parses an address or a block in CIDR notation; `undefined` when it is neither. Bits beyond the prefix are masked. */
export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/')
  const base = slash < 0 ? text : text.slice(0, slash)
  const raw = base.includes(':') ? parseIpv6(base) : wrap(parseIpv4(base))
  if (raw === undefined) return undefined
  const bits = raw.length * 32
  const digits = slash < 0 ? String(bits) : text.slice(slash + 1)
  if (!/^\d{1,3}$/.test(digits) || Number(digits) > bits) return undefined
  const prefix = Number(digits)
  // A block inside ::ffff:0:0/96 is a block of IPv4 addresses, as the addresses themselves are.
  if (raw.length === 4 && isMapped(raw) && prefix >= 96) return createRange([raw[3] as number], prefix - 96)
  return createRange(raw, prefix)
}

function createRange(base: readonly number[], prefix: number): IpRange {
  const masks = base.map((_, i) => maskOf(Math.min(32, Math.max(0, prefix - i * 32))))
  const wanted = base.map((word, i) => (word & (masks[i] as number)) >>> 0)
  return {
    contains: ({ words }) =>
      words.length === wanted.length &&
      wanted.every((word, i) => ((words[i] as number) & (masks[i] as number)) >>> 0 === word),
  }
}

function maskOf(bits: number): number {
  return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0
}

function wrap(word: number | undefined): number[] | undefined {
  return word === undefined ? undefined : [word]
}

function isMapped(words: readonly number[]): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff
}

function parseIpv4(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let word = 0
  for (const part of parts) {
    // A leading zero is octal to some parsers and decimal to others: refused.
    if (!OCTET.test(part) || Number(part) > 255) return undefined
    word = word * 256 + Number(part)
  }
  return word
}

function parseIpv6(text: string): number[] | undefined {
  const gap = text.indexOf('::')
  if (gap !== text.lastIndexOf('::')) return undefined
  const left = parseGroups(gap < 0 ? text : text.slice(0, gap), gap < 0)
  const right = gap < 0 ? [] : parseGroups(text.slice(gap + 2), true)
  if (left === undefined || right === undefined) return undefined
  const missing = 8 - left.length - right.length
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...right]
  return [0, 2, 4, 6].map((i) => (groups[i] as number) * 0x10000 + (groups[i + 1] as number))
}

function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    if (mayEndInIpv4 && i === parts.length - 1 && part.includes('.')) {
      const word = parseIpv4(part)
      if (word === undefined) return undefined
      groups.push(Math.floor(word / 0x10000), word % 0x10000)
    } else if (GROUP.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}
