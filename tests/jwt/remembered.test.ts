import { beforeAll, describe, expect, it } from 'vitest'
import { createKeySet, createStaticKeySet, createTokenVerifier, type KeySet } from '../../src/jwt/index.js'
import { createIssuer, ISSUER, JWKS_URL, newSigner, outcome, sign, type Signer, START } from './support.js'

let first: Signer
let second: Signer
beforeAll(async () => {
  first = await newSigner('k1')
  second = await newSigner('k2')
})

describe('a clock that tells no time', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e18])(
    'lets nobody in, ended tokens least of all: %d',
    async (now) => {
      const keys = createStaticKeySet({ keys: [first.jwk] })
      const { clock } = createIssuer()
      const verifier = createTokenVerifier({ issuer: ISSUER, keys, clock: { ...clock, now: () => now } })
      expect(await outcome(async () => verifier.verify(await sign(first)))).toBe('error: TypeError')
      expect(await outcome(async () => verifier.verify(await sign(first, { exp: START - 1 })))).toBe('error: TypeError')
    },
  )

  it('ends what is remembered', async () => {
    let now = START * 1000
    const keys = createStaticKeySet({ keys: [first.jwk] })
    const clock = { ...createIssuer().clock, now: () => now }
    const verifier = createTokenVerifier({ issuer: ISSUER, keys, clock })
    const token = await sign(first)
    expect(await outcome(() => verifier.verify(token))).toBe('ok')
    now = Number.NaN
    expect(await outcome(() => verifier.verify(token))).toBe('expired')
  })
})

describe('a key that was chosen before', () => {
  it('is not used for another signature, nor when its set has gone', async () => {
    const { clock, http, serve } = createIssuer(first)
    const verifier = createTokenVerifier({ issuer: ISSUER, keys: createKeySet({ url: JWKS_URL, http, clock }), clock })
    expect(await outcome(async () => verifier.verify(await sign(first, { sub: 'a' })))).toBe('ok')
    // The same header, signed by another key.
    const forger = { ...second, kid: first.kid }
    expect(await outcome(async () => verifier.verify(await sign(forger, { sub: 'b' })))).toBe('signature')
    serve(second)
    await clock.advance(31_000)
    expect(await outcome(async () => verifier.verify(await sign(second)))).toBe('ok')
    await clock.advance(31_000)
    expect(await outcome(async () => verifier.verify(await sign(first, { sub: 'c' })))).toBe('unknown-key')
  })

  it('makes nothing remembered for a set that came while its signature was verified', async () => {
    const [one, two] = [createStaticKeySet({ keys: [first.jwk] }), createStaticKeySet({ keys: [second.jwk] })]
    let current = one
    const keys: KeySet = {
      get version() {
        return current === one ? 1 : 2
      },
      fresh: true,
      keysFor: (header) => current.keysFor(header),
    }
    const verifier = createTokenVerifier({ issuer: ISSUER, keys, clock: createIssuer().clock })
    const token = await sign(first)
    const verifying = verifier.verify(token)
    // The key is chosen within a few turns of promises, the signature verified beside them.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    current = two
    expect(await outcome(() => verifying)).toBe('ok')
    expect(await outcome(() => verifier.verify(token))).toBe('unknown-key')
  })
})
