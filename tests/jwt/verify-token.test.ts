import fc from 'fast-check'
import { UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  bearerChallenge,
  createKeySet,
  createStaticKeySet,
  createTokenVerifier,
  RSA_ALGORITHMS,
  TokenFault,
  type TokenVerifier,
} from '../../src/jwt/index.js'
import { createIssuer, ISSUER, JWKS_URL, newSigner, outcome, sign, type Signer, START } from './support.js'

let first: Signer
let second: Signer
let curve: Signer
beforeAll(async () => {
  first = await newSigner('k1')
  second = await newSigner('k2')
  curve = await newSigner('e1', 'ES256')
})

function setUp(algorithms?: readonly string[]): { verifier: TokenVerifier } & ReturnType<typeof createIssuer> {
  const issuer = createIssuer(first, curve)
  const { clock, http } = issuer
  const keys = createKeySet({ url: JWKS_URL, http, clock })
  return {
    ...issuer,
    verifier: createTokenVerifier({ issuer: ISSUER, keys, clock, ...(algorithms && { algorithms }) }),
  }
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a token that is good', () => {
  it('gives its claims', async () => {
    expect(await setUp().verifier.verify(await sign(first, { email: 'ann@example.com' }))).toMatchObject({
      sub: 'user-1',
      email: 'ann@example.com',
    })
  })

  it('is remembered, and then answered at once', async () => {
    const { verifier, fetched } = setUp()
    const token = await sign(first)
    const claims = await verifier.verify(token)
    expect(verifier.verify(token)).toBe(claims)
    expect(Object.isFrozen(claims)).toBe(true)
    expect(fetched).toEqual([JWKS_URL])
  })

  it('is good up to its last second on the clock, and not a millisecond longer, remembered or not', async () => {
    const { verifier, clock } = setUp()
    const token = await sign(first)
    const other = await sign(first, { sub: 'user-2' })
    expect(await outcome(() => verifier.verify(token))).toBe('ok')
    await clock.advance(3_599_999)
    expect(await outcome(() => verifier.verify(token))).toBe('ok')
    expect(await outcome(() => verifier.verify(other))).toBe('ok')
    await clock.advance(1)
    expect(await outcome(() => verifier.verify(token))).toBe('expired')
    expect(await outcome(async () => verifier.verify(await sign(first, { sub: 'user-3' })))).toBe('expired')
  })

  it('is judged for each audience, also when it is remembered', async () => {
    const { verifier } = setUp()
    const token = await sign(first)
    for (let i = 0; i < 2; i++) {
      expect(await outcome(() => verifier.verify(token, { audience: ['client-0', 'client-1'] }))).toBe('ok')
      expect(await outcome(() => verifier.verify(token, { audience: ['client-2'] }))).toBe('audience')
      expect(await outcome(() => verifier.verify(token, { audience: [] }))).toBe('audience')
      expect(await outcome(() => verifier.verify(token))).toBe('ok')
    }
  })
})

describe('the audience', () => {
  const audience = ['client-1']
  it.each([
    ['one of a list', { aud: ['other', 'client-1'] }, 'ok'],
    ['client_id where there is no aud', { aud: undefined, client_id: 'client-1' }, 'ok'],
    ['client_id of someone else', { aud: undefined, client_id: 'nobody' }, 'audience'],
    ['client_id beside a wrong aud', { aud: 'other', client_id: 'client-1' }, 'audience'],
    ['an empty list beside client_id', { aud: [], client_id: 'client-1' }, 'audience'],
    ['neither', { aud: undefined }, 'audience'],
    ['client_id that is no text', { aud: undefined, client_id: { toString: 'client-1' } }, 'audience'],
  ])('%s', async (_, claims, expected) => {
    const token = await sign(first, claims)
    expect(await outcome(() => setUp().verifier.verify(token, { audience }))).toBe(expected)
  })
})

describe('a token that is refused', () => {
  it.each([
    ['another issuer', { iss: 'https://evil.example.com' }, 'issuer'],
    ['no issuer', { iss: undefined }, 'issuer'],
    ['issuer with a slash more', { iss: `${ISSUER}/` }, 'issuer'],
    ['past exp', { exp: START - 1 }, 'expired'],
    ['exp now', { exp: START }, 'expired'],
    ['no exp', { exp: undefined }, 'malformed'],
    ['exp as text', { exp: '99999999999' }, 'malformed'],
    ['nbf to come', { nbf: START + 1 }, 'not-yet'],
  ])('%s', async (_, claims, expected) => {
    const token = await sign(first, claims)
    expect(await outcome(() => setUp().verifier.verify(token))).toBe(expected)
  })

  it('is good once its nbf has come', async () => {
    const { verifier, clock } = setUp()
    const token = await sign(first, { nbf: START + 60 })
    expect(await outcome(() => verifier.verify(token))).toBe('not-yet')
    await clock.advance(60_000)
    expect(await outcome(() => verifier.verify(token))).toBe('ok')
  })

  it('by no signature at all', async () => {
    const claims = { iss: ISSUER, exp: START + 60 }
    const { verifier } = setUp()
    expect(await outcome(() => verifier.verify(new UnsecuredJWT(claims).encode()))).toBe('algorithm')
    for (const alg of ['none', 'None', 'NONE', '']) {
      const token = `${base64({ alg, kid: 'k1' })}.${base64(claims)}.`
      expect(await outcome(() => verifier.verify(token))).not.toBe('ok')
    }
  })

  it('by an HMAC with the public key as its secret', async () => {
    const { createHmac, createPublicKey } = await import('node:crypto')
    const head = `${base64({ alg: 'HS256', kid: 'k1' })}.${base64({ iss: ISSUER, exp: START + 60 })}`
    const { n = '', e = '' } = first.jwk
    const pem = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const token = `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`
    expect(await outcome(() => setUp().verifier.verify(token))).toBe('algorithm')
  })

  it('by an HMAC with a secret that stands in the key set', async () => {
    const secret = await import('node:crypto').then(({ createSecretKey }) => createSecretKey(Buffer.alloc(32, 7)))
    const { clock } = setUp()
    const k = Buffer.alloc(32, 7).toString('base64url')
    const keys = createStaticKeySet({ keys: [{ kty: 'oct', kid: 's', alg: 'HS256', k }] })
    const verifier = createTokenVerifier({ issuer: ISSUER, keys, clock })
    const token = await sign({ ...first, kid: 's', alg: 'HS256', key: secret as never })
    expect(await outcome(() => verifier.verify(token))).toBe('algorithm')
  })

  it('by a key that the token brings along', async () => {
    const token = await sign({ ...second, kid: 'k1' }, {}, { jwk: second.jwk, jku: 'https://evil.example.com/keys' })
    const { verifier, fetched } = setUp()
    expect(await outcome(() => verifier.verify(token))).toBe('signature')
    expect(fetched).toEqual([JWKS_URL])
  })

  it('by an algorithm that only other APIs take', async () => {
    const token = await sign(curve)
    expect(await outcome(() => setUp().verifier.verify(token))).toBe('ok')
    expect(await outcome(() => setUp(RSA_ALGORITHMS).verifier.verify(token))).toBe('algorithm')
    expect(await outcome(async () => setUp(RSA_ALGORITHMS).verifier.verify(await sign(first)))).toBe('ok')
  })

  it('by its size, before anything is done with it', async () => {
    const { verifier, fetched } = setUp()
    const token = await sign(first, { filler: 'x'.repeat(8000) })
    expect(() => verifier.verify(token)).toThrow(TokenFault)
    expect(fetched).toEqual([])
  })

  it.each(['', '.', '..', 'a.b', 'a.b.c', 'a.b.c.d', 'not-a-token', `${base64({ alg: 'RS256' })}.e30`, '💥.💥.💥'])(
    'since it is none: %j',
    async (token) => {
      expect(await outcome(() => setUp().verifier.verify(token))).toBe('malformed')
    },
  )

  it('by any change of a character, and remembering the good one does not help', async () => {
    const { verifier } = setUp()
    const token = await sign(first)
    await verifier.verify(token)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
    // The last character of a part has bits that count for nothing, so the bytes are compared, not the text.
    const bytes = (text: string): string =>
      text
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString('hex'))
        .join()
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...alphabet.split('')), async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1)
        const signed = (text: string): string => text.slice(0, text.lastIndexOf('.'))
        fc.pre(signed(changed) !== signed(token) || bytes(changed) !== bytes(token))
        expect(await outcome(() => verifier.verify(changed))).toMatch(/^(?!ok|error)/)
      }),
      { numRuns: 300 },
    )
  })

  it('whatever header and claims a stranger writes', async () => {
    const { verifier } = setUp()
    const claims = { iss: ISSUER, exp: START + 60 }
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), fc.string(), async (header, extra, signature) => {
        const own =
          typeof header === 'object' && header !== null && !Array.isArray(header) ? { kid: 'k1', ...header } : header
        const token = [base64(own), base64({ ...claims, extra }), Buffer.from(signature).toString('base64url')].join(
          '.',
        )
        expect(await outcome(() => verifier.verify(token))).toMatch(/^(?!ok|error)/)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what is remembered', () => {
  it('is bounded', async () => {
    const { http, clock } = setUp()
    const keys = createKeySet({ url: JWKS_URL, http, clock })
    const verifier = createTokenVerifier({ issuer: ISSUER, keys, clock, maxRemembered: 2 })
    const tokens = await Promise.all(Array.from({ length: 8 }, (_, i) => sign(first, { sub: `user-${i}` })))
    for (const token of tokens) await verifier.verify(token)
    // The last, synchronously; the first was forgotten and is verified again.
    expect(verifier.verify(tokens[7] as string)).not.toBeInstanceOf(Promise)
    expect(verifier.verify(tokens[0] as string)).toBeInstanceOf(Promise)
  })

  it('is never a refusal: a token refused once may be good later', async () => {
    const { verifier, serve, clock } = setUp()
    const token = await sign(second)
    expect(await outcome(() => verifier.verify(token))).toBe('unknown-key')
    serve(first, second)
    await clock.advance(30_000)
    expect(await outcome(() => verifier.verify(token))).toBe('ok')
  })
})

describe('the challenge of HTTP APIs', () => {
  it('is bare without a token', () => {
    expect(bearerChallenge()).toBe('Bearer')
  })
  it('says what was recorded of a token that is none, and documented of the audience', async () => {
    const fault = async (run: () => unknown): Promise<string> => {
      try {
        await run()
        return ''
      } catch (error) {
        return bearerChallenge(error as TokenFault)
      }
    }
    expect(await fault(() => setUp().verifier.verify('not-a-token'))).toBe(
      'Bearer scope="" error="invalid_token" error_description="token contains an invalid number of segments"',
    )
    const token = await sign(first)
    expect(await fault(() => setUp().verifier.verify(token, { audience: ['other'] }))).toBe(
      'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
    )
  })
})
