// Row 9: what the proof of a caller costs beside the cryptography that it cannot do without.
import { createHash, createHmac, createPublicKey, type JsonWebKey, timingSafeEqual, verify } from 'node:crypto'
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose'
import { createGateway, type HttpClient } from '../../src/index.js'
import { createKeySet, createTokenVerifier, type TokenVerifier } from '../../src/jwt/index.js'
import { systemClock } from '../../src/runtime/clock.js'
import { createSigningKeys, signRequest, verifySignature } from '../../src/sigv4/index.js'
import { compare, type ComparisonResult } from '../harness.js'

const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Bench0001'
const AUDIENCE = 'client-1'
const TOKENS = 400

interface Tokens {
  readonly jwks: { readonly keys: JWK[] }
  readonly next: () => string
  readonly fresh: () => string
}

async function tokensOf(alg: string): Promise<Tokens> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: alg, alg, use: 'sig' }] }
  const tokens: string[] = []
  for (let n = 0; n < TOKENS; n++) {
    const claims = { token_use: 'id', email: 'a@b.test', 'cognito:groups': ['admin'], n }
    const token = new SignJWT(claims).setProtectedHeader({ alg, kid: alg }).setIssuedAt().setIssuer(ISSUER)
    tokens.push(await token.setAudience(AUDIENCE).setSubject('u-1').setExpirationTime('2h').sign(privateKey))
  }
  let at = 0
  const next = (): string => tokens[(at = (at + 1) % TOKENS)] as string
  // A token comes as a new text each time: nobody has hashed it yet.
  return { jwks, next, fresh: () => Buffer.from(next(), 'latin1').toString('latin1') }
}

const serving =
  ({ jwks }: Tokens): HttpClient =>
  () =>
    Promise.resolve({ statusCode: 200, headers: undefined as never, body: JSON.stringify(jwks) })

function verifierOf(tokens: Tokens, maxRemembered: number): TokenVerifier {
  const keys = createKeySet({ url: `${ISSUER}/jwks`, http: serving(tokens), clock: systemClock })
  return createTokenVerifier({ issuer: ISSUER, keys, clock: systemClock, maxRemembered })
}

async function firstSight(alg: string): Promise<ComparisonResult> {
  const tokens = await tokensOf(alg)
  const local = createLocalJWKSet(tokens.jwks)
  // As good as none: each token is forgotten before it comes again.
  const verifier = verifierOf(tokens, 10)
  const [ours, jose] = [`${alg} token, first sight`, `jose jwtVerify ${alg}`]
  return compare({
    name: `9a. JWT ${alg}, first sight`,
    candidates: {
      [jose]: () => jwtVerify(tokens.next(), local, { issuer: ISSUER, audience: AUDIENCE }),
      [ours]: () => verifier.verify(tokens.next(), { audience: [AUDIENCE] }),
    },
    targets: [{ row: '9a', candidate: ours, over: jose, most: 1.1 }],
    rounds: 41,
  })
}

async function remembered(): Promise<ComparisonResult> {
  const tokens = await tokensOf('RS256')
  const key = createPublicKey({ key: tokens.jwks.keys[0] as JsonWebKey, format: 'jwk' })
  const verifier = verifierOf(tokens, 5000)
  const { handle } = createGateway({
    logger: false,
    http: serving(tokens),
    authorizers: {
      users: {
        type: 'COGNITO_USER_POOLS',
        providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Bench0001'],
      },
    },
    routes: { 'GET /me': { handler: () => ({ statusCode: 200, body: '{}' }), authorizer: 'users' } },
  })
  const request = (): ReturnType<typeof handle> =>
    handle({ method: 'GET', path: '/prod/me', headers: { Authorization: tokens.fresh() } })
  for (let n = 0; n < TOKENS; n++) {
    await verifier.verify(tokens.next())
    if ((await request()).statusCode !== 200) throw new Error('The token is not accepted.')
  }
  const [floor, check, whole] = [
    'node:crypto verify RS256',
    'remembered token, check',
    'remembered token, whole request',
  ]
  return compare({
    name: '9b. JWT, seen before',
    candidates: {
      [floor]: () => {
        const token = tokens.next()
        const dot = token.lastIndexOf('.')
        return verify('sha256', Buffer.from(token.slice(0, dot)), key, Buffer.from(token.slice(dot + 1), 'base64url'))
      },
      [check]: () => verifier.verify(tokens.fresh(), { audience: [AUDIENCE] }),
      [whole]: request,
    },
    targets: [
      { row: '9b', candidate: check, over: floor, most: 0.12 },
      { row: '9b', candidate: whole, over: floor, most: 0.2 },
    ],
    rounds: 31,
  })
}

const NOW = Date.UTC(2025, 0, 1)
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const HOST = 'abc.execute-api.eu-central-1.amazonaws.com'
const PLACE = { service: 'execute-api', region: 'eu-central-1' } as const

/** The floor: what the signature is made of, written by hand for one known request. */
function floorOf(body: Uint8Array): () => boolean {
  const mac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')
  const key = mac(mac(mac(mac(`AWS4${SECRET}`, '20250101'), PLACE.region), PLACE.service), 'aws4_request')
  const headers = { 'content-type': 'application/json', host: HOST, 'x-amz-date': '20250101T000000Z' }
  const names = Object.keys(headers)
  const scope = `20250101/${PLACE.region}/${PLACE.service}/aws4_request`
  const sign = (): Buffer => {
    const lines = Object.entries(headers)
      .map(([name, value]) => `${name}:${value}\n`)
      .join('')
    const canonical = `POST\n/prod/orders/17\na=1&b=2\n${lines}\n${names.join(';')}\n${hex(body)}`
    return mac(key, `AWS4-HMAC-SHA256\n20250101T000000Z\n${scope}\n${hex(canonical)}`)
  }
  const wanted = sign()
  return () => timingSafeEqual(sign(), wanted)
}

function signature(): Promise<ComparisonResult> {
  const body = new TextEncoder().encode('x'.repeat(1024))
  const parts = { method: 'POST', rawPath: '/prod/orders/17', rawQuery: 'a=1&b=2', body }
  const headers = [
    ['Host', HOST],
    ['Content-Type', 'application/json'],
  ] as const
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET }
  const request = {
    ...parts,
    headers: [...headers, ...signRequest({ ...parts, headers }, keys, { ...PLACE, now: NOW })],
  }
  const credential = { secretAccessKey: SECRET, accountId: '123456789012', userArn: 'arn:aws:iam::123456789012:user/a' }
  const options = { ...PLACE, now: NOW, lookup: () => credential, keys: createSigningKeys() }
  const [floor, ours] = ['2 SHA-256 + 1 HMAC, key at hand', 'verifySignature, 1 KB']
  return compare({
    name: '9c. Signature Version 4',
    candidates: { [floor]: floorOf(body), [ours]: () => verifySignature(request, options) },
    targets: [{ row: '9c', candidate: ours, over: floor, most: 1.4 }],
    rounds: 41,
  })
}

export async function auth(): Promise<ComparisonResult[]> {
  return [await firstSight('RS256'), await firstSight('ES256'), await remembered(), await signature()]
}
