import type { JSONWebKeySet, JWTHeaderParameters } from 'jose'
import { toText } from '../http/body.js'
import { HeaderList } from '../http/header-list.js'
import { callWithDeadline } from '../integration/call-with-deadline.js'
import type { HttpClient } from '../integration/types.js'
import type { Clock } from '../runtime/clock.js'
import { TokenFault } from './token-fault.js'

/** The keys that an issuer signs with. */
export interface KeySet {
  /** The set that holds the key of a header: the known one, or one fetched afresh if the key is not in it. */
  keysFor(header: JWTHeaderParameters): Promise<JSONWebKeySet>
  /** Counts the sets: what was verified by an older one is forgotten. */
  readonly version: number
}

/** Where keys come from, and by which clock they age. */
export interface KeySetOptions {
  readonly url: string
  readonly http: HttpClient
  readonly clock: Clock
}

const MAX_AGE_MS = 2 * 60 * 60 * 1000
/** A made-up key id must not become a request to the issuer each time. */
const COOL_DOWN_MS = 30_000
const FETCH_TIMEOUT_MS = 5000

/** Makes the key set of an issuer: fetched at the first token, kept two hours, fetched again for an unknown key at most every 30 s. */
export function createKeySet({ url, http, clock }: KeySetOptions): KeySet {
  let current: { readonly keys: JSONWebKeySet; readonly at: number } | undefined
  let pending: Promise<JSONWebKeySet> | undefined
  let version = 0

  const refresh = (): Promise<JSONWebKeySet> => {
    pending ??= fetchKeys(url, http, clock).then(
      (keys) => {
        current = { keys, at: clock.now() }
        version++
        pending = undefined
        return keys
      },
      (error: unknown) => {
        pending = undefined
        throw error
      },
    )
    return pending
  }

  return {
    get version() {
      return version
    },
    keysFor: async ({ kid }) => {
      const age = current === undefined ? Number.POSITIVE_INFINITY : clock.now() - current.at
      if (current === undefined || age >= MAX_AGE_MS) return refresh()
      if (kid === undefined || current.keys.keys.some((key) => key.kid === kid)) return current.keys
      if (age < COOL_DOWN_MS) throw new TokenFault('unknown-key')
      return refresh()
    },
  }
}

async function fetchKeys(url: string, http: HttpClient, clock: Clock): Promise<JSONWebKeySet> {
  const call = { clock, deadline: clock.now() + FETCH_TIMEOUT_MS, signal: new AbortController().signal }
  const response = await callWithDeadline(call, `The key set ${url}`, (signal) =>
    http({
      method: 'GET',
      url,
      headers: new HeaderList([['Accept', 'application/json']]),
      body: undefined,
      signal,
      stream: false,
    }),
  )
  const { body, statusCode } = response
  if (statusCode !== 200 || (typeof body !== 'string' && !(body instanceof Uint8Array))) {
    throw new Error(`The key set ${url} answered ${statusCode}`)
  }
  const parsed: unknown = JSON.parse(toText(body))
  if (typeof parsed === 'object' && parsed !== null && 'keys' in parsed && Array.isArray(parsed.keys))
    return parsed as JSONWebKeySet
  throw new Error(`The key set ${url} holds no keys`)
}
