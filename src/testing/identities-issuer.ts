import { Buffer } from 'node:buffer'
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { HeaderList } from '../http/header-list.js'
import type { HttpClient } from '../integration/types.js'
import type { Clock } from '../runtime/clock.js'

/** Which issuer of tokens to play. */
export interface TestIssuerOptions {
  /** Of the gateway: tokens tell their time. */
  readonly clock: Pick<Clock, 'now'>
  /** A Cognito user pool; default: `us-east-1_TestPool1` of the account 123456789012. */
  readonly userPoolArn?: string
  /** The `iss` of an issuer that is no user pool. */
  readonly issuer?: string
  /** Takes the calls that are not for the issuer; default: they fail. */
  readonly http?: HttpClient
}

/** An issuer with a key pair of its own, and the client that a gateway reads its keys by. */
export interface TestIssuer {
  readonly issuer: string
  /** For `providerARNs`. */
  readonly userPoolArn: string
  /** For the config of the gateway: answers with the issuer's discovery document and key set, without a network. */
  readonly http: HttpClient
  /** The key set as it is now. */
  readonly jwks: () => { readonly keys: readonly object[] }
  /**
   * Signs a token (RS256). Default claims: `iss`, `sub` "test", `token_use` "access" if there is a `scope`, else "id", `aud`
   * or `client_id` "test-client", `iat` now, `exp` in an hour. A claim that is `undefined` is left out.
   */
  readonly token: (claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>) => string
  /** Signs with a new key from now on; `keep` leaves the old ones in the set, as issuers do for a while. Default true. */
  readonly rotate: (options?: { readonly keep?: boolean }) => void
}

interface IssuerKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly jwk: object
}

const POOL_ARN = /^arn:aws[\w-]*:cognito-idp:([\w-]+):\d*:userpool\/([\w-]+)$/
const DEFAULT_POOL = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_TestPool1'

/**
 * Makes an issuer of tokens, with a key pair made on the spot at the first use.
 *
 * @throws TypeError when `userPoolArn` is no ARN of a user pool
 * @example
 * ```ts
 * import { createGateway } from 'postern'
 * import { buildRequest, createTestIssuer, createVirtualClock } from 'postern/testing'
 *
 * const clock = createVirtualClock()
 * const pool = createTestIssuer({ clock })
 * const gateway = createGateway({
 *   clock,
 *   http: pool.http,
 *   authorizers: { users: { type: 'COGNITO_USER_POOLS', providerARNs: [pool.userPoolArn] } },
 *   routes: { 'GET /me': { handler: () => ({ statusCode: 200 }), authorizer: 'users' } },
 * })
 * const response = await gateway.handle(buildRequest({ path: '/prod/me', bearer: pool.token({ sub: 'ada' }) }))
 * console.log(response.statusCode) // 200
 * ```
 */
export function createTestIssuer(options: TestIssuerOptions): TestIssuer {
  const { clock, userPoolArn = DEFAULT_POOL, http = noWay } = options
  const issuer = options.issuer ?? issuerOfPool(userPoolArn)
  const base = issuer.endsWith('/') ? issuer.slice(0, -1) : issuer
  let keys: readonly IssuerKey[] = []
  let made = 0
  const current = (): readonly IssuerKey[] => {
    if (keys.length === 0) keys = [makeKey(`test-${++made}`)]
    return keys
  }
  const jwks = (): { keys: readonly object[] } => ({ keys: current().map(({ jwk }) => jwk) })
  return {
    issuer,
    userPoolArn,
    jwks,
    http: (call) => {
      if (call.url === `${base}/.well-known/jwks.json`) return answer(jwks())
      if (call.url === `${base}/.well-known/openid-configuration`)
        return answer({ issuer, jwks_uri: `${base}/.well-known/jwks.json` })
      return http(call)
    },
    token: (claims = {}, header = {}) => {
      const iat = Math.floor(clock.now() / 1000)
      const hasScope = claims['scope'] !== undefined
      const defaults = {
        iss: issuer,
        sub: 'test',
        token_use: hasScope ? 'access' : 'id',
        [hasScope ? 'client_id' : 'aud']: 'test-client',
        iat,
        exp: iat + 3600,
      }
      return writeToken({ ...defaults, ...claims }, header, current()[0] as IssuerKey)
    },
    rotate: ({ keep = true } = {}) => {
      const before = current()
      keys = [makeKey(`test-${++made}`), ...(keep ? before : [])]
    },
  }
}

function issuerOfPool(arn: string): string {
  const parts = POOL_ARN.exec(arn)
  if (parts === null) throw new TypeError(`userPoolArn: ${arn} is no ARN of a Cognito user pool`)
  return `https://cognito-idp.${parts[1]}.amazonaws.com/${parts[2]}`
}

const noWay: HttpClient = ({ url }) => Promise.reject(new Error(`The test issuer knows nothing of ${url}.`))

function answer(value: object): ReturnType<HttpClient> {
  const headers = new HeaderList([['content-type', 'application/json']])
  return Promise.resolve({ statusCode: 200, headers, body: JSON.stringify(value) })
}

function makeKey(kid: string): IssuerKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } }
}

function writeToken(claims: object, header: object, { kid, privateKey }: IssuerKey): string {
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid, ...header })}.${encode(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
