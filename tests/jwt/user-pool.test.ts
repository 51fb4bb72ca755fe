import type { JWTPayload } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createUserPool, type UserPool } from '../../src/jwt/index.js'
import { claimsAsText } from '../../src/jwt/user-pool.js'
import { createIssuer, type Issuer, newSigner, outcome, sign, type Signer } from './support.js'

const ARN = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Pool1'
const ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool1'
let signer: Signer
beforeAll(async () => {
  signer = await newSigner('k1')
})

function setUp(arn = ARN, issuer = ISSUER): Issuer & { pool: UserPool } {
  const at = createIssuer()
  at.answers.set(`${issuer}/.well-known/jwks.json`, { keys: [signer.jwk] })
  return { ...at, pool: createUserPool(arn, { http: at.http, runtime: { clock: at.clock } }) }
}

const idToken = (claims: object = {}): Promise<string> => sign(signer, { iss: ISSUER, token_use: 'id', ...claims })
const accessToken = (claims: object = {}): Promise<string> =>
  sign(signer, {
    iss: ISSUER,
    aud: undefined,
    client_id: 'client-1',
    token_use: 'access',
    scope: 'pets/read email',
    ...claims,
  })

describe('tokens of a user pool', () => {
  it('are known by their issuer, before anything is verified', async () => {
    const { pool, fetched } = setUp()
    expect(pool.issued(await idToken())).toBe(true)
    expect(pool.issued(await idToken({ iss: 'https://elsewhere.example.com' }))).toBe(false)
    expect(pool.issued('a.b.c')).toBe(false)
    expect(fetched).toEqual([])
  })

  it('of China have their own domain', async () => {
    const issuer = 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_P'
    const { pool } = setUp('arn:aws-cn:cognito-idp:cn-north-1:123456789012:userpool/cn-north-1_P', issuer)
    const token = await idToken({ iss: issuer })
    expect(pool.issued(token)).toBe(true)
    expect(await outcome(() => pool.verify(token, { scopes: [] }))).toBe('ok')
  })

  it('are none where the ARN is none', async () => {
    const { pool, fetched } = setUp('arn:aws:cognito-idp:userpool')
    const token = await idToken({ iss: 'https://cognito-idp.undefined.amazonaws.com/undefined' })
    expect(pool.issued(token)).toBe(false)
    expect(await outcome(() => pool.verify(token, { scopes: [] }))).toBe('issuer')
    expect(fetched).toEqual([])
  })

  it('are ID tokens where no scope is asked for, access tokens where one is', async () => {
    const { pool } = setUp()
    const [id, access] = [await idToken(), await accessToken()]
    expect(await outcome(() => pool.verify(id, { scopes: [] }))).toBe('ok')
    expect(await outcome(() => pool.verify(access, { scopes: [] }))).toBe('use')
    expect(await outcome(() => pool.verify(access, { scopes: ['pets/write', 'pets/read'] }))).toBe('ok')
    expect(await outcome(() => pool.verify(access, { scopes: ['pets/write'] }))).toBe('scope')
    expect(await outcome(() => pool.verify(access, { scopes: ['pets'] }))).toBe('scope')
    expect(
      await outcome(async () => pool.verify(await idToken({ scope: 'pets/read' }), { scopes: ['pets/read'] })),
    ).toBe('use')
    expect(await outcome(async () => pool.verify(await idToken({ token_use: undefined }), { scopes: [] }))).toBe('use')
    expect(await outcome(async () => pool.verify(await accessToken({ scope: 7 }), { scopes: ['7'] }))).toBe('scope')
  })

  it('are checked again when remembered, and answered at once', async () => {
    const { pool } = setUp()
    const access = await accessToken()
    const found = await pool.verify(access, { scopes: ['email'] })
    const again = pool.verify(access, { scopes: ['email'] })
    expect(again).toEqual(found)
    expect(found.scopes).toEqual(['pets/read', 'email'])
    // One object for all callers: events get a copy.
    expect(Object.isFrozen(found.claims) && Object.isFrozen(found.scopes)).toBe(true)
    expect(() => pool.verify(access, { scopes: ['other'] })).toThrow('scope')
  })

  it('match the whole audience, so that access tokens, which have none, do not', async () => {
    const { pool } = setUp()
    const id = await idToken()
    expect(await outcome(() => pool.verify(id, { scopes: [], audience: 'client-\\d' }))).toBe('ok')
    expect(await outcome(() => pool.verify(id, { scopes: [], audience: 'client' }))).toBe('audience')
    expect(
      await outcome(async () => pool.verify(await accessToken(), { scopes: ['email'], audience: 'client-1' })),
    ).toBe('audience')
  })
})

describe('claims as text', () => {
  it('are written as the service does', () => {
    const claims = claimsAsText({
      sub: 'user-1',
      exp: 1744634011,
      iat: 1744630411,
      auth_time: 1744630411,
      email_verified: true,
      'cognito:groups': ['admins', 'users'],
      identities: [{ userId: '7', primary: 'true' }],
      address: { locality: 'Bern' },
      nothing: null,
    })
    expect({ ...claims }).toEqual({
      sub: 'user-1',
      exp: 'Mon Apr 14 12:33:31 UTC 2025',
      iat: 'Mon Apr 14 11:33:31 UTC 2025',
      auth_time: '1744630411',
      email_verified: 'true',
      'cognito:groups': 'admins,users',
      identities: '{"userId":"7","primary":"true"}',
      address: '{"locality":"Bern"}',
    })
  })

  it('have no day with one digit, and survive dates beyond all years', () => {
    expect(claimsAsText({ exp: Date.UTC(2026, 1, 3) / 1000 })['exp']).toBe('Tue Feb 03 00:00:00 UTC 2026')
    expect(claimsAsText({ exp: 1e20 })['exp']).toBe('100000000000000000000')
  })

  it('named like parts of objects are claims like others', () => {
    const claims = claimsAsText(JSON.parse('{"__proto__":"x","constructor":"y","toString":"z"}') as JWTPayload)
    expect(Object.entries(claims)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['toString', 'z'],
    ])
    expect(Object.getPrototypeOf(claims)).toBeNull()
  })
})
