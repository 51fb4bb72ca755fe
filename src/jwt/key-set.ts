import type { JSONWebKeySet, JWTHeaderParameters, LocalJWKSet } from 'jose'
import type { HttpClient } from '../integration/types.js'
import type { Clock } from '../runtime/clock.js'
import { lazy } from '../runtime/lazy.js'
import { fetchJson } from './fetch-json.js'
import { KeySetFault, TokenFault } from './token-fault.js'

/** The keys that an issuer signs with. */
export interface KeySet {
  /**
   * The set that holds the key of a header: the known one, or one fetched afresh if the key is not in it. Synchronous
   * when nothing is fetched. It keeps the keys that it has imported, so it must be asked again and not copied.
   *
   * @throws {TokenFault} (or rejects) `unknown-key` while the set cools down; another error when it cannot be had
   */
  keysFor(header: Pick<JWTHeaderParameters, 'kid'>): LocalJWKSet | Promise<LocalJWKSet>
  /** Counts the changes of the set: what was verified by another one is forgotten. */
  readonly version: number
  /** Whether the set may be used without asking for it again. What was verified by a set that is too old is not trusted. */
  readonly fresh: boolean
}

/** Where keys come from, and by which clock they age. */
export interface KeySetOptions {
  /** Of the key set; default: `jwks_uri` of the issuer's `/.well-known/openid-configuration`. */
  readonly url?: string
  /** Where `url` is left out. */
  readonly issuer?: string
  readonly http: HttpClient
  readonly clock: Clock
}

interface Current {
  readonly text: string
  readonly kids: ReadonlySet<string>
  readonly keys: LocalJWKSet
  /** Milliseconds of the clock. */
  readonly at: number
}

/** As long as the service keeps an issuer's keys (documented for HTTP APIs). */
const MAX_AGE_MS = 2 * 60 * 60 * 1000
/** A made-up key id must not become a request to the issuer each time, also when those requests fail. */
const COOL_DOWN_MS = 30_000

/**
 * Makes the key set of an issuer: fetched at the first token, kept two hours, fetched again for an unknown key at most
 * every 30 s. A set that cannot be fetched admits nobody, and the next token tries again.
 */
export function createKeySet({ url, issuer = '', http, clock }: KeySetOptions): KeySet {
  let current: Current | undefined
  let pending: Promise<LocalJWKSet> | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  let version = 0

  const load = async (): Promise<LocalJWKSet> => {
    const source = { http, clock }
    const address = url ?? (await discover(issuer, source).catch(unavailable('discovery')))
    const text = JSON.stringify(await fetchJson(address, source).catch(unavailable('keys')))
    const at = clock.now()
    // The same keys again: what they verified stays verified, and their imported forms stay.
    if (current?.text === text) current = { ...current, at }
    else {
      current = { ...readKeys(JSON.parse(text)), text, at }
      version++
    }
    return current.keys
  }
  const refresh = (): Promise<LocalJWKSet> => {
    triedAt = clock.now()
    pending = load().finally(() => {
      pending = undefined
    })
    return pending
  }
  const isFresh = (): boolean => current !== undefined && clock.now() - current.at < MAX_AGE_MS

  return {
    get version() {
      return version
    },
    get fresh() {
      return isFresh()
    },
    keysFor: ({ kid }) => {
      if (current === undefined || !isFresh()) return pending ?? refresh()
      if (kid === undefined || current.kids.has(kid)) return current.keys
      if (pending !== undefined) return pending
      if (clock.now() - triedAt < COOL_DOWN_MS) throw new TokenFault('unknown-key')
      return refresh()
    },
  }
}

/**
 * Makes a key set that stands in the configuration and never changes.
 *
 * @throws Error when it is none
 */
export function createStaticKeySet(jwks: JSONWebKeySet): KeySet {
  const { keys } = readKeys(jwks)
  return { version: 0, fresh: true, keysFor: () => keys }
}

function unavailable(document: 'discovery' | 'keys'): (cause: unknown) => never {
  return (cause) => {
    throw new KeySetFault(document, { cause })
  }
}

async function discover(issuer: string, source: Pick<KeySetOptions, 'http' | 'clock'>): Promise<string> {
  const url = `${issuer.endsWith('/') ? issuer.slice(0, -1) : issuer}/.well-known/openid-configuration`
  const found = await fetchJson(url, source)
  const uri = typeof found === 'object' && found !== null && 'jwks_uri' in found ? found.jwks_uri : undefined
  // An issuer behind TLS must not send us for its keys where anyone can change them.
  const allowed = typeof uri === 'string' && (uri.startsWith('https:') || !issuer.startsWith('https:'))
  if (!allowed) throw new Error(`${url} names no jwks_uri that can be trusted`)
  return uri
}

function readKeys(parsed: unknown): Pick<Current, 'keys' | 'kids'> {
  const keys = lazy.jose().createLocalJWKSet(parsed as JSONWebKeySet)
  const kids = new Set<string>()
  for (const { kid } of (parsed as JSONWebKeySet).keys) if (typeof kid === 'string') kids.add(kid)
  return { keys, kids }
}
