import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { HeaderList } from '../../src/http/header-list.js'
import type { HttpClient } from '../../src/integration/types.js'
import { TokenFault } from '../../src/jwt/index.js'
import { createVirtualClock, type VirtualClock } from '../../src/testing/virtual-clock.js'

export const ISSUER = 'https://issuer.example.com/pool1'
export const JWKS_URL = `${ISSUER}/.well-known/jwks.json`
export const DISCOVERY_URL = `${ISSUER}/.well-known/openid-configuration`
/** Seconds, as tokens count. */
export const START = Date.UTC(2026, 0, 1) / 1000

export interface Signer {
  readonly kid: string
  readonly alg: string
  readonly key: CryptoKey
  readonly jwk: JWK
}

export async function newSigner(kid: string, alg = 'RS256'): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, alg, key: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

/** A token that is good for an hour, but for what `claims` says otherwise; `undefined` leaves a claim out. */
export function sign(signer: Signer, claims: Record<string, unknown> = {}, header: object = {}): Promise<string> {
  const payload: JWTPayload = { iss: ISSUER, sub: 'user-1', aud: 'client-1', exp: START + 3600, iat: START, ...claims }
  return new SignJWT(payload).setProtectedHeader({ alg: signer.alg, kid: signer.kid, ...header }).sign(signer.key)
}

/** An issuer whose answers the test sets; `fetched` holds the URLs in order. */
export interface Issuer {
  readonly clock: VirtualClock
  readonly http: HttpClient
  readonly fetched: string[]
  /** By URL; a text, an object for JSON, a status, or an error to fail with. */
  readonly answers: Map<string, unknown>
  readonly serve: (...signers: Signer[]) => void
}

export function createIssuer(...signers: Signer[]): Issuer {
  const fetched: string[] = []
  const answers = new Map<string, unknown>([[DISCOVERY_URL, { issuer: ISSUER, jwks_uri: JWKS_URL }]])
  const serve = (...some: Signer[]): void => {
    answers.set(JWKS_URL, { keys: some.map(({ jwk }) => jwk) })
  }
  serve(...signers)
  const http: HttpClient = ({ url }) => {
    fetched.push(url)
    const answer = answers.get(url)
    if (answer instanceof Error) return Promise.reject(answer)
    if (answer === 'never') return new Promise(() => {})
    const [statusCode, body] = typeof answer === 'number' ? [answer, ''] : [200, answer]
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return Promise.resolve({ statusCode, headers: new HeaderList(), body: new TextEncoder().encode(text) })
  }
  return { clock: createVirtualClock({ now: START * 1000 }), http, fetched, answers, serve }
}

/** `ok`, the reason of a fault, or `error: …` of anything else. */
export async function outcome(run: () => unknown): Promise<string> {
  try {
    await run()
    return 'ok'
  } catch (error) {
    return error instanceof TokenFault ? error.reason : `error: ${(error as Error).name}`
  }
}
