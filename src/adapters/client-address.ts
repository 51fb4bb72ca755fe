/** Which proxies are believed: all, the nearest so many, or those that the function knows by their address. */
export type TrustProxy = boolean | number | ((address: string) => boolean)

/**
 * The address of the client: the peer of the connection or, past the proxies that are trusted, an entry of `X-Forwarded-For`.
 * Entries left of the last trusted proxy are the client's own invention and never count.
 *
 * @param peer address at the other end of the connection, as far as the runtime tells it
 * @param forwarded value of `X-Forwarded-For`
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trust: TrustProxy = false,
): string | undefined {
  const own = peer === undefined ? undefined : plainAddress(peer)
  if (trust === false || trust === 0 || forwarded === undefined) return own
  const entries = forwarded.split(',').map((entry) => plainAddress(entry.trim()))
  let found = own
  for (let hop = 0; entries.length > 0 && isProxy(found, hop, trust); hop++) {
    const next = entries.pop() as string
    // What is no address names nobody; the proxy that passed it on is the last one known.
    if (!ADDRESS.test(next)) break
    found = next
  }
  return found
}

function isProxy(address: string | undefined, hop: number, trust: TrustProxy): boolean {
  if (typeof trust === 'boolean') return trust
  if (typeof trust === 'number') return hop < trust
  // A runtime that does not tell its peer stands behind a proxy of its own.
  return address === undefined || trust(address)
}

const ADDRESS = /^[\d.]+$|^[\da-f:.]*:[\da-f:.]*$/i
const MAPPED = '::ffff:'

// A dual-stack socket shows IPv4 peers as mapped IPv6 addresses; the service never does.
function plainAddress(address: string): string {
  return address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address
}
