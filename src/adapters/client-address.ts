import type { HeaderPairs } from '../http/header-list.js'

/** Who called, and the headers as that client's request would show them. */
export interface Caller {
  readonly sourceIp: string | undefined
  readonly headers: HeaderPairs
}

/**
 * The client's address: the peer's, or the one that a trusted proxy wrote down. Entries that trusted proxies added are taken
 * off, as if they stood behind the gateway's own edge: the gateway adds the address itself, once.
 *
 * @param trust how many proxies to trust, or `true` for any number; see `AdapterOptions.trustProxy`
 */
export function identifyCaller(
  headers: HeaderPairs,
  peer: string | undefined,
  trust: boolean | number | undefined,
): Caller {
  const direct = { sourceIp: peer === undefined ? undefined : unmapped(peer), headers }
  if (trust === undefined || trust === false || trust === 0) return direct
  const entries = headers
    .filter(([name]) => isForwardedFor(name))
    .flatMap(([, value]) => value.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  if (entries.length === 0) return direct
  const index = trust === true ? 0 : Math.max(0, entries.length - trust)
  const others = headers.filter(([name]) => !isForwardedFor(name))
  const before = entries.slice(0, index).join(', ')
  return {
    sourceIp: unmapped(entries[index] as string),
    headers: before === '' ? others : [...others, ['X-Forwarded-For', before]],
  }
}

function isForwardedFor(name: string): boolean {
  return name.toLowerCase() === 'x-forwarded-for'
}

// A dual-stack socket shows IPv4 peers as mapped IPv6 addresses.
function unmapped(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
}
